// How far something is, as a bar: an item, a platform.
#pragma once

#include "daemon/report/chart.hpp"
#include "daemon/report/facts.hpp"
#include "daemon/report/sections.hpp"

namespace trainsync::report {

std::vector<Series> progress_series();
Bar progress_bar(Html label, const Tally& tally); // with these series
Html item_name(const Item& item, const Facts& facts);

} // namespace trainsync::report
