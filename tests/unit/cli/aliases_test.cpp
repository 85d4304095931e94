#include "daemon/cli/aliases.hpp"

#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace trainsync::cli {
namespace {

using store::Aliases;
using testing::HasSubstr;

class AliasFile : public testing::Test {
protected:
  std::expected<Aliases, std::vector<std::string>> read(const std::string& text) {
    std::ofstream(folder / "aliases.csv", std::ios::binary) << text;
    return read_aliases(folder / "aliases.csv");
  }
  std::string wrong(const std::string& text) {
    const auto aliases = read(text);
    return aliases ? "nothing" : aliases.error().front();
  }

  test::TemporaryFolder folder;
};

TEST_F(AliasFile, has_a_person_a_line_the_email_to_keep_first) {
  EXPECT_EQ(
      read("# e-mails\n\nJane@x.y, J.Smith@x.y ,jane@old.y\nbob@x.y,bob@z.y\n").value(),
      (Aliases{{"j.smith@x.y", "jane@x.y"}, {"jane@old.y", "jane@x.y"}, {"bob@z.y", "bob@x.y"}}));
}

TEST_F(AliasFile, may_come_from_a_spreadsheet) {
  EXPECT_EQ(read("\xEF\xBB\xBF\"jane@x.y\";\"j.smith@x.y\";\r\nbob@x.y;bob@z.y\r\n").value(),
            (Aliases{{"j.smith@x.y", "jane@x.y"}, {"bob@z.y", "bob@x.y"}}));
}

TEST_F(AliasFile, may_name_accounts) {
  EXPECT_EQ(read("jane@x.y, exec:x0M4, learn:63f8\n").value(),
            (Aliases{{"exec:x0M4", "jane@x.y"}, {"learn:63f8", "jane@x.y"}}));
}

TEST_F(AliasFile, may_name_one_person_in_several_lines_by_the_same_first) {
  EXPECT_EQ(read("a@x.y,b@x.y\na@x.y,c@x.y,a@x.y\n").value(),
            (Aliases{{"b@x.y", "a@x.y"}, {"c@x.y", "a@x.y"}}));
}

TEST_F(AliasFile, is_refused_with_the_line_that_is_wrong) {
  EXPECT_THAT(wrong("a@x.y,b@x.y\na@x.y\n"), HasSubstr("aliases.csv:2: expected two or more"));
  EXPECT_THAT(wrong("email,other\n"), HasSubstr(":1: email is neither an e-mail nor SOURCE:ID"));
  EXPECT_THAT(wrong("a@x.y,:b\n"), HasSubstr(":1: :b is neither"));
  EXPECT_THAT(wrong("a@x.y,b@x.y\nc@x.y,b@x.y\n"),
              HasSubstr(":2: b@x.y already stands for another"));
  EXPECT_THAT(wrong("a@x.y,b@x.y\nb@x.y,c@x.y\n"), HasSubstr(":2: b@x.y is a@x.y by a line above"));
  EXPECT_THAT(wrong("b@x.y,c@x.y\na@x.y,b@x.y\n"), HasSubstr(":2: b@x.y stands for a person"));
  EXPECT_THAT(read_aliases(folder / "none.csv").error().front(), HasSubstr("cannot be read"));
}

TEST_F(AliasFile, is_refused_with_all_lines_that_are_wrong) {
  const auto aliases = read("a@x.y\nb@x.y,c@x.y\nemail,other\nd@x.y,b@x.y\n");
  ASSERT_FALSE(aliases);
  EXPECT_THAT(aliases.error(), testing::ElementsAre(HasSubstr(":1:"), HasSubstr(":3:"),
                                                    HasSubstr(":4: b@x.y stands for")));
  std::string many;
  for (int i = 0; i < 1000; ++i)
    many += "no e-mail\n";
  EXPECT_EQ(read(many).error().size(), 20u);
}

} // namespace
} // namespace trainsync::cli
