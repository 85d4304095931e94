#include "tests/soak/flatness.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trainsync::soak {
namespace {

constexpr double warm_up = 30; // seconds, until all has been read once and caches are full
constexpr std::size_t fewest = 30;
constexpr double share = 0.1;
constexpr std::int64_t memory_slack_kib = 4 << 10, file_slack = 4;
constexpr std::int64_t most_wal_kib = 32 << 10, most_files = 100;

using Figure = std::int64_t Sample::*;

std::int64_t median(std::vector<Sample> samples, Figure figure) {
  const auto middle = samples.begin() + std::ssize(samples) / 2;
  std::ranges::nth_element(samples, middle, {}, figure);
  return (*middle).*figure;
}

std::int64_t most(const std::vector<Sample>& samples, Figure figure) {
  return samples.empty() ? 0 : std::ranges::max(samples, {}, figure).*figure;
}

// Medians of the first third and of the last.
std::pair<std::int64_t, std::int64_t> ends(const std::vector<Sample>& samples, Figure figure) {
  const auto third = std::max<std::ptrdiff_t>(std::ssize(samples) / 3, 1);
  return {median({samples.begin(), samples.begin() + third}, figure),
          median({samples.end() - third, samples.end()}, figure)};
}

void compare(const std::vector<Sample>& samples, const std::string& where, const std::string& what,
             Figure figure, std::int64_t slack, std::vector<std::string>& said) {
  if (samples.size() < fewest)
    return;
  const auto [first, last] = ends(samples, figure);
  const auto allowed =
      std::max(static_cast<std::int64_t>(static_cast<double>(first) * share), slack);
  if (last > first + allowed)
    said.push_back(what + " grew " + where + ": from " + std::to_string(first) + " to " +
                   std::to_string(last));
}

std::vector<Sample> warm(const std::vector<Sample>& samples) {
  std::vector<Sample> kept;
  std::ranges::copy_if(samples, std::back_inserter(kept),
                       [](const Sample& sample) { return sample.age >= warm_up; });
  return kept;
}

std::vector<Sample> longest_life(const std::vector<Sample>& samples) {
  std::vector<Sample> kept;
  if (samples.empty())
    return kept;
  const int life = std::ranges::max(samples, {}, &Sample::age).life;
  std::ranges::copy_if(samples, std::back_inserter(kept),
                       [life](const Sample& sample) { return sample.life == life; });
  return kept;
}

} // namespace

std::vector<std::string> growth(const std::vector<Sample>& samples) {
  std::vector<std::string> said;
  const auto all = warm(samples), longest = longest_life(all);
  for (const auto& [some, where] :
       {std::pair(all, "over all processes"), std::pair(longest, "in the longest-lived process")}) {
    compare(some, where, "memory (KiB)", &Sample::memory_kib, memory_slack_kib, said);
    compare(some, where, "open files", &Sample::files, file_slack, said);
  }
  if (most(samples, &Sample::wal_kib) > most_wal_kib)
    said.push_back("the WAL grew to " + std::to_string(most(samples, &Sample::wal_kib)) + " KiB");
  if (most(samples, &Sample::files) > most_files)
    said.push_back(std::to_string(most(samples, &Sample::files)) + " files were open");
  return said;
}

std::string summary(const std::vector<Sample>& samples) {
  if (samples.empty())
    return "no samples\n";
  const auto line = [&](const std::string& what, Figure figure) {
    const std::int64_t least = std::ranges::min(samples, {}, figure).*figure;
    const auto [first, last] = ends(samples, figure);
    return what + ": " + std::to_string(least) + " to " + std::to_string(most(samples, figure)) +
           "; median of the first third " + std::to_string(first) + ", of the last " +
           std::to_string(last) + "\n";
  };
  const auto longest = static_cast<int>(std::ranges::max(samples, {}, &Sample::age).age);
  return line("memory (KiB)", &Sample::memory_kib) + line("open files", &Sample::files) +
         line("WAL (KiB)", &Sample::wal_kib) + "longest life: " + std::to_string(longest) + " s\n";
}

} // namespace trainsync::soak
