// How a section of the file becomes a struct: a key knows the member it fills, a section the keys
// it has.
#pragma once

#include "config/complete.hpp"
#include "config/hints.hpp"
#include "config/key_type.hpp"
#include "config/keys.hpp"
#include "config/report.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainsync::config {

template <class S>
struct Key {
  KeyInfo info;
  std::function<std::string(const toml::node&, S&)> read; // returns what is wrong, or nothing
  std::function<std::string(const S&)> show;
};

struct Section {
  SectionInfo info;
  std::function<void(const toml::node&, int line, Config&, Report&)> read;
  std::function<std::string(const Config&, std::string_view key)> show;
};

// All of them, in the order of the reference.
const std::vector<Section>& table();

inline int line_of(const toml::source_region& region) {
  return static_cast<int>(region.begin.line);
}

template <class S, class T>
Key<S> key(const std::string& name, T S::* member, const Type<T>& type,
           const std::string& sentence) {
  const auto read = [member, type](const toml::node& node, S& into) -> std::string {
    auto value = type.read(node);
    if (!value)
      return value.error();
    into.*member = *std::move(value);
    return {};
  };
  const auto show = [member, type](const S& from) { return type.show(from.*member); };
  return {{.name = name,
           .type = type.name,
           .default_text = show(S{}),
           .example = type.example,
           .bounds = type.bounds,
           .sentence = sentence},
          read,
          show};
}

template <class S>
Key<S> required(Key<S> key) {
  key.info.required = true;
  return key;
}

template <class S>
void read_present(const SectionInfo& section, const std::vector<Key<S>>& keys,
                  const toml::table& from, S& into, Report& report) {
  for (const auto& [name, node] : from) {
    const auto line = line_of(name.source());
    const auto known = std::ranges::find(
        keys, name.str(), [](const auto& k) -> std::string_view { return k.info.name; });
    if (known == keys.end())
      report.add(line, unknown_key(section.name, name.str()));
    else if (const auto mistake = known->read(node, into); !mistake.empty())
      report.add(line, known->info.name + " " + mistake + ". " + for_example(known->info));
  }
}

template <class S>
S read_table(const SectionInfo& section, const std::vector<Key<S>>& keys, const toml::table& from,
             int line, Report& report) {
  S into;
  read_present(section, keys, from, into, report);
  for (const auto& key : keys)
    if (key.info.required && !from.contains(key.info.name))
      report.add(line, missing_key(section.name, key.info));
  if constexpr (requires { complete(into, from, line, report); })
    complete(into, from, line, report);
  return into;
}

template <class S>
SectionInfo describe(std::string name, std::string sentence, bool repeatable,
                     const std::vector<Key<S>>& keys) {
  SectionInfo info{
      .name = std::move(name), .sentence = std::move(sentence), .repeatable = repeatable};
  for (const auto& key : keys)
    info.keys.push_back(key.info);
  return info;
}

template <class S>
std::string show_key(const std::vector<Key<S>>& keys, const S& from, std::string_view name) {
  for (const auto& key : keys)
    if (key.info.name == name)
      return key.show(from);
  return {};
}

// A section that stands once, or not at all: [name].
template <class S>
Section section(std::string name, S Config::* member, std::string sentence,
                const std::vector<Key<S>>& keys) {
  const auto info = describe(std::move(name), std::move(sentence), false, keys);
  const auto read = [=](const toml::node& node, int line, Config& into, Report& report) {
    if (const auto* from = node.as_table())
      into.*member = read_table(info, keys, *from, line_of(from->source()), report);
    else
      report.add(line, not_a_section(info));
  };
  const auto show = [=](const Config& from, std::string_view key) {
    return show_key(keys, from.*member, key);
  };
  return {info, read, show};
}

// A section that may stand several times: [name], or [[name]] each time.
template <class S>
Section sections_of(std::string name, std::vector<S> Config::* member, std::string sentence,
                    const std::vector<Key<S>>& keys) {
  const auto info = describe(std::move(name), std::move(sentence), true, keys);
  const auto read_one = [=](const toml::table& from, Config& into, Report& report) {
    (into.*member).push_back(read_table(info, keys, from, line_of(from.source()), report));
  };
  const auto read = [=](const toml::node& node, int line, Config& into, Report& report) {
    if (const auto* from = node.as_table())
      read_one(*from, into, report);
    else if (node.is_array_of_tables())
      for (const auto& each : *node.as_array())
        read_one(*each.as_table(), into, report);
    else
      report.add(line, not_a_section(info));
  };
  const auto show = [=](const Config& from, std::string_view key) {
    return (from.*member).empty() ? std::string{} : show_key(keys, (from.*member).front(), key);
  };
  return {info, read, show};
}

} // namespace trainsync::config
