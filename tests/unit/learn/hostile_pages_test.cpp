// What no platform should send: each record is read or rejected with what it was, and what stands
// around it is read.
#include "daemon/learn/parse.hpp"
#include "daemon/model/record_reader.hpp"

#include "tests/unit/wrong_types.hpp"

#include <gmock/gmock.h>

namespace trainsync::learn {
namespace {

using test::Json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

model::Page parsed(std::string_view body) {
  auto page = parse_enrolments(body, "asked-for");
  EXPECT_TRUE(page) << page.error();
  return page.value_or(model::Page());
}

// The reason for which the row in the middle of three is rejected.
std::string reason(const std::string& row, const std::string& payload) {
  const model::Page page =
      parsed(R"([{"id":"before"}, )" + row + R"(, {"id":"after","status":"open"}])");
  EXPECT_EQ(page.rows, 3);
  EXPECT_EQ(page.batch.enrolments.size() + page.batch.rejected.size(), 3u);
  if (page.batch.rejected.size() != 1)
    return "not rejected";
  EXPECT_EQ(page.batch.rejected[0].payload, payload);
  EXPECT_EQ(page.batch.rejected[0].source_id, "a");
  EXPECT_THAT(page.ids, ElementsAre("before", "a", "after"));
  return page.batch.rejected[0].reason;
}

std::string reason(const std::string& row) {
  return reason(row, row);
}

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + "1" + std::string(levels, ']');
}

TEST(HostileLearn, fields_of_enrolments_take_their_own_types) {
  using namespace test;
  expect_types(Json::parse(R"({"id":"a","history":[{}]})"),
               {{"/id", takes_id},
                {"/userId", takes_text},
                {"/assignmentId", takes_text},
                {"/audienceId", takes_text},
                {"/primaryContentId", takes_text},
                {"/status", takes_text},
                {"/availableDate", takes_stamp},
                {"/dueDate", takes_stamp},
                {"/lastCompletedAt", takes_stamp},
                {"/updatedAt", takes_stamp},
                {"/history", takes_list_of_objects},
                {"/history/0/type", takes_text},
                {"/history/0/completionId", takes_text},
                {"/history/0/previousStatus", takes_text},
                {"/history/0/nextStatus", takes_text},
                {"/history/0/createdAt", takes_stamp},
                {"/history/0/updatedAt", takes_stamp},
                {"/unknown", takes_any}},
               "enrolments",
               [](const Json& rows) { return parse_enrolments(rows.dump(), "asked-for"); });
}

TEST(HostileLearn, fields_of_the_directories_take_their_own_types) {
  using namespace test;
  const auto parse = [](Listing listing) {
    return [listing](const Json& rows) { return parse_directory(listing, rows.dump()); };
  };
  expect_types({{"id", "a"}},
               {{"/id", takes_id},
                {"/email", takes_text},
                {"/firstName", takes_text},
                {"/lastName", takes_text},
                {"/ref", takes_text},
                {"/role", takes_any},
                {"/isActive", takes_boolean},
                {"/deleted", takes_boolean},
                {"/managerId", takes_text},
                {"/positions", takes_list},
                {"/additionalFields", takes_any}},
               "people", parse(Listing::users));
  expect_types(
      {{"id", "a"}},
      {{"/id", takes_id}, {"/type", takes_text}, {"/title", takes_text}, {"/slug", takes_text}},
      "items", parse(Listing::contents));
  expect_types({{"id", "a"}},
               {{"/id", takes_id},
                {"/title", takes_text},
                {"/audienceId", takes_text},
                {"/primaryContentId", takes_text},
                {"/completionPeriod", takes_integer},
                {"/recurrence", takes_integer},
                {"/isActive", takes_boolean},
                {"/isDeleted", takes_boolean},
                {"/createdAt", takes_stamp},
                {"/updatedAt", takes_stamp},
                {"/deletedAt", takes_stamp}},
               "assignments", parse(Listing::assignments));
}

TEST(HostileLearn, a_record_that_nests_too_deep_is_rejected) {
  EXPECT_EQ(reason(R"({"id":"a","x":)" + nested(63) + "}"), "not rejected");
  EXPECT_EQ(reason(R"({"id":"a","x":)" + nested(64) + "}"), "it nests more than 64 levels deep");
  EXPECT_EQ(reason(R"({"id":"a","x":)" + nested(900'000) + "}"),
            "it nests more than 64 levels deep");
  EXPECT_EQ(reason(R"({"x":)" + nested(100'000) + R"(,"id":"a"})"),
            "it nests more than 64 levels deep");
}

TEST(HostileLearn, a_page_that_nests_too_deep_around_its_records_is_none) {
  const std::string deep = nested(1'000'000);
  for (const std::string& body : {deep, "[" + deep + "]", R"({"results":[],"x":)" + deep + "}",
                                  std::string(1'000'000, '['), std::string(1'000'000, '{')})
    EXPECT_FALSE(parse_enrolments(body, ""));
}

TEST(HostileLearn, a_record_with_too_many_fields_is_rejected_at_once) {
  std::string row = R"({"id":"a")";
  for (int i = 0; i < 300'000; ++i)
    row += ",\"" + std::to_string(i) + "\":0";
  EXPECT_EQ(reason(row + "}"), "an object in it has more than 1000 fields");
}

TEST(HostileLearn, a_record_with_bytes_that_are_no_text_is_rejected_in_a_form_that_can_be_read) {
  EXPECT_EQ(reason("{\"id\":\"a\",\"status\":\"\xff\xc3\"}", R"({"id":"a","status":"\xff\xc3"})"),
            "it holds bytes that are not UTF-8");
  EXPECT_EQ(reason("{\"id\":\"a\",\"x\":\"\xed\xa0\x80\"}", R"({"id":"a","x":"\xed\xa0\x80"})"),
            "it holds bytes that are not UTF-8");
  EXPECT_EQ(reason(std::string("{\"id\":\"a\",\"x\":\"\0\"}", 18), R"({"id":"a","x":"\x00"})"),
            "it is not JSON");
  const model::Page page = parsed("[{\"id\":\"a\xff\"}]");
  ASSERT_EQ(page.batch.rejected.size(), 1u);
  EXPECT_FALSE(page.batch.rejected[0].source_id);
}

TEST(HostileLearn, a_record_that_is_no_JSON_is_rejected_alone) {
  EXPECT_EQ(reason(R"({"id":"a","x":NaN})"), "it is not JSON");
  EXPECT_EQ(reason(R"({"id":"a","x":-Infinity})"), "it is not JSON");
  EXPECT_EQ(reason(R"({"id":"a","x":"\ud83d"})"), "it is not JSON");
  EXPECT_EQ(reason(R"({"id":"a","x":01})"), "it is not JSON");
  EXPECT_EQ(reason(R"({"id":"a" "x":1})"), "it is not JSON");
}

TEST(HostileLearn, numbers_of_any_size_are_kept_or_said) {
  EXPECT_EQ(reason(R"({"id":"a","x":1e400})"), "a number in it is too large to be kept");
  const std::string large = R"({"id":"a","x":123456789012345678901234567890,"y":1.10,"z":-0.0})";
  EXPECT_EQ(parsed("[" + large + "]").batch.enrolments.at(0).payload, large);
}

TEST(HostileLearn, a_NUL_in_a_text_that_has_a_column_rejects_the_record) {
  EXPECT_EQ(reason(R"({"id":"a","status":"open\u0000x"})"),
            R"(status: expected text without a NUL character, got string "open\u0000x")");
  EXPECT_EQ(reason(R"({"id":"a","history":[{"type":"\u0000"}]})"),
            R"(history[0].type: expected text without a NUL character, got string "\u0000")");
  EXPECT_EQ(reason(R"({"id":"a","x":"\u0000","y\u0000":1})"), "not rejected")
      << "what has no column stands in the payload, escaped";
  const model::Page page = parsed(R"([{"id":"a\u0000b"}])");
  EXPECT_FALSE(page.batch.rejected.at(0).source_id);
  EXPECT_TRUE(page.ids.empty());
}

TEST(HostileLearn, an_id_of_a_megabyte_is_none) {
  const std::string most(model::most_id_bytes, 'i'), more = most + "i";
  EXPECT_EQ(parsed(R"([{"id":")" + most + "\"}]").batch.enrolments.at(0).source_id, most);
  const std::string megabyte(1 << 20, 'i');
  for (const std::string& id : {more, megabyte}) {
    const std::string row = R"({"id":")" + id + "\"}";
    const model::Page page = parsed("[" + row + "]");
    ASSERT_EQ(page.batch.rejected.size(), 1u);
    EXPECT_FALSE(page.batch.rejected[0].source_id);
    EXPECT_TRUE(page.ids.empty());
    EXPECT_EQ(page.batch.rejected[0].payload, row);
    EXPECT_THAT(page.batch.rejected[0].reason,
                AllOf(HasSubstr("id: expected an id of at most 1024 bytes, got string \"iii"),
                      testing::SizeIs(testing::Lt(130u))));
  }
  for (const char* field : {"userId", "assignmentId", "audienceId", "primaryContentId"})
    EXPECT_THAT(reason(R"({"id":"a",")" + std::string(field) + "\":\"" + megabyte + "\"}"),
                HasSubstr(std::string(field) + ": expected an id of at most 1024 bytes"));
}

TEST(HostileLearn, of_a_field_that_comes_twice_the_last_one_counts_and_the_payload_has_both) {
  const std::string row = R"({"id":"x","status":"open","status":"complete","id":"a"})";
  const model::Page page = parsed("[" + row + "]");
  const model::Enrolment& read = page.batch.enrolments.at(0);
  EXPECT_EQ(read.source_id, "a");
  EXPECT_EQ(read.status, model::Status::completed);
  EXPECT_EQ(read.payload, row);
  EXPECT_THAT(page.ids, ElementsAre("a"));
  EXPECT_EQ(reason(R"({"id":"a","status":"open","status":1})"),
            "status: expected text, got number 1");
}

TEST(HostileLearn, of_records_that_contradict_each_other_the_last_counts_and_the_others_are_kept) {
  const model::Page page =
      parsed(R"([{"id":"a","status":"open"},{"id":"b"},{"i\u0064":"a","status":"overdue"},)"
             R"({"id":"a","status":"complete"}])");
  ASSERT_EQ(page.batch.enrolments.size(), 2u);
  EXPECT_EQ(page.batch.enrolments[0].source_id, "b");
  EXPECT_EQ(page.batch.enrolments[1].source_status, "complete");
  ASSERT_EQ(page.batch.rejected.size(), 2u);
  EXPECT_EQ(page.batch.rejected[0].payload, R"({"id":"a","status":"open"})");
  EXPECT_EQ(page.batch.rejected[1].payload, R"({"i\u0064":"a","status":"overdue"})");
  EXPECT_EQ(page.batch.rejected[0].reason,
            "another record of the same id further down the page says something else");
}

TEST(HostileLearn, the_same_record_twice_is_no_contradiction) {
  const model::Page page = parsed(R"([{"id":"a","status":"open"},{ "id" : "a","status":"open"}])");
  EXPECT_EQ(page.rows, 2);
  EXPECT_EQ(page.batch.enrolments.size(), 2u);
  EXPECT_TRUE(page.batch.rejected.empty());
}

TEST(HostileLearn, a_page_of_more_records_than_were_asked_for_is_refused_beyond_all_measure) {
  std::string body = "[{}";
  for (int i = 0; i < 10'000; ++i)
    body += ",{}";
  EXPECT_THAT(parse_enrolments(body + "]", "").error(), HasSubstr("more than 10000 records"));
}

TEST(HostileLearn, an_empty_id_of_something_else_names_nothing) {
  const model::Page page =
      parsed(R"([{"id":"a","userId":"","assignmentId":"","audienceId":"","primaryContentId":""}])");
  const model::Enrolment& read = page.batch.enrolments.at(0);
  EXPECT_FALSE(read.person || read.audience_id || read.item);
  EXPECT_EQ(read.assignment, "asked-for");
}

} // namespace
} // namespace trainsync::learn
