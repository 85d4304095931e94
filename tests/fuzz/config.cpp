// The configuration file.
#include "config/config.hpp"
#include "tests/fuzz/expect.hpp"

#include <algorithm>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trainsync;
  const std::string_view text = fuzz::text_of(data, size);
  const auto config = config::parse(text, "trainsync.toml");
  if (config) {
    fuzz::expect(!config->learn.empty() || !config->exec.empty(), "there is a source");
    fuzz::expect(config->http.max_body_bytes > 0 && config->http.request_timeout.count() > 0,
                 "limits are limits");
    return 0;
  }
  fuzz::expect(!config.error().empty(), "a refusal has a reason");
  const auto lines = std::ranges::count(text, '\n') + 1;
  for (const config::Problem& problem : config.error()) {
    fuzz::expect_message(config::to_string(problem), size);
    fuzz::expect(problem.line >= 0 && problem.line <= lines, "a problem is in the file");
  }
  return 0;
}
