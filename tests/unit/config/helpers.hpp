// What the tests of the configuration share: short files, and what is said about them.
#pragma once

#include "config/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace trainsync::config {

inline constexpr auto learn_section = "[learn]\n"
                                      "region = \"production\"\n"
                                      "tenant_id = \"tenant\"\n"
                                      "api_secret = { credential = \"learn-api-secret\" }\n";
inline constexpr auto exec_section = "[exec]\n"
                                     "api_key = { credential = \"exec-api-key\" }\n";

inline Config parsed(const std::string& text) {
  auto config = parse(text, "t.toml");
  if (config)
    return *std::move(config);
  for (const auto& problem : config.error())
    ADD_FAILURE() << to_string(problem) << "\nin:\n" << text;
  return {};
}

inline std::vector<std::string> problems_of(const std::string& text) {
  std::vector<std::string> said;
  if (const auto config = parse(text, "t.toml"); !config)
    for (const auto& problem : config.error())
      said.push_back(to_string(problem));
  return said;
}

// What is wrong with one line of [exec], as "poll_interval = 5".
inline std::vector<std::string> problems_of_exec_line(const std::string& line) {
  return problems_of(exec_section + line + "\n");
}

inline std::vector<std::string> problems_of_learn_line(const std::string& line) {
  return problems_of(learn_section + line + "\n");
}

} // namespace trainsync::config
