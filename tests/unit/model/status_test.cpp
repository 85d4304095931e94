#include "daemon/model/status.hpp"

#include <gtest/gtest.h>

namespace trainsync::model {
namespace {

TEST(Status, of_learn_follows_its_documented_words) {
  const std::pair<const char*, Status> cases[] = {
      {"archived", Status::archived},   {"complete", Status::completed},
      {"open", Status::open},           {"overdue", Status::overdue},
      {"scheduled", Status::scheduled}, {"unassigned", Status::unassigned}};
  for (const auto& [word, status] : cases)
    EXPECT_EQ(status_from_learn(word), status) << word;
}

TEST(Status, of_exec_follows_its_documented_words) {
  const std::pair<const char*, Status> cases[] = {{"not_started", Status::open},
                                                  {"in_progress", Status::in_progress},
                                                  {"completed", Status::completed},
                                                  {"past_due", Status::overdue},
                                                  {"did_not_pass", Status::failed}};
  for (const auto& [word, status] : cases)
    EXPECT_EQ(status_from_exec(word), status) << word;
}

TEST(Status, is_unknown_for_any_other_word) {
  for (const char* word : {"", "Open", "OPEN", " open", "open ", "paused", "unknown"}) {
    EXPECT_EQ(status_from_learn(word), Status::unknown) << word;
    EXPECT_EQ(status_from_exec(word), Status::unknown) << word;
  }
  EXPECT_EQ(status_from_text("paused"), Status::unknown);
}

TEST(Status, of_one_platform_does_not_take_the_words_of_the_other) {
  EXPECT_EQ(status_from_learn("completed"), Status::unknown);
  EXPECT_EQ(status_from_learn("past_due"), Status::unknown);
  EXPECT_EQ(status_from_exec("complete"), Status::unknown);
  EXPECT_EQ(status_from_exec("overdue"), Status::unknown);
}

TEST(Status, has_a_word_of_its_own_in_the_file) {
  const std::pair<Status, const char*> cases[] = {
      {Status::scheduled, "scheduled"},     {Status::open, "open"},
      {Status::in_progress, "in_progress"}, {Status::completed, "completed"},
      {Status::overdue, "overdue"},         {Status::failed, "failed"},
      {Status::archived, "archived"},       {Status::unassigned, "unassigned"},
      {Status::unknown, "unknown"}};
  for (const auto& [status, word] : cases) {
    EXPECT_EQ(text(status), word);
    EXPECT_EQ(status_from_text(word), status);
  }
}

TEST(Rank, is_kept_in_lower_case_where_it_is_a_known_one) {
  for (const char* word : {"gold", "Gold", "GOLD"})
    EXPECT_EQ(rank_from_exec(word), "gold");
  EXPECT_EQ(rank_from_exec("Silver"), "silver");
  EXPECT_EQ(rank_from_exec("bronze"), "bronze");
  EXPECT_EQ(rank_from_exec("Unranked"), "unranked");
}

TEST(Rank, is_kept_as_it_came_where_it_is_none) {
  for (const char* word : {"", "Platinum", "GOLD+", " gold"})
    EXPECT_EQ(rank_from_exec(word), word);
}

} // namespace
} // namespace trainsync::model
