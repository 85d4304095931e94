#include "daemon/model/json_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i)
    all += text;
  return all;
}

TEST(SplitListing, takes_a_list_apart) {
  const auto split = split_listing(R"( [ {"a": "]}"} , [1, 2] ,"x\"]", 7,null ] )", "data");
  ASSERT_TRUE(split);
  EXPECT_EQ(split->envelope, " [] ");
  EXPECT_THAT(split->rows, ElementsAre(R"({"a": "]}"})", "[1, 2]", R"("x\"]")", "7", "null"));
}

TEST(SplitListing, takes_the_list_out_of_an_object) {
  const auto split = split_listing(R"({"a":{"data":[0]},"data" : [1,2] ,"b":[3]})", "data");
  ASSERT_TRUE(split);
  EXPECT_EQ(split->envelope, R"({"a":{"data":[0]},"data" : [] ,"b":[3]})");
  EXPECT_THAT(split->rows, ElementsAre("1", "2"));
}

TEST(SplitListing, takes_the_last_list_of_that_name_in_whatever_spelling) {
  EXPECT_THAT(split_listing(R"({"data":[1],"d\u0061ta":[2]})", "data")->rows, ElementsAre("2"));
  EXPECT_THAT(split_listing(R"({"data":[1],"data":null})", "data")->rows, IsEmpty());
}

TEST(SplitListing, leaves_an_object_without_the_list_as_it_is) {
  for (const char* text : {"{}", R"({"data":null})", R"({"data":{"a":[1]}})", R"({"x":[1]})"}) {
    const auto split = split_listing(text, "data");
    ASSERT_TRUE(split) << text;
    EXPECT_EQ(split->envelope, text);
    EXPECT_THAT(split->rows, IsEmpty());
  }
}

TEST(SplitListing, refuses_what_is_no_JSON) {
  for (const char* text : {"",
                           " ",
                           "x",
                           "1",
                           "\"[]\"",
                           "[",
                           "[1",
                           "[1,]",
                           "[,1]",
                           "[1 2]",
                           "[1]]",
                           "[1] x",
                           "{",
                           R"({"a")",
                           R"({"a":)",
                           R"({"a":1)",
                           R"({"a":1,})",
                           "{1:2}",
                           R"({"data":[1,]})",
                           R"(["a)",
                           R"([{"a":"b})",
                           "[{]",
                           "<html>"})
    EXPECT_FALSE(split_listing(text, "data")) << text;
}

TEST(SplitListing, refuses_more_than_a_page_may_hold) {
  const std::string rows = "[" + repeated("0,", most_rows) + "0]";
  EXPECT_THAT(split_listing(rows, "data").error(), HasSubstr("more than 10000 records"));
  EXPECT_TRUE(split_listing("[" + repeated("0,", most_rows - 1) + "0]", "data"));
  const std::string values = "[[" + repeated("0,", most_values) + "0]]";
  EXPECT_THAT(split_listing(values, "data").error(),
              testing::AllOf(HasSubstr("more than 1000000 values"), HasSubstr("page_size")));
}

TEST(BeyondLimits, tells_what_nests_too_deep) {
  for (const auto& [open, close] : {std::pair("[", "]"), std::pair(R"({"a":)", "}")}) {
    EXPECT_EQ(beyond_limits(repeated(open, 64) + "1" + repeated(close, 64)), "");
    EXPECT_EQ(beyond_limits(repeated(open, 65) + "1" + repeated(close, 65)),
              "it nests more than 64 levels deep");
  }
  EXPECT_EQ(beyond_limits("[" + repeated("[],", 100) + "[]]"), "");
  EXPECT_EQ(beyond_limits("\"" + repeated("[", 100) + "\""), "");
}

TEST(BeyondLimits, tells_what_has_too_many_fields) {
  EXPECT_EQ(beyond_limits("{" + repeated(R"("a":[0,0,0],)", 999) + R"("a":0})"), "");
  EXPECT_EQ(beyond_limits("[{" + repeated(R"("a":0,)", 1000) + R"("a":0}])"),
            "an object in it has more than 1000 fields");
  EXPECT_EQ(beyond_limits("[" + repeated("0,", 5000) + "0]"), "");
}

TEST(BeyondLimits, takes_what_is_no_JSON) {
  for (const char* text : {"", "]]]", "}", "{,,,", "\"", "\\", "[\"\\"})
    EXPECT_EQ(beyond_limits(text), "") << text;
}

TEST(FieldText, is_the_last_value_of_that_name) {
  EXPECT_EQ(field_text(R"({"id": "a", "b": {"id": 1}})", "id"), R"("a")");
  EXPECT_EQ(field_text(R"({"id":1,"\u0069d":[2]})", "id"), "[2]");
  for (const char* text : {"", "[]", "{}", "7", R"({"ID":1})", R"({"x":{"id":1}})"})
    EXPECT_EQ(field_text(text, "id"), "") << text;
}

TEST(FieldText, reads_as_far_as_it_can) {
  EXPECT_EQ(field_text(R"({"id":"a", nonsense)", "id"), R"("a")");
  EXPECT_EQ(field_text("{\"id\":\"a\",\"b\":\"\xff\"}", "id"), R"("a")");
}

TEST(WithoutBlanks, keeps_those_in_texts) {
  EXPECT_EQ(without_blanks(" { \"a b\" :\t[ 1.50 ,\r\n\"c \\\" d\" ] } "),
            R"({"a b":[1.50,"c \" d"]})");
  EXPECT_EQ(without_blanks("\"a "), "\"a ");
}

} // namespace
} // namespace trainsync::model
