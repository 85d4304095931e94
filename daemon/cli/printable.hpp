// Text from elsewhere (a platform, a file name) on its way to a person's terminal. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trainsync::cli {

// With each character that could steer a terminal or deceive the eye written out: controls, signs
// that turn the direction of text, line separators ("\u{1b}"), and bytes that are no UTF-8
// ("\x{ff}").
std::string printable(std::string_view text);

// As many columns as it takes on a terminal: letters of East Asia and emoji take two, marks above
// and below other letters none.
std::size_t columns(std::string_view printable);

// In at most that many columns: as it is, or cut between two characters with "…" at its end.
std::string fitted(std::string_view printable, std::size_t columns);

inline constexpr std::size_t page_columns = 80;

// `printable` in lines of at most `width` columns, broken at blanks where there are some, all but
// the first begun with `indent` blanks. `first`: columns that the first line has used already. No
// line break at the end.
std::string wrapped(std::string_view printable, std::size_t first, std::size_t indent,
                    std::size_t width = page_columns);

} // namespace trainsync::cli
