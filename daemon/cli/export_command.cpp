#include "daemon/cli/export_command.hpp"

#include "config/text.hpp"
#include "daemon/cli/asio_clock.hpp"
#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/export/csv.hpp"
#include "daemon/cli/export/pending_file.hpp"
#include "daemon/cli/export/workbook.hpp"
#include "daemon/cli/interruption.hpp"
#include "daemon/cli/setup.hpp"
#include "schema/open.hpp"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>

#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace trainsync::cli {
namespace {

namespace fs = std::filesystem;

// Between two looks at whether somebody wants it to end.
constexpr std::int64_t rows_at_once = 1000;

struct Target {
  bool to_output = false, is_workbook = false;
};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

std::expected<Target, Refusal> target_of(const ExportAction& action) {
  const auto wrong = [](const std::string& why) {
    return std::unexpected(Refusal{bad_usage, {"export: " + why}});
  };
  if (action.file == "-")
    return Target{.to_output = true};
  const fs::path file = action.file;
  const std::string kind = lower(file.extension().string());
  if (kind != ".csv" && kind != ".xlsx")
    return wrong(action.file + ": its name says what to write: end it with .csv or .xlsx, or write "
                               "- for CSV on the standard output");
  if (const auto why = in_the_way(file, action.force))
    return wrong(*why);
  return Target{.is_workbook = kind == ".xlsx"};
}

Refusal unknown_view(const std::string& written, const std::vector<std::string>& views) {
  const std::string meant = config::nearest(lower(written), views);
  std::string message = "export: the file has no view \"" + written + "\"";
  if (!meant.empty())
    message += "; did you mean " + meant + "?";
  message += " The views are:";
  for (const std::string& view : views)
    message += "\n  " + view;
  return {bad_usage, {message}};
}

std::expected<void, Refusal> no_file(std::string why) {
  return std::unexpected(Refusal{not_whole, {"export: " + std::move(why)}});
}

std::expected<void, Refusal> copy_rows(ViewReader& reader, TableWriter& writer,
                                       Interruption& interruption, About& about) {
  while (const std::vector<Cell>* row = reader.next()) {
    if (auto written = writer.write(*row); !written)
      return no_file(std::move(written.error()));
    ++about.rows;
    if (about.rows % rows_at_once != 0)
      continue;
    if (const auto signal = interruption.signal())
      return std::unexpected(
          Refusal{128 + *signal, {"export: interrupted; nothing is left of it"}});
  }
  if (auto finished = writer.finish(about); !finished)
    return no_file(std::move(finished.error()));
  return {};
}

std::expected<void, Refusal> write_file(const ExportAction& action, Target target,
                                        ViewReader& reader, About& about) {
  Interruption interruption;
  auto file = PendingFile::create(action.file);
  if (!file)
    return no_file(std::move(file.error()));
  std::unique_ptr<TableWriter> writer;
  if (target.is_workbook)
    writer = std::make_unique<WorkbookWriter>(file->written_to(), action.file, action.view,
                                              reader.columns());
  else
    writer = std::make_unique<CsvWriter>(file->descriptor(), action.file, reader.columns(), true);
  if (auto copied = copy_rows(reader, *writer, interruption, about); !copied)
    return copied;
  if (auto placed = file->put_in_place(); !placed)
    return no_file(std::move(placed.error()));
  return {};
}

std::expected<void, Refusal> write_output(ViewReader& reader, About& about) {
  Interruption interruption;
  CsvWriter writer(STDOUT_FILENO, "the standard output", reader.columns(), false);
  return copy_rows(reader, writer, interruption, about);
}

// Where the rows went, and as of when they are true.
void say(const ExportAction& action, const About& about) {
  std::cout << about.rows << (about.rows == 1 ? " row of " : " rows of ") << about.view
            << (about.rows == 1 ? " is in " : " are in ") << action.file << "\n";
  for (const AsOf& source : about.sources) {
    std::cout << source.source << ": "
              << (source.whole_at ? "as of " + model::format_stamp(*source.whole_at)
                                  : "not read to an end yet");
    const std::string known = remark(source);
    std::cout << (known.empty() ? "" : "; " + known) << "\n";
  }
}

std::expected<About, Refusal> export_view(SQLite::Database& db, const ExportAction& action,
                                          Target target, const fs::path& path) {
  SQLite::Transaction snapshot(db);
  const std::vector<std::string> views = view_names(db);
  if (std::ranges::find(views, action.view) == views.end())
    return std::unexpected(unknown_view(action.view, views));
  About about{action.view, path.string(), AsioClock().now(), as_of(db)};
  ViewReader reader(db, action.view);
  const auto written =
      target.to_output ? write_output(reader, about) : write_file(action, target, reader, about);
  if (!written)
    return std::unexpected(written.error());
  return about;
}

} // namespace

int export_command(const config::Config& config, const ExportAction& action) {
  const auto target = target_of(action);
  if (!target)
    return tell(target.error());
  auto db = schema::open_reader(config.database.path);
  if (!db)
    return tell({bad_file, {db.error().message}});
  try {
    const auto about = export_view(*db, action, *target, config.database.path);
    if (!about)
      return tell(about.error());
    if (!target->to_output)
      say(action, *about);
    return all_whole;
  } catch (const SQLite::Exception& error) {
    return tell({bad_file, {schema::explain(config.database.path, error).message}});
  }
}

} // namespace trainsync::cli
