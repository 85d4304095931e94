#include "daemon/cli/export/cell.hpp"

namespace trainsync::cli {
namespace {

// YYYY-MM-DDTHH:MM:SS.sssZ, as the file has stamps; any other could not be written back as it was.
bool is_canonical(const std::string& text) {
  return text.size() == 24 && text[10] == 'T' && text[19] == '.' && text[23] == 'Z';
}

} // namespace

ColumnKind kind_of(std::string_view column) {
  if (column.ends_with("_at") || column == "valid_from" || column == "valid_to")
    return ColumnKind::stamp;
  const std::string words = "_" + std::string(column);
  if (words.find("_is_") != std::string::npos || words.find("_has_") != std::string::npos)
    return ColumnKind::yes_or_no;
  return ColumnKind::plain;
}

Cell typed(ColumnKind kind, Cell value) {
  if (kind == ColumnKind::stamp) {
    const auto* text = std::get_if<std::string>(&value);
    if (text && is_canonical(*text))
      if (const auto stamp = model::parse_stamp(*text))
        return *stamp;
  }
  if (kind == ColumnKind::yes_or_no) {
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number && (*number == 0 || *number == 1))
      return YesOrNo{*number == 1};
  }
  return value;
}

} // namespace trainsync::cli
