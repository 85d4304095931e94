#include "daemon/cli/export/csv.hpp"

#include "daemon/cli/export/pending_file.hpp"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <cerrno>
#include <regex>

namespace trainsync::cli {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf", line_end = "\r\n";
constexpr std::size_t buffer_bytes = 1 << 16;

// What a spreadsheet takes for the beginning of a formula; the last four are = + - @ in full width.
bool begins_formula(std::string_view text) {
  for (const std::string_view sign : {"=", "+", "-", "@", "\t", "\r", "\n", "\xef\xbc\x9d",
                                      "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"})
    if (text.starts_with(sign))
      return true;
  return false;
}

bool is_number(const std::string& text) {
  static const std::regex number("[-+]?[0-9]+([.][0-9]+)?");
  return text.size() < 30 && std::regex_match(text, number);
}

std::string quoted(const std::string& text) {
  if (text.find_first_of("\",\r\n") == std::string::npos && !text.starts_with(' ') &&
      !text.ends_with(' '))
    return text;
  std::string out = "\"";
  for (const char c : text)
    out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

struct Field {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return nlohmann::json(number).dump(); }
  std::string operator()(const std::string& text) const { return quoted(guarded(text)); }
  std::string operator()(model::Stamp stamp) const { return model::format_stamp(stamp); }
  std::string operator()(YesOrNo answer) const { return answer.yes ? "1" : "0"; }
};

} // namespace

std::string guarded(std::string text) {
  const auto first = text.find_first_not_of('\'');
  if (first == std::string::npos || !begins_formula(std::string_view(text).substr(first)) ||
      is_number(text))
    return text;
  return "'" + text;
}

std::string csv_field(const Cell& cell) {
  return std::visit(Field(), cell);
}

CsvWriter::CsvWriter(int descriptor, std::string name, const std::vector<std::string>& columns,
                     bool mark)
    : descriptor_(descriptor), name_(std::move(name)) {
  if (mark)
    buffer_ = byte_order_mark;
  for (std::size_t i = 0; i < columns.size(); ++i)
    buffer_ += (i > 0 ? "," : "") + quoted(columns[i]);
  buffer_ += line_end;
}

std::expected<void, std::string> CsvWriter::write(std::span<const Cell> row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0)
      buffer_ += ',';
    buffer_ += csv_field(row[i]);
  }
  buffer_ += line_end;
  return buffer_.size() < buffer_bytes ? std::expected<void, std::string>() : flush();
}

std::expected<void, std::string> CsvWriter::finish(const About&) {
  return flush();
}

std::expected<void, std::string> CsvWriter::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return std::unexpected(write_failure(name_, errno));
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
  return {};
}

} // namespace trainsync::cli
