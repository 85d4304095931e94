// Every view of training under what real files hold: deleted rows, statuses that nobody knows,
// people who are not known or have left, and both platforms.
#include "tests/unit/schema/files.hpp"

#include <gmock/gmock.h>

namespace trainsync::schema {
namespace {

using test::rows_of;
using test::value_of;
using testing::ElementsAre;
using testing::IsEmpty;

// Jane is on both platforms, Old has left both, Only is on Exec alone; u4 was only named. Each has
// an open course or roleplay that is due in two days.
class HardCases : public testing::Test {
protected:
  HardCases() {
    db.exec(R"sql(
      INSERT INTO sources (name, platform, host, tenant, filters, created_at)
      VALUES ('learn', 'learn', 'h', 't', '{}', '2026-01-01T00:00:00.000Z'),
             ('exec', 'exec', 'h', '', '{}', '2026-01-01T00:00:00.000Z');
      INSERT INTO people (id, source, source_id, email, first_name, last_name, ref, is_active, department, manager,
                          person_key, main_account_id)
      VALUES (1, 'learn', 'u1', 'Jane@x.y', 'Jane', 'Smith', 'E1', 1, 'Sales', 'Ann Lee', 'jane@x.y', NULL),
             (2, 'exec', 'x1', 'jane@x.y', 'Janey', 'S.', NULL, NULL, NULL, NULL, 'jane@x.y', 1),
             (3, 'learn', 'u3', 'old@x.y', 'Old', 'Hand', 'E3', 0, 'Sales', 'Ann Lee', 'old@x.y', NULL),
             (4, 'exec', 'x3', 'OLD@x.y', 'Old', 'Hand', NULL, NULL, NULL, NULL, 'old@x.y', 3),
             (5, 'exec', 'x5', 'only@x.y', 'Only', 'Exec', NULL, NULL, NULL, NULL, 'only@x.y', NULL),
             (6, 'learn', 'u4', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'learn:u4', NULL);
      INSERT INTO items (id, source, source_id, kind, title)
      VALUES (1, 'learn', 'c1', 'content', 'Safety'), (2, 'exec', 's1', 'scenario', 'Pitch');
    )sql");
    for (const int person : {1, 3, 6})
      enrol("learn", std::to_string(person), "1", "open", now("+2 days"));
    for (const int person : {2, 4, 5})
      enrol("exec", std::to_string(person), "2", "open", now("+2 days"));
  }

  void enrol(const std::string& source, const std::string& person, const std::string& item,
             const std::string& status, const std::string& due_at) {
    const std::string id = std::to_string(++last_);
    db.exec("INSERT INTO enrolments (id, source, source_id, person_id, item_id, status, due_at, "
            "first_seen_at, changed_at) VALUES (" +
            id + ", '" + source + "', 'e" + id + "', " + person + ", " + item + ", '" + status +
            "', " + due_at + ", 'x', 'x')");
    db.exec("INSERT INTO status_periods (enrolment_id, status, valid_from, evidence) VALUES (" +
            id + ", '" + status + "', '2026-01-01T00:00:00.000Z', 'observed')");
  }
  static std::string now(const std::string& offset) {
    return "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '" + offset + "')";
  }
  void all_are_overdue() { db.exec("UPDATE enrolments SET due_at = " + now("-2 days")); }
  std::string count(const std::string& view) {
    return value_of(db, "SELECT count(*) FROM " + view);
  }

