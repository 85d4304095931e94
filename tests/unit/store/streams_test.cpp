#include "tests/unit/store/fixture.hpp"

#include <algorithm>

namespace trainsync::store {
namespace {

const StreamKey key{"learn", "enrolments", "a1"};

class StoredStreams : public StoreTest {
protected:
  void commit(model::Commit commit, std::vector<model::Enrolment> rows = {}) {
    see(day(1), std::move(rows), std::move(commit));
  }
  PassEnd pass(Outcome outcome, bool full) const {
    PassEnd end;
    end.stream_id = stream;
    end.outcome = outcome;
    end.full = full;
    end.at = day(3);
    end.next_due = day(4);
    end.fresh_until = day(5);
    return end;
  }
};

TEST_F(StoredStreams, begin_with_nothing_known) {
  const Stream begun = store.stream({"exec", "assignments", ""});
  EXPECT_GT(begun.id, 0);
  EXPECT_FALSE(begun.cursor || begun.progress || begun.last_whole_at || begun.last_full_at ||
               begun.next_due_at || begun.unavailable);
  EXPECT_EQ(begun.longest_page, 0);
}

TEST_F(StoredStreams, are_told_apart_by_source_name_and_assignment) {
  EXPECT_EQ(store.stream(key).id, stream);
  EXPECT_NE(store.stream({"learn", "enrolments", "a2"}).id, stream);
  EXPECT_NE(store.stream({"learn", "users", ""}).id, stream);
  EXPECT_NE(store.stream({"exec", "enrolments", "a1"}).id, stream);
}

TEST_F(StoredStreams, move_their_cursor_forward_and_never_back) {
  commit({.cursor = day(5)});
  EXPECT_EQ(store.stream(key).cursor, day(5));
  commit({.cursor = day(4)});
  EXPECT_EQ(store.stream(key).cursor, day(5));
  commit({.cursor = day(6)});
  commit({});
  EXPECT_EQ(store.stream(key).cursor, day(6));
}

TEST_F(StoredStreams, keep_the_whole_progress_of_a_walk) {
  const model::Progress progress{.full = true,
                                 .from = day(0),
                                 .to = day(1),
                                 .next_page = 7,
                                 .low = 8,
                                 .high = 9,
                                 .round = 2,
                                 .head = true,
                                 .ignores_end = true,
                                 .first_to = day(2)};
  commit({.progress = progress});
  EXPECT_EQ(store.stream(key).progress, progress);
  commit({.progress = model::Progress{}});
  EXPECT_EQ(store.stream(key).progress, model::Progress{});
  commit({});
  EXPECT_TRUE(store.stream(key).progress);
  commit({.end_walk = true});
  EXPECT_FALSE(store.stream(key).progress);
}

TEST_F(StoredStreams, remember_when_the_walk_under_way_began) {
  see(day(1), {}, {.progress = model::Progress{}});
  see(day(9), {}, {.progress = model::Progress{}});
  EXPECT_EQ(store.stream(key).progress_since, day(1));
}

TEST_F(StoredStreams, keep_the_progress_of_others_apart) {
  const Stream other = store.stream({"learn", "enrolments", "a2"});
  commit({.progress = model::Progress{.next_page = 3}});
  EXPECT_FALSE(store.stream({"learn", "enrolments", "a2"}).progress);
  EXPECT_TRUE(store.seen_ids(other.id).empty());
}

TEST_F(StoredStreams, remember_the_rows_that_a_pass_has_seen) {
  commit({.mark_seen = true}, {enrolment("e1"), enrolment("e2")});
  commit({.mark_seen = true}, {enrolment("e3")});
  commit({}, {enrolment("e4")});
  commit({.skip_rows = true, .mark_seen = true}, {enrolment("e5")});
  EXPECT_THAT(store.seen_ids(stream), testing::UnorderedElementsAre("e1", "e2", "e3"));
  commit({.mark_seen = true, .forget_seen = true}, {enrolment("e6")});
  EXPECT_THAT(store.seen_ids(stream), ElementsAre("e6"));
}

TEST_F(StoredStreams, store_no_row_of_a_page_that_only_served_the_search) {
  const Counts counts = see(day(1), {enrolment()}, {.skip_rows = true, .cursor = day(1)});
  EXPECT_EQ(counts.pages, 1);
  EXPECT_EQ(counts.seen, 0);
  EXPECT_EQ(value("SELECT count(*) FROM enrolments"), "0");
  EXPECT_EQ(store.stream(key).cursor, day(1));
}

TEST_F(StoredStreams, keep_how_the_last_pass_ended) {
  PassEnd end = pass(Outcome::whole, true);
  end.remark = "a remark";
  end.longest_page = 50;
  store.end_pass(end, std::nullopt);
  const Stream whole = store.stream(key);
  EXPECT_EQ(whole.last_whole_at, day(3));
  EXPECT_EQ(whole.last_full_at, day(3));
  EXPECT_EQ(whole.next_due_at, day(4));
  EXPECT_EQ(whole.longest_page, 50);
  EXPECT_EQ(whole.failures, 0);
  EXPECT_EQ(value("SELECT last_pass_at, last_outcome, last_error, remark, fresh_until "
                  "FROM sync_streams WHERE assignment_source_id = 'a1'"),
            "2026-03-04T00:00:00.000Z|whole|-|a remark|2026-03-06T00:00:00.000Z");
}

TEST_F(StoredStreams, that_fail_keep_when_they_were_last_whole) {
  store.end_pass(pass(Outcome::whole, true), std::nullopt);
  for (const Outcome outcome : {Outcome::partial, Outcome::failed}) {
    PassEnd end = pass(outcome, true);
    end.at = end.fresh_until = day(9);
    end.error = "why";
    store.end_pass(end, std::nullopt);
  }
  const Stream failing = store.stream(key);
  EXPECT_EQ(failing.last_whole_at, day(3));
  EXPECT_EQ(failing.last_full_at, day(3));
  EXPECT_EQ(failing.failures, 2);
  EXPECT_EQ(value("SELECT last_outcome, last_error, fresh_until FROM sync_streams "
                  "WHERE assignment_source_id = 'a1'"),
            "failed|why|2026-03-06T00:00:00.000Z");
  store.end_pass(pass(Outcome::whole, false), std::nullopt);
  EXPECT_EQ(store.stream(key).failures, 0);
}

TEST_F(StoredStreams, that_were_read_incrementally_are_no_fuller_than_before) {
  store.end_pass(pass(Outcome::whole, false), std::nullopt);
  EXPECT_EQ(store.stream(key).last_whole_at, day(3));
  EXPECT_FALSE(store.stream(key).last_full_at);
}

TEST_F(StoredStreams, tell_that_they_are_unavailable) {
  store.end_pass(pass(Outcome::unavailable, true), std::nullopt);
  EXPECT_TRUE(store.stream(key).unavailable);
  store.end_pass(pass(Outcome::whole, true), std::nullopt);
  EXPECT_FALSE(store.stream(key).unavailable);
}

TEST_F(StoredStreams, measure_the_longest_page_anew_with_each_full_pass) {
  const auto end = [&](std::int64_t longest, bool full) {
    PassEnd end = pass(Outcome::whole, full);
    end.longest_page = longest;
    store.end_pass(end, std::nullopt);
    return store.stream(key).longest_page;
  };
  EXPECT_EQ(end(100, true), 100);
  EXPECT_EQ(end(3, false), 100) << "a look may be short";
  EXPECT_EQ(end(120, false), 120);
  EXPECT_EQ(end(50, true), 50) << "the server clamps now";
}

TEST_F(StoredStreams, of_a_source_share_the_longest_page) {
  PassEnd end = pass(Outcome::whole, true);
  end.longest_page = 50;
  store.end_pass(end, std::nullopt);
  EXPECT_EQ(store.longest_page("learn", "enrolments"), 50);
  EXPECT_EQ(store.longest_page("learn", "users"), 0);
  EXPECT_EQ(store.longest_page("exec", "enrolments"), 0);
}

TEST_F(StoredStreams, know_the_newest_update_of_their_source) {
  EXPECT_FALSE(store.newest_update("learn"));
  model::Enrolment older = enrolment("e1"), newer = enrolment("e2"), without = enrolment("e3");
  newer.updated_at = day(2);
  without.updated_at.reset();
  see(day(3), {older, newer, without});
  EXPECT_EQ(store.newest_update("learn"), day(2));
  EXPECT_FALSE(store.newest_update("exec"));
}

// "!" marks what is unfinished.
class DueStreams : public StoredStreams {
protected:
  Lines due(const std::string& source = "learn") {
    Lines lines;
    for (const DueStream& due : store.due_streams(source))
      lines.push_back(due.key.stream + " " + due.key.assignment + (due.unfinished ? "!" : ""));
    std::ranges::sort(lines);
    return lines;
  }
  void finish(const StreamKey& stream, Outcome outcome = Outcome::whole) {
    PassEnd end = pass(outcome, true);
    end.stream_id = store.stream(stream).id;
    store.end_pass(end, std::nullopt);
  }
};

TEST_F(DueStreams, are_unfinished_until_a_pass_over_them_came_to_its_end) {
  see(day(1), {enrolment()});
  EXPECT_THAT(due(), ElementsAre("assignments !", "contents !", "enrolments a1!", "users !"));
  EXPECT_THAT(due("exec"), ElementsAre("assignments !"));
  finish({"learn", "assignments", ""});
  finish({"learn", "users", ""}, Outcome::unavailable);
  finish(key, Outcome::failed);
  EXPECT_THAT(due(), ElementsAre("assignments ", "contents !", "enrolments a1!", "users "));
  finish(key);
  EXPECT_THAT(due(), ElementsAre("assignments ", "contents !", "enrolments a1", "users "));
}

TEST_F(DueStreams, are_unfinished_while_a_walk_over_them_is_under_way) {
  finish(key);
  see(day(1), {enrolment()}, {.progress = model::Progress{}});
  EXPECT_THAT(due(), testing::Contains("enrolments a1!"));
}

TEST_F(DueStreams, are_those_that_the_config_does_not_leave_out) {
  see(day(1), {enrolment()});
  ASSERT_TRUE(store.register_source(
      {"learn", "learn", "host", "tenant", R"({"assignments": ["a2"], "users": false})"}, day(0)));
  EXPECT_THAT(due(), ElementsAre("assignments !", "contents !", "enrolments a2!"));
}

} // namespace
} // namespace trainsync::store
