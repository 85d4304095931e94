// CSV as RFC 4180 has it, safe to open in a spreadsheet: UTF-8, lines end with CRLF.
#pragma once

#include "daemon/cli/export/table_writer.hpp"

namespace trainsync::cli {

// Text that a spreadsheet would take for a formula, since it begins with = + - @, a tab or the end
// of a line, gets a ' in front; so does such text behind one or more ', so that taking one ' away
// always undoes it. Numbers are no formulas and stay as they are.
std::string guarded(std::string text);

// The field with its quotes, where it needs some. Stamps and numbers as the file has them, yes and
// no as 1 and 0.
std::string csv_field(const Cell& cell);

class CsvWriter final : public TableWriter {
public:
  // `mark`: begin with the mark (BOM) without which Excel does not see that it is UTF-8.
  // `descriptor` stays the caller's; `name` is for messages.
  CsvWriter(int descriptor, std::string name, const std::vector<std::string>& columns, bool mark);

  std::expected<void, std::string> write(std::span<const Cell> row) override;
  std::expected<void, std::string> finish(const About& about) override;

private:
  std::expected<void, std::string> flush();

  int descriptor_;
  std::string name_, buffer_;
};

} // namespace trainsync::cli
