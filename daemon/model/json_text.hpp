// What can be told of JSON text before a parser sees it: where the records of a listing stand, and
// whether a value is so deep or so large that parsing it would cost more memory or time than its
// bytes let expect. Pure. Positions and views are of the text that was given.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace trainsync::model {

// A record of either platform nests three levels and has a dozen fields; a page of a hundred of
// them, with thousands of history entries, holds a tenth of these values.
inline constexpr std::size_t most_levels = 64;           // lists and objects inside each other
inline constexpr std::size_t most_fields = 1000;         // of one object
inline constexpr std::size_t most_rows = 10'000;         // of one page
inline constexpr std::size_t most_values = 1'000'000;    // of one page
inline constexpr std::size_t most_small_bytes = 1 << 16; // of a body that is only asked a word

// Why the value is not to be parsed: it goes beyond most_levels or most_fields. Empty: it may be.
// The text need not be JSON.
std::string beyond_limits(std::string_view text);

struct ListingText {
  std::string envelope;               // the text with an empty list in the place of its rows
  std::vector<std::string_view> rows; // each a value of which only the brackets are known to match
};

// Takes a list apart, or an object that has one in `list_field` (in the last of that name; without
// it the envelope is the whole text). Answers why where the text is no JSON, or goes beyond
// most_rows or most_values.
std::expected<ListingText, std::string> split_listing(std::string_view text,
                                                      std::string_view list_field);

// The value of that field in the object that the text is; of the last one of that name; empty where
// there is none. The text need not be JSON: reading ends where it cannot be understood.
std::string_view field_text(std::string_view object, std::string_view name);

// JSON without blanks between its values; nothing else is changed.
std::string without_blanks(std::string_view text);

} // namespace trainsync::model
