#include "config/keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace trainsync::config {
namespace {

using testing::HasSubstr;

TEST(ConfigReference, fits_into_80_columns) {
  std::istringstream text(reference());
  for (std::string line; std::getline(text, line);)
    EXPECT_LE(line.size(), 80u) << line;
}

TEST(ConfigReference, has_every_section_and_key) {
  const auto text = reference();
  for (const auto& section : sections()) {
    const auto begin = text.find("\n[" + section.name + "]");
    ASSERT_NE(begin, std::string::npos) << section.name;
    for (const auto& key : section.keys)
      EXPECT_NE(text.find("\n  " + key.name + "\n", begin), std::string::npos) << key.name;
  }
}

TEST(ConfigReference, tells_type_bounds_default_and_sentence) {
  EXPECT_THAT(reference(),
              HasSubstr("\n  full_interval\n"
                        "      duration: 1s to 365d; default \"24h\"\n"
                        "      How often everything is read again, to find what is gone.\n"));
  EXPECT_THAT(reference(), HasSubstr("\n  tenant_id\n      text; needed\n"));
  EXPECT_THAT(reference(), HasSubstr("\n  textfile\n      path; default unset\n"));
}

} // namespace
} // namespace trainsync::config
