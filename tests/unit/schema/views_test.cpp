#include "tests/unit/schema/files.hpp"

#include <gmock/gmock.h>

namespace trainsync::schema {
namespace {

using test::rows_of;
using test::value_of;
using testing::ElementsAre;

// A file of two sources that share a person, and one enrolment on each.
class ViewsTest : public testing::Test {
protected:
  ViewsTest() {
    db.exec(R"sql(
      INSERT INTO sources (name, platform, host, tenant, filters, created_at)
      VALUES ('learn', 'learn', 'h', 't', '{}', '2026-01-01T00:00:00.000Z'),
             ('exec', 'exec', 'h', '', '{}', '2026-01-01T00:00:00.000Z');
      INSERT INTO people (id, source, source_id, email, first_name, last_name, is_active, person_key)
      VALUES (1, 'learn', 'u1', 'Jane@example.com', 'Jane', 'Smith', 1, 'jane@example.com'),
             (2, 'exec', 'x1', 'jane@example.com', 'Jane', NULL, NULL, 'jane@example.com'),
             (3, 'learn', 'u3', NULL, NULL, NULL, 0, 'learn:u3');
      UPDATE people SET main_account_id = 1, department = NULL WHERE id = 2;
      UPDATE people SET department = 'Sales', manager = 'Ann Lee', ref = 'E1' WHERE id = 1;
      INSERT INTO items (id, source, source_id, kind, title)
      VALUES (1, 'learn', 'c1', 'content', 'Safety'), (2, 'exec', 's1', 'scenario', NULL);
      INSERT INTO assignments (id, source, source_id, kind) VALUES (1, 'learn', 'a1', 'assignment');
    )sql");
  }

  void enrol(int id, const std::string& source, int person, int item, const std::string& status,
             const std::string& due_at, const std::string& score = "NULL") {
    db.exec("INSERT INTO enrolments (id, source, source_id, person_id, item_id, assignment_id, "
            "status, due_at, score, first_seen_at, changed_at) VALUES (" +
            std::to_string(id) + ", '" + source + "', 'e" + std::to_string(id) + "', " +
            std::to_string(person) + ", " + std::to_string(item) + ", " +
            (source == "learn" ? "1" : "NULL") + ", '" + status + "', " + due_at + ", " + score +
            ", '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')");
  }
  void set_stream(const std::string& columns) {
    db.exec("DELETE FROM sync_streams");
    db.exec("INSERT INTO sync_streams (source, stream, assignment_source_id) "
            "VALUES ('learn', 'enrolments', 'a1')");
    db.exec("UPDATE sync_streams SET " + columns);
  }
  std::string health() { return value_of(db, "SELECT state FROM sync_health"); }

  // As the file has stamps.
  static std::string now(const std::string& offset) {
    return "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '" + offset + "')";
  }

