#include "tests/simulator/generate_detail.hpp"

namespace trainsync::simulator {

Time recently(Rng& rng, int days, Time now) {
  auto longest = std::chrono::milliseconds{std::chrono::days{days}}.count();
  return now - std::chrono::milliseconds{rng.between(60'000, longest)};
}

Company generate(const Size& size, std::uint64_t seed, Time now) {
  Company company;
  company.ids = Rng{Rng::mix(seed)};
  Rng rng{seed};
  generate_learn(company, size, rng, now);
  generate_exec(company, size, rng, now);
  return company;
}

} // namespace trainsync::simulator
