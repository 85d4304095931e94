#include "daemon/model/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace trainsync::model {
namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::string_view blanks = " \t\r\n";

bool is_opening(char c) {
  return c == '[' || c == '{';
}

bool is_closing(char c) {
  return c == ']' || c == '}';
}

// Each function takes the position of what it is named after, and answers the one behind it; `none`
// where the text ends first.

std::size_t after_blanks(std::string_view text, std::size_t position) {
  return position == none ? none : text.find_first_not_of(blanks, position);
}

// Looks for one character at a time, which the C library does many bytes at once.
std::size_t after_string(std::string_view text, std::size_t position) {
  for (;;) {
    position = text.find('"', position + 1);
    if (position == none)
      return none;
    std::size_t backslashes = 0;
    while (text[position - 1 - backslashes] == '\\')
      ++backslashes;
    if (backslashes % 2 == 0)
      return position + 1;
  }
}

std::size_t after_brackets(std::string_view text, std::size_t position) {
  std::size_t open = 0;
  while (position < text.size()) {
    const char c = text[position];
    position = c == '"' ? after_string(text, position) : position + 1;
    if (is_opening(c))
      ++open;
    else if (is_closing(c) && --open == 0)
      return position;
  }
  return none;
}

std::size_t after_value(std::string_view text, std::size_t position) {
  if (position >= text.size())
    return none;
  if (text[position] == '"')
    return after_string(text, position);
  if (is_opening(text[position]))
    return after_brackets(text, position);
  const std::size_t end = std::min(text.find_first_of(",]} \t\r\n", position), text.size());
  return end == position ? none : end;
}

// Behind the comma and its blanks, or behind the closing bracket, then with `over` set.
std::size_t after_separator(std::string_view text, std::size_t position, char closing, bool& over) {
  position = after_blanks(text, position);
  if (position == none || (text[position] != ',' && text[position] != closing))
    return none;
  over = text[position] == closing;
  return over ? position + 1 : after_blanks(text, position + 1);
}

// Calls `each(value)` for the elements of the list, and stops where that answers false.
template <class Each>
std::size_t after_list(std::string_view text, std::size_t position, Each each) {
  position = after_blanks(text, position + 1);
  bool over = position != none && text[position] == ']';
  if (over)
    return position + 1;
  while (position != none && !over) {
    const std::size_t end = after_value(text, position);
    if (end == none || !each(text.substr(position, end - position)))
      return none;
    position = after_separator(text, end, ']', over);
  }
  return position;
}

// Calls `each(name, value)` for the fields of the object; the name without its quotes.
template <class Each>
std::size_t after_object(std::string_view text, std::size_t position, Each each) {
  position = after_blanks(text, position + 1);
  bool over = position != none && text[position] == '}';
  if (over)
    return position + 1;
  while (position != none && !over) {
    if (text[position] != '"')
      return none;
    const std::size_t name_end = after_string(text, position);
    const std::size_t colon = after_blanks(text, name_end);
    if (colon == none || text[colon] != ':')
      return none;
    const std::size_t value = after_blanks(text, colon + 1), end = after_value(text, value);
    if (end == none)
      return none;
    each(text.substr(position + 1, name_end - position - 2), text.substr(value, end - value));
    position = after_separator(text, end, '}', over);
  }
  return position;
}

// Whether the name, as JSON writes it, says that.
bool says(std::string_view written, std::string_view name) {
  if (!written.contains('\\'))
    return written == name;
  const auto read = nlohmann::json::parse("\"" + std::string(written) + "\"", nullptr, false);
  return read.is_string() && read.get_ref<const std::string&>() == name;
}

bool has_too_many_values(std::string_view text) {
  std::size_t values = 1;
  for (std::size_t position = 0; position < text.size();) {
    const char c = text[position];
    position = c == '"' ? after_string(text, position) : position + 1;
    if ((c == ',' || is_opening(c)) && ++values > most_values)
      return true;
  }
  return false;
}

std::string more_than(std::size_t limit, const char* things) {
  return "the answer holds more than " + std::to_string(limit) + " " + things +
         ", too many for one page; set a smaller page_size";
}

std::unexpected<std::string> not_json() {
  return std::unexpected(std::string("the answer's body is not JSON"));
}

} // namespace

std::string beyond_limits(std::string_view text) {
  struct Level {
    bool is_object = false;
    std::size_t values = 1;
  };
  std::array<Level, most_levels> levels;
  std::size_t depth = 0;
  for (std::size_t position = 0; position < text.size();) {
    const char c = text[position];
    position = c == '"' ? after_string(text, position) : position + 1;
    if (is_opening(c)) {
      if (depth == most_levels)
        return "it nests more than " + std::to_string(most_levels) + " levels deep";
      levels[depth++] = {c == '{'};
    } else if (is_closing(c) && depth > 0) {
      --depth;
    } else if (c == ',' && depth > 0 && levels[depth - 1].is_object &&
               ++levels[depth - 1].values > most_fields) {
      return "an object in it has more than " + std::to_string(most_fields) + " fields";
    }
  }
  return {};
}

std::expected<ListingText, std::string> split_listing(std::string_view text,
                                                      std::string_view list_field) {
  if (has_too_many_values(text))
    return std::unexpected(more_than(most_values, "values"));
  ListingText listing;
  std::string_view list;
  std::size_t end = after_blanks(text, 0);
  if (end != none && text[end] == '{') {
    end = after_object(text, end, [&](std::string_view name, std::string_view value) {
      if (says(name, list_field))
        list = value.starts_with('[') ? value : std::string_view();
    });
  } else if (end != none && text[end] == '[') {
    const std::size_t begin = std::exchange(end, after_value(text, end));
    list = text.substr(begin, end - begin);
  } else {
    end = none;
  }
  if (end == none || after_blanks(text, end) != none)
    return not_json();
  if (list.empty()) {
    listing.envelope = text;
    return listing;
  }
  const auto add = [&](std::string_view row) {
    listing.rows.push_back(row);
    return listing.rows.size() <= most_rows;
  };
  const std::size_t list_end = after_list(list, 0, add);
  if (listing.rows.size() > most_rows)
    return std::unexpected(more_than(most_rows, "records"));
  if (list_end == none)
    return not_json();
  const auto before = static_cast<std::size_t>(list.data() - text.data());
  listing.envelope.append(text.substr(0, before)).append("[]");
  listing.envelope.append(text.substr(before + list_end));
  return listing;
}

std::string_view field_text(std::string_view object, std::string_view name) {
  std::string_view found;
  if (object.starts_with('{'))
    after_object(object, 0, [&](std::string_view field, std::string_view value) {
      if (says(field, name))
        found = value;
    });
  return found;
}

std::string without_blanks(std::string_view text) {
  std::string packed;
  packed.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const bool is_string = text[begin] == '"';
    position = is_string ? std::min(after_string(text, begin), text.size()) : begin + 1;
    if (is_string || !blanks.contains(text[begin]))
      packed += text.substr(begin, position - begin);
  }
  return packed;
}

} // namespace trainsync::model