  test::TemporaryFolder folder;
  SQLite::Database db = writer_of(folder / "t.db");
};

TEST_F(ViewsTest, all_run_on_an_empty_file) {
  SQLite::Database empty = writer_of(folder / "empty.db");
  const auto views = rows_of(empty, "SELECT name FROM sqlite_schema WHERE type = 'view'");
  EXPECT_THAT(views, testing::UnorderedElementsAre(
                         "completion_by_item", "due_soon", "enrolment_overview", "live_enrolments",
                         "overdue_now", "person_progress", "resting_assignments", "status_history",
                         "sync_health", "unmatched_people"));
  for (const std::string& view : views)
    EXPECT_TRUE(rows_of(empty, "SELECT * FROM " + view).empty()) << view;
}

TEST_F(ViewsTest, enrolment_overview_joins_what_a_person_wants_and_leaves_out_deleted_rows) {
  enrol(1, "learn", 1, 1, "open", "NULL");
  enrol(2, "exec", 2, 2, "open", "NULL");
  enrol(3, "learn", 3, 1, "open", "NULL");
  db.exec("UPDATE enrolments SET deleted_at = '2026-01-02T00:00:00.000Z' WHERE id = 3");
  EXPECT_THAT(rows_of(db, "SELECT enrolment_id, platform, person, email, item, assignment "
                          "FROM enrolment_overview ORDER BY enrolment_id"),
              ElementsAre("1|learn|Jane Smith|Jane@example.com|Safety|a1",
                          "2|exec|Jane|jane@example.com|s1|-"));
}

TEST_F(ViewsTest, overdue_now_believes_the_platform_or_the_date) {
  enrol(1, "learn", 1, 1, "overdue", "NULL");
  enrol(2, "learn", 1, 1, "open", now("-3 days"));
  enrol(3, "learn", 3, 1, "scheduled", now("-1 hours"));
  enrol(4, "learn", 1, 1, "open", now("+1 hours"));
  enrol(5, "learn", 1, 1, "completed", now("-3 days"));
  enrol(6, "learn", 1, 1, "archived", now("-3 days"));
  enrol(7, "exec", 2, 2, "failed", now("-3 days"));
  enrol(8, "learn", 1, 1, "overdue", now("+3 days"));
  EXPECT_THAT(rows_of(db, "SELECT enrolment_id, says_who, days_overdue, person_has_left "
                          "FROM overdue_now ORDER BY enrolment_id"),
              ElementsAre("1|platform|-|0", "2|date|3|0", "3|date|0|1", "8|platform|-|0"));
}

TEST_F(ViewsTest, agree_on_what_is_overdue) {
  int id = 0;
  for (const char* status : {"scheduled", "open", "in_progress", "completed", "overdue", "failed",
                             "archived", "unassigned", "unknown"})
    for (const std::string& due : {now("-3 days"), now("+3 days"), std::string("NULL")}) {
      enrol(++id, "learn", 1, 1, status, due);
      enrol(++id, "exec", 2, 2, status, due);
    }
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM overdue_now"), "14");
  EXPECT_EQ(value_of(db, "SELECT sum(overdue) FROM completion_by_item"), "14");
  EXPECT_EQ(value_of(db, "SELECT sum(overdue) FROM person_progress"), "14");
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM completion_by_item WHERE enrolments <> completed + "
                         "overdue + failed + still_open + scheduled"),
            "0");
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM person_progress WHERE enrolments <> completed + "
                         "overdue + not_done"),
            "0");
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM due_soon JOIN overdue_now USING (enrolment_id)"),
            "0");
}

TEST_F(ViewsTest, overdue_now_finds_its_rows_by_status) {
  EXPECT_THAT(testing::PrintToString(rows_of(db, "EXPLAIN QUERY PLAN SELECT * FROM overdue_now")),
              testing::HasSubstr("enrolments_by_status"));
}

TEST_F(ViewsTest, due_soon_marks_people_who_have_left) {
  enrol(1, "learn", 1, 1, "open", now("+1 days"));
  enrol(2, "learn", 3, 1, "open", now("+1 days"));
  EXPECT_THAT(
      rows_of(db, "SELECT enrolment_id, person_has_left FROM due_soon ORDER BY enrolment_id"),
      ElementsAre("1|0", "2|1"));
}

TEST_F(ViewsTest, due_soon_shows_the_next_thirty_days) {
  enrol(1, "learn", 1, 1, "open", now("+29 days"));
  enrol(2, "learn", 1, 1, "open", now("+31 days"));
  enrol(3, "learn", 1, 1, "open", now("-1 minutes"));
  enrol(4, "learn", 1, 1, "completed", now("+1 days"));
  EXPECT_THAT(rows_of(db, "SELECT enrolment_id FROM due_soon"), ElementsAre("1"));
}

TEST_F(ViewsTest, completion_by_item_leaves_out_who_has_left_and_what_cannot_be_begun) {
  enrol(1, "learn", 1, 1, "completed", "NULL");
  enrol(2, "learn", 3, 1, "open", "NULL");
  enrol(3, "learn", 1, 1, "scheduled", "NULL");
  enrol(4, "exec", 2, 2, "scheduled", "NULL");
  EXPECT_THAT(rows_of(db, "SELECT item, enrolments, completed, still_open, scheduled, "
                          "completed_percent FROM completion_by_item ORDER BY 1"),
              ElementsAre("Safety|2|1|0|1|100.0", "s1|1|0|0|1|-"));
}

TEST_F(ViewsTest, completion_by_item_counts_what_still_counts) {
  enrol(1, "learn", 1, 1, "completed", "NULL", "80");
  enrol(2, "learn", 1, 1, "open", "NULL", "91");
  enrol(3, "learn", 1, 1, "archived", "NULL");
  enrol(4, "exec", 2, 2, "failed", "NULL");
  EXPECT_THAT(rows_of(db, "SELECT item, enrolments, completed, failed, still_open, "
                          "completed_percent, average_score FROM completion_by_item ORDER BY 1"),
              ElementsAre("Safety|2|1|0|1|50.0|85.5", "s1|1|0|1|0|0.0|-"));
}

