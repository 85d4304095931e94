#include "daemon/sync/servers_word.hpp"

#include <gtest/gtest.h>

namespace trainsync::sync {
namespace {

constexpr std::string_view secrets[] = {"t0ken/secret", "\xe9 no UTF-8", "s\"\xc3\xa9\\"};

std::string word(std::string_view body) {
  return servers_word(body, secrets);
}

TEST(ServersWord, is_the_message_of_either_platform) {
  EXPECT_EQ(word(R"({"status":404,"error":"Not Found","message":"gone"})"), "gone");
  EXPECT_EQ(word(R"({"error":{"type":"x","message":"slow down"}})"), "slow down");
  EXPECT_EQ(word(R"({"message":{"field":["is é"]}})"), R"({"field":["is é"]})");
}

TEST(ServersWord, is_nothing_where_the_body_says_nothing) {
  for (const char* body : {"", "<html>", "[]", "1", "{}", R"({"message":null})", R"({"error":"x"})",
                           R"({"error":{"message":null},"message":"x"})"})
    EXPECT_EQ(word(body), "") << body;
}

TEST(ServersWord, never_repeats_a_secret_however_it_is_written) {
  for (const char* body :
       {R"({"message":"the key t0ken/secret is wrong"})", R"({"message":"t0ken\/secret"})",
        R"({"message":"\u00740ken/secret"})", R"({"message":{"t0ken\u002fsecret":1}})",
        R"({"message":"s\"\u00e9\\"})", R"({"message":{"a":"s\"é\\"}})"})
    EXPECT_EQ(word(body), "") << body;
}

TEST(ServersWord, is_nothing_that_a_terminal_obeys) {
  EXPECT_EQ(word("{\"message\":\"a\\u001b[31m\\nb\\u007f\\u009bc\\u202ed\"}"), "a [31m b  c d");
}

TEST(ServersWord, is_not_looked_for_in_what_is_too_deep_or_too_long) {
  const std::string deep(30'000, '[');
  EXPECT_EQ(word("{\"message\":" + deep + std::string(30'000, ']') + "}"), "");
  EXPECT_EQ(word("{\"x\":\"" + std::string(70'000, 'x') + "\",\"message\":\"gone\"}"), "");
}

} // namespace
} // namespace trainsync::sync
