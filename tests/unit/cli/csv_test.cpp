#include "daemon/cli/export/csv.hpp"
#include "tests/unit/stamps.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace trainsync::cli {
namespace {

using testing::HasSubstr;

TEST(Csv, guards_text_that_a_spreadsheet_would_take_for_a_formula) {
  for (const std::string text :
       {"=1+1", "=HYPERLINK(\"http://x\")", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1",
        "\r=1", "\n=1", "+49 170 1234", "-", "＝1+1", "'=1", "''-x", "'-12"})
    EXPECT_EQ(guarded(text), "'" + text);
}

TEST(Csv, leaves_all_other_text_and_numbers_as_they_are) {
  for (const std::string text : {"", "plain", "O'Brien", "'quoted'", "a=b", "-12", "+3.5", "12",
                                 "José", "'", "1-2", "e@mail"})
    EXPECT_EQ(guarded(text), text);
  EXPECT_EQ(csv_field(std::int64_t{-5}), "-5");
  EXPECT_EQ(csv_field(-0.5), "-0.5");
}

// As the header says it is undone.
std::string unguarded(const std::string& text) {
  return text.starts_with('\'') && guarded(text) != text ? text.substr(1) : text;
}

TEST(Csv, loses_nothing_by_its_guard) {
  for (const std::string text : {"=1", "'=1", "''=1", "'x", "x", "-12", "'-12", "-x", "@", "'"})
    EXPECT_EQ(unguarded(guarded(text)), text);
}

TEST(Csv, quotes_what_would_break_a_line) {
  EXPECT_EQ(csv_field("a, b"), "\"a, b\"");
  EXPECT_EQ(csv_field("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_field(" blank "), "\" blank \"");
  EXPECT_EQ(csv_field("=a,b"), "\"'=a,b\"");
  EXPECT_EQ(csv_field("plain"), "plain");
}

TEST(Csv, writes_values_as_the_file_has_them) {
  EXPECT_EQ(csv_field({}), "");
  EXPECT_EQ(csv_field(std::int64_t{9'007'199'254'740'993}), "9007199254740993");
  EXPECT_EQ(csv_field(97.5), "97.5");
  EXPECT_EQ(csv_field(24.0), "24.0");
  EXPECT_EQ(csv_field(test::at("2026-03-31T09:30:00Z")), "2026-03-31T09:30:00.000Z");
  EXPECT_EQ(csv_field(YesOrNo{true}), "1");
  EXPECT_EQ(csv_field(YesOrNo{false}), "0");
}

std::string written(bool mark, std::size_t rows) {
  const test::TemporaryFolder folder;
  const auto path = folder / "t.csv";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  CsvWriter writer(file, "t.csv", {"id", "name"}, mark);
  for (std::size_t i = 0; i < rows; ++i)
    EXPECT_TRUE(writer.write(std::vector<Cell>{static_cast<std::int64_t>(i), "Öztürk"}));
  EXPECT_TRUE(writer.finish({}));
  close(file);
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Csv, has_a_heading_lines_that_end_with_crlf_and_the_mark_where_it_is_asked_for) {
  EXPECT_EQ(written(false, 2), "id,name\r\n0,Öztürk\r\n1,Öztürk\r\n");
  EXPECT_EQ(written(true, 0), "\xef\xbb\xbfid,name\r\n");
}

TEST(Csv, writes_more_than_its_buffer_holds) {
  const std::string text = written(false, 20'000);
  EXPECT_EQ(std::ranges::count(text, '\n'), 20'001);
  EXPECT_TRUE(text.ends_with("19999,Öztürk\r\n"));
}

TEST(Csv, says_what_to_do_where_the_disk_is_full) {
  const int full = open("/dev/full", O_WRONLY);
  if (full < 0)
    GTEST_SKIP() << "no /dev/full here";
  CsvWriter writer(full, "out.csv", {"id"}, false);
  const auto finished = writer.finish({});
  close(full);
  ASSERT_FALSE(finished);
  EXPECT_THAT(finished.error(), HasSubstr("out.csv cannot be written: the disk is full; free"));
}

} // namespace
} // namespace trainsync::cli