TEST_F(ViewsTest, person_progress_joins_a_persons_accounts) {
  enrol(1, "learn", 1, 1, "completed", "NULL");
  enrol(2, "exec", 2, 2, "overdue", "NULL");
  EXPECT_THAT(rows_of(db, "SELECT person, enrolments, completed, overdue, on_learn, on_exec, "
                          "has_left FROM person_progress"),
              ElementsAre("Jane Smith|2|1|1|1|1|0"));
}

TEST_F(ViewsTest, unmatched_people_shows_who_has_no_account_elsewhere) {
  EXPECT_THAT(rows_of(db, "SELECT person_id, reason FROM unmatched_people"),
              ElementsAre("3|no e-mail"));
}

TEST_F(ViewsTest, status_history_keeps_deleted_rows) {
  enrol(1, "learn", 1, 1, "open", "NULL");
  db.exec("UPDATE enrolments SET deleted_at = '2026-02-01T00:00:00.000Z'");
  db.exec(
      "INSERT INTO status_periods (enrolment_id, status, valid_from, valid_to, evidence) VALUES "
      "(1, 'open', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 'observed')");
  EXPECT_THAT(rows_of(db, "SELECT person, item, status, valid_to FROM status_history"),
              ElementsAre("Jane Smith|Safety|open|2026-02-01T00:00:00.000Z"));
}

TEST_F(ViewsTest, sync_health_tells_each_state_of_a_stream) {
  const std::string fresh = "fresh_until = " + now("+1 hours");
  const std::pair<std::string, std::string> cases[] = {
      {"last_outcome = NULL", "never"},
      {"last_outcome = 'whole', " + fresh, "fresh"},
      {"last_outcome = 'whole', fresh_until = " + now("-1 hours"), "stale"},
      {"last_outcome = 'partial', " + fresh, "failing"},
      {"last_outcome = 'failed', " + fresh, "failing"},
      {"last_outcome = 'unavailable', " + fresh, "unavailable"}};
  for (const auto& [columns, state] : cases) {
    set_stream(columns);
    EXPECT_EQ(health(), state) << columns;
  }
}

TEST_F(ViewsTest, sync_health_shows_that_deletions_are_held) {
  set_stream("last_outcome = 'whole', fresh_until = " + now("+1 hours"));
  enrol(1, "learn", 1, 1, "open", "NULL");
  db.exec("INSERT INTO held_deletions (enrolment_id, source, held_since, reason) "
          "VALUES (1, 'learn', '2026-01-01T00:00:00.000Z', 'x')");
  EXPECT_EQ(health(), "held");
  EXPECT_THAT(value_of(db, "SELECT what_to_do FROM sync_health"),
              testing::HasSubstr("trainsync approve-deletes learn"));
}

TEST_F(ViewsTest, sync_health_shows_records_that_are_not_healed) {
  set_stream("last_outcome = 'whole', fresh_until = " + now("+1 hours"));
  db.exec("INSERT INTO sync_runs (id, source, kind, started_at) VALUES (1, 'learn', 'full', 'x');"
          "INSERT INTO rejected_records (run_id, source, stream, assignment_source_id, reason, "
          "payload, first_seen_at, last_seen_at, healed_at) VALUES "
          "(1, 'learn', 'enrolments', 'a1', 'x', '{}', 'x', 'x', NULL), "
          "(1, 'learn', 'enrolments', 'a1', 'y', '{}', 'x', 'x', 'x'), "
          "(1, 'learn', 'enrolments', 'a2', 'x', '{}', 'x', 'x', NULL)");
  EXPECT_EQ(health(), "failing");
  EXPECT_EQ(value_of(db, "SELECT what_to_do FROM sync_health"),
            "1 record(s) could not be read: the file may lack them, or have them as they were "
            "before; see rejected_records, those without healed_at");
  db.exec("UPDATE rejected_records SET healed_at = 'x'");
  EXPECT_EQ(health(), "fresh");
}

