// The data dictionary says what the file really is.
#include "schema/dictionary.hpp"
#include "schema/sql.hpp"
#include "tests/unit/docs/markdown.hpp"
#include "tests/unit/docs/real_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace trainsync::docs {
namespace {

using testing::ElementsAreArray;
using testing::EndsWith;
using testing::HasSubstr;
using testing::UnorderedElementsAreArray;

constexpr const char* page = "schema/README.md";

TEST(DataDictionary, describes_every_table_and_view_and_nothing_else) {
  RealSchema real;
  std::vector<std::string> names = real.names("table");
  std::ranges::copy(real.names("view"), std::back_inserter(names));
  ASSERT_GT(names.size(), 20u);
  std::vector<std::string> described;
  for (const schema::Entry& entry : schema::read_dictionary(schema::dictionary))
    described.push_back(entry.name);
  EXPECT_THAT(described, UnorderedElementsAreArray(names));
}

TEST(DataDictionary, describes_every_column_in_the_order_of_the_file) {
  RealSchema real;
  for (const schema::Entry& entry : schema::read_dictionary(schema::dictionary)) {
    std::vector<std::string> described;
    for (const schema::Column& column : entry.columns)
      described.push_back(column.name);
    EXPECT_THAT(described, ElementsAreArray(real.columns(entry.name))) << entry.name;
  }
}

TEST(DataDictionary, says_a_sentence_about_every_column) {
  for (const schema::Entry& entry : schema::read_dictionary(schema::dictionary))
    for (const schema::Column& column : entry.columns)
      EXPECT_THAT(column.meaning, EndsWith(".")) << entry.name << "." << column.name;
}

TEST(DataDictionary, explains_every_word_that_a_column_is_limited_to) {
  const std::string text = read_page(page);
  const std::vector<std::string> words = RealSchema().words();
  ASSERT_THAT(words, testing::Contains("in_progress"));
  for (const std::string& word : words)
    EXPECT_THAT(text, HasSubstr("`" + word + "`"));
}

TEST(DataDictionary, shows_a_question_to_every_view) {
  const std::vector<SqlBlock> blocks = sql_blocks(page);
  for (const std::string& view : RealSchema().names("view"))
    EXPECT_TRUE(std::ranges::any_of(blocks, [&](const SqlBlock& block) {
      return block.section == view && block.sql.contains(view);
    })) << view;
}

} // namespace
} // namespace trainsync::docs
