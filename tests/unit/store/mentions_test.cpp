#include "daemon/store/mentions.hpp"

#include <gtest/gtest.h>

namespace trainsync::store {
namespace {

struct Case {
  const char* before;
  const char* after; // nullptr: as it was
};

class Mentions : public testing::TestWithParam<Case> {};

TEST_P(Mentions, are_taken_out) {
  const Names zoe = [](std::string_view text) { return text == "zoe"; };
  const auto redacted = without_mentions(GetParam().before, zoe);
  EXPECT_EQ(mentions(GetParam().before, zoe), GetParam().after != nullptr);
  EXPECT_EQ(redacted.value_or("as it was"), GetParam().after ? GetParam().after : "as it was");
}

INSTANTIATE_TEST_SUITE_P(
    , Mentions,
    testing::Values(Case{R"({"a":"zoe","b":1})", R"({"a":null,"b":1})"},
                    Case{R"({"m":{"id":"zoe","name":"Zoe Lee"},"b":1})", R"({"m":null,"b":1})"},
                    Case{R"({"m":{"p":{"id":"zoe"},"q":2}})", R"({"m":{"p":null,"q":2}})"},
                    Case{R"(["zoe","ann"])", R"([null,"ann"])"}, Case{R"("zoe")", "null"},
                    Case{R"({"a":"zoey"})", nullptr}, Case{R"({"zoe":1})", nullptr},
                    Case{"no JSON: zoe", nullptr}, Case{"", nullptr}));

} // namespace
} // namespace trainsync::store