TEST_F(ViewsTest, sync_health_shows_what_the_config_of_learn_leaves_out) {
  set_stream("last_outcome = 'failed'");
  db.exec("UPDATE sources SET filters = '{\"assignments\":[\"a1\"]}' WHERE name = 'learn'");
  EXPECT_EQ(health(), "failing");
  db.exec("UPDATE sources SET filters = '{\"assignments\":[\"a2\"]}' WHERE name = 'learn'");
  EXPECT_EQ(health(), "left_out");
  db.exec("UPDATE sources SET filters = '{\"users\":false}' WHERE name = 'learn'");
  EXPECT_EQ(health(), "failing");
  db.exec("UPDATE sync_streams SET stream = 'users', assignment_source_id = ''");
  EXPECT_EQ(health(), "left_out");
}

TEST_F(ViewsTest, sync_health_counts_the_rows_outside_the_filters_of_exec) {
  db.exec("INSERT INTO people (id, source, source_id, email, person_key) VALUES "
          "(4, 'exec', 'x4', 'joe@example.com', 'joe@example.com')");
  enrol(1, "exec", 2, 2, "open", "NULL");
  enrol(2, "exec", 4, 2, "open", "NULL");
  const auto outside = [&](const std::string& filters) {
    db.exec("UPDATE sources SET filters = '" + filters + "' WHERE name = 'exec'");
    return rows_of(db, "SELECT state, CAST(what_to_do AS INTEGER) FROM sync_health");
  };
  const auto with = [](const std::string& users, const std::string& emails,
                       const std::string& scenarios, const std::string& programs) {
    return R"({"user_ids":[)" + users + R"(],"user_emails":[)" + emails + R"(],"scenario_ids":[)" +
           scenarios + R"(],"program_ids":[)" + programs + "]}";
  };
  EXPECT_THAT(outside(with("", "", "", "")), testing::IsEmpty());
  EXPECT_THAT(outside("{}"), testing::IsEmpty());
  EXPECT_THAT(outside(with(R"("x1")", "", "", "")), ElementsAre("left_out|1"));
  EXPECT_THAT(outside(with(R"("x1")", R"("JOE@example.com")", "", "")), testing::IsEmpty());
  EXPECT_THAT(outside(with("", "", R"("s1")", "")), testing::IsEmpty());
  EXPECT_THAT(outside(with("", "", "", R"("p1")")), ElementsAre("left_out|2"));
}

TEST_F(ViewsTest, sync_health_lets_an_assignment_rest_that_is_switched_off_and_read_to_its_end) {
  set_stream("last_outcome = 'whole', quiet_full_passes = 2, fresh_until = " + now("-1 hours"));
  db.exec("INSERT OR IGNORE INTO assignments (source, source_id, is_active) VALUES "
          "('learn', 'a1', 0); UPDATE assignments SET is_active = 0 WHERE source_id = 'a1'");
  const std::string state = "SELECT state FROM sync_health WHERE assignment = 'a1'";
  EXPECT_EQ(value_of(db, state), "resting");
  db.exec("UPDATE assignments SET is_active = 1 WHERE source_id = 'a1'");
  EXPECT_EQ(value_of(db, state), "resting") << "no list shows it";
  db.exec("INSERT INTO sync_streams (id, source, stream, assignment_source_id) VALUES "
          "(99, 'learn', 'assignments', ''); "
          "INSERT INTO walk_pages (stream_id, source_ids) VALUES (99, '[\"a1\"]')");
  EXPECT_EQ(value_of(db, state), "stale");
  db.exec("UPDATE assignments SET is_active = 0 WHERE source_id = 'a1'; "
          "UPDATE sync_streams SET quiet_full_passes = 1");
  EXPECT_EQ(value_of(db, state), "stale");
}

TEST_F(ViewsTest, sync_health_advises_both_ways_of_use_where_it_is_stale) {
  set_stream("last_outcome = 'whole', fresh_until = " + now("-1 hours"));
  EXPECT_THAT(value_of(db, "SELECT what_to_do FROM sync_health"),
              testing::AllOf(testing::HasSubstr("run trainsync sync"),
                             testing::HasSubstr("systemctl status trainsync")));
}

TEST_F(ViewsTest, sync_health_says_what_to_do) {
  set_stream("last_outcome = 'failed', last_error = 'check the key'");
  EXPECT_EQ(value_of(db, "SELECT what_to_do FROM sync_health"), "check the key");
}

} // namespace
} // namespace trainsync::schema
