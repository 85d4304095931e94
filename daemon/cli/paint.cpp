#include "daemon/cli/paint.hpp"

#include "daemon/cli/setup.hpp"

#include <unistd.h>

namespace trainsync::cli {
namespace {

const char* code_of(Colour colour) {
  switch (colour) {
  case Colour::good:
    return "\033[32m";
  case Colour::doubtful:
    return "\033[33m";
  case Colour::bad:
    return "\033[31m";
  case Colour::strong:
    return "\033[1m";
  case Colour::none:
    break;
  }
  return "";
}

} // namespace

Paint Paint::for_output() {
  const char* no_colour = environment("NO_COLOR");
  const char* terminal = environment("TERM");
  return Paint(isatty(STDOUT_FILENO) != 0 && (!no_colour || !*no_colour) && terminal &&
               std::string_view(terminal) != "dumb");
}

std::string Paint::operator()(Colour colour, std::string_view text) const {
  if (!on_ || colour == Colour::none)
    return std::string(text);
  return code_of(colour) + std::string(text) + "\033[0m";
}

} // namespace trainsync::cli
