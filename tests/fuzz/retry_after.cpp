// Retry-After and Date: the header of each in the input's first two lines, then the body.
#include "daemon/http/retry_after.hpp"
#include "daemon/http/http_date.hpp"
#include "tests/fuzz/expect.hpp"

namespace trainsync::fuzz {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr sys_seconds noon = sys_days{2026y / 3 / 1} + 12h;

std::string line_of(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string line(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void expect_date(std::string_view text) {
  const auto date = http::parse_http_date(text);
  expect(!date || (*date >= sys_days{0y / 1 / 1} && *date < sys_days{10000y / 1 / 2}),
         "a date is one");
}

} // namespace
} // namespace trainsync::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trainsync;
  using namespace std::chrono_literals;
  std::string_view rest = fuzz::text_of(data, size);
  http::Response response{429, {}, {}};
  for (const char* header : {"Retry-After", "Date"})
    if (std::string value = fuzz::line_of(rest); !value.empty()) {
      fuzz::expect_date(value);
      response.headers.emplace_back(header, std::move(value));
    }
  response.body = rest;
  for (const std::optional<std::chrono::sys_seconds> now : {std::optional(fuzz::noon), {}}) {
    const auto wait = http::retry_after(response, now);
    fuzz::expect(!wait || (*wait >= 0ms && *wait <= http::longest_wait), "a wait is within bounds");
  }
  return 0;
}
