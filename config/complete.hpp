// What no key can tell alone: values that follow from others, and rules over several keys or
// sections.
#pragma once

#include "config/config.hpp"
#include "config/report.hpp"

#include <toml++/toml.h>

namespace trainsync::config {

// Fills base_url, token_url and client_id where they follow from the region and the tenant.
void complete(Learn& learn, const toml::table& from, int line, Report& report);

// At least one source, each with a name of its own, given wherever a platform has several.
void check_sources(const toml::table& file, Report& report);

} // namespace trainsync::config
