#include "tests/unit/store/fixture.hpp"

namespace trainsync::store {
namespace {

model::HistoryEntry entry(const char* type, const char* next_status, const char* created_at) {
  return {type, "k1", "scheduled", next_status, at(created_at), at(created_at)};
}

class StoredEnrolments : public StoreTest {};

TEST_F(StoredEnrolments, hold_every_field) {
  see(day(1), {enrolment()});
  EXPECT_EQ(value("SELECT e.source, e.source_id, p.source_id, i.source_id, a.source_id, "
                  "e.audience_id, e.status, e.source_status, e.score, e.rank, e.rank_required, "
                  "e.attempts, e.attempts_min, e.attempts_max "
                  "FROM enrolments AS e JOIN people AS p ON p.id = e.person_id "
                  "JOIN items AS i ON i.id = e.item_id "
                  "JOIN assignments AS a ON a.id = e.assignment_id"),
            "learn|e1|u1|c1|a1|g1|open|open|87.5|gold|silver|2|1|3");
  EXPECT_EQ(value("SELECT available_at, due_at, completed_at, created_at, updated_at, "
                  "first_seen_at, changed_at, missing_since, deleted_at FROM enrolments"),
            "2026-01-01T00:00:00.000Z|2026-01-02T00:00:00.000Z|2026-01-03T00:00:00.000Z|"
            "2026-01-04T00:00:00.000Z|2026-01-05T00:00:00.000Z|2026-03-02T00:00:00.000Z|"
            "2026-03-02T00:00:00.000Z|-|-");
}

TEST_F(StoredEnrolments, hold_nothing_where_the_api_sent_nothing) {
  model::Enrolment bare;
  bare.source_id = "e1";
  bare.payload = "{}";
  see(day(1), {bare});
  EXPECT_EQ(value("SELECT person_id, item_id, assignment_id, audience_id, status, source_status, "
                  "due_at, score, rank, attempts, updated_at FROM enrolments"),
            "-|-|-|-|unknown|-|-|-|-|-|-");
}

TEST_F(StoredEnrolments, are_one_line_in_the_change_log_when_they_are_new) {
  model::Enrolment first = enrolment();
  first.history = {entry("assignment-created", "open", "2026-01-01")};
  see(day(1), {first});
  EXPECT_THAT(changes(), ElementsAre("person|inserted|-|-|-", "item|inserted|-|-|-",
                                     "assignment|inserted|-|-|-", "enrolment|inserted|-|-|-"));
  EXPECT_THAT(rows("SELECT DISTINCT run_id, observed_at FROM changes"),
              ElementsAre(std::to_string(run) + "|2026-03-02T00:00:00.000Z"));
}

TEST_F(StoredEnrolments, are_not_written_where_nothing_changed) {
  see(day(1), {enrolment()});
  const std::string before = last_seq();
  const Counts counts = see(day(2), {enrolment()});
  EXPECT_EQ(counts.unchanged, 1);
  EXPECT_EQ(counts.changed, 0);
  EXPECT_EQ(last_seq(), before);
  EXPECT_EQ(value("SELECT changed_at FROM enrolments"), "2026-03-02T00:00:00.000Z");
}

TEST_F(StoredEnrolments, log_each_field_that_changed_with_its_old_and_new_value) {
  struct Case {
    void (*change)(model::Enrolment&);
    const char* line;
  };
  using E = model::Enrolment;
  const Case cases[] = {
      {[](E& e) { e.audience_id = "g2"; }, "audience_id|g1|g2"},
      {[](E& e) { e.status = model::Status::completed; }, "status|open|completed"},
      {[](E& e) { e.source_status = "complete"; }, "source_status|open|complete"},
      {[](E& e) { e.available_at.reset(); }, "available_at|2026-01-01T00:00:00.000Z|-"},
      {[](E& e) { e.due_at = at("2026-02-02"); },
       "due_at|2026-01-02T00:00:00.000Z|2026-02-02T00:00:00.000Z"},
      {[](E& e) { e.completed_at.reset(); }, "completed_at|2026-01-03T00:00:00.000Z|-"},
      {[](E& e) { e.score = 90; }, "score|87.5|90.0"},
      {[](E& e) { e.rank.reset(); }, "rank|gold|-"},
      {[](E& e) { e.rank_required = "gold"; }, "rank_required|silver|gold"},
      {[](E& e) { e.attempts = 3; }, "attempts|2|3"},
      {[](E& e) { e.attempts_min.reset(); }, "attempts_min|1|-"},
      {[](E& e) { e.attempts_max = 9; }, "attempts_max|3|9"},
      {[](E& e) { e.created_at.reset(); }, "created_at|2026-01-04T00:00:00.000Z|-"},
      {[](E& e) { e.updated_at = at("2026-01-06"); },
       "updated_at|2026-01-05T00:00:00.000Z|2026-01-06T00:00:00.000Z"},
      {[](E& e) { e.person.reset(); }, "person_id|1|-"},
      {[](E& e) { e.item.reset(); }, "item_id|1|-"},
      {[](E& e) { e.assignment.reset(); }, "assignment_id|1|-"}};
  for (const Case& c : cases) {
    see(day(1), {enrolment()});
    const std::string before = last_seq();
    model::Enrolment changed = enrolment();
    c.change(changed);
    EXPECT_EQ(see(day(2), {changed}).changed, 1) << c.line;
    EXPECT_THAT(changes(before), ElementsAre("enrolment|updated|" + std::string(c.line)));
    EXPECT_EQ(value("SELECT changed_at FROM enrolments"), "2026-03-03T00:00:00.000Z") << c.line;
    EXPECT_EQ(value("SELECT first_seen_at FROM enrolments"), "2026-03-02T00:00:00.000Z");
  }
}

TEST_F(StoredEnrolments, name_the_new_person_before_they_change_to_them) {
  see(day(1), {enrolment()});
  const std::string before = last_seq();
  model::Enrolment moved = enrolment();
  moved.person = "u2";
  see(day(2), {moved});
  EXPECT_THAT(changes(before),
              ElementsAre("person|inserted|-|-|-", "enrolment|updated|person_id|1|2"));
}

TEST_F(StoredEnrolments, take_the_last_reading_even_where_its_stamp_is_older) {
  see(day(1), {enrolment()});
  model::Enrolment older = enrolment();
  older.updated_at = at("2025-01-01");
  older.score = 1;
  see(day(2), {older});
  EXPECT_EQ(value("SELECT score, updated_at FROM enrolments"), "1.0|2025-01-01T00:00:00.000Z");
}

TEST_F(StoredEnrolments, of_two_sources_do_not_meet) {
  see(day(1), {enrolment()});
  PageWrite other = page(day(1), {});
  other.source = "exec";
  other.page.batch.enrolments = {enrolment()};
  store.store_page(other);
  EXPECT_EQ(value("SELECT count(*) FROM enrolments"), "2");
  EXPECT_EQ(value("SELECT count(*) FROM people"), "2");
}

TEST_F(StoredEnrolments, keep_the_history_in_its_order) {
  model::Enrolment row = enrolment();
  row.history = {entry("assignment-created", "scheduled", "2026-01-01"),
                 entry("scheduled-check", "open", "2026-01-02")};
  see(day(1), {row});
  EXPECT_THAT(rows("SELECT position, type, completion_id, previous_status, next_status, "
                   "created_at, updated_at FROM enrolment_history ORDER BY position"),
              ElementsAre("1|assignment-created|k1|scheduled|scheduled|2026-01-01T00:00:00.000Z|"
                          "2026-01-01T00:00:00.000Z",
                          "2|scheduled-check|k1|scheduled|open|2026-01-02T00:00:00.000Z|"
                          "2026-01-02T00:00:00.000Z"));
}

TEST_F(StoredEnrolments, log_what_changes_in_the_history) {
  model::Enrolment row = enrolment();
  row.history = {entry("assignment-created", "scheduled", "2026-01-01"),
                 entry("scheduled-check", "open", "2026-01-02")};
  see(day(1), {row});
  std::string before = last_seq();
  EXPECT_EQ(see(day(2), {row}).unchanged, 1);
  EXPECT_EQ(last_seq(), before);

  row.history[1].type = "completion-on-system";
  row.history.push_back(entry("content-archived", "archived", "2026-01-03"));
  EXPECT_EQ(see(day(3), {row}).changed, 1);
  EXPECT_THAT(changes(before),
              ElementsAre("enrolment_history|updated|type|scheduled-check|completion-on-system",
                          "enrolment_history|inserted|-|-|-"));

  before = last_seq();
  row.history.resize(1);
  EXPECT_EQ(see(day(4), {row}).changed, 1);
  EXPECT_THAT(changes(before),
              ElementsAre("enrolment_history|deleted|-|-|-", "enrolment_history|deleted|-|-|-"));
  EXPECT_EQ(value("SELECT count(*) FROM enrolment_history"), "1");
}

TEST_F(StoredEnrolments, keep_the_payload_as_the_api_sent_it) {
  model::Enrolment row = enrolment();
  row.payload = R"({"id":"e1","new":true})";
  see(day(1), {row});
  see(day(2), {row});
  EXPECT_EQ(value("SELECT payload, run_id, fetched_at FROM enrolment_payloads"),
            R"({"id":"e1","new":true}|)" + std::to_string(run) + "|2026-03-02T00:00:00.000Z");
  row.payload = R"({"id":"e1"})";
  EXPECT_EQ(see(day(3), {row}).unchanged, 1);
  EXPECT_EQ(value("SELECT payload, fetched_at FROM enrolment_payloads"),
            R"({"id":"e1"}|2026-03-04T00:00:00.000Z)");
}

TEST_F(StoredEnrolments, hold_text_of_any_kind) {
  model::Enrolment row = enrolment("e'1\"; DROP TABLE people; --");
  row.audience_id = std::string("nul\0inside", 10) + " ünïcödé 漢字 \U0001F600";
  see(day(1), {row});
  EXPECT_EQ(see(day(2), {row}).unchanged, 1);
  EXPECT_EQ(value("SELECT source_id FROM enrolments"), "e'1\"; DROP TABLE people; --");
}

class WithoutPayloads : public StoreTest {
protected:
  WithoutPayloads() : StoreTest({.store_payloads = false, .aliases = {}}) {}
};

TEST_F(WithoutPayloads, none_is_kept) {
  see(day(1), {enrolment()});
  EXPECT_EQ(value("SELECT count(*) FROM enrolment_payloads"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM enrolments"), "1");
}

} // namespace
} // namespace trainsync::store
