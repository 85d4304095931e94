#include "tests/unit/store/fixture.hpp"

namespace trainsync::store {
namespace {

class StoredDeletions : public StoreTest {
protected:
  // A whole full pass over a1 that shows these rows.
  std::vector<Candidate> full_pass(int on_day, const std::vector<std::string>& ids) {
    std::vector<model::Enrolment> shown;
    for (const std::string& id : ids)
      shown.push_back(enrolment(id));
    see(day(on_day), std::move(shown), {.mark_seen = true, .forget_seen = true});
    return judge(on_day);
  }
  std::vector<Candidate> judge(int on_day) {
    PassEnd end;
    end.stream_id = stream;
    end.full = true;
    end.at = end.next_due = end.fresh_until = day(on_day);
    judgement.seen = {run, day(on_day)};
    return store.end_pass(end, judgement);
  }
  static Lines ids(const std::vector<Candidate>& candidates) {
    Lines ids;
    for (const Candidate& candidate : candidates)
      ids.push_back(candidate.source_id);
    return ids;
  }
  static std::vector<std::string> numbered(int from, int to) {
    std::vector<std::string> ids;
    for (int i = from; i <= to; ++i)
      ids.push_back("e" + std::to_string(i));
    return ids;
  }
  void delete_all(const std::vector<Candidate>& rows) { store.delete_rows(judgement, rows); }
  Lines deleted() {
    return rows("SELECT source_id FROM enrolments WHERE deleted_at IS NOT NULL ORDER BY id");
  }
  Lines missing() {
    return rows("SELECT source_id FROM enrolments WHERE missing_since IS NOT NULL ORDER BY id");
  }

