#include "config/key_type.hpp"

#include "config/quantity.hpp"
#include "config/text.hpp"
#include "config/url.hpp"

#include <cctype>
#include <charconv>
#include <span>

namespace trainsync::config {
namespace {

using Text = std::expected<std::string, std::string>;

Text read_text(const toml::node& node, std::string_view wanted) {
  const auto value = node.value_exact<std::string>();
  if (!value)
    return must_be(wanted, node);
  if (value->empty())
    return std::unexpected("is empty; leave the line out, or give it a value");
  if (has_control_character(*value))
    return std::unexpected("holds a line break, tab or other control character");
  return *value;
}

std::string show_text(const std::string& text) {
  return text.empty() ? std::string{} : in_quotes(text);
}

// A text whose every character is a letter, a digit or one of `more`.
Text read_plain(const toml::node& node, std::string_view more, const std::string& wanted) {
  auto value = read_text(node, "a text in quotes");
  const auto allowed = [&](unsigned char c) { return std::isalnum(c) || more.contains(char(c)); };
  if (value && !std::ranges::all_of(*value, allowed))
    return std::unexpected("is " + in_quotes(*value) + "; it may hold only " + wanted);
  return value;
}

template <class T>
std::string range(const T& least, const T& most, const std::function<std::string(const T&)>& show) {
  return show(least) + " to " + show(most);
}

// The value, if it lies within the bounds. Written so that a NaN does not.
template <class T>
std::expected<T, std::string> within(T value, T least, T most,
                                     const std::function<std::string(const T&)>& show) {
  if (value >= least && value <= most)
    return value;
  return std::unexpected("is " + show(value) + "; it must be from " + range(least, most, show));
}

template <std::integral T>
Type<T> whole_number(T least, T most) {
  const auto show = [](const T& value) { return std::to_string(value); };
  const auto read = [=](const toml::node& node) -> std::expected<T, std::string> {
    const auto value = node.value_exact<std::int64_t>();
    if (!value)
      return must_be("a whole number, without quotes", node);
    const auto checked =
        within<std::int64_t>(*value, least, most, [](auto n) { return std::to_string(n); });
    if (!checked)
      return std::unexpected(checked.error());
    return static_cast<T>(*checked);
  };
  return {.name = "integer",
          .example = show(least),
          .bounds = range<T>(least, most, show),
          .read = read,
          .show = show};
}

std::string show_share(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
  std::string out(digits.begin(), end);
  return out.contains('.') || !std::isdigit(static_cast<unsigned char>(out.back())) ? out
                                                                                    : out + ".0";
}

std::string show_ids(const std::vector<std::string>& ids) {
  std::string out = "[";
  for (const auto& id : ids)
    out += (out.size() > 1 ? ", " : "") + in_quotes(id);
  return out + "]";
}

using Ids = std::expected<std::vector<std::string>, std::string>;

Ids read_ids(const toml::node& node, bool commas_are_legal) {
  const auto* list = node.as_array();
  if (!list)
    return must_be("a list of texts in quotes", node);
  std::vector<std::string> ids;
  for (const auto& element : *list) {
    const auto nth = "has at position " + std::to_string(ids.size() + 1) + " ";
    const auto id = element.value_exact<std::string>();
    if (!id)
      return std::unexpected(nth + std::string(kind_of(element)) +
                             " where a text in quotes must be");
    if (id->empty())
      return std::unexpected(nth + "an empty text");
    if (has_control_character(*id))
      return std::unexpected(nth + "a text with a control character");
    if (!commas_are_legal && id->contains(','))
      return std::unexpected(nth + "a text with a comma; each stands in quotes of its own");
    ids.push_back(*id);
  }
  return ids;
}

} // namespace

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
  case toml::node_type::string:
    return "a text in quotes";
  case toml::node_type::integer:
    return "an integer";
  case toml::node_type::floating_point:
    return "a decimal number";
  case toml::node_type::boolean:
    return "true or false";
  case toml::node_type::array:
    return "a list";
  case toml::node_type::table:
    return "a table";
  default:
    return "a date or time";
  }
}

std::unexpected<std::string> must_be(std::string_view wanted, const toml::node& found) {
  return std::unexpected("must be " + std::string(wanted) + ", not " + std::string(kind_of(found)));
}

Type<std::string> text(const std::string& example) {
  return {.name = "text",
          .example = in_quotes(example),
          .bounds = {},
          .read = [](const toml::node& node) { return read_text(node, "a text in quotes"); },
          .show = show_text};
}

Type<std::string> url(const std::string& example) {
  const auto read = [](const toml::node& node) {
    const auto value = read_text(node, "a URL in quotes");
    return value ? checked_url(*value) : value;
  };
  return {.name = "URL",
          .example = in_quotes(example),
          .bounds = "https, or http to this machine",
          .read = read,
          .show = show_text};
}

Type<std::string> source_name() {
  const auto read = [](const toml::node& node) {
    auto value = read_plain(node, "_-", "a-z, 0-9, _ and -");
    if (value && std::ranges::any_of(*value, [](unsigned char c) { return std::isupper(c); }))
      return Text(std::unexpected("has a capital letter; it may hold only a-z, 0-9, _ and -"));
    return value;
  };
  return {.name = "name",
          .example = in_quotes("north"),
          .bounds = "a-z, 0-9, _ and -",
          .read = read,
          .show = show_text};
}

