// `trainsync report`: where it writes, and what it says where it cannot.
#include "tests/integration/fixture.hpp"

namespace trainsync::integration {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class ReportTest : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    installation.configure(server->base_url());
  }

  fs::path place(const std::string& name) const { return installation.folder() / name; }

  void expect_refused(const fs::path& file, int exit_code, const std::string& word) {
    const Outcome outcome = installation.run({"report", file.string()});
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(word));
    EXPECT_THAT(outcome.err, HasSubstr("trainsync: "));
  }
};

TEST_F(ReportTest, writes_a_page_and_replaces_it_where_told_to) {
  sync_whole();
  write(place("report.html"), "an older page");
  expect_refused(place("report.html"), 2, "replace it with --force");
  EXPECT_EQ(bytes(place("report.html")), "an older page");
  const Outcome outcome =
      installation.run({"report", "--force", place("report.html").string()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("report.html: the report as of "));
  const std::string page = bytes(place("report.html"));
  EXPECT_THAT(page, HasSubstr("<h1>Training report</h1>"));
  EXPECT_THAT(page, HasSubstr("Up to date: every list"));
  EXPECT_THAT(page, Not(HasSubstr("an older page")));
  for (const auto& entry : fs::directory_iterator(installation.folder()))
    EXPECT_THAT(entry.path().string(), Not(HasSubstr(".part")));
}

TEST_F(ReportTest, names_people_only_where_asked) {
  sync_whole();
  const std::string name = database_value(
      "SELECT person FROM overdue_now WHERE NOT person_has_left ORDER BY due_at LIMIT 1");
  ASSERT_FALSE(name.empty());
  installation.run({"report", place("a.html").string()});
  installation.run({"report", "--names", place("b.html").string()});
  EXPECT_THAT(bytes(place("a.html")), Not(HasSubstr(name)));
  EXPECT_THAT(bytes(place("b.html")), HasSubstr(name));
}

TEST_F(ReportTest, follows_a_link_to_the_page) {
  sync_whole();
  write(place("real.html"), "an older page");
  fs::create_symlink(place("real.html"), place("link.html"));
  EXPECT_EQ(installation.run({"report", "--force", place("link.html").string()}).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(place("link.html")));
  EXPECT_THAT(bytes(place("real.html")), HasSubstr("<h1>"));
}

TEST_F(ReportTest, refuses_what_is_no_place_for_a_page) {
  sync_whole();
  const std::string before = bytes(installation.database());
  expect_refused(installation.database(), 2, "must end with .html");
  EXPECT_TRUE(bytes(installation.database()) == before) << "the database has changed";
  fs::create_directory(place("folder.html"));
  expect_refused(place("folder.html"), 2, "is a directory; name a file in it");
  expect_refused(place("nowhere") / "report.html", 1, "its folder does not exist");
}

TEST_F(ReportTest, leaves_the_old_page_where_the_disk_is_full) {
  sync_whole();
  write(place("report.html"), "an older page");
  Command command = installation.command({"report", "--force", place("report.html").string()});
  command.largest_file_bytes = 34'000; // room for what SQLite shares with a writer
  const Outcome outcome = installation.run(command);
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("cannot be written"));
  EXPECT_EQ(bytes(place("report.html")), "an older page");
}

TEST_F(ReportTest, needs_a_file_to_report_on) {
  expect_refused(place("report.html"), 5, "run trainsync sync first");
  EXPECT_FALSE(fs::exists(place("report.html")));
}

} // namespace
} // namespace trainsync::integration
