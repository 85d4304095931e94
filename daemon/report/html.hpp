// Markup that is safe by its type: text becomes Html only by being escaped.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace trainsync::report {

class Html {
public:
  Html() = default;
  // Markup that this program wrote itself, such as the style sheet; never what others wrote.
  static Html trusted(std::string markup);

  Html& operator+=(const Html& more);
  friend Html operator+(Html first, const Html& second) { return first += second; }
  bool empty() const { return markup_.empty(); }
  const std::string& markup() const { return markup_; }

private:
  std::string markup_;
};

// Our own words, or a number.
Html text(std::string_view words);
// What others wrote: clipped, and kept apart from the direction in which the rest is read.
Html foreign(std::string_view words, std::size_t columns);

struct Attribute {
  const char* name;
  std::string value; // as text; it is escaped
};
using Attributes = std::initializer_list<Attribute>;

Html element(std::string_view name, Attributes attributes, const Html& content = {});
Html element(std::string_view name, const Html& content);
Html paragraph(std::string_view words);

} // namespace trainsync::report
