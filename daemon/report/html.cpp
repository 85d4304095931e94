#include "daemon/report/html.hpp"

#include "daemon/report/text.hpp"

namespace trainsync::report {
namespace {

std::string escaped(std::string_view words) {
  std::string markup;
  markup.reserve(words.size());
  for (const char c : words)
    switch (c) {
    case '&':
      markup += "&amp;";
      break;
    case '<':
      markup += "&lt;";
      break;
    case '>':
      markup += "&gt;";
      break;
    case '"':
      markup += "&quot;";
      break;
    case '\'':
      markup += "&#39;";
      break;
    default:
      markup += c;
    }
  return markup;
}

} // namespace

Html Html::trusted(std::string markup) {
  Html html;
  html.markup_ = std::move(markup);
  return html;
}

Html& Html::operator+=(const Html& more) {
  markup_ += more.markup_;
  return *this;
}

Html text(std::string_view words) {
  return Html::trusted(escaped(words));
}

Html foreign(std::string_view words, std::size_t columns) {
  return element("bdi", text(clipped(words, columns)));
}

Html element(std::string_view name, Attributes attributes, const Html& content) {
  std::string markup = "<" + std::string(name);
  for (const Attribute& attribute : attributes)
    markup += std::string(" ") + attribute.name + "=\"" + escaped(attribute.value) + "\"";
  markup += ">" + content.markup() + "</" + std::string(name) + ">";
  return Html::trusted(std::move(markup));
}

Html element(std::string_view name, const Html& content) {
  return element(name, {}, content);
}

Html paragraph(std::string_view words) {
  return element("p", text(words));
}

} // namespace trainsync::report