  Judgement judgement{{run, {}}, {"learn", "a1", {}, {}, {}, {}, {}}, {20, 0.2}};
};

TEST_F(StoredDeletions, take_two_whole_passes) {
  full_pass(1, {"e1", "e2"});
  EXPECT_TRUE(full_pass(2, {"e1"}).empty());
  EXPECT_EQ(value("SELECT missing_since, deleted_at FROM enrolments WHERE source_id = 'e2'"),
            "2026-03-03T00:00:00.000Z|-");
  const auto candidates = full_pass(3, {"e1"});
  EXPECT_THAT(ids(candidates), ElementsAre("e2"));
  EXPECT_EQ(candidates.at(0).person, "u1");
  EXPECT_EQ(candidates.at(0).item, "c1");
  EXPECT_TRUE(deleted().empty()) << "not before it is confirmed";
  delete_all(candidates);
  EXPECT_THAT(deleted(), ElementsAre("e2"));
}

TEST_F(StoredDeletions, keep_the_last_values_and_stand_in_the_change_log) {
  full_pass(1, {"e1", "e2"});
  std::string before = last_seq();
  full_pass(2, {"e1"});
  EXPECT_THAT(changes(before),
              ElementsAre("enrolment|updated|missing_since|-|2026-03-03T00:00:00.000Z"));
  before = last_seq();
  delete_all(full_pass(3, {"e1"}));
  EXPECT_THAT(changes(before),
              ElementsAre("enrolment|deleted|deleted_at|-|2026-03-04T00:00:00.000Z"));
  EXPECT_EQ(value("SELECT score, status, person_id FROM enrolments WHERE source_id = 'e2'"),
            "87.5|open|1");
  EXPECT_EQ(value("SELECT rows_deleted FROM sync_runs"), "1");
}

TEST_F(StoredDeletions, end_the_last_status_period) {
  full_pass(1, {"e1", "e2"});
  full_pass(2, {"e1"});
  delete_all(full_pass(3, {"e1"}));
  EXPECT_THAT(rows("SELECT valid_to FROM status_periods ORDER BY enrolment_id"),
              ElementsAre("-", "2026-03-04T00:00:00.000Z"));
}

TEST_F(StoredDeletions, are_undone_when_the_row_is_seen_again) {
  full_pass(1, {"e1", "e2"});
  full_pass(2, {"e1"});
  delete_all(full_pass(3, {"e1"}));
  const std::string before = last_seq();
  EXPECT_EQ(see(day(5), {enrolment("e2")}).changed, 1);
  EXPECT_TRUE(deleted().empty());
  EXPECT_TRUE(missing().empty());
  EXPECT_THAT(changes(before),
              ElementsAre("enrolment|updated|missing_since|2026-03-03T00:00:00.000Z|-",
                          "enrolment|restored|deleted_at|2026-03-04T00:00:00.000Z|-"));
  EXPECT_THAT(rows("SELECT valid_from, valid_to FROM status_periods WHERE enrolment_id = 2 "
                   "ORDER BY valid_from"),
              ElementsAre("2026-01-05T00:00:00.000Z|2026-03-04T00:00:00.000Z",
                          "2026-03-06T00:00:00.000Z|-"));
}

TEST_F(StoredDeletions, begin_anew_for_a_row_that_was_seen_in_between) {
  full_pass(1, {"e1", "e2"});
  full_pass(2, {"e1"});
  full_pass(3, {"e1", "e2"});
  EXPECT_TRUE(full_pass(4, {"e1"}).empty());
  EXPECT_THAT(ids(full_pass(5, {"e1"})), ElementsAre("e2"));
}

TEST_F(StoredDeletions, are_not_found_by_a_pass_that_cannot_judge) {
  full_pass(1, {"e1", "e2"});
  see(day(2), {enrolment("e1")}, {.mark_seen = true, .forget_seen = true});
  PassEnd end;
  end.stream_id = stream;
  EXPECT_TRUE(store.end_pass(end, std::nullopt).empty());
  EXPECT_TRUE(missing().empty());
}

TEST_F(StoredDeletions, leave_alone_what_was_updated_after_the_pass_began) {
  model::Enrolment late = enrolment("e2"), without = enrolment("e3");
  late.updated_at = day(1);
  without.updated_at.reset();
  see(day(1), {enrolment("e1"), late, without});
  judgement.rows.until = day(1) - std::chrono::milliseconds(1);
  full_pass(2, {"e1"});
  EXPECT_THAT(missing(), ElementsAre("e3"));
  judgement.rows.until = day(1);
  full_pass(3, {"e1"});
  EXPECT_THAT(missing(), ElementsAre("e2", "e3"));
}

TEST_F(StoredDeletions, leave_alone_other_assignments_and_other_sources) {
  model::Enrolment elsewhere = enrolment("e2");
  elsewhere.assignment = "a2";
  see(day(1), {enrolment("e1"), elsewhere});
  PageWrite other = page(day(1), {});
  other.source = "exec";
  other.page.batch.enrolments = {enrolment("e9")};
  store.store_page(other);
  full_pass(2, {});
  EXPECT_THAT(missing(), ElementsAre("e1"));
}

TEST_F(StoredDeletions, leave_alone_what_a_filter_leaves_out) {
  model::Batch batch;
  const auto add = [&](const char* id, const char* person, const char* item, const char* program) {
    model::Enrolment row = enrolment(id);
    row.person = person;
    row.item = item;
    row.assignment = program;
    batch.enrolments.push_back(row);
  };
  model::PersonDetails jane;
  jane.email = "Jane@b.c";
  batch.people.push_back({"u2", jane});
  add("e1", "u1", "s1", "p1");
  add("e2", "u2", "s1", "p2");
  add("e3", "u3", "s2", "p1");
  store.store_page(page(day(1), std::move(batch)));
  const std::tuple<JudgedRows, Lines> cases[] = {
      {{"learn", {}, {}, {"u1"}, {}, {}, {}}, {"e1"}},
      {{"learn", {}, {}, {}, {"jane@B.C"}, {}, {}}, {"e2"}},
      {{"learn", {}, {}, {"u1"}, {"jane@b.c"}, {}, {}}, {"e1", "e2"}},
      {{"learn", {}, {}, {}, {}, {"s1"}, {}}, {"e1", "e2"}},
      {{"learn", {}, {}, {}, {}, {}, {"p1"}}, {"e1", "e3"}},
      {{"learn", {}, {}, {"u1", "u3"}, {}, {"s2"}, {"p1"}}, {"e3"}},
      {{"learn", {}, {}, {}, {}, {}, {}}, {"e1", "e2", "e3"}}};
  for (const auto& [judged, expected] : cases) {
    file.exec("UPDATE enrolments SET missing_since = NULL");
    judgement.rows = judged;
    full_pass(2, {});
    EXPECT_EQ(missing(), expected);
  }
}

TEST_F(StoredDeletions, of_a_stream_that_is_gone_count_nothing_that_was_seen_before) {
  see(day(1), {enrolment("e1"), enrolment("e2")}, {.mark_seen = true});
  judgement.shown_nothing = true;
  judge(2);
  EXPECT_THAT(missing(), ElementsAre("e1", "e2"));
}

TEST_F(StoredDeletions, that_would_empty_a_stream_of_five_rows_are_held) {
  for (const int count : {4, 5}) {
    judgement.brake = {1000, 1.0};
    full_pass(1, numbered(1, count));
    full_pass(2, {});
    const auto candidates = full_pass(3, {});
    EXPECT_EQ(candidates.size(), count == 4 ? 4u : 0u);
    EXPECT_EQ(store.held_deletions("learn"), count == 4 ? 0 : 5);
  }
}

TEST_F(StoredDeletions, over_both_the_floor_and_the_share_are_held) {
  struct Case {
    Brake brake;
    int gone; // of 20 rows
    bool held;
  };
  for (const Case& c : {Case{{4, 0.2}, 4, false}, Case{{3, 0.2}, 4, false}, Case{{4, 0.2}, 5, true},
                        Case{{5, 0.2}, 5, false}, Case{{0, 0.5}, 10, false},
                        Case{{0, 0.5}, 11, true}, Case{{0, 1.0}, 19, false}}) {
    file.exec("DELETE FROM held_deletions");
    file.exec("UPDATE enrolments SET missing_since = NULL, deleted_at = NULL");
    judgement.brake = c.brake;
    full_pass(1, numbered(1, 20));
    full_pass(2, numbered(c.gone + 1, 20));
    const auto candidates = full_pass(3, numbered(c.gone + 1, 20));
    EXPECT_EQ(candidates.empty(), c.held) << c.brake.floor << " " << c.brake.share << " " << c.gone;
    EXPECT_EQ(store.held_deletions("learn"), c.held ? c.gone : 0);
  }
}

TEST_F(StoredDeletions, are_summed_over_a_day) {
  judgement.brake = {2, 0.1};
  full_pass(0, numbered(1, 20));
  full_pass(1, numbered(3, 20));
  delete_all(full_pass(2, numbered(3, 20)));
  EXPECT_THAT(deleted(), ElementsAre("e1", "e2"));
  full_pass(2, numbered(4, 20));
  EXPECT_TRUE(full_pass(2, numbered(4, 20)).empty());
  EXPECT_EQ(store.held_deletions("learn"), 1);
  EXPECT_THAT(ids(full_pass(4, numbered(4, 20))), ElementsAre("e3")) << "the other two are old";
}

TEST_F(StoredDeletions, look_at_the_brake_again_before_they_are_done) {
  judgement.brake = {2, 0.1};
  full_pass(1, numbered(1, 20));
  full_pass(2, numbered(3, 20));
  const auto candidates = full_pass(3, numbered(3, 20));
  EXPECT_EQ(candidates.size(), 2u);
  file.exec("UPDATE enrolments SET deleted_at = '2026-03-04T00:00:00.000Z' WHERE source_id = 'e9'");
  delete_all(candidates);
  EXPECT_THAT(deleted(), ElementsAre("e9")) << "another stream deleted meanwhile";
  EXPECT_EQ(store.held_deletions("learn"), 2);
}

TEST_F(StoredDeletions, that_are_held_lapse_as_the_rows_return) {
  full_pass(1, numbered(1, 5));
  full_pass(2, {});
  full_pass(3, {});
  EXPECT_EQ(store.held_deletions("learn"), 5);
  see(day(4), {enrolment("e1"), enrolment("e2")});
  EXPECT_EQ(store.held_deletions("learn"), 3);
  EXPECT_EQ(store.held_deletions("exec"), 0);
}

TEST_F(StoredDeletions, that_are_held_are_done_when_a_person_approves_them) {
  full_pass(1, numbered(1, 5));
  full_pass(2, {});
  full_pass(3, {});
  EXPECT_EQ(store.approve_deletions("exec", day(4)), 0);
  EXPECT_EQ(store.approve_deletions("learn", day(4)), 5);
  EXPECT_EQ(deleted().size(), 5u);
  EXPECT_EQ(store.held_deletions("learn"), 0);
  EXPECT_EQ(store.approve_deletions("", day(5)), 0);
}

TEST_F(StoredDeletions, are_approved_for_exactly_the_rows_that_are_held) {
  full_pass(1, numbered(1, 6));
  full_pass(2, {"e6"});
  judgement.brake = {1, 0.1};
  full_pass(3, {"e6"});
  full_pass(4, {});
  EXPECT_EQ(store.approve_deletions("", day(5)), 5) << "e6 is missing for the first time";
  EXPECT_EQ(deleted(), numbered(1, 5));
}

TEST_F(StoredDeletions, are_tried_on_a_row_that_is_known_to_live) {
  EXPECT_FALSE(store.sample_row("learn", "a1"));
  full_pass(1, {"e1", "e2"});
  full_pass(2, {"e2"});
  EXPECT_EQ(store.sample_row("learn", "a1"), "e2");
  EXPECT_FALSE(store.sample_row("learn", "a2"));
}

TEST_F(StoredDeletions, leave_the_live_rows_to_be_counted) {
  full_pass(1, {"e1", "e2", "e3"});
  full_pass(2, {"e1", "e2"});
  delete_all(full_pass(3, {"e1", "e2"}));
  EXPECT_EQ(store.live_rows("learn", "a1"), 2);
  EXPECT_EQ(store.live_rows("learn", ""), 2);
  EXPECT_EQ(store.live_rows("learn", "a2"), 0);
  EXPECT_EQ(store.live_rows("exec", ""), 0);
}

} // namespace
} // namespace trainsync::store
