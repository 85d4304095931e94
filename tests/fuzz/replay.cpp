// Plays kept inputs through a fuzz target without libFuzzer, so that every test run does.
//
//   NAME_replay FOLDER…
#include "tests/fuzz/expect.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

namespace fs = std::filesystem;

void play(const fs::path& file) {
  std::fprintf(stderr, "%s\n", file.c_str());
  std::ifstream in(file, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

} // namespace

int main(int count, char** arguments) try {
  int played = 0;
  for (int i = 1; i < count; ++i)
    for (const fs::directory_entry& entry : fs::directory_iterator(arguments[i])) {
      play(entry.path());
      ++played;
    }
  std::printf("%d inputs played\n", played);
  return played > 0 ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
