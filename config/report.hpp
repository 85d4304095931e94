// Collects what is wrong in one file while it is read, so that all of it can be told at once.
#pragma once

#include "config/config.hpp"

#include <string>
#include <vector>

namespace trainsync::config {

class Report {
public:
  explicit Report(std::string file) : file_(std::move(file)) {}

  void add(int line, std::string message);
  bool empty() const { return problems_.empty(); }
  std::vector<Problem> take(); // in the order of the lines

private:
  std::string file_;
  std::vector<Problem> problems_; // in the order of the lines
};

} // namespace trainsync::config
