// Stamps as the APIs write them.
#include "daemon/model/stamp.hpp"
#include "tests/fuzz/expect.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trainsync;
  const auto stamp = model::parse_stamp(fuzz::text_of(data, size));
  if (!stamp)
    return 0;
  const std::string text = model::format_stamp(*stamp);
  fuzz::expect(text.size() == 24, "a stamp has its one form");
  fuzz::expect(model::parse_stamp(text) == stamp, "a stamp is read as it was written");
  const auto next = *stamp + std::chrono::milliseconds(1);
  fuzz::expect(text.starts_with("9999-12-31T23:59:59.999") || text < model::format_stamp(next),
               "stamps sort as text");
  return 0;
}
