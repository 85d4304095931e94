// Where a text stands among the bytes of a database and what lies beside it.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace trainsync::test {

// "SUFFIX: TEXT" for each of the three files and each text that it holds, as UTF-8 or as JSON
// writes it in ASCII.
inline std::vector<std::string> traces_of(const std::vector<std::string>& texts,
                                          const std::filesystem::path& database) {
  std::vector<std::string> traces;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::ifstream in(database.string() + suffix, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (const std::string& text : texts) {
      const std::string quoted = nlohmann::json(text).dump(-1, ' ', true);
      const std::string escaped = quoted.substr(1, quoted.size() - 2);
      if (bytes.find(text) != std::string::npos || bytes.find(escaped) != std::string::npos)
        traces.push_back(std::string(suffix) + ": " + text);
    }
  }
  return traces;
}

} // namespace trainsync::test
