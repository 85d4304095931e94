// The parts of generate(), one a platform.
#pragma once

#include "tests/simulator/company.hpp"

namespace trainsync::simulator {

void generate_learn(Company& company, const Size& size, Rng& rng, Time now);
void generate_exec(Company& company, const Size& size, Rng& rng, Time now);

// A moment between `days` days ago and a minute ago.
Time recently(Rng& rng, int days, Time now);

} // namespace trainsync::simulator
