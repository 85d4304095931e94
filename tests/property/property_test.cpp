// Random histories against the simulator, in virtual time. TRAINSYNC_HISTORIES says how many;
// TRAINSYNC_SEED plays one alone, and tells what happens in it.
#include "tests/property/history.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace trainsync::property {
namespace {

#ifdef NDEBUG
constexpr std::uint64_t usual_histories = 2000;
#else
constexpr std::uint64_t usual_histories = 300;
#endif
constexpr std::uint64_t shards = 8; // so that a machine's cores share them

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

void play(std::uint64_t seed, bool told) {
  History history(seed);
  std::string said;
  for (const std::string& violation : history.run())
    said += "\n  " + violation;
  if (told)
    for (const std::string& line : history.told())
      std::cout << line << "\n";
  EXPECT_TRUE(said.empty()) << "seed " << seed << ":" << said << "\n(TRAINSYNC_SEED=" << seed
                            << " plays it again)";
}

class Histories : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Histories, end_true) {
  if (std::getenv("TRAINSYNC_SEED")) {
    if (GetParam() == 0)
      play(from_environment("TRAINSYNC_SEED", 0), true);
    return;
  }
  const std::uint64_t count = from_environment("TRAINSYNC_HISTORIES", usual_histories);
  const std::uint64_t first = from_environment("TRAINSYNC_FIRST_SEED", 1);
  for (std::uint64_t seed = first + GetParam(); seed < first + count; seed += shards)
    play(seed, false);
}

INSTANTIATE_TEST_SUITE_P(Shard, Histories, testing::Range<std::uint64_t>(0, shards));

} // namespace
} // namespace trainsync::property
