#include "tests/unit/store/fixture.hpp"

#include <SQLiteCpp/Exception.h>

namespace trainsync::store {
namespace {

class StoredRuns : public StoreTest {
protected:
  Counts reject(model::Stamp seen_at, std::vector<model::Rejected> rejected) {
    model::Batch batch;
    batch.rejected = std::move(rejected);
    return store.store_page(page(seen_at, std::move(batch)));
  }
};

TEST_F(StoredRuns, count_what_each_page_brought) {
  model::Enrolment changed = enrolment("e1");
  changed.score = 1;
  see(day(1), {enrolment("e1"), enrolment("e2")});
  see(day(1), {changed, enrolment("e2"), enrolment("e3")});
  store.count_request("learn", run, day(1));
  reject(day(1), {{"e4", "why", "{}"}});
  const Counts counts = store.end_run(run, Outcome::partial, true, "some reason", day(2));
  EXPECT_EQ(counts.pages, 3);
  EXPECT_EQ(counts.requests, 1);
  EXPECT_EQ(counts.seen, 5);
  EXPECT_EQ(counts.inserted, 3);
  EXPECT_EQ(counts.changed, 1);
  EXPECT_EQ(counts.unchanged, 1);
  EXPECT_EQ(counts.rejected, 1);
  EXPECT_EQ(counts.deleted, 0);
  EXPECT_EQ(value("SELECT source, kind, started_at, ended_at, outcome, error, pages, requests, "
                  "rows_seen, rows_new, rows_changed, rows_unchanged, rows_rejected, rows_deleted "
                  "FROM sync_runs"),
            "learn|full|2026-03-01T00:00:00.000Z|2026-03-03T00:00:00.000Z|partial|some reason|"
            "3|1|5|3|1|1|1|0");
}

TEST_F(StoredRuns, end_without_an_error_where_they_were_whole) {
  store.end_run(run, Outcome::whole, false, "", day(2));
  EXPECT_EQ(value("SELECT kind, outcome, error FROM sync_runs"), "incremental|whole|-");
}

TEST_F(StoredRuns, that_a_kill_left_open_are_ended_by_the_next_one_of_their_source) {
  const std::int64_t other = store.begin_run("exec", true, day(1));
  store.begin_run("learn", false, day(2));
  EXPECT_EQ(
      value("SELECT outcome, error, ended_at FROM sync_runs WHERE id = " + std::to_string(run)),
      "failed|ended before it was finished|2026-03-03T00:00:00.000Z");
  EXPECT_EQ(value("SELECT outcome FROM sync_runs WHERE id = " + std::to_string(other)), "-");
}

TEST_F(StoredRuns, keep_why_a_record_was_rejected_and_what_it_was) {
  reject(day(1), {{"e1", "status: expected text", R"({"id":"e1"})"}, {{}, "no id", "7"}});
  EXPECT_THAT(
      rows("SELECT run_id, source, stream, source_id, reason, payload, first_seen_at, "
           "last_seen_at FROM rejected_records ORDER BY id"),
      ElementsAre(std::to_string(run) + R"(|learn|enrolments|e1|status: expected text|{"id":"e1"}|)"
                                        "2026-03-02T00:00:00.000Z|2026-03-02T00:00:00.000Z",
                  std::to_string(run) + "|learn|enrolments|-|no id|7|"
                                        "2026-03-02T00:00:00.000Z|2026-03-02T00:00:00.000Z"));
}

TEST_F(StoredRuns, keep_one_row_of_a_record_that_is_rejected_again_and_again) {
  for (int i = 1; i <= 3; ++i)
    EXPECT_EQ(reject(day(i), {{"e1", "why", "{}"}, {{}, "why", "7"}}).rejected, 2);
  EXPECT_THAT(rows("SELECT source_id, first_seen_at, last_seen_at FROM rejected_records"),
              ElementsAre("e1|2026-03-02T00:00:00.000Z|2026-03-04T00:00:00.000Z",
                          "-|2026-03-02T00:00:00.000Z|2026-03-04T00:00:00.000Z"));
  reject(day(4), {{"e1", "why", R"({"other":1})"}, {"e1", "another reason", "{}"}});
  EXPECT_EQ(value("SELECT count(*) FROM rejected_records"), "4");
}

TEST_F(StoredRuns, heal_a_record_that_a_later_page_of_its_list_brings_in_good_form) {
  reject(day(1), {{"e1", "why", "{}"}, {"e2", "why", "{}"}, {{}, "why", "7"}});
  see(day(2), {enrolment("e1"), enrolment("e3")});
  const auto healed = [&] { return rows("SELECT source_id, healed_at FROM rejected_records"); };
  EXPECT_THAT(healed(), ElementsAre("e1|2026-03-03T00:00:00.000Z", "e2|-", "-|-"));
  reject(day(3), {{"e1", "why", "{}"}});
  EXPECT_THAT(healed(), ElementsAre("e1|-", "e2|-", "-|-"));
}

TEST_F(StoredRuns, do_not_heal_a_record_by_the_page_that_brings_it) {
  PageWrite write = page(day(1), {});
  write.page.ids = {"e1"};
  write.page.batch.rejected = {{"e1", "why", "{}"}};
  for (int i = 0; i < 2; ++i)
    store.store_page(write);
  EXPECT_EQ(value("SELECT healed_at FROM rejected_records"), "-");
}

TEST_F(StoredRuns, heal_what_a_whole_full_pass_that_began_later_did_not_meet) {
  const auto end = [&](Outcome outcome, bool full, std::int64_t began_in) {
    PassEnd pass;
    pass.stream_id = stream;
    pass.outcome = outcome;
    pass.full = full;
    pass.began_in = began_in;
    pass.at = day(5);
    store.end_pass(pass, {});
    return value("SELECT healed_at FROM rejected_records");
  };
  reject(day(2), {{{}, "why", "7"}});
  EXPECT_EQ(store.unread_records(run), 0) << "its list was not read in this run";
  EXPECT_EQ(end(Outcome::whole, false, run + 1), "-");
  EXPECT_EQ(end(Outcome::partial, true, run + 1), "-");
  EXPECT_EQ(end(Outcome::whole, true, run), "-");
  EXPECT_EQ(end(Outcome::whole, true, 0), "-") << "of a walk that an earlier run began";
  EXPECT_EQ(store.unread_records(run), 1);
  EXPECT_EQ(end(Outcome::whole, true, run + 1), "2026-03-06T00:00:00.000Z");
  EXPECT_EQ(store.unread_records(run), 0);
}

TEST_F(StoredRuns, write_a_page_with_all_that_belongs_to_it_or_nothing) {
  PageWrite broken = page(day(1), {}, {.progress = model::Progress{}, .cursor = day(1)});
  broken.page.batch.enrolments = {enrolment("e1")};
  broken.seen.run_id = 999; // no such run: the payload cannot be kept
  EXPECT_THROW(store.store_page(broken), SQLite::Exception);
  for (const char* table : {"enrolments", "people", "changes", "walk_progress", "status_periods"})
    EXPECT_EQ(value(std::string("SELECT count(*) FROM ") + table), "0") << table;
  EXPECT_EQ(see(day(2), {enrolment("e1")}).inserted, 1) << "and it goes on";
}

class StoredSources : public StoreTest {};

TEST_F(StoredSources, are_pinned_to_their_host_and_tenant) {
  see(day(0), {enrolment()});
  EXPECT_TRUE(store.register_source({"learn", "learn", "host", "tenant", "{}"}, day(1)));
  const auto refused = store.register_source({"learn", "learn", "host", "other", "{}"}, day(1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(),
            "the file holds source \"learn\" from learn host tenant, but the config now says learn "
            "host other. Set that right in the config, or give the new source another name, or set "
            "database.path to a new file");
  EXPECT_FALSE(store.register_source({"learn", "learn", "elsewhere", "tenant", "{}"}, day(1)));
  EXPECT_FALSE(store.register_source({"learn", "exec", "host", "tenant", "{}"}, day(1)));
  EXPECT_EQ(value("SELECT count(*) FROM sources"), "2");
}

TEST_F(StoredSources, are_pinned_by_a_row_of_any_kind) {
  model::Batch person, item, assignment;
  person.people = {{"u1", {}}};
  item.items = {{"c1", {}}};
  assignment.assignments = {{"a1", {}}};
  for (const model::Batch& batch : {person, item, assignment}) {
    for (const char* table : {"people", "items", "assignments"})
      file.exec(std::string("DELETE FROM ") + table);
    EXPECT_TRUE(store.register_source({"learn", "learn", "host", "tenant", "{}"}, day(1)));
    store.store_page(page(day(1), batch));
    EXPECT_FALSE(store.register_source({"learn", "learn", "host", "other", "{}"}, day(1)));
  }
}

TEST_F(StoredSources, without_rows_take_another_host_and_begin_anew) {
  store.store_page(page(day(1), {}, {.progress = model::Progress{}, .cursor = day(1)}));
  store.keep_clock("learn", day(1), day(1));
  EXPECT_TRUE(store.register_source({"learn", "learn", "elsewhere", "other", "{}"}, day(2)));
  EXPECT_THAT(rows("SELECT host, tenant, created_at FROM sources WHERE name = 'learn'"),
              ElementsAre("elsewhere|other|2026-03-01T00:00:00.000Z"));
  EXPECT_FALSE(store.stream({"learn", "enrolments", "a1"}).cursor);
  EXPECT_FALSE(store.stream({"learn", "enrolments", "a1"}).progress);
  EXPECT_FALSE(store.kept_clock("learn"));
}

TEST_F(StoredSources, may_change_their_filters) {
  see(day(0), {enrolment()});
  EXPECT_TRUE(store.register_source({"learn", "learn", "host", "tenant", R"({"a":1})"}, day(1)));
  EXPECT_EQ(value("SELECT filters FROM sources WHERE name = 'learn'"), R"({"a":1})");
}

TEST_F(StoredSources, keep_the_servers_clock) {
  EXPECT_FALSE(store.kept_clock("learn"));
  store.keep_clock("learn", day(1), day(2));
  EXPECT_EQ(store.kept_clock("learn"), std::pair(day(1), day(2)));
  EXPECT_FALSE(store.kept_clock("exec"));
}

} // namespace
} // namespace trainsync::store
