// Pages of Exec.
#include "daemon/exec/parse.hpp"
#include "tests/fuzz/expect.hpp"
#include "tests/fuzz/page_properties.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trainsync;
  const std::string_view body = fuzz::text_of(data, size);
  const auto parsed = exec::parse_assignments(body);
  if (parsed) {
    fuzz::expect_sound_page(*parsed, parsed->batch.enrolments.size());
    fuzz::expect(parsed->totals && parsed->totals->rows >= 0 && parsed->totals->pages >= 0,
                 "a page tells the totals");
  } else {
    fuzz::expect_message(parsed.error());
  }
  fuzz::expect_same_rows(body, "data", parsed);
  return 0;
}