  test::TemporaryFolder folder;
  SQLite::Database db = writer_of(folder / "t.db");
  int last_ = 0;
};

TEST_F(HardCases, deleted_rows_are_in_no_view_but_the_history) {
  all_are_overdue();
  db.exec("UPDATE enrolments SET deleted_at = '2026-02-01T00:00:00.000Z' WHERE id <> 1");
  for (const char* view : {"live_enrolments", "enrolment_overview", "overdue_now",
                           "completion_by_item", "person_progress"})
    EXPECT_EQ(count(view), "1") << view;
  EXPECT_EQ(count("status_history"), "6");
  db.exec("UPDATE enrolments SET deleted_at = NULL, due_at = " + now("+2 days") + " WHERE id <= 2");
  EXPECT_EQ(count("due_soon"), "2");
}

TEST_F(HardCases, a_row_that_is_only_missing_is_in_every_view) {
  db.exec("UPDATE enrolments SET missing_since = '2026-02-01T00:00:00.000Z'");
  EXPECT_EQ(count("enrolment_overview"), "6");
  EXPECT_EQ(count("due_soon"), "6");
}

TEST_F(HardCases, an_unknown_status_counts_as_not_done_and_keeps_the_platform_s_word) {
  db.exec("UPDATE enrolments SET status = 'unknown', source_status = 'paused' WHERE id = 1");
  EXPECT_EQ(value_of(db, "SELECT status, source_status, is_overdue FROM enrolment_overview WHERE "
                         "enrolment_id = 1"),
            "unknown|paused|0");
  EXPECT_EQ(value_of(db, "SELECT enrolments, still_open FROM completion_by_item WHERE item_id = 1"),
            "2|2");
  EXPECT_EQ(
      value_of(db, "SELECT enrolments, not_done FROM person_progress WHERE person_ref = 'E1'"),
      "2|2");
  EXPECT_EQ(value_of(db, "SELECT status FROM due_soon WHERE enrolment_id = 1"), "unknown");
  db.exec("UPDATE enrolments SET due_at = " + now("-2 days") + " WHERE id = 1");
  EXPECT_EQ(value_of(db, "SELECT status, says_who FROM overdue_now"), "unknown|date");
}

TEST_F(HardCases, a_person_who_was_only_named_has_rows_without_a_name) {
  EXPECT_EQ(value_of(db, "SELECT person, email, department, person_is_active, person_key FROM "
                         "enrolment_overview WHERE person_id = 6"),
            "-|-|-|-|learn:u4");
  EXPECT_EQ(
      value_of(db, "SELECT person, has_left FROM person_progress WHERE person_key = 'learn:u4'"),
      "-|0");
  EXPECT_EQ(value_of(db, "SELECT person_has_left FROM due_soon WHERE person_key = 'learn:u4'"),
            "0");
  EXPECT_EQ(value_of(db, "SELECT reason FROM unmatched_people WHERE person_id = 6"), "no e-mail");
}

TEST_F(HardCases, a_row_without_person_or_item_is_counted_and_in_every_list) {
  db.exec("UPDATE enrolments SET person_id = NULL WHERE id = 1");
  db.exec("UPDATE enrolments SET item_id = NULL WHERE id IN (1, 4)");
  EXPECT_EQ(count("enrolment_overview"), "6");
  EXPECT_EQ(count("due_soon"), "6");
  EXPECT_EQ(count("status_history"), "6");
  EXPECT_THAT(rows_of(db, "SELECT item, source, enrolments, item_id FROM completion_by_item "
                          "ORDER BY item, source"),
              ElementsAre("-|exec|1|-", "-|learn|1|-", "Pitch|exec|1|2", "Safety|learn|1|1"));
  EXPECT_EQ(value_of(db, "SELECT on_learn, on_exec FROM person_progress WHERE person_ref = 'E1'"),
            "0|1");
}

TEST_F(HardCases, who_has_left_on_learn_has_left_on_exec_too) {
  EXPECT_THAT(rows_of(db, "SELECT source, person_is_active FROM enrolment_overview WHERE person = "
                          "'Old Hand' ORDER BY 1"),
              ElementsAre("exec|0", "learn|0"));
  EXPECT_THAT(rows_of(db, "SELECT source, person FROM due_soon WHERE person_has_left ORDER BY 1"),
              ElementsAre("exec|Old Hand", "learn|Old Hand"));
  EXPECT_THAT(rows_of(db, "SELECT item, enrolments FROM completion_by_item ORDER BY 1"),
              ElementsAre("Pitch|2", "Safety|2"));
  EXPECT_EQ(value_of(db, "SELECT person FROM person_progress WHERE has_left"), "Old Hand");
  all_are_overdue();
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM overdue_now WHERE person_has_left"), "2");
  EXPECT_EQ(value_of(db, "SELECT sum(overdue) FROM completion_by_item"),
            value_of(db, "SELECT count(*) FROM overdue_now WHERE NOT person_has_left"));
}

TEST_F(HardCases, a_person_s_department_manager_and_reference_stand_with_the_rows_on_exec_too) {
  EXPECT_THAT(rows_of(db, "SELECT source, person, department, manager, person_ref FROM "
                          "enrolment_overview WHERE person_key = 'jane@x.y' ORDER BY 1"),
              ElementsAre("exec|Janey S.|Sales|Ann Lee|E1", "learn|Jane Smith|Sales|Ann Lee|E1"));
  EXPECT_THAT(rows_of(db, "SELECT department, count(*) FROM due_soon GROUP BY 1 ORDER BY 1"),
              ElementsAre("-|2", "Sales|4"));
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM due_soon WHERE manager = 'Ann Lee'"), "4");
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM status_history WHERE department = 'Sales'"), "4");
}

TEST_F(HardCases, person_progress_has_one_row_for_both_platforms) {
  EXPECT_THAT(rows_of(db, "SELECT person, email, enrolments, on_learn, on_exec, department, "
                          "person_key FROM person_progress ORDER BY person_key"),
              ElementsAre("Jane Smith|Jane@x.y|2|1|1|Sales|jane@x.y", "-|-|1|1|0|-|learn:u4",
                          "Old Hand|old@x.y|2|1|1|Sales|old@x.y",
                          "Only Exec|only@x.y|1|0|1|-|only@x.y"));
}

TEST_F(HardCases, a_person_who_came_back_has_not_left) {
  db.exec("INSERT INTO people (id, source, source_id, first_name, is_active, person_key) VALUES "
          "(7, 'learn', 'u7', 'Old', 1, 'old@x.y'); "
          "UPDATE people SET main_account_id = 7 WHERE id IN (3, 4)");
  EXPECT_EQ(
      value_of(db, "SELECT person, has_left FROM person_progress WHERE person_key = 'old@x.y'"),
      "Old|0");
  EXPECT_EQ(value_of(db, "SELECT count(*) FROM due_soon WHERE person_has_left"), "0");
  EXPECT_THAT(rows_of(db, "SELECT item, enrolments FROM completion_by_item ORDER BY 1"),
              ElementsAre("Pitch|3", "Safety|3"));
}

TEST_F(HardCases, unmatched_people_gives_the_reason) {
  db.exec(R"sql(
    INSERT INTO people (id, source, source_id, email, is_active, person_key)
    VALUES (7, 'learn', 'u7', 'Store@x.y', 1, 'learn:u7'), (8, 'learn', 'u8', 'store@x.y', 1, 'learn:u8'),
           (9, 'exec', 'x9', 'store@x.y', NULL, 'store@x.y'))sql");
  EXPECT_THAT(rows_of(db, "SELECT person_id, reason FROM unmatched_people ORDER BY 1"),
              ElementsAre("5|no account with this e-mail elsewhere", "6|no e-mail",
                          "7|another account of this source has this e-mail",
                          "8|another account of this source has this e-mail",
                          "9|the account elsewhere with this e-mail is not clear"));
}

TEST_F(HardCases, unmatched_people_is_empty_where_there_is_one_source) {
  db.exec("DELETE FROM enrolments; DELETE FROM people WHERE source = 'exec'; "
          "DELETE FROM items WHERE source = 'exec'; DELETE FROM sources WHERE name = 'exec'");
  EXPECT_THAT(rows_of(db, "SELECT * FROM unmatched_people"), IsEmpty());
}

TEST_F(HardCases, the_end_of_a_day_is_just_before_its_midnight) {
  db.exec(R"sql(
    DELETE FROM status_periods;
    INSERT INTO status_periods (enrolment_id, status, valid_from, valid_to, evidence)
    VALUES (1, 'open', '2026-01-01T00:00:00.000Z', '2026-03-31T22:00:00.000Z', 'history'),
           (1, 'overdue', '2026-03-31T22:00:00.000Z', NULL, 'history'),
           (2, 'overdue', '2026-03-31T21:59:59.999Z', '2026-03-31T22:00:00.000Z', 'history'),
           (3, 'overdue', '2026-03-01T00:00:00.000Z', '2026-03-31T21:59:59.999Z', 'history'),
           (4, 'overdue', '2026-03-31T23:30:00.000Z', NULL, 'observed'))sql");
  const auto overdue = [&](const std::string& midnight) {
    return rows_of(db, "SELECT enrolment_id FROM status_history, (SELECT "
                       "strftime('%Y-%m-%dT%H:%M:%fZ', '" +
                           midnight +
                           "') AS midnight) WHERE status = 'overdue' AND valid_from < midnight "
                           "AND (valid_to IS NULL OR valid_to >= midnight) ORDER BY 1");
  };
  EXPECT_THAT(overdue("2026-04-01 00:00+02:00"), ElementsAre("2")) << "Berlin";
  EXPECT_THAT(overdue("2026-04-01 00:00"), ElementsAre("1", "4")) << "UTC";
}

TEST_F(HardCases, a_blank_email_is_none) {
  db.exec("UPDATE people SET email = char(9, 10, 13, 32) WHERE id = 5");
  EXPECT_EQ(value_of(db, "SELECT reason FROM unmatched_people WHERE person_id = 5"), "no e-mail");
}

// A reader's connection knows no CHECK, and with generated columns SQLite 3.40 then refuses this.
TEST_F(HardCases, the_file_can_be_copied_by_who_may_only_read) {
  auto reader = open_reader(folder / "t.db");
  ASSERT_TRUE(reader);
  reader->exec("VACUUM INTO '" + (folder / "copy.db").string() + "'");
  SQLite::Database copy((folder / "copy.db").string());
  EXPECT_EQ(value_of(copy, "SELECT count(*) FROM enrolment_overview"), "6");
}

} // namespace
} // namespace trainsync::schema
