#include "daemon/service/status_line.hpp"

#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

namespace trainsync::service {
namespace {

const model::Stamp now = test::at("2026-03-01T12:00:00Z");

SourceStatus whole() {
  SourceStatus status;
  status.source = "learn";
  status.whole_at = test::at("2026-03-01T11:58:20Z");
  status.next_at = test::at("2026-03-01T12:03:20Z");
  status.requests_left = 900;
  status.requests_per_day = 1000;
  return status;
}

TEST(StatusLine, says_since_when_a_source_is_whole_when_it_is_next_and_what_is_left) {
  EXPECT_EQ(status_line({whole()}, now), "learn: whole at 11:58 UTC, next at 12:03 UTC, 900 of "
                                         "1000 requests left today");
}

TEST(StatusLine, names_the_day_where_it_is_another_one) {
  SourceStatus status = whole();
  status.next_at = test::at("2026-03-02T00:01:00Z");
  EXPECT_NE(status_line({status}, now).find("next at 2026-03-02 00:01 UTC"), std::string::npos);
}

TEST(StatusLine, says_what_a_source_does_rather_than_when_it_was_whole) {
  SourceStatus status = whole();
  status.doing = "reading users";
  EXPECT_EQ(status_line({status}, now), "learn: reading users, 900 of 1000 requests left today");
}

TEST(StatusLine, says_what_is_wrong_and_when_it_is_tried_again) {
  SourceStatus status = whole();
  status.wrong = "the credentials are refused";
  EXPECT_EQ(status_line({status}, now),
            "learn: not whole: the credentials are refused, next at 12:03 UTC, 900 of 1000 "
            "requests left today");
}

TEST(StatusLine, names_held_deletions_and_what_to_do) {
  SourceStatus status = whole();
  status.held = 40;
  EXPECT_TRUE(status_line({status}, now)
                  .ends_with("40 deletions held (trainsync "
                             "approve-deletes)"));
}

TEST(StatusLine, has_a_part_for_each_source) {
  SourceStatus fresh;
  fresh.source = "exec";
  EXPECT_TRUE(status_line({whole(), fresh}, now).ends_with("; exec: not read yet"));
}

} // namespace
} // namespace trainsync::service
