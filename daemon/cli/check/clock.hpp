// Compares a platform's clock with this machine's. Pure.
#pragma once

#include "daemon/cli/check/finding.hpp"
#include "daemon/model/stamp.hpp"

#include <optional>

namespace trainsync::cli {

// `server`: as its header Date said (whole seconds), at the moment `here` of this machine.
Finding judge_clock(const std::string& source, std::optional<model::Stamp> server,
                    model::Stamp here);

} // namespace trainsync::cli
