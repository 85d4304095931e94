#include "daemon/cli/export/workbook.hpp"

#include "daemon/cli/export/archive.hpp"
#include "daemon/cli/export/pending_file.hpp"
#include "daemon/cli/printable.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace trainsync::cli {
namespace {

constexpr const char* stamp_format = "yyyy-mm-dd hh:mm";
constexpr std::size_t stamp_columns = 16, widest = 60, padding = 4; // room for the filter's button
constexpr std::int64_t largest_exact = std::int64_t{1} << 53;
constexpr std::string_view sheet_folder = "xl/worksheets/sheet", sheet_end = "</worksheet>";

// Days since 1899-12-30, as Excel counts; before March 1900 it counts in another way.
std::optional<double> excel_day(model::Stamp stamp) {
  using namespace std::chrono;
  if (stamp < sys_days(year(1900) / March / 1))
    return std::nullopt;
  const auto since = stamp - sys_days(year(1899) / December / 30);
  return static_cast<double>(since.count()) / 86'400'000.0;
}

// Characters as Excel counts them: UTF-16 units.
std::size_t characters(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    count += byte >= 0xf0 ? 2 : (byte & 0xc0) != 0x80 ? 1 : 0;
  }
  return count;
}

bool is_escape(std::string_view text) { // _xHHHH_
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
         text.substr(2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

} // namespace

std::string escaped_for_workbook(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = std::string_view(text).substr(at);
    if (is_escape(rest))
      out += "_x005F";
    if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) { // not XML's
      out += rest[2] == '\xbe' ? "_xFFFE_" : "_xFFFF_";
      at += 2;
      continue;
    }
    out += text[at];
  }
  return out;
}

struct WorkbookWriter::Book {
  std::filesystem::path file, folder;
  std::string name, view, folder_text;
  std::vector<std::string> columns;
  Limits limits;
  std::vector<std::size_t> widths{};
  lxw_workbook* workbook = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format *bold = nullptr, *stamp = nullptr;
  std::vector<lxw_worksheet*> sheets{};
  lxw_row_t row = 0; // the next one
  std::int64_t rows = 0;

  std::string open();
  std::string begin_sheet();
  std::string end_sheet();
  std::string write(lxw_col_t column, const Cell& cell);
  std::string write_text(lxw_col_t column, const std::string& text);
  std::string about_sheet(const About& about);
  std::string close();
  std::string check() const;
  std::string failure(lxw_error error) const;
  void widen(lxw_col_t column, std::size_t width) {
    widths[column] = std::max(widths[column], width);
  }
};

// The library has no better word than that a file could not be written.
std::string WorkbookWriter::Book::failure(lxw_error error) const {
  std::error_code ignored;
  const auto space = std::filesystem::space(folder, ignored);
  if (!ignored && space.available < (1 << 16))
    return write_failure(name, ENOSPC);
  if (errno == EFBIG || errno == ENOSPC || errno == EDQUOT)
    return write_failure(name, errno);
  return name + " cannot be written: " + lxw_strerror(error);
}

std::string WorkbookWriter::Book::open() {
  folder = std::filesystem::absolute(file).parent_path();
  folder_text = folder.string();
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder_text.data();
  workbook = workbook_new_opt(file.c_str(), &options);
  if (!workbook)
    return failure(LXW_ERROR_CREATING_TMPFILE);
  bold = workbook_add_format(workbook);
  format_set_bold(bold);
  stamp = workbook_add_format(workbook);
  format_set_num_format(stamp, stamp_format);
  format_set_align(stamp, LXW_ALIGN_LEFT);
  return begin_sheet();
}

std::string WorkbookWriter::Book::begin_sheet() {
  const std::string title =
      sheets.empty() ? view : view + " (" + std::to_string(sheets.size() + 1) + ")";
  sheet = workbook_add_worksheet(workbook, title.c_str());
  if (!sheet)
    return failure(LXW_ERROR_CREATING_TMPFILE);
  sheets.push_back(sheet);
  worksheet_freeze_panes(sheet, 1, 0);
  widths.assign(columns.size(), 0);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_write_string(sheet, 0, column, columns[i].c_str(), bold);
    widen(column, columns[i].size() + padding);
  }
  row = 1;
  return {};
}

// Column widths and the filter's range are known once all rows are.
std::string WorkbookWriter::Book::end_sheet() {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(sheet, column, column, static_cast<double>(std::min(widths[i], widest)),
                         nullptr);
  }
  worksheet_autofilter(sheet, 0, 0, row - 1, static_cast<lxw_col_t>(columns.size() - 1));
  return {};
}

std::string WorkbookWriter::Book::write_text(lxw_col_t column, const std::string& text) {
  if (characters(text) > limits.characters_a_cell)
    return "row " + std::to_string(rows + 1) + " of " + view + " has " +
           std::to_string(characters(text)) + " characters in " + columns[column] +
           ", and a cell of Excel holds at most " + std::to_string(limits.characters_a_cell) +
           ": export to .csv";
  widen(column, cli::columns(text.substr(0, 4 * widest)) + 1);
  const lxw_error error =
      worksheet_write_string(sheet, row, column, escaped_for_workbook(text).c_str(), nullptr);
  return error == LXW_NO_ERROR ? std::string() : failure(error);
}

