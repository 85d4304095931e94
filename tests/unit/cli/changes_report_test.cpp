#include "daemon/cli/dry_run/changes_report.hpp"
#include "daemon/cli/printable.hpp"
#include "tests/unit/store/fixture.hpp"

namespace trainsync::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ChangesReport : public store::StoreTest {
protected:
  std::string report(const std::string& after = "0") {
    return changes_report(file, std::stoll(after));
  }
  void expect_it_fits(const std::string& text) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
      EXPECT_LE(columns(line), 80) << line;
  }
};

TEST_F(ChangesReport, says_that_nothing_would_change) {
  see(day(1), {enrolment()});
  EXPECT_EQ(report(last_seq()), "Nothing would change.\n");
}

TEST_F(ChangesReport, counts_and_names_what_is_new) {
  see(day(1), {enrolment("e1"), enrolment("e2")});
  const std::string text = report();
  EXPECT_THAT(text, HasSubstr("learn         enrolments          2        0        0        0     "
                              "   0\n"));
  EXPECT_THAT(text, HasSubstr("learn         people              1        0        0"));
  EXPECT_THAT(text, HasSubstr("  new       e1, c1\n")) << "no more is known of it yet";
  EXPECT_THAT(text, Not(HasSubstr("→")));
}

TEST_F(ChangesReport, shows_the_fields_with_their_old_and_new_values) {
  see(day(1), {enrolment()});
  const std::string before = last_seq();
  model::Enrolment changed = enrolment();
  changed.status = model::Status::completed;
  changed.completed_at.reset();
  changed.score = 90;
  see(day(2), {changed});
  changed.score = 91; // once more in the same sync
  see(day(2), {changed});
  const std::string text = report(before);
  EXPECT_THAT(text, HasSubstr("learn enrolment: completed_at 1, score 1, status 1\n"));
  EXPECT_THAT(text, HasSubstr("  changed   e1, c1\n"));
  EXPECT_THAT(text, HasSubstr("            status: open → completed\n"));
  EXPECT_THAT(text, HasSubstr("            completed_at: 2026-01-03T00:00:00.000Z → (none)\n"));
  EXPECT_THAT(text, HasSubstr("            score: 87.5 → 91.0\n"));
}

TEST_F(ChangesReport, tells_the_missing_from_the_deleted_and_those_that_are_back) {
  see(day(1), {enrolment("e1"), enrolment("e2"), enrolment("e3")});
  file.exec("UPDATE enrolments SET missing_since = '2026-03-01T00:00:00.000Z' WHERE source_id <> "
            "'e1'");
  const std::string before = last_seq();
  see(day(3), {enrolment("e3")});
  const store::Judgement judgement{{run, day(3)}, {"learn", {}, {}, {}, {}, {}, {}}, {}};
  store.delete_rows(judgement, {{2, "e2", "u1", "c1"}});
  const std::string text = report(before);
  EXPECT_THAT(text, HasSubstr("would change                    new  changed  missing  deleted     "
                              "back\n"));
  EXPECT_THAT(text, HasSubstr("  deleted   e2, c1\n"));
  EXPECT_THAT(text, HasSubstr("  back      e3, c1\n"));
}

TEST_F(ChangesReport, shows_the_first_twenty_rows_of_a_source_and_fits_eighty_columns) {
  std::vector<model::Enrolment> many;
  for (int i = 0; i < 30; ++i)
    many.push_back(enrolment("enrolment-" + std::to_string(i) + std::string(60, 'x')));
  see(day(1), many);
  const std::string before = last_seq();
  for (model::Enrolment& each : many) {
    each.audience_id = std::string(200, 'y') + "東京";
    each.rank = "Öztürk";
  }
  see(day(2), many);
  const std::string text = report(before);
  EXPECT_THAT(text, HasSubstr("learn, the first 20 of 30 rows:\n"));
  EXPECT_THAT(text, AllOf(HasSubstr("enrolment-19"), Not(HasSubstr("enrolment-20"))));
  EXPECT_THAT(text, HasSubstr("rank: gold → Öztürk"));
  expect_it_fits(text);
}

} // namespace
} // namespace trainsync::cli
