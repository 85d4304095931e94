// The types that a key may have: how its value is read from TOML and checked, shown again, and
// named to people.
#pragma once

#include "config/config.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainsync::config {

template <class T>
struct Type {
  std::string name;    // "duration"
  std::string example; // as written in the file
  std::string bounds;  // in words; empty: none
  // An error completes the sentence that begins with the key's name, and has no full stop.
  std::function<std::expected<T, std::string>(const toml::node&)> read;
  std::function<std::string(const T&)> show; // as written in the file; empty: unset
};

std::string_view kind_of(const toml::node& node); // "an integer"

// "must be a duration, not an integer"
std::unexpected<std::string> must_be(std::string_view wanted, const toml::node& found);

Type<std::string> text(const std::string& example);
Type<std::string> url(const std::string& example);
Type<std::string> source_name();
Type<std::string> tenant();
Type<std::filesystem::path> path(const std::string& example);
Type<bool> boolean();
Type<double> share();
Type<int> integer(int least, int most);
Type<std::int64_t> count(std::int64_t least, std::int64_t most);
Type<std::size_t> size(std::size_t least, std::size_t most);
Type<Duration> duration(Duration least, Duration most);
Type<SecretRef> secret(const std::string& credential);
Type<std::vector<std::string>> ids(const std::string& example); // at least one
Type<std::vector<std::string>>
filter_ids(const std::string& example); // none: no filter; joined by commas in a request

std::string show_word(std::string_view word); // in quotes
// Which of the words stands there.
std::expected<std::size_t, std::string> read_word(const toml::node& node,
                                                  const std::vector<std::string>& words);
std::string in_words(const std::vector<std::string>& words); // "basic or oauth2"

// One of a few words.
template <class Enum>
Type<Enum> choice(const std::vector<std::pair<std::string, Enum>>& values) {
  std::vector<std::string> words;
  words.reserve(values.size());
  for (const auto& [word, value] : values)
    words.push_back(word);
  return {.name = "word",
          .example = show_word(words.front()),
          .bounds = in_words(words),
          .read = [values, words](const toml::node& node) -> std::expected<Enum, std::string> {
            const auto index = read_word(node, words);
            if (!index)
              return std::unexpected(index.error());
            return values[*index].second;
          },
          .show =
              [values](const Enum& shown) {
                return show_word(
                    std::ranges::find(values, shown, &std::pair<std::string, Enum>::second)->first);
              }};
}

// A key that may be left out, and then has no value.
template <class T>
Type<std::optional<T>> unset_or(const Type<T>& type) {
  return {.name = type.name,
          .example = type.example,
          .bounds = type.bounds,
          .read = [read = type.read](const toml::node& node)
              -> std::expected<std::optional<T>, std::string> { return read(node); },
          .show =
              [show = type.show](const std::optional<T>& shown) {
                return shown ? show(*shown) : std::string{};
              }};
}

// A word that stands for "no limit", or a value.
template <class T>
Type<std::optional<T>> word_or(const std::string& word, const Type<T>& type) {
  const auto read = [word,
                     type](const toml::node& node) -> std::expected<std::optional<T>, std::string> {
    if (node.value<std::string>() == word)
      return std::nullopt;
    auto value = type.read(node);
    if (!value)
      return std::unexpected(value.error() + "; " + show_word(word) + " is allowed too");
    return *std::move(value);
  };
  const auto show = [word, type](const std::optional<T>& shown) {
    return shown ? type.show(*shown) : show_word(word);
  };
  return {.name = type.name + " or " + show_word(word),
          .example = type.example,
          .bounds = type.bounds,
          .read = read,
          .show = show};
}

} // namespace trainsync::config
