// Bodies of refusals, which may repeat a secret: what is shown of them, and the wait in them.
#include "daemon/http/retry_after.hpp"
#include "daemon/sync/servers_word.hpp"
#include "tests/fuzz/expect.hpp"

#include <array>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trainsync;
  using namespace std::chrono_literals;
  constexpr std::array<std::string_view, 2> secrets{"t0ken/secret", "s\"\xc3\xa9\\"};
  const std::string_view body = fuzz::text_of(data, size);
  const std::string word = sync::servers_word(body, secrets);
  if (!word.empty())
    fuzz::expect_message(word);
  for (const std::string_view secret : secrets)
    fuzz::expect(!word.contains(secret), "a message shows no secret");
  const auto wait = http::retry_after({429, {}, std::string(body)}, std::nullopt);
  fuzz::expect(!wait || (*wait >= 0ms && *wait <= http::longest_wait), "a wait is within bounds");
  return 0;
}
