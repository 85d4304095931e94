// The sample that is installed agrees with the table of keys.
#include "config/keys.hpp"
#include "helpers.hpp"

#include <fstream>
#include <map>
#include <set>

namespace trainsync::config {
namespace {

struct Line {
  bool is_comment = false;
  std::string value;
};

using Keys = std::map<std::string, Line>; // "section.key"

// The keys of the sample, those behind a # too.
Keys keys_of_sample() {
  Keys keys;
  std::string section;
  std::ifstream file(TRAINSYNC_SAMPLE);
  for (std::string line; std::getline(file, line);) {
    const bool is_comment = line.starts_with('#');
    const auto text = line.substr(is_comment ? 1 : 0);
    const auto equals = text.find(" = ");
    if (line.starts_with('['))
      section = line.substr(1, line.size() - 2);
    else if (!section.empty() && !text.starts_with(' ') && equals != std::string::npos)
      keys[section + "." + text.substr(0, equals)] = {is_comment, text.substr(equals + 3)};
  }
  return keys;
}

const std::set<std::string> to_be_edited{"learn.region", "learn.tenant_id", "learn.api_secret",
                                         "exec.api_key"};

TEST(ConfigSample, can_be_read_as_it_is_installed) {
  const auto config = load(TRAINSYNC_SAMPLE);
  ASSERT_TRUE(config.has_value()) << to_string(config.error().at(0));
  EXPECT_EQ(config->learn.size(), 1u);
  EXPECT_EQ(config->exec.size(), 1u);
}

TEST(ConfigSample, has_every_key_and_shows_its_default) {
  const auto sample = keys_of_sample();
  for (const auto& section : sections())
    for (const auto& key : section.keys) {
      const auto name = section.name + "." + key.name;
      const auto found = sample.find(name);
      ASSERT_NE(found, sample.end()) << name;
      EXPECT_EQ(found->second.is_comment, !to_be_edited.contains(name)) << name;
      if (!key.default_text.empty()) {
        EXPECT_EQ(found->second.value, key.default_text) << name;
      }
    }
}

TEST(ConfigSample, has_no_key_that_the_table_has_not) {
  std::set<std::string> known;
  for (const auto& section : sections())
    for (const auto& key : section.keys)
      known.insert(section.name + "." + key.name);
  for (const auto& [name, line] : keys_of_sample())
    EXPECT_TRUE(known.contains(name)) << name;
}

TEST(ConfigSample, is_legal_with_every_line_uncommented_but_one_of_region_and_base_url) {
  std::string text;
  for (const auto& each : sections()) {
    text += "[" + each.name + "]\n";
    for (const auto& [name, line] : keys_of_sample())
      if (name.starts_with(each.name + ".") && name != "learn.region")
        text += name.substr(each.name.size() + 1) + " = " + line.value + "\n";
  }
  EXPECT_THAT(problems_of(text), testing::IsEmpty());
}

} // namespace
} // namespace trainsync::config
