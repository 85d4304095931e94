#include "config/keys.hpp"

#include "helpers.hpp"

#include <map>

namespace trainsync::config {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A legal value other than the default, as it is written in the file.
std::string another_value(const KeyInfo& key) {
  if (key.default_text == "true")
    return "false";
  if (key.name == "path" || key.default_text.empty() || key.required)
    return key.example;
  const std::map<std::string, std::string> by_name{{"level", "\"debug\""},
                                                   {"format", "\"json\""},
                                                   {"auth", "\"oauth2\""},
                                                   {"client_auth", "\"body\""},
                                                   {"base_url", "\"https://example.org/v2\""}};
  if (const auto found = by_name.find(key.name); found != by_name.end())
    return found->second;
  const std::map<std::string, std::string> by_type{
      {"name", "\"north\""},
      {"text", key.example},
      {"integer", "7"},
      {"share", "0.75"},
      {"size", "\"3MiB\""},
      {"duration", "\"7s\""},
      {"duration or \"forever\"", "\"7d\""},
      {"list of ids or \"all\"", "[\"a\", \"b\"]"},
      {"list", "[\"a\", \"b\"]"},
  };
  const auto found = by_type.find(key.type);
  return found == by_type.end() ? "no value of type " + key.type : found->second;
}

// The smallest legal file that sets the key.
std::string file_with(const SectionInfo& section, const KeyInfo& key, const std::string& value) {
  auto text = section.name == "learn" ? std::string("[learn]\n") : exec_section;
  if (section.name == "learn") {
    if (key.name != "region" && key.name != "base_url")
      text += "region = \"staging\"\n";
    if (key.name != "tenant_id")
      text += "tenant_id = \"tenant\"\n";
    if (key.name != "api_secret")
      text += "api_secret = { env = \"SECRET\" }\n";
  } else if (section.name != "exec") {
    text += "[" + section.name + "]\n";
  } else if (key.name == "api_key") {
    text = "[exec]\n";
  }
  return text + key.name + " = " + value + "\n";
}

// The keys of the section that do not have their default, those left out that follow from others.
std::vector<std::string> changed_keys(const Config& config, const SectionInfo& section) {
  std::vector<std::string> changed;
  for (const auto& key : section.keys)
    if (!key.default_text.empty() && show(config, section.name, key.name) != key.default_text)
      changed.push_back(key.name);
  return changed;
}

TEST(ConfigKeys, every_key_of_the_table_can_be_set_and_sets_nothing_else) {
  for (const auto& section : sections())
    for (const auto& key : section.keys) {
      const auto value = another_value(key);
      const auto config = parsed(file_with(section, key, value));
      EXPECT_EQ(show(config, section.name, key.name), value) << section.name << "." << key.name;
      if (key.default_text.empty())
        EXPECT_THAT(changed_keys(config, section), IsEmpty()) << key.name;
      else
        EXPECT_THAT(changed_keys(config, section), ElementsAre(key.name));
    }
}

TEST(ConfigKeys, every_key_can_be_given_its_default) {
  for (const auto& section : sections())
    for (const auto& key : section.keys)
      if (!key.default_text.empty()) {
        const auto config = parsed(file_with(section, key, key.default_text));
        EXPECT_EQ(show(config, section.name, key.name), key.default_text);
      }
}

TEST(ConfigKeys, every_key_refuses_a_value_of_another_type_and_gives_an_example) {
  for (const auto& section : sections())
    for (const auto& key : section.keys) {
      if (section.name == "learn" && (key.name == "region" || key.name == "base_url"))
        continue; // tested with their rule in sources_test.cpp
      const auto said = problems_of(file_with(section, key, "2001-02-03"));
      EXPECT_THAT(said, ElementsAre(AllOf(HasSubstr(key.name + " must be "),
                                          HasSubstr("not a date or time"),
                                          HasSubstr(". For example: " + key.name))));
    }
}

TEST(ConfigKeys, names_are_unique_within_a_section_and_sentences_end_with_a_full_stop) {
  for (const auto& section : sections()) {
    std::map<std::string, int> seen;
    for (const auto& key : section.keys) {
      EXPECT_EQ(seen[key.name]++, 0) << key.name;
      EXPECT_TRUE(key.sentence.ends_with('.')) << key.name;
    }
  }
}

TEST(ConfigKeys, what_is_not_written_has_its_default) {
  const auto config = parsed(std::string(learn_section) + exec_section);
  const auto& learn = config.learn.at(0);
  EXPECT_EQ(config.database.path, "/var/lib/trainsync/training.db");
  EXPECT_TRUE(config.database.store_payloads);
  EXPECT_EQ(config.log.format, LogFormat::automatic);
  EXPECT_EQ(config.metrics.textfile, std::nullopt);
  EXPECT_EQ(config.http.max_body_bytes, 32u * 1024 * 1024);
  EXPECT_EQ(config.sync.max_wait, 2min);
  EXPECT_EQ(learn.name, "learn");
  EXPECT_EQ(learn.assignments, std::nullopt);
  EXPECT_EQ(learn.poll_interval, 5min);
  EXPECT_EQ(learn.margin, 1min);
  EXPECT_EQ(learn.full_interval, 24h);
  EXPECT_EQ(config.exec.at(0).base_url, "https://api.exec.com/rest/v1");
  EXPECT_EQ(config.exec.at(0).requests_per_day, 1000);
  EXPECT_EQ(config.retention.runs, std::chrono::days(90));
  EXPECT_EQ(config.retention.changes, std::nullopt);
}

struct Bound {
  const char* legal;
  const char* illegal;
};

TEST(ConfigKeys, bounds_are_legal_and_what_lies_past_them_is_not) {
  const Bound bounds[] = {
      {"poll_interval = \"1s\"", "poll_interval = \"999ms\""},
      {"poll_interval = \"365d\"", "poll_interval = \"366d\""},
      {"full_interval = \"1s\"", "full_interval = \"0s\""},
      {"margin = \"0s\"", "margin = \"25h\""},
      {"overlap = \"0s\"", "overlap = \"31d\""},
      {"concurrency = 1", "concurrency = 0"},
      {"page_size = 1", "page_size = 0"},
      {"page_size = 100", "page_size = 101"},
      {"requests_per_minute = 1000000", "requests_per_minute = 1000001"},
      {"requests_per_day = 1", "requests_per_day = 0"},
      {"requests_per_day = 1440000000", "requests_per_day = 1440000001"},
      {"delete_floor = 0", "delete_floor = -1"},
      {"delete_share = 1.0", "delete_share = 1.01"},
      {"delete_share = 0.0", "delete_share = -0.1"},
      {"delete_share = 1", "delete_share = nan"},
      {"delete_share = 0", "delete_share = inf"},
  };
  for (const auto& [legal, illegal] : bounds) {
    EXPECT_THAT(problems_of_learn_line(legal), IsEmpty()) << legal;
    EXPECT_THAT(problems_of_learn_line(illegal), ElementsAre(HasSubstr("it must be from")))
        << illegal;
  }
}

TEST(ConfigKeys, a_value_past_its_bounds_is_told_with_both_of_them) {
  EXPECT_THAT(problems_of_exec_line("poll_interval = \"500ms\""),
              ElementsAre("t.toml:3: poll_interval is 500ms; it must be from 1s to 365d. For "
                          "example: poll_interval = \"15m\""));
}

TEST(ConfigKeys, a_size_may_be_a_plain_number_of_bytes) {
  EXPECT_EQ(parsed(std::string(exec_section) + "[http]\nmax_body = 65536\n").http.max_body_bytes,
            65536u);
  EXPECT_THAT(problems_of(std::string(exec_section) + "[http]\nmax_body = -1\n"),
              ElementsAre(HasSubstr("max_body is negative")));
}

TEST(ConfigKeys, retention_may_be_forever_and_nothing_that_only_looks_like_it) {
  const auto file = std::string(exec_section) + "[retention]\nruns = ";
  EXPECT_EQ(parsed(file + "\"forever\"\n").retention.runs, std::nullopt);
  EXPECT_THAT(problems_of(file + "\"for ever\"\n"),
              ElementsAre(HasSubstr("; \"forever\" is allowed too")));
}

TEST(ConfigKeys, a_word_that_is_not_known_is_told_with_those_that_are) {
  EXPECT_THAT(problems_of_learn_line("auth = \"oauth\""),
              ElementsAre(HasSubstr("auth is \"oauth\"; it must be basic or oauth2 (did you mean "
                                    "oauth2?)")));
}

TEST(ConfigKeys, ids_are_texts_that_are_not_empty) {
  EXPECT_THAT(problems_of_learn_line("assignments = []"), ElementsAre(HasSubstr("empty list")));
  EXPECT_THAT(problems_of_learn_line("assignments = [\"a\", \"\"]"),
              ElementsAre(HasSubstr("at position 2 an empty text")));
  EXPECT_THAT(problems_of_learn_line("assignments = [7]"),
              ElementsAre(HasSubstr("at position 1 an integer")));
  EXPECT_THAT(problems_of_learn_line("assignments = \"63f\""),
              ElementsAre(HasSubstr("\"all\" is allowed too")));
}

TEST(ConfigKeys, ids_of_exec_hold_no_comma_since_commas_join_them) {
  EXPECT_THAT(problems_of_exec_line("user_ids = [\"a,b\"]"),
              ElementsAre(HasSubstr("with a comma")));
  EXPECT_THAT(parsed(std::string(exec_section) + "user_ids = [\"a\", \"b\"]\n").exec.at(0).user_ids,
              ElementsAre("a", "b"));
}

TEST(ConfigKeys, a_source_is_named_in_small_letters_digits_dashes_and_underscores) {
  EXPECT_EQ(parsed(std::string(exec_section) + "name = \"sales_2-eu\"\n").exec.at(0).name,
            "sales_2-eu");
  for (const auto* name : {"Sales", "sales eu", "sales/eu", ""})
    EXPECT_THAT(problems_of_exec_line("name = \"" + std::string(name) + "\""),
                Contains(HasSubstr("name ")))
        << name;
}

} // namespace
} // namespace trainsync::config
