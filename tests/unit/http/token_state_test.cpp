#include "daemon/http/token_state.hpp"

#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

using namespace std::chrono_literals;
using enum CredentialForm;

const TokenState::TimePoint start{};

TEST(TokenState, has_no_token_at_first) {
  const TokenState state({basic_encoded});
  EXPECT_FALSE(state.header(start));
}

TEST(TokenState, renews_a_minute_before_the_end) {
  TokenState state({basic_encoded});
  EXPECT_EQ(state.granted({"t", 3600s}, start), "Bearer t");
  EXPECT_EQ(state.header(start + 3539s), "Bearer t");
  EXPECT_FALSE(state.header(start + 3540s));
}

TEST(TokenState, renews_a_short_lived_token_at_nine_tenths_of_its_life) {
  TokenState state({basic_encoded});
  state.granted({"t", 100s}, start);
  EXPECT_TRUE(state.header(start + 89s));
  EXPECT_FALSE(state.header(start + 90s));
}

TEST(TokenState, does_not_keep_a_token_without_a_life) {
  TokenState state({basic_encoded});
  EXPECT_EQ(state.granted({"t", 0s}, start), "Bearer t");
  EXPECT_FALSE(state.header(start));
  EXPECT_EQ(state.granted({"t", -5s}, start), "Bearer t");
  EXPECT_FALSE(state.header(start));
}

TEST(TokenState, tries_each_form_once_and_then_begins_again) {
  TokenState state({basic_encoded, basic_raw});
  EXPECT_EQ(state.form(), basic_encoded);
  EXPECT_TRUE(state.client_refused());
  EXPECT_EQ(state.form(), basic_raw);
  EXPECT_FALSE(state.client_refused());
  EXPECT_EQ(state.form(), basic_encoded);
}

TEST(TokenState, goes_on_with_the_second_form_after_a_failure_in_between) {
  TokenState state({basic_encoded, basic_raw});
  EXPECT_TRUE(state.client_refused());
  EXPECT_EQ(state.form(), basic_raw); // that request timed out; the next one goes on here
  EXPECT_FALSE(state.client_refused());
}

TEST(TokenState, has_nothing_else_to_try_with_one_form) {
  TokenState state({body});
  EXPECT_FALSE(state.client_refused());
  EXPECT_EQ(state.form(), body);
}

TEST(TokenState, remembers_the_form_that_worked) {
  TokenState state({basic_encoded, basic_raw});
  state.client_refused();
  state.granted({"t", 3600s}, start);
  EXPECT_EQ(state.form(), basic_raw);
  EXPECT_FALSE(state.client_refused());
  EXPECT_EQ(state.form(), basic_raw);
}

TEST(TokenState, forgets_a_refused_token) {
  TokenState state({basic_encoded});
  const auto header = state.granted({"t", 3600s}, start);
  EXPECT_TRUE(state.refresh(header, start + 1s));
  EXPECT_FALSE(state.header(start + 1s));
}

TEST(TokenState, renews_once_for_all_who_were_refused_the_same_token) {
  TokenState state({basic_encoded});
  const auto old = state.granted({"old", 3600s}, start);
  EXPECT_TRUE(state.refresh(old, start + 1s));
  EXPECT_TRUE(state.refresh(old, start + 1s)); // while the new one is on its way
  state.granted({"new", 3600s}, start + 1s);
  EXPECT_TRUE(state.refresh(old, start + 2s)); // and after it has come
  EXPECT_EQ(state.header(start + 2s), "Bearer new");
}

TEST(TokenState, gives_up_on_a_fresh_token_that_is_refused_as_well) {
  TokenState state({basic_encoded});
  state.refresh(state.granted({"old", 3600s}, start), start + 1s);
  const auto fresh = state.granted({"new", 3600s}, start + 1s);
  EXPECT_FALSE(state.refresh(fresh, start + 2s));
  EXPECT_FALSE(state.refresh("", start + 2s));
}

TEST(TokenState, renews_again_when_the_fresh_token_has_been_good_for_a_while) {
  TokenState state({basic_encoded});
  state.refresh(state.granted({"old", 3600s}, start), start + 1s);
  const auto fresh = state.granted({"new", 3600s}, start + 1s);
  EXPECT_TRUE(state.refresh(fresh, start + 61s));
}

TEST(TokenState, a_scheduled_renewal_does_not_count_as_a_forced_one) {
  TokenState state({basic_encoded});
  state.granted({"old", 3600s}, start);
  const auto next = state.granted({"next", 3600s}, start + 3540s);
  EXPECT_TRUE(state.refresh(next, start + 3541s));
}

} // namespace
} // namespace trainsync::http
