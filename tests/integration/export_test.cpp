// `export`, as a user calls it.
#include "tests/integration/fixture.hpp"

#include <filesystem>

namespace trainsync::integration {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class Export : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    installation.configure(server->base_url());
  }

  fs::path place(const std::string& name) const { return installation.folder() / name; }
  Outcome run(const std::string& view, const std::string& name, bool force = false) {
    std::vector<std::string> arguments{"export", view, name == "-" ? name : place(name).string()};
    if (force)
      arguments.emplace_back("--force");
    return installation.run(arguments);
  }
};

TEST_F(Export, writes_every_row_of_a_view) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const Outcome outcome = run("enrolment_overview", "all.csv");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(StartsWith("460 rows of enrolment_overview are in "),
                                 HasSubstr("\nlearn: as of 20"), HasSubstr("\nexec: as of 20")));
  const std::string text = bytes(place("all.csv"));
  EXPECT_THAT(text, StartsWith("\xef\xbb\xbf"
                               "enrolment_id,source,platform,person,"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 461);
  EXPECT_EQ(fs::status(place("all.csv")).permissions() & fs::perms::others_all, fs::perms::none);
}

TEST_F(Export, writes_a_workbook) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  EXPECT_EQ(run("overdue_now", "Overdue.XLSX").exit_code, 0);
  EXPECT_THAT(bytes(place("Overdue.XLSX")), StartsWith("PK"));
}

TEST_F(Export, writes_to_the_standard_output_and_nothing_else_there) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const Outcome outcome = run("sync_health", "-");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, StartsWith("source,stream,assignment,state,"));
  EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 8);
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Export, replaces_a_file_only_where_it_is_told_to) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  write(place("mine.csv"), "mine");
  const Outcome refused = run("due_soon", "mine.csv");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("is there already, and was left as it is"));
  EXPECT_EQ(bytes(place("mine.csv")), "mine");
  EXPECT_EQ(run("due_soon", "mine.csv", true).exit_code, 0);
  EXPECT_THAT(bytes(place("mine.csv")), HasSubstr("person,email"));
}

TEST_F(Export, names_the_views_where_it_does_not_know_one) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const Outcome outcome = run("Overdue_nov", "x.csv");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("did you mean overdue_now?"), HasSubstr("\n  due_soon\n")));
  EXPECT_EQ(run("enrolments; DROP TABLE people", "x.csv").exit_code, 2);
  EXPECT_FALSE(fs::exists(place("x.csv")));
}

TEST_F(Export, says_what_is_wrong_with_the_place) {
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  EXPECT_THAT(run("due_soon", "x.pdf").err, HasSubstr("end it with .csv or .xlsx"));
  EXPECT_EQ(run("due_soon", "x.pdf").exit_code, 2);
  EXPECT_EQ(run("due_soon", "none/x.csv").exit_code, 1);
  EXPECT_THAT(run("due_soon", "none/x.xlsx").err, HasSubstr("its folder does not exist"));
  fs::create_directory(place("folder.csv"));
  EXPECT_THAT(run("due_soon", "folder.csv", true).err, HasSubstr("is no ordinary file"));
}

TEST_F(Export, needs_a_file_to_read) {
  const Outcome outcome = run("due_soon", "x.csv");
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("run trainsync sync first"));
  EXPECT_FALSE(fs::exists(place("x.csv")));
}

} // namespace
} // namespace trainsync::integration
