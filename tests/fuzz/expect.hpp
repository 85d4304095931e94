// What a fuzz target holds true, whatever its input.
#pragma once

#include "daemon/model/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// Every target is this function; libFuzzer calls it, or replay.cpp.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace trainsync::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void expect(bool holds, const char* what) {
  if (holds)
    return;
  std::fprintf(stderr, "This does not hold: %s\n", what);
  std::abort();
}

// A message for people: one line, in UTF-8, that no terminal obeys, and of a length that one reads;
// longer where it quotes a file of their own.
inline void expect_message(std::string_view message, std::size_t quoted = 0) {
  expect(!message.empty(), "a message says something");
  expect(message.size() < 1000 + 6 * quoted, "a message is short");
  expect(model::printable(message, message.size()) == message, "a message is printable");
}

} // namespace trainsync::fuzz
