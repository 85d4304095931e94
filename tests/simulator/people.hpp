// The people of a generated company, before they have accounts.
#pragma once

#include "tests/simulator/names.hpp"

#include <cstddef>
#include <string>

namespace trainsync::simulator {

struct GeneratedPerson {
  std::string first_name;
  std::string last_name;
  std::string email; // lower case, unlike that of any other index
};

inline GeneratedPerson person(std::size_t index) {
  const Name& first = first_names[index % first_names.size()];
  const Name& last = last_names[index % last_names.size()]; // 31 and 32: 992 different pairs
  std::size_t round = index / (first_names.size() * last_names.size());
  std::string number = round == 0 ? "" : std::to_string(round + 1);
  return {std::string(first.written), std::string(last.written),
          std::string(first.address) + "." + std::string(last.address) + number +
              "@northwind.example"};
}

} // namespace trainsync::simulator
