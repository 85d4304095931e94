// What others wrote (titles, names, reasons), made fit to stand on a page.
#pragma once

#include <string>
#include <string_view>

namespace trainsync::report {

// Valid UTF-8 of at most about `columns` columns, with "…" where something was cut off. Blanks of
// any kind become one space; what cannot be shown becomes U+FFFD; marks that turn the direction of
// what follows are left out.
std::string clipped(std::string_view foreign, std::size_t columns);

} // namespace trainsync::report
