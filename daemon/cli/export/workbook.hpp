// An Excel workbook (.xlsx): the rows with real dates under a bold heading that stays in sight and
// filters, and a sheet that says what they are and as of when. Rows go to disk as they come.
#pragma once

#include "daemon/cli/export/table_writer.hpp"

#include <filesystem>
#include <memory>

namespace trainsync::cli {

// The text as the cells of a workbook write it: what looks like one of their escapes is escaped
// itself.
std::string escaped_for_workbook(const std::string& text);

class WorkbookWriter final : public TableWriter {
public:
  // Excel's own limits; a test has smaller ones.
  struct Limits {
    std::uint32_t rows_a_sheet = 1'048'576; // the heading is one of them
    std::size_t characters_a_cell = 32'767;
  };
  // Writes over `file` once it is finished. `name` is the file's for messages. What does not fit
  // one sheet goes on in a further one.
  WorkbookWriter(const std::filesystem::path& file, std::string name, std::string view,
                 std::vector<std::string> columns, Limits limits);
  WorkbookWriter(const std::filesystem::path& file, std::string name, std::string view,
                 std::vector<std::string> columns)
      : WorkbookWriter(file, std::move(name), std::move(view), std::move(columns), Limits()) {}
  ~WorkbookWriter() override;

  std::expected<void, std::string> write(std::span<const Cell> row) override;
  std::expected<void, std::string> finish(const About& about) override;

private:
  struct Book;
  std::unique_ptr<Book> book_;
};

} // namespace trainsync::cli
