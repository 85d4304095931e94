// A random number generator whose numbers are the same on every machine and library (the standard's
// distributions are not). Copyable: a copy goes on with the same numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace trainsync::simulator {

class Rng {
public:
  explicit Rng(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15u); }

  // 0 … bound − 1; 0 where bound is 0.
  std::size_t below(std::size_t bound) {
    return bound == 0 ? 0 : static_cast<std::size_t>(next() % bound);
  }

  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::size_t>(high - low + 1)));
  }

  bool chance(unsigned percent) { return below(100) < percent; }

  template <class Range>
  const auto& pick(const Range& range) {
    return range[below(std::size(range))];
  }

  std::string text(std::size_t length, const char* alphabet, std::size_t alphabet_size) {
    std::string made;
    while (made.size() < length) {
      made += alphabet[below(alphabet_size)];
    }
    return made;
  }

  static std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
  }

private:
  std::uint64_t state_;
};

inline std::string new_learn_id(Rng& rng) {
  return rng.text(24, "0123456789abcdef", 16);
}

inline std::string new_exec_id(Rng& rng) {
  return rng.text(12, "0123456789abcdefghijklmnopqrstuvwxyz", 36);
}

} // namespace trainsync::simulator
