#include "daemon/cli/export/workbook.hpp"
#include "tests/unit/cli/workbook_cells.hpp"
#include "tests/unit/stamps.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <csignal>

namespace trainsync::cli {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::Pair;
using Row = std::vector<Cell>;

class Workbook : public testing::Test {
protected:
  using Result = std::expected<void, std::string>;

  Result write(const std::vector<std::string>& columns, const std::vector<Row>& rows,
               WorkbookWriter::Limits limits = {}, const About& about = {}) {
    WorkbookWriter writer(path, "t.xlsx", "due_soon", columns, limits);
    for (const Row& row : rows)
      if (Result written = writer.write(row); !written)
        return written;
    return writer.finish(about);
  }
  void expect_written(const Result& result) { ASSERT_TRUE(result) << result.error(); }
  std::string sheet(int number = 1) {
    return parts_of(path).at("xl/worksheets/sheet" + std::to_string(number) + ".xml");
  }

  test::TemporaryFolder folder;
  std::filesystem::path path = folder / "t.xlsx";
};

TEST_F(Workbook, has_real_dates_numbers_answers_and_text) {
  expect_written(write({"text", "count", "share", "due_at", "is_overdue", "empty"},
                       {{"Zoë <&> \"x\"", std::int64_t{-7}, 0.5, test::at("2026-03-31T12:00:00Z"),
                         YesOrNo{true}, Cell()}}));
  EXPECT_THAT(cells_of(path),
              AllOf(Contains(Pair("A2", "text:Zoë <&> \"x\"")), Contains(Pair("B2", "number:-7")),
                    Contains(Pair("C2", "number:0.5")),
                    Contains(Pair("D2", "number[yyyy-mm-dd hh:mm]:46112.5")),
                    Contains(Pair("E2", "answer:1")), Not(Contains(Key("F2")))));
}

TEST_F(Workbook, has_a_heading_that_stays_and_filters) {
  expect_written(write({"person", "item"}, {{"a", "b"}, {"c", "d"}}));
  EXPECT_THAT(cells_of(path),
              AllOf(Contains(Pair("A1", "text:person")), Contains(Pair("B1", "text:item"))));
  EXPECT_THAT(sheet(), AllOf(HasSubstr("<pane ySplit=\"1\""), HasSubstr("state=\"frozen\""),
                             HasSubstr("<autoFilter ref=\"A1:B3\"/>"), HasSubstr("s=\"1\"")));
  EXPECT_THAT(parts_of(path).at("xl/styles.xml"), HasSubstr("<b/>"));
}

TEST_F(Workbook, is_a_table_with_a_heading_where_there_are_no_rows) {
  expect_written(write({"person"}, {}));
  EXPECT_THAT(sheet(), HasSubstr("<autoFilter ref=\"A1\"/>"));
}

TEST_F(Workbook, takes_no_text_for_a_formula_a_link_or_a_number) {
  expect_written(write({"a", "b", "c"}, {{"=1+1", "http://x.example", "007"}}));
  EXPECT_THAT(cells_of(path), AllOf(Contains(Pair("A2", "text:=1+1")),
                                    Contains(Pair("B2", "text:http://x.example")),
                                    Contains(Pair("C2", "text:007"))));
  EXPECT_THAT(sheet(), AllOf(Not(HasSubstr("<f>")), Not(HasSubstr("hyperlink"))));
}

TEST_F(Workbook, keeps_every_character) {
  EXPECT_EQ(escaped_for_workbook("_x0041_ x_"), "_x005F_x0041_ x_");
  EXPECT_EQ(escaped_for_workbook("a\xef\xbf\xbf\xef\xbf\xbe"), "a_xFFFF__xFFFE_");
  expect_written(write({"a"}, {{"tab\tbell\x07 end"}}));
  EXPECT_THAT(cells_of(path), Contains(Pair("A2", "text:tab\tbell_x0007_ end")));
}

TEST_F(Workbook, keeps_numbers_and_dates_that_excel_does_not_have_as_text) {
  expect_written(write({"id", "valid_from"},
                       {{std::int64_t{9'007'199'254'740'993}, test::at("1899-12-31T00:00:00Z")}}));
  EXPECT_THAT(cells_of(path), AllOf(Contains(Pair("A2", "text:9007199254740993")),
                                    Contains(Pair("B2", "text:1899-12-31T00:00:00.000Z"))));
}

TEST_F(Workbook, goes_on_in_a_further_sheet_where_one_is_full) {
  const std::vector<Row> rows{{"a"}, {"b"}, {"c"}, {"d"}, {"e"}};
  expect_written(write({"name"}, rows, {.rows_a_sheet = 3}));
  EXPECT_THAT(parts_of(path).at("xl/workbook.xml"),
              AllOf(HasSubstr("\"due_soon\""), HasSubstr("\"due_soon (2)\""),
                    HasSubstr("\"due_soon (3)\""), HasSubstr("\"About\"")));
  EXPECT_THAT(cells_of(path, 1),
              ElementsAre(Pair("A1", "text:name"), Pair("A2", "text:a"), Pair("A3", "text:b")));
  EXPECT_THAT(cells_of(path, 3), ElementsAre(Pair("A1", "text:name"), Pair("A2", "text:e")));
}

TEST_F(Workbook, refuses_a_text_that_is_too_long_for_a_cell) {
  expect_written(write({"a"}, {{"four"}, {"😀😀"}}, {.characters_a_cell = 4}));
  const Result result = write({"a"}, {{"four"}, {"fünf!"}}, {.characters_a_cell = 4});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), "row 2 of due_soon has 5 characters in a, and a cell of Excel holds at "
                            "most 4: export to .csv");
  EXPECT_TRUE(write({"a"}, {{std::string(32'767, 'x')}}));
  EXPECT_FALSE(write({"a"}, {{std::string(32'768, 'x')}}));
}

TEST_F(Workbook, says_what_it_is_and_as_of_when) {
  About about{"due_soon", "/data/training.db", test::at("2026-03-31T12:00:00Z"), {}, 7};
  about.sources = {{"learn", test::at("2026-03-30T12:00:00Z"), 5, 2}, {"exec", {}, 1, 1}};
  expect_written(write({"a"}, {{"x"}}, {}, about));
  const auto cells = cells_of(path, 2);
  EXPECT_THAT(cells,
              AllOf(Contains(Pair("B1", "text:due_soon")), Contains(Pair("B2", "number:7")),
                    Contains(Pair("B4", "text:/data/training.db")),
                    Contains(Pair("B5", HasSubstr("UTC"))), Contains(Pair("A8", "text:learn")),
                    Contains(Pair("B8", HasSubstr(":46111.5")))));
  EXPECT_THAT(cells, AllOf(Contains(Pair("C8", HasSubstr("2 of 5 lists are not fresh"))),
                           Contains(Pair("A9", "text:exec")), Contains(Pair("B9", "text:never"))));
}

// Limits the size of files of this process, as a full disk would.
class FileLimit {
public:
  explicit FileLimit(rlim_t bytes) {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;
  ~FileLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

private:
  rlimit before_{};
  void (*handler_)(int) = SIG_DFL;
};

class WorkbookWithoutRoom : public Workbook {
protected:
  WorkbookWithoutRoom() {
    for (int i = 0; i < 1000; ++i)
      rows.push_back({"person " + std::to_string(i), std::int64_t{i} * 7919});
    expect_written(write({"a", "b"}, rows));
    cells = cells_of(path).size();
    sheet_bytes = sheet().size();
  }

  void expect_whole_or_refused(rlim_t bytes) {
    Result result;
    {
      const FileLimit limit(bytes);
      result = write({"a", "b"}, rows);
    }
    if (result)
      EXPECT_EQ(cells_of(path).size(), cells) << bytes << " bytes";
    else
      EXPECT_THAT(result.error(), HasSubstr("t.xlsx cannot be written: ")) << bytes << " bytes";
    refused += result ? 0 : 1;
  }

  std::vector<Row> rows;
  std::size_t cells = 0, sheet_bytes = 0;
  int refused = 0;
};

TEST_F(WorkbookWithoutRoom, is_whole_or_says_so) {
  for (rlim_t bytes = 1024; bytes < 2 * sheet_bytes; bytes += 5000)
    expect_whole_or_refused(bytes);
  EXPECT_GT(refused, 10);
}

// The rows fit into the first temporary file, and what is around them not into the second. The
// library does not see that.
TEST_F(WorkbookWithoutRoom, is_whole_or_says_so_where_only_the_last_bytes_miss) {
  for (rlim_t bytes = sheet_bytes - 1500; bytes < sheet_bytes + 100; bytes += 25)
    expect_whole_or_refused(bytes);
  EXPECT_GT(refused, 10);
}

TEST_F(WorkbookWithoutRoom, remembers_what_was_lost_when_there_is_room_again) {
  WorkbookWriter writer(path, "t.xlsx", "due_soon", {"a", "b"});
  {
    const FileLimit limit(8192);
    for (const Row& row : rows)
      EXPECT_TRUE(writer.write(row));
  }
  EXPECT_FALSE(writer.finish({}));
}

} // namespace
} // namespace trainsync::cli
