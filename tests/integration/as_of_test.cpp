// Who was overdue at the end of a day, by the plain query of the data dictionary, against what the
// simulator remembers.
#include "tests/integration/fixture.hpp"

#include <algorithm>

namespace trainsync::integration {
namespace {

using simulator::Company;
using simulator::Time;
using std::chrono::days;
using std::chrono::hours;

// `midnight` as an hour with its distance from UTC.
std::string overdue_sql(const std::string& midnight) {
  return "SELECT e.source_id FROM status_history AS t JOIN enrolments AS e ON e.id = "
         "t.enrolment_id, "
         "(SELECT strftime('%Y-%m-%dT%H:%M:%fZ', '" +
         midnight +
         "') AS midnight) WHERE t.status = 'overdue' AND t.valid_from < midnight "
         "AND (t.valid_to IS NULL OR t.valid_to >= midnight) ORDER BY 1";
}

// What the platform's history says of the time just before `midnight`.
std::vector<std::string> remembered(const Company& company, Time midnight) {
  std::vector<std::string> overdue;
  for (const auto& [assignment, rows] : company.enrolments)
    for (const auto& [id, row] : rows) {
      std::string status;
      for (const simulator::LearnHistoryEntry& entry : row.history)
        if (*entry.created_at < midnight)
          status = *entry.next_status;
      if (status == "overdue")
        overdue.push_back(id);
    }
  std::ranges::sort(overdue);
  return overdue;
}

std::string text(Time utc, const char* zone, std::chrono::minutes offset) {
  const std::string stamp = simulator::with_milliseconds(utc + offset);
  return stamp.substr(0, stamp.size() - 1) + zone;
}

class AsOf : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    installation.configure(server->base_url());
    ASSERT_NO_FATAL_FAILURE(sync_whole());
  }
  std::vector<std::string> answer(const std::string& midnight) {
    return query(installation.database(), overdue_sql(midnight));
  }
  std::vector<std::string> truth_at(Time midnight) {
    return server->with([&](simulator::Apis& apis) { return remembered(apis.company, midnight); });
  }
  Time today() { return std::chrono::floor<days>(now()); }
};

TEST_F(AsOf, the_end_of_any_day_since_the_first_is_as_the_platform_remembers_it) {
  std::size_t people = 0;
  for (int ago = 0; ago < 720; ago += 9) {
    const Time midnight = today() - days(ago);
    EXPECT_EQ(answer(text(midnight, "Z", {})), truth_at(midnight)) << ago << " days ago";
    people += truth_at(midnight).size();
  }
  EXPECT_GT(people, 100u);
}

TEST_F(AsOf, each_time_zone_has_its_own_end_of_a_day) {
  const Time utc = today() - days(100);
  EXPECT_EQ(answer(text(utc - hours(2), "+02:00", hours(2))), truth_at(utc - hours(2)));
  EXPECT_EQ(answer(text(utc + hours(5), "-05:00", -hours(5))), truth_at(utc + hours(5)));
  EXPECT_EQ(
      answer(text(utc - hours(5) - std::chrono::minutes(30), "+05:30", std::chrono::minutes(330))),
      truth_at(utc - hours(5) - std::chrono::minutes(30)));
}

TEST_F(AsOf, a_flip_at_midnight_itself_belongs_to_the_next_day) {
  const Time midnight = today() - days(1);
  std::string flipped, done;
  change([&](Company& company) {
    for (const std::string& id : company.enrolment_ids()) {
      const auto& row = *company.find_enrolment(id);
      if (row.history.empty() || *row.history.back().created_at > midnight - days(1))
        continue;
      if (flipped.empty() && row.status == "open")
        company.update_enrolment(flipped = id, "overdue", "scheduled-check", midnight).updated_at =
            now();
      else if (done.empty() && row.status == "overdue")
        company.update_enrolment(done = id, "complete", "completion-on-system", midnight)
            .updated_at = now();
    }
  });
  ASSERT_FALSE(flipped.empty());
  ASSERT_FALSE(done.empty());
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const auto ended = answer(text(midnight, "Z", {}));
  EXPECT_EQ(ended, truth_at(midnight));
  EXPECT_THAT(ended, testing::Not(testing::Contains(flipped)));
  EXPECT_THAT(ended, testing::Contains(done));
}

TEST_F(AsOf, the_past_stays_when_history_grows_and_rows_are_deleted) {
  const Time midnight = today() - days(60);
  const auto before = answer(text(midnight, "Z", {}));
  ASSERT_FALSE(before.empty());
  change([&](Company& company) {
    for (const std::string& id : company.enrolment_ids())
      if (company.find_enrolment(id)->status == "overdue")
        company.complete_enrolment(id, now());
    company.delete_enrolment(before.front());
  });
  for (int i = 0; i < 2; ++i)
    ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--full"}));
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments WHERE deleted_at IS NOT NULL"), "1");
  EXPECT_EQ(answer(text(midnight, "Z", {})), before);
}

TEST_F(AsOf, midnight_on_the_asking_machine_s_clock_minds_summer_time) {
  const char* shell = "/usr/bin/sqlite3";
  if (!std::filesystem::exists(shell))
    GTEST_SKIP() << shell << " is not installed";
  const auto midnight = [&](const std::string& zone, const std::string& day) {
    return run({.arguments = {"/usr/bin/env", "TZ=" + zone, shell, ":memory:",
                              "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', '" + day + " 00:00', 'utc')"}})
        .out;
  };
  const std::string berlin = "CET-1CEST,M3.5.0,M10.5.0/3"; // without the files of tzdata
  EXPECT_EQ(midnight(berlin, "2026-04-01"), "2026-03-31T22:00:00.000Z\n");
  EXPECT_EQ(midnight(berlin, "2026-02-01"), "2026-01-31T23:00:00.000Z\n");
  EXPECT_EQ(midnight("UTC0", "2026-04-01"), "2026-04-01T00:00:00.000Z\n");
}

} // namespace
} // namespace trainsync::integration
