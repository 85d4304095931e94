#include "daemon/model/record_reader.hpp"

#include "tests/unit/stamps.hpp"

#include <gtest/gtest.h>

namespace trainsync::model {
namespace {

using trainsync::test::at;

const Json sample = Json::parse(R"({
  "text": "word", "empty": "", "null": null, "number": 1.5, "whole": 3.0, "large": 1e17,
  "true": true, "list": [1], "object": {"b": 1, "a": 2}, "date": "2026-04-15T00:00:00Z",
  "no_date": "soon"})");

TEST(RecordReader, reads_each_type) {
  RecordReader reader(sample);
  EXPECT_EQ(reader.text("text"), "word");
  EXPECT_EQ(reader.text("empty"), "");
  EXPECT_EQ(reader.required_id("text"), "word");
  EXPECT_EQ(reader.number("number"), 1.5);
  EXPECT_EQ(reader.integer("whole"), 3);
  EXPECT_EQ(reader.boolean("true"), true);
  EXPECT_EQ(reader.stamp("date"), at("2026-04-15"));
  EXPECT_EQ(reader.stamp("empty"), std::nullopt);
  EXPECT_EQ(reader.text_or_json("text"), "word");
  EXPECT_EQ(reader.text_or_json("object"), R"({"b":1,"a":2})");
  EXPECT_TRUE(reader.array("list"));
  EXPECT_TRUE(reader.object("object"));
  EXPECT_EQ(reader.error(), "");
}

TEST(RecordReader, takes_a_missing_field_and_null_for_nothing) {
  RecordReader reader(sample);
  for (const char* field : {"null", "missing"}) {
    EXPECT_FALSE(reader.text(field));
    EXPECT_FALSE(reader.stamp(field));
    EXPECT_FALSE(reader.integer(field));
    EXPECT_FALSE(reader.number(field));
    EXPECT_FALSE(reader.boolean(field));
    EXPECT_FALSE(reader.text_or_json(field));
    EXPECT_FALSE(reader.object(field));
    EXPECT_FALSE(reader.array(field));
  }
  EXPECT_EQ(reader.error(), "");
}

TEST(RecordReader, says_what_is_wrong_with_a_field) {
  using Read = void (*)(RecordReader&);
  const std::pair<Read, const char*> cases[] = {
      {[](RecordReader& r) { r.text("number"); }, "number: expected text, got number 1.5"},
      {[](RecordReader& r) { r.text("object"); }, "object: expected text, got object"},
      {[](RecordReader& r) { r.required_id("missing"); }, "missing: expected text, got nothing"},
      {[](RecordReader& r) { r.required_id("null"); }, "null: expected text, got nothing"},
      {[](RecordReader& r) { r.required_id("empty"); }, "empty: expected text, got string \"\""},
      {[](RecordReader& r) { r.stamp("no_date"); },
       "no_date: expected an ISO 8601 date and time, got string \"soon\""},
      {[](RecordReader& r) { r.stamp("number"); }, "number: expected text, got number 1.5"},
      {[](RecordReader& r) { r.integer("number"); },
       "number: expected a whole number, got number 1.5"},
      {[](RecordReader& r) { r.integer("large"); },
       "large: expected a whole number, got number 1e+17"},
      {[](RecordReader& r) { r.integer("text"); }, "text: expected a number, got string \"word\""},
      {[](RecordReader& r) { r.number("true"); }, "true: expected a number, got boolean"},
      {[](RecordReader& r) { r.boolean("number"); },
       "number: expected true or false, got number 1.5"},
      {[](RecordReader& r) { r.object("list"); }, "list: expected an object, got array"},
      {[](RecordReader& r) { r.array("object"); }, "object: expected a list, got object"}};
  for (const auto& [read, error] : cases) {
    RecordReader reader(sample);
    read(reader);
    EXPECT_EQ(reader.error(), error);
  }
}

TEST(RecordReader, keeps_the_first_error) {
  RecordReader reader(sample);
  reader.number("true");
  reader.text("number");
  EXPECT_EQ(reader.error(), "true: expected a number, got boolean");
}

TEST(RecordReader, names_the_part_that_an_error_is_in) {
  RecordReader reader(sample), part(sample["object"], "object.");
  part.text("a");
  reader.adopt(part);
  EXPECT_EQ(reader.error(), "object.a: expected text, got number 2");
}

TEST(RecordReader, of_something_else_than_an_object_is_an_error_from_the_start) {
  const Json list = Json::array({1});
  RecordReader reader(list);
  EXPECT_EQ(reader.error(), "expected an object, got array");
  EXPECT_FALSE(reader.text("id"));
}

TEST(RecordReader, shortens_a_long_value_between_two_characters) {
  const Json record{{"score", std::string(58, 'x') + "äöü"}};
  RecordReader reader(record);
  reader.number("score");
  EXPECT_NO_THROW(Json(reader.error()).dump()) << "the error is not UTF-8: " << reader.error();
  EXPECT_LT(reader.error().size(), 120u);
}

TEST(RecordReader, gives_the_rest_of_the_fields_in_their_order) {
  const Json record = Json::parse(R"({"id":"1","z":[1],"none":null,"a":"x"})");
  EXPECT_EQ(RecordReader(record).rest({"id"}), R"({"z":[1],"a":"x"})");
  EXPECT_FALSE(RecordReader(record).rest({"id", "z", "a"}));
}

TEST(ParseJson, refuses_what_is_none) {
  for (const char* body : {"", "<html>", "[1", "[1]]", "{'a': 1}", "[\"\xff\"]", "[NaN]"})
    EXPECT_FALSE(parse_json(body)) << body;
  EXPECT_TRUE(parse_json(" [1] "));
  EXPECT_FALSE(parse_json(std::string_view("7\0x", 3)));
  EXPECT_FALSE(parse_listing(std::string_view("[7\0x]", 5), "data"));
}

TEST(ReadableId, is_a_text_that_is_not_empty) {
  EXPECT_EQ(readable_id(Json::parse(R"({"id":"a"})")), "a");
  for (const char* row : {R"({"id":""})", R"({"id":1})", R"({"id":null})", "{}", "[]", "1"})
    EXPECT_FALSE(readable_id(Json::parse(row))) << row;
}

TEST(ReadRows, keeps_the_ids_of_rejected_rows_and_their_payloads) {
  const auto read = [](std::string_view, RecordReader& reader, Batch&) {
    reader.number("n");
    return reader.stamp("at");
  };
  const Page page = read_rows({R"({"id": "a", "n": 1, "at": "2026-01-01"})",
                               R"({"id": "b", "n": "?", "at": "2026-01-03"})", "7",
                               R"({"n": 2, "at": "2026-01-02"})"},
                              read);
  EXPECT_EQ(page.rows, 4);
  EXPECT_EQ(page.ids, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(page.newest, at("2026-01-03"));
  ASSERT_EQ(page.batch.rejected.size(), 2u);
  EXPECT_EQ(page.batch.rejected[0].source_id, "b");
  EXPECT_EQ(page.batch.rejected[0].reason, "n: expected a number, got string \"?\"");
  EXPECT_EQ(page.batch.rejected[0].payload, R"({"id":"b","n":"?","at":"2026-01-03"})");
  EXPECT_FALSE(page.batch.rejected[1].source_id);
  EXPECT_EQ(page.batch.rejected[1].payload, "7");
}

} // namespace
} // namespace trainsync::model
