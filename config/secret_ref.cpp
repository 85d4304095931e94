// How a key says where a secret is. Nothing here repeats a value that may be the secret itself.
#include "config/key_type.hpp"
#include "config/text.hpp"

#include <cctype>

namespace trainsync::config {
namespace {

std::string_view word_for(SecretRef::Kind kind) {
  switch (kind) {
  case SecretRef::Kind::credential:
    return "credential";
  case SecretRef::Kind::file:
    return "file";
  case SecretRef::Kind::env:
    return "env";
  }
  return {};
}

std::optional<SecretRef::Kind> kind_for(std::string_view word) {
  for (const auto kind : {SecretRef::Kind::credential, SecretRef::Kind::file, SecretRef::Kind::env})
    if (word_for(kind) == word)
      return kind;
  return std::nullopt;
}

// What is wrong with the name of a secret's place, or empty. Does not quote it: it may be the
// secret itself.
std::string mistake_in_name(const SecretRef& ref) {
  const auto word = std::string(word_for(ref.kind));
  const auto is_variable = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
  if (ref.name.empty())
    return "has an empty " + word;
  if (has_control_character(ref.name))
    return "has a control character in " + word;
  if (ref.name.starts_with("exec_live_"))
    return "has a " + word + " that looks like the key itself; it must be the name of its place";
  if (ref.kind == SecretRef::Kind::credential &&
      (ref.name.contains('/') || ref.name == "." || ref.name == ".."))
    return "has a credential that is a path; it must be a plain name, or use file";
  if (ref.kind == SecretRef::Kind::env && !std::ranges::all_of(ref.name, is_variable))
    return "has an env that cannot be a variable's name (letters, digits, _)";
  return {};
}

std::string unknown_place(std::string_view written) {
  const std::vector<std::string> words{"credential", "file", "env"};
  const auto near = nearest(written, words);
  return "has " + in_quotes(written) + " inside the braces; it must be " + either(words) +
         (near.empty() ? "" : " (did you mean " + near + "?)");
}

std::expected<SecretRef, std::string> read_secret(const toml::node& node) {
  if (node.is_string())
    return std::unexpected("is written in this file, where backups and everybody who may read the "
                           "file can see it. Move it to a file of its own, readable by its owner "
                           "only (chmod 600), and name that: { file = \"/the/file\" }; or hand it "
                           "over as a systemd credential or in an environment variable ({ env = "
                           "\"NAME\" }). If others may have read it, have a new one issued");
  const auto* table = node.as_table();
  if (!table)
    return must_be("a table that says where the secret is", node);
  if (table->size() != 1)
    return std::unexpected("must name exactly one place: credential, file or env");
  const auto place = table->begin();
  const auto kind = kind_for(place->first.str());
  if (!kind)
    return std::unexpected(unknown_place(place->first.str()));
  const auto name = place->second.value_exact<std::string>();
  if (!name)
    return std::unexpected("has " + std::string(kind_of(place->second)) + " as " +
                           std::string(word_for(*kind)) + ", where a text in quotes must be");
  SecretRef ref{.kind = *kind, .name = *name};
  if (auto mistake = mistake_in_name(ref); !mistake.empty())
    return std::unexpected(std::move(mistake));
  return ref;
}

std::string show_secret(const SecretRef& ref) {
  if (ref.name.empty())
    return {};
  return "{ " + std::string(word_for(ref.kind)) + " = " + in_quotes(ref.name) + " }";
}

} // namespace

Type<SecretRef> secret(const std::string& credential) {
  return {.name = "secret",
          .example = show_secret({.kind = SecretRef::Kind::credential, .name = credential}),
          .bounds = {},
          .read = read_secret,
          .show = show_secret};
}

} // namespace trainsync::config