std::string WorkbookWriter::Book::write(lxw_col_t column, const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell))
    return write_text(column, *text);
  if (const auto* at = std::get_if<model::Stamp>(&cell)) {
    const auto day = excel_day(*at);
    if (!day)
      return write_text(column, model::format_stamp(*at));
    widen(column, stamp_columns);
    worksheet_write_number(sheet, row, column, *day, stamp);
  } else if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    if (*number > largest_exact || *number < -largest_exact)
      return write_text(column, std::to_string(*number));
    worksheet_write_number(sheet, row, column, static_cast<double>(*number), nullptr);
  } else if (const auto* real = std::get_if<double>(&cell)) {
    worksheet_write_number(sheet, row, column, *real, nullptr);
  } else if (const auto* answer = std::get_if<YesOrNo>(&cell)) {
    worksheet_write_boolean(sheet, row, column, answer->yes ? 1 : 0, nullptr);
  }
  return {};
}

std::string WorkbookWriter::Book::about_sheet(const About& about) {
  lxw_worksheet* page = workbook_add_worksheet(workbook, "About");
  if (!page)
    return failure(LXW_ERROR_CREATING_TMPFILE);
  sheets.push_back(page);
  lxw_row_t line = 0;
  const auto stamped = [&](lxw_col_t column, std::optional<model::Stamp> at) {
    if (const auto day = at ? excel_day(*at) : std::nullopt)
      worksheet_write_number(page, line, column, *day, stamp);
    else
      worksheet_write_string(page, line, column, "never", nullptr);
  };
  const auto text = [&](lxw_col_t column, const std::string& words, lxw_format* format) {
    worksheet_write_string(page, line, column, escaped_for_workbook(words).c_str(), format);
  };
  text(0, "View", bold);
  text(1, about.view, nullptr);
  ++line;
  text(0, "Rows", bold);
  worksheet_write_number(page, line++, 1, static_cast<double>(about.rows), nullptr);
  text(0, "Exported at", bold);
  stamped(1, about.exported_at);
  ++line;
  text(0, "From the file", bold);
  text(1, about.file, nullptr);
  ++line;
  text(0, "Times", bold);
  text(1, "All times here and in the table are UTC.", nullptr);
  line += 2;
  text(0, "Source", bold);
  text(1, "As of (read whole at)", bold);
  text(2, "To be known", bold);
  for (const AsOf& source : about.sources) {
    ++line;
    text(0, source.source, nullptr);
    stamped(1, source.whole_at);
    text(2, remark(source), nullptr);
  }
  worksheet_set_column(page, 0, 0, 18, nullptr);
  worksheet_set_column(page, 1, 2, 45, nullptr);
  return {};
}

std::string WorkbookWriter::Book::close() {
  for (const lxw_worksheet* each : sheets)
    if (std::fflush(each->optimize_tmpfile) != 0 || std::ferror(each->optimize_tmpfile) != 0)
      return failure(LXW_ERROR_READING_TMPFILE);
  errno = 0;
  const lxw_error error = workbook_close(std::exchange(workbook, nullptr));
  return error == LXW_NO_ERROR ? check() : failure(error);
}

// The library does not look whether its temporary files took all that it wrote.
std::string WorkbookWriter::Book::check() const {
  auto archive = Archive::open(file);
  std::size_t whole = 0;
  for (const Archive::Entry& entry : archive ? archive->entries() : std::vector<Archive::Entry>()) {
    std::string end;
    const bool sound = archive->unpack(entry, [&](std::string_view piece) {
      end = (end +
             std::string(piece.substr(piece.size() - std::min(piece.size(), sheet_end.size()))));
      end.erase(0, end.size() - std::min(end.size(), sheet_end.size()));
    });
    if (sound && entry.name.starts_with(sheet_folder) && end == sheet_end)
      ++whole;
    else if (!sound || entry.name.starts_with(sheet_folder))
      return failure(LXW_ERROR_READING_TMPFILE);
  }
  return whole == sheets.size() ? std::string() : failure(LXW_ERROR_READING_TMPFILE);
}

namespace {

std::expected<void, std::string> outcome(std::string error) {
  return error.empty() ? std::expected<void, std::string>() : std::unexpected(std::move(error));
}

} // namespace

WorkbookWriter::WorkbookWriter(const std::filesystem::path& file, std::string name,
                               std::string view, std::vector<std::string> columns, Limits limits)
    : book_(new Book{.file = file,
                     .folder = {},
                     .name = std::move(name),
                     .view = std::move(view),
                     .folder_text = {},
                     .columns = std::move(columns),
                     .limits = limits}) {}

WorkbookWriter::~WorkbookWriter() {
  if (book_->workbook)
    lxw_workbook_free(book_->workbook);
}

std::expected<void, std::string> WorkbookWriter::write(std::span<const Cell> row) {
  std::string error;
  if (!book_->workbook)
    error = book_->open();
  if (error.empty() && book_->row == book_->limits.rows_a_sheet) {
    book_->end_sheet();
    error = book_->begin_sheet();
  }
  for (std::size_t i = 0; i < row.size() && error.empty(); ++i)
    error = book_->write(static_cast<lxw_col_t>(i), row[i]);
  ++book_->row;
  ++book_->rows;
  return outcome(std::move(error));
}

std::expected<void, std::string> WorkbookWriter::finish(const About& about) {
  std::string error;
  if (!book_->workbook)
    error = book_->open();
  if (error.empty())
    error = book_->end_sheet();
  if (error.empty())
    error = book_->about_sheet(about);
  if (error.empty())
    error = book_->close();
  return outcome(std::move(error));
}

} // namespace trainsync::cli
