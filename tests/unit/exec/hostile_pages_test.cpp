// What no platform should send; see also tests/unit/learn/hostile_pages_test.cpp.
#include "daemon/exec/parse.hpp"

#include "tests/unit/wrong_types.hpp"

#include <gmock/gmock.h>

namespace trainsync::exec {
namespace {

using test::Json;
using testing::ElementsAre;

std::expected<model::Page, std::string> parse(const std::string& rows,
                                              const std::string& totals = R"({"total_count":1,)"
                                                                          R"("total_pages":1})") {
  return parse_assignments(R"({"data":)" + rows + R"(,"pagination":)" + totals + "}");
}

TEST(HostileExec, fields_take_their_own_types) {
  using namespace test;
  expect_types(Json::parse(R"({"id":"a","user":{"id":"u"},"scenario":{"id":"s"},)"
                           R"("program":{"id":"p"}})"),
               {{"/id", takes_id},
                {"/user", takes_part},
                {"/user/id", takes_id},
                {"/user/email", takes_text},
                {"/user/first_name", takes_text},
                {"/user/last_name", takes_text},
                {"/user/unknown", takes_any},
                {"/scenario", takes_part},
                {"/scenario/id", takes_id},
                {"/scenario/name", takes_text},
                {"/scenario/slug", takes_text},
                {"/status", takes_text},
                {"/due_date", takes_stamp},
                {"/best_score", takes_number},
                {"/best_rank", takes_text},
                {"/attempt_count", takes_integer},
                {"/attempt_min", takes_integer},
                {"/attempt_max", takes_integer},
                {"/rank_min", takes_text},
                {"/program", takes_part},
                {"/program/id", takes_id},
                {"/program/name", takes_text},
                {"/created_at", takes_stamp},
                {"/unknown", takes_any}},
               "enrolments", [](const Json& rows) { return exec::parse(rows.dump()); });
}

TEST(HostileExec, numbers_of_any_size_are_kept_or_said) {
  const auto page =
      parse(R"([{"id":"a","best_score":1e308},{"id":"b","attempt_count":9007199254740993},)"
            R"({"id":"c","attempt_count":18446744073709551616},{"id":"d","best_score":1e309}])");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->batch.enrolments.size(), 1u);
  EXPECT_EQ(page->batch.enrolments[0].score, 1e308);
  std::vector<std::string> reasons;
  for (const model::Rejected& rejected : page->batch.rejected)
    reasons.push_back(rejected.reason);
  EXPECT_THAT(reasons,
              ElementsAre("attempt_count: expected a whole number, got number 9007199254740993",
                          "attempt_count: expected a whole number, got number "
                          "1.8446744073709552e+19",
                          "a number in it is too large to be kept"));
}

TEST(HostileExec, totals_that_are_none_make_no_page) {
  for (const char* number : {"1e400", "1e300", "-1", "18446744073709551615", "NaN", "\"1\"", "[1]"})
    for (const char* form :
         {R"({"total_count":%,"total_pages":1})", R"({"total_count":1,"total_pages":%})"}) {
      std::string totals = form;
      totals.replace(totals.find('%'), 1, number);
      EXPECT_FALSE(parse("[]", totals)) << totals;
    }
}

TEST(HostileExec, a_part_with_an_id_of_a_megabyte_or_a_NUL_rejects_the_record) {
  const std::string megabyte(1 << 20, 'i');
  for (const std::string& id : {megabyte, std::string(R"(u\u0000)"), std::string()})
    for (const char* part : {"user", "scenario", "program"}) {
      const auto page =
          parse(R"([{"id":"a",")" + std::string(part) + R"(":{"id":")" + id + "\"}}]");
      ASSERT_TRUE(page);
      EXPECT_EQ(page->batch.rejected.size(), 1u);
      EXPECT_TRUE(page->batch.enrolments.empty() && page->batch.people.empty());
    }
}

TEST(HostileExec, a_record_that_cannot_be_parsed_is_rejected_alone) {
  const auto page =
      parse("[{\"id\":\"a\",\"status\":\"\xff\"},{\"id\":\"b\",\"x\":" + std::string(100'000, '[') +
            std::string(100'000, ']') + "},{\"id\":\"c\"}]");
  ASSERT_TRUE(page);
  EXPECT_THAT(page->ids, ElementsAre("a", "b", "c"));
  EXPECT_EQ(page->batch.rejected.size(), 2u);
  EXPECT_EQ(page->batch.enrolments.size(), 1u);
}

} // namespace
} // namespace trainsync::exec
