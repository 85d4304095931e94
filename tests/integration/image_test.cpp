// The comparison itself: a test of equality that sees no difference would be worth nothing.
#include "tests/integration/image.hpp"

#include <gmock/gmock.h>

namespace trainsync::integration {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Image one_open{{{"enrolment", "learn/1"}, {{"status", "open"}, {"due_at", std::nullopt}}},
                     {{"enrolment_history", "learn/1/1"}, {{"type", "scheduled-check"}}}};

TEST(Image, of_the_same_records_differs_in_nothing) {
  EXPECT_THAT(differences(one_open, one_open), IsEmpty());
  EXPECT_THAT(expected_changes(one_open, one_open), IsEmpty());
}

TEST(Image, says_which_field_differs) {
  Image other = one_open;
  other[{"enrolment", "learn/1"}]["due_at"] = "";
  EXPECT_THAT(differences(one_open, other),
              ElementsAre("enrolment learn/1: due_at is '', expected NULL"));
}

TEST(Image, says_which_record_or_field_is_missing_or_too_many) {
  Image other = one_open;
  other.erase({"enrolment_history", "learn/1/1"});
  other[{"enrolment", "learn/1"}].erase("due_at");
  EXPECT_THAT(differences(one_open, other), ElementsAre("enrolment learn/1 has no field due_at",
                                                        "enrolment_history learn/1/1 is missing"));
  EXPECT_THAT(differences(other, one_open),
              ElementsAre("enrolment learn/1 has the field due_at, which nobody expects",
                          "enrolment_history learn/1/1 is one that nobody expects"));
}

TEST(Image, expects_a_change_a_field_and_one_a_new_record) {
  Image later = one_open;
  later[{"enrolment", "learn/1"}]["status"] = "overdue";
  later[{"enrolment_history", "learn/1/2"}] = {{"type", "scheduled-check"}};
  later[{"enrolment", "learn/2"}] = {{"status", "open"}};
  later[{"enrolment_history", "learn/2/1"}] = {{"type", "scheduled-check"}};
  later[{payload_entity, "learn/2"}] = {{"payload", "{}"}};
  EXPECT_THAT(expected_changes(one_open, later),
              ElementsAre("enrolment learn/1 updated status 'open' -> 'overdue'",
                          "enrolment learn/2 inserted NULL NULL -> NULL",
                          "enrolment_history learn/1/2 inserted NULL NULL -> NULL"));
}

} // namespace
} // namespace trainsync::integration
