// Where an exported view goes. The errors are sentences that say what to do.
#pragma once

#include "daemon/cli/export/view.hpp"

#include <expected>
#include <span>

namespace trainsync::cli {

struct About {
  std::string view, file; // the database's path
  model::Stamp exported_at{};
  std::vector<AsOf> sources;
  std::int64_t rows = 0;
};

class TableWriter {
public:
  virtual ~TableWriter() = default;
  virtual std::expected<void, std::string> write(std::span<const Cell> row) = 0;
  // After the last row.
  virtual std::expected<void, std::string> finish(const About& about) = 0;
};

} // namespace trainsync::cli
