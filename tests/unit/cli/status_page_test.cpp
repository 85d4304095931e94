#include "daemon/cli/status/page.hpp"

#include "tests/unit/stamps.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace trainsync::cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const model::Stamp noon = test::at("2026-03-31T12:00:00Z");

StreamStatus stream(const std::string& name, const std::string& state, model::Text what_to_do = {},
                    model::Text assignment = {}) {
  return {name,        std::move(assignment), state, noon - 2min, noon - 2min,
          noon + 3min, std::move(what_to_do)};
}

// A source with one list of enrolments, all well.
Status fresh() {
  SourceStatus source;
  source.name = "learn";
  source.platform = "learn";
  source.host = "https://public.api.learn.link/rest/v1";
  source.streams = {stream("assignments", "fresh"), stream("enrolments", "fresh", {}, "a1")};
  source.rows = 1234;
  source.budget = BudgetStatus{300, 100'000, 40, {}};
  source.next_due_at = noon + 3min;
  RunStatus run;
  run.kind = "incremental";
  run.outcome = "whole";
  run.started_at = noon - 2min;
  run.requests = 4;
  source.runs = {run};
  Status status;
  status.at = noon;
  status.database = "/var/lib/trainsync/training.db";
  status.bytes = 12'300'000;
  status.writer = 812;
  status.sources = {source};
  return status;
}

Status with_stream(const StreamStatus& added) {
  Status status = fresh();
  status.sources.front().streams.push_back(added);
  return status;
}

std::string page(const Status& status) {
  return status_page(status, Paint());
}

TEST(StatusPage, tells_all_of_a_source) {
  EXPECT_EQ(page(fresh()),
            R"(Everything is fresh, at 2026-03-31 12:00:00 UTC
/var/lib/trainsync/training.db, 12 MB
process 812 keeps it

learn: fresh
  from      https://public.api.learn.link/rest/v1
  as of     2026-03-31 11:58:00 (2 min ago)
  next      2026-03-31 12:03:00 (in 3 min)
  budget    40 of 100,000 requests used in 24 hours, 99,960 left
  rows      1,234 enrolments; 0 people, 0 items, 0 assignments
  lists     2 fresh
  last runs 2026-03-31 11:58:00 incremental, whole: 0 new, 0 changed, 0 deleted;
            4 requests
)");
}

TEST(StatusPage, stands_in_80_columns) {
  Status status =
      with_stream(stream("enrolments", "failing", std::string(300, 'w'), std::string(90, 'a')));
  status.sources.front().host = "https://" + std::string(100, 'h');
  status.database = "/" + std::string(200, 'p');
  std::istringstream lines(page(status));
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 80u) << line;
}

TEST(StatusPage, says_what_many_lists_have_in_common_once) {
  Status status = fresh();
  for (int i = 0; i < 40; ++i)
    status.sources.front().streams.push_back(
        stream("enrolments", "failing", "ask for rights", "f" + std::to_string(i)));
  EXPECT_THAT(page(status), AllOf(HasSubstr("enrolments of f0 and 39 more lists"),
                                  HasSubstr("ask for rights"), Not(HasSubstr("f1"))));
}

TEST(StatusPage, does_not_grow_with_all_that_can_be_wrong) {
  Status status = fresh();
  for (int i = 0; i < 40; ++i)
    status.sources.front().streams.push_back(
        stream("enrolments", "failing", "what " + std::to_string(i), "f"));
  EXPECT_THAT(page(status), HasSubstr("of 35 more lists: see sync_health"));
}

TEST(StatusPage, says_until_when_the_budget_is_used_up) {
  Status status = fresh();
  status.sources.front().budget = BudgetStatus{60, 900, 900, noon + 3h};
  EXPECT_THAT(page(status),
              HasSubstr("900 of 900 requests used in 24 hours; none is allowed before"));
  EXPECT_TRUE(is_fresh(status));
}

TEST(StatusPage, tells_of_held_deletions_and_rejected_records) {
  Status status = fresh();
  status.sources.front().held = 25;
  status.sources.front().held_since = noon - 1h;
  status.sources.front().rejected = 1;
  EXPECT_THAT(page(status), AllOf(HasSubstr("25 deletions wait for a person's word"),
                                  HasSubstr("1 record could not be read")));
  EXPECT_FALSE(is_fresh(status));
}