Type<std::string> tenant() {
  const auto read = [](const toml::node& node) {
    return read_plain(node, "_-.~", "letters, digits, _, -, . and ~");
  };
  return {.name = "text",
          .example = in_quotes("eu-west-2_AbcdEfghI"),
          .bounds = {},
          .read = read,
          .show = show_text};
}

Type<std::filesystem::path> path(const std::string& example) {
  const auto read =
      [](const toml::node& node) -> std::expected<std::filesystem::path, std::string> {
    auto value = read_text(node, "a path in quotes");
    if (!value)
      return std::unexpected(value.error());
    return *std::move(value);
  };
  return {.name = "path",
          .example = in_quotes(example),
          .bounds = {},
          .read = read,
          .show = [](const std::filesystem::path& shown) { return show_text(shown.string()); }};
}

Type<bool> boolean() {
  const auto read = [](const toml::node& node) -> std::expected<bool, std::string> {
    if (const auto value = node.value_exact<bool>())
      return *value;
    return must_be("true or false, without quotes", node);
  };
  return {.name = "true or false",
          .example = "true",
          .bounds = {},
          .read = read,
          .show = [](const bool& shown) { return shown ? "true" : "false"; }};
}

Type<double> share() {
  const auto read = [](const toml::node& node) -> std::expected<double, std::string> {
    if (!node.is_number())
      return must_be("a share from 0.0 to 1.0, without quotes", node);
    return within<double>(*node.value<double>(), 0.0, 1.0, show_share);
  };
  return {.name = "share",
          .example = "0.5",
          .bounds = range<double>(0.0, 1.0, show_share),
          .read = read,
          .show = show_share};
}

Type<int> integer(int least, int most) {
  return whole_number<int>(least, most);
}

Type<std::int64_t> count(std::int64_t least, std::int64_t most) {
  return whole_number<std::int64_t>(least, most);
}

Type<std::size_t> size(std::size_t least, std::size_t most) {
  const auto read = [=](const toml::node& node) -> std::expected<std::size_t, std::string> {
    if (const auto bytes = node.value_exact<std::int64_t>(); bytes && *bytes < 0)
      return std::unexpected("is negative; it must be from " +
                             range<std::size_t>(least, most, show_size));
    else if (bytes)
      return within<std::size_t>(static_cast<std::size_t>(*bytes), least, most, show_size);
    const auto written = node.value_exact<std::string>();
    if (!written)
      return must_be("a size with its unit in quotes, or a number of bytes", node);
    const auto bytes = parse_size(*written);
    return bytes ? within<std::size_t>(*bytes, least, most, show_size) : bytes;
  };
  return {.name = "size",
          .example = "\"8MiB\"",
          .bounds = range<std::size_t>(least, most, show_size),
          .read = read,
          .show = [](const std::size_t& shown) { return in_quotes(show_size(shown)); }};
}

Type<Duration> duration(Duration least, Duration most) {
  const auto read = [=](const toml::node& node) -> std::expected<Duration, std::string> {
    const auto written = node.value_exact<std::string>();
    if (!written)
      return must_be("a duration with its unit in quotes", node);
    const auto value = parse_duration(*written);
    return value ? within<Duration>(*value, least, most, show_duration) : value;
  };
  return {.name = "duration",
          .example = "\"10m\"",
          .bounds = range<Duration>(least, most, show_duration),
          .read = read,
          .show = [](const Duration& shown) { return in_quotes(show_duration(shown)); }};
}

Type<std::vector<std::string>> ids(const std::string& example) {
  const auto read = [](const toml::node& node) -> Ids {
    auto value = read_ids(node, true);
    if (value && value->empty())
      return std::unexpected("is an empty list, which would sync nothing; name at least one");
    return value;
  };
  return {.name = "list of ids",
          .example = show_ids({example}),
          .bounds = {},
          .read = read,
          .show = show_ids};
}

Type<std::vector<std::string>> filter_ids(const std::string& example) {
  return {.name = "list",
          .example = show_ids({example}),
          .bounds = {},
          .read = [](const toml::node& node) { return read_ids(node, false); },
          .show = show_ids};
}

std::string show_word(std::string_view word) {
  return in_quotes(word);
}

std::string in_words(const std::vector<std::string>& words) {
  return either(words);
}

std::expected<std::size_t, std::string> read_word(const toml::node& node,
                                                  const std::vector<std::string>& words) {
  const auto written = node.value_exact<std::string>();
  if (!written)
    return must_be("a text in quotes: " + either(words), node);
  const auto found = std::ranges::find(words, *written);
  if (found != words.end())
    return static_cast<std::size_t>(found - words.begin());
  const auto near = nearest(*written, words);
  return std::unexpected("is " + in_quotes(*written) + "; it must be " + either(words) +
                         (near.empty() ? "" : " (did you mean " + near + "?)"));
}

} // namespace trainsync::config
