// Colour, where somebody looks at it.
#pragma once

#include <string>
#include <string_view>

namespace trainsync::cli {

enum class Colour { none, good, doubtful, bad, strong };

class Paint {
public:
  explicit Paint(bool on = false) : on_(on) {}
  // On where standard output is a terminal that knows colours and NO_COLOR is not set
  // (no-color.org).
  static Paint for_output();

  std::string operator()(Colour colour, std::string_view text) const;

private:
  bool on_;
};

} // namespace trainsync::cli