TEST(StatusPage, tells_what_is_wrong_with_the_file_as_a_whole) {
  Status status = fresh();
  status.what_to_do = {"a forget is not finished"};
  EXPECT_THAT(page(status), AllOf(HasSubstr("Not everything is fresh"),
                                  HasSubstr("to do: a forget is not finished")));
  const auto json = nlohmann::json::parse(status_json(status));
  EXPECT_EQ(json["what_to_do"], nlohmann::json({"a forget is not finished"}));
  EXPECT_EQ(json["fresh"], false);
  EXPECT_FALSE(is_fresh(status));
}

TEST(StatusPage, tells_that_no_sync_reads_a_source) {
  Status status = fresh();
  status.sources.front().refusal = "the config says another place";
  EXPECT_THAT(page(status), AllOf(HasSubstr("Not everything is fresh"), HasSubstr("learn: failing"),
                                  HasSubstr("to do     the config says another place")));
  const auto json = nlohmann::json::parse(status_json(status));
  EXPECT_EQ(json["sources"][0]["state"], "failing");
  EXPECT_EQ(json["sources"][0]["what_to_do"], "the config says another place");
}

TEST(StatusPage, of_a_source_that_was_never_read_says_what_to_do) {
  Status status = fresh();
  SourceStatus& exec = status.sources.emplace_back();
  exec.name = "exec";
  exec.is_in_file = false;
  EXPECT_THAT(page(status), HasSubstr("exec: never"));
  EXPECT_FALSE(is_fresh(status));
}

TEST(StatusPage, of_a_hostile_platform_steers_no_terminal) {
  const Status status = with_stream(stream("users", "failing", "it says \033[2J\xc2\x9b"));
  EXPECT_THAT(page(status), AllOf(HasSubstr("\\u{1b}[2J\\u{9b}"), Not(HasSubstr("\033"))));
  EXPECT_THAT(status_json(status), Not(HasSubstr("\033")));
}

TEST(StatusPage, is_coloured_only_where_somebody_sees_it) {
  EXPECT_THAT(status_page(fresh(), Paint(true)), HasSubstr("\033[32mEverything is fresh\033[0m"));
  EXPECT_THAT(page(fresh()), Not(HasSubstr("\033")));
}

TEST(Fresh, are_also_lists_that_nobody_has_to_care_about) {
  for (const char* state : {"fresh", "resting", "unavailable", "left_out"})
    EXPECT_TRUE(is_fresh(with_stream(stream("users", state)))) << state;
  for (const char* state : {"stale", "failing", "held", "never", "a word of a newer version"})
    EXPECT_FALSE(is_fresh(with_stream(stream("users", state)))) << state;
}

TEST(AsOf, is_when_the_oldest_list_of_enrolments_was_whole) {
  StreamStatus older = stream("enrolments", "stale", {}, "a2");
  older.last_whole_at = noon - 2h;
  EXPECT_EQ(as_of(with_stream(older).sources.front()), noon - 2h);
  older.state = "resting";
  EXPECT_EQ(as_of(with_stream(older).sources.front()), noon - 2min);
  StreamStatus names = stream("users", "fresh");
  names.last_whole_at = noon - 20h;
  EXPECT_EQ(as_of(with_stream(names).sources.front()), noon - 2min);
}

TEST(AsOf, is_nothing_while_a_list_was_never_whole) {
  StreamStatus never = stream("enrolments", "never", {}, "a2");
  never.last_whole_at.reset();
  EXPECT_EQ(as_of(with_stream(never).sources.front()), std::nullopt);
}

TEST(StatusJson, has_a_version_and_all_figures) {
  const auto json = nlohmann::json::parse(status_json(fresh()));
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["fresh"], true);
  EXPECT_EQ(json["writer_process"], 812);
  const auto& source = json["sources"][0];
  EXPECT_EQ(source["state"], "fresh");
  EXPECT_EQ(source["as_of"], "2026-03-31T11:58:00.000Z");
  EXPECT_EQ(source["rows"], 1234);
  EXPECT_EQ(source["budget"]["used_in_24_hours"], 40);
  EXPECT_EQ(source["streams"][1]["assignment"], "a1");
  EXPECT_EQ(source["runs"][0]["outcome"], "whole");
}

} // namespace
} // namespace trainsync::cli
