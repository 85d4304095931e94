#include "config/keys.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace trainsync::config {
namespace {

constexpr std::size_t columns = 80;

constexpr std::string_view introduction =
    R"(The file is TOML.

A duration is a whole number with ms, s, m, h or d, in quotes: "250ms", "90d".

A size is a whole number with B, KB, KiB, MB, MiB, GB or GiB, in quotes, such as
"32MiB", or a plain number of bytes.

A secret never stands in the file; the file says where it is:
  { credential = "name" }   a systemd credential of the service
  { file = "/path" }        a file that only its owner may read
  { env = "NAME" }          an environment variable
)";

// The text in lines of at most 80 columns, each indented.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::string line;
  const auto end_line = [&] {
    out += std::string(indent, ' ') + line + "\n";
    line.clear();
  };
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    if (!line.empty() && indent + line.size() + 1 + word.size() > columns)
      end_line();
    line += (line.empty() ? "" : " ") + std::string(word);
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  end_line();
  return out;
}

std::string summary_of(const KeyInfo& key) {
  std::string out = key.type;
  if (!key.bounds.empty())
    out += ": " + key.bounds;
  if (key.required)
    return out + "; needed";
  return out + "; default " + (key.default_text.empty() ? "unset" : key.default_text);
}

std::string heading_of(const SectionInfo& section) {
  const auto once = "[" + section.name + "]";
  const auto heading = section.repeatable ? once + ", or several [" + once + "]" : once;
  return heading + "  " + section.sentence + "\n";
}

} // namespace

std::string reference() {
  std::string out(introduction);
  for (const auto& section : sections()) {
    out += "\n" + heading_of(section);
    for (const auto& key : section.keys)
      out += "\n  " + key.name + "\n" + wrapped(summary_of(key), 6) + wrapped(key.sentence, 6);
  }
  return out;
}

} // namespace trainsync::config
