#include "daemon/store/person_key.hpp"

#include <gtest/gtest.h>

namespace trainsync::store {
namespace {

Identity account(std::int64_t id, const std::string& email_key, std::optional<bool> is_active) {
  return {id, "learn", "u" + std::to_string(id), email_key, is_active, {}, {}};
}

TEST(PersonKey, is_the_email_or_the_account_itself) {
  EXPECT_EQ(person_key(account(1, "a@b.c", true), {}, {}), "a@b.c");
  EXPECT_EQ(person_key(account(1, "a@b.c", false), {}, {}), "a@b.c");
  EXPECT_EQ(person_key(account(1, "", true), {}, {}), "learn:u1");
}

TEST(PersonKey, of_a_shared_email_is_the_email_for_the_only_one_who_is_not_switched_off) {
  struct Case {
    std::optional<bool> is_active, other;
    const char* key;
  };
  const Case cases[] = {
      {true, true, "learn:u1"},          {true, false, "a@b.c"},
      {false, true, "learn:u1"},         {false, false, "learn:u1"},
      {std::nullopt, false, "a@b.c"},    {std::nullopt, true, "learn:u1"},
      {false, std::nullopt, "learn:u1"}, {std::nullopt, std::nullopt, "learn:u1"}};
  for (const Case& each : cases) {
    const Identity sharers[] = {account(2, "a@b.c", each.other)};
    EXPECT_EQ(person_key(account(1, "a@b.c", each.is_active), sharers, {}), each.key);
  }
  const Identity two[] = {account(2, "a@b.c", false), account(3, "a@b.c", true)};
  EXPECT_EQ(person_key(account(1, "a@b.c", true), two, {}), "learn:u1");
}

TEST(PersonKey, is_what_the_aliases_say_of_the_account_or_else_of_its_email) {
  const Aliases aliases{{"a@b.c", "first@b.c"}, {"learn:u2", "other@b.c"}};
  EXPECT_EQ(person_key(account(1, "a@b.c", true), {}, aliases), "first@b.c");
  EXPECT_EQ(person_key(account(2, "a@b.c", true), {}, aliases), "other@b.c");
  EXPECT_EQ(person_key(account(2, "", true), {}, aliases), "other@b.c");
  const Identity sharers[] = {account(2, "a@b.c", true)};
  EXPECT_EQ(person_key(account(1, "a@b.c", true), sharers, aliases), "learn:u1");
}

TEST(MainAccount, is_one_that_is_switched_on_or_else_says_that_it_is_off_the_oldest_first) {
  const Identity silent = account(1, "", std::nullopt), off = account(2, "", false),
                 on = account(3, "", true), on_too = account(4, "", true);
  EXPECT_EQ(main_account(std::vector{silent, off, on_too, on}).id, 3);
  EXPECT_EQ(main_account(std::vector{silent, off}).id, 2);
  EXPECT_EQ(main_account(std::vector{silent}).id, 1);
}

TEST(Fingerprint, differs_where_the_aliases_do) {
  EXPECT_EQ(fingerprint({{"a", "b"}}), fingerprint({{"a", "b"}}));
  EXPECT_NE(fingerprint({{"a", "b"}}), fingerprint({{"a", "c"}}));
  EXPECT_NE(fingerprint({{"a", "b"}}), fingerprint({}));
  EXPECT_NE(fingerprint({{"ab", "c"}}), fingerprint({{"a", "bc"}}));
}

} // namespace
} // namespace trainsync::store
