// The table of keys, as text: what a key is called, takes and means. For the reference and for
// whoever checks that something written elsewhere (the sample, a manual) agrees with the program.
#pragma once

#include "config/config.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace trainsync::config {

struct KeyInfo {
  std::string name;
  std::string type;
  std::string default_text; // as written in the file; empty: none
  std::string example;      // as written in the file
  std::string bounds;       // in words; empty: none
  std::string sentence;
  bool required = false;
};

struct SectionInfo {
  std::string name;
  std::string sentence;
  bool repeatable = false; // may be written [[name]], several times
  std::vector<KeyInfo> keys = {};
};

const std::vector<SectionInfo>& sections();

// The value of a key as it would be written in the file; empty: not set. Of a repeated section the
// first one's.
std::string show(const Config& config, std::string_view section, std::string_view key);

} // namespace trainsync::config
