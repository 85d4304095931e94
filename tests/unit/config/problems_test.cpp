#include "helpers.hpp"

#include <filesystem>
#include <fstream>

namespace trainsync::config {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST(ConfigProblems, five_mistakes_in_one_file_are_all_told_each_with_its_line) {
  const auto said = problems_of("[database]\n"
                                "pth = \"a.db\"\n"
                                "\n"
                                "[learn]\n"
                                "region = \"mars\"\n"
                                "api_secret = \"hunter2\"\n"
                                "poll_interval = \"5 minutes\"\n"
                                "\n"
                                "[retentoin]\n"
                                "runs = 5\n");
  EXPECT_THAT(said,
              ElementsAre(AllOf(StartsWith("t.toml:2: "), HasSubstr("Did you mean path?")),
                          AllOf(StartsWith("t.toml:4: "), HasSubstr("has no tenant_id")),
                          AllOf(StartsWith("t.toml:5: "), HasSubstr("region is \"mars\"")),
                          AllOf(StartsWith("t.toml:6: "), HasSubstr("written in this file")),
                          AllOf(StartsWith("t.toml:7: "), HasSubstr("ms, s, m, h or d")),
                          AllOf(StartsWith("t.toml:9: "), HasSubstr("Did you mean [retention]?"))));
}

TEST(ConfigProblems, a_key_that_is_nearly_right_is_told_with_the_right_one) {
  EXPECT_THAT(problems_of_exec_line("pol_interval = \"5m\""),
              ElementsAre("t.toml:3: \"pol_interval\" is not a key of [exec]. Did you mean "
                          "poll_interval?"));
  EXPECT_THAT(problems_of_exec_line("requests_per_mintue = 5"),
              ElementsAre(HasSubstr("Did you mean requests_per_minute?")));
}

TEST(ConfigProblems, a_key_of_another_section_is_told_with_that_section) {
  EXPECT_THAT(problems_of_exec_line("level = \"info\""),
              ElementsAre(HasSubstr("belongs to [log].")));
}

TEST(ConfigProblems, a_key_like_no_other_is_told_where_all_are_listed) {
  EXPECT_THAT(problems_of_exec_line("webhooks = true"),
              ElementsAre(HasSubstr("'trainsync config' lists all keys.")));
}

TEST(ConfigProblems, a_key_before_the_first_section_is_told_where_it_belongs) {
  EXPECT_THAT(problems_of("overlap = \"5m\"\n" + std::string(exec_section)),
              ElementsAre(AllOf(StartsWith("t.toml:1: "), HasSubstr("belongs to [learn]."))));
}

TEST(ConfigProblems, a_section_may_not_be_a_value_or_stand_twice) {
  EXPECT_THAT(problems_of("log = \"info\"\n" + std::string(exec_section)),
              ElementsAre(HasSubstr("Write [log] on a line of its own")));
  EXPECT_THAT(problems_of("[[log]]\nlevel = \"info\"\n" + std::string(exec_section)),
              ElementsAre(HasSubstr("stands once")));
  EXPECT_THAT(problems_of(std::string(exec_section) + exec_section),
              ElementsAre(AllOf(HasSubstr("t.toml:3: "), HasSubstr("[[exec]]"))));
}

TEST(ConfigProblems, a_type_mistake_says_what_was_expected) {
  EXPECT_THAT(problems_of_exec_line("poll_interval = 300"),
              ElementsAre("t.toml:3: poll_interval must be a duration with its unit in quotes, not "
                          "an integer. For example: poll_interval = \"15m\""));
  EXPECT_THAT(problems_of_exec_line("concurrency = \"4\""),
              ElementsAre(HasSubstr("must be a whole number, without quotes, not a text")));
  EXPECT_THAT(problems_of_learn_line("users = \"yes\""),
              ElementsAre(HasSubstr("must be true or false, without quotes")));
}

TEST(ConfigProblems, texts_may_be_neither_empty_nor_hold_control_characters) {
  EXPECT_THAT(problems_of_learn_line("scope = \"\""), ElementsAre(HasSubstr("scope is empty")));
  EXPECT_THAT(problems_of_learn_line("scope = \"a\\nb\""),
              ElementsAre(HasSubstr("control character")));
}

TEST(ConfigProblems, a_syntax_error_is_told_with_its_line_and_how_toml_wants_it) {
  EXPECT_THAT(
      problems_of("[log]\nlevel = info\n"),
      ElementsAre(AllOf(StartsWith("t.toml:2: This is not TOML: "), HasSubstr("stand in quotes"))));
}

TEST(ConfigProblems, a_secret_in_the_file_is_never_repeated_whatever_is_wrong_with_it) {
  for (const auto* line :
       {"api_key = \"hunter2\"", "api_key = hunter2", "api_key = 70707070707070707070707070",
        "api_key = truhunter2", "api_key = { value = \"hunter2\" }",
        "api_key = { env = \"hunter2 \" }", "api_key = { credential = \"/hunter2\" }",
        "api_key = { credential = \"exec_live_hunter2\" }", "api_kye = \"hunter2\"",
        "api_key = [\"hunter2\"]", "base_url = \"https://me:hunter2@example.org/\""}) {
    const auto said = problems_of("[exec]\n" + std::string(line) + "\n");
    EXPECT_THAT(said, Not(IsEmpty())) << line;
    EXPECT_THAT(said, Each(AllOf(Not(HasSubstr("hunter2")), Not(HasSubstr("7070"))))) << line;
  }
}

TEST(ConfigProblems, a_secret_in_the_file_is_told_how_to_move_it_out) {
  EXPECT_THAT(
      problems_of("[exec]\napi_key = \"hunter2\"\n"),
      ElementsAre(AllOf(HasSubstr("chmod 600"), HasSubstr("{ file = "), HasSubstr("{ env = "),
                        HasSubstr("api_key = { credential = \"exec-api-key\" }"))));
}

TEST(ConfigProblems, a_secret_has_exactly_one_known_place) {
  const auto with = [](const std::string& value) {
    return problems_of("[exec]\napi_key = " + value + "\n");
  };
  EXPECT_THAT(with("{ credential = \"a\", env = \"B\" }"), ElementsAre(HasSubstr("exactly one")));
  EXPECT_THAT(with("{}"), ElementsAre(HasSubstr("exactly one")));
  EXPECT_THAT(with("{ credentials = \"a\" }"), ElementsAre(HasSubstr("did you mean credential?")));
  EXPECT_THAT(with("{ vault = \"a\" }"), ElementsAre(HasSubstr("credential, file or env")));
  EXPECT_THAT(with("{ env = 5 }"), ElementsAre(HasSubstr("has an integer as env")));
  EXPECT_THAT(with("{ credential = \"a/b\" }"), ElementsAre(HasSubstr("is a path")));
  EXPECT_THAT(with("{ file = \"\" }"), ElementsAre(HasSubstr("an empty file")));
}

class ConfigFile : public testing::Test {
protected:
  std::filesystem::path folder = testing::TempDir() + "config_file_" +
                                 testing::UnitTest::GetInstance()->current_test_info()->name();
  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }
};

TEST_F(ConfigFile, is_read_with_its_path_in_every_problem) {
  const auto file = folder / "c.toml";
  std::ofstream(file) << exec_section << "nonsense = 1\n";
  const auto config = load(file);
  ASSERT_FALSE(config.has_value());
  EXPECT_THAT(to_string(config.error().at(0)), StartsWith(file.string() + ":3: "));
}

TEST_F(ConfigFile, that_is_right_is_a_config) {
  const auto file = folder / "c.toml";
  std::ofstream(file) << exec_section;
  EXPECT_TRUE(load(file).has_value());
}

TEST_F(ConfigFile, that_is_missing_or_a_folder_is_told_with_the_reason) {
  EXPECT_THAT(to_string(load(folder / "none.toml").error().at(0)),
              AllOf(HasSubstr("No such file"), HasSubstr("--config FILE")));
  EXPECT_THAT(to_string(load(folder).error().at(0)), HasSubstr("directory"));
}

} // namespace
} // namespace trainsync::config
