// What the file must hold of a company, by DESIGN's words and not by the program's code.
#pragma once

#include "tests/integration/image.hpp"
#include "tests/simulator/company.hpp"
#include "tests/simulator/quirks.hpp"

namespace trainsync::integration {

// Sources are named learn and exec. `absent`: how the simulator writes fields without a value.
Image truth_image(const simulator::Company& company,
                  simulator::Absent absent = simulator::Absent::null);

} // namespace trainsync::integration
