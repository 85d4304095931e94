// report.css, embedded at build.
#pragma once

namespace trainsync::report {

extern const char* const style_sheet;

} // namespace trainsync::report
