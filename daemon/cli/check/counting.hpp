// Where the requests of `check` are counted: in the file where it holds the source, else nowhere
// that lasts.
#pragma once

#include "config/config.hpp"
#include "daemon/store/store.hpp"

#include <filesystem>
#include <memory>

namespace trainsync::cli {

class Counting {
public:
  // Neither makes nor migrates the file.
  explicit Counting(const std::filesystem::path& database);

  // The store to count in, with the source's row in it. Says what is wrong where the file holds the
  // source from another place; then it counts nowhere.
  struct Place {
    store::Store& store;
    bool is_file;
    std::optional<std::string> contradiction;
  };
  Place place_for(const store::SourcePin& pin, model::Stamp now);

private:
  std::unique_ptr<store::Store> file_; // none where it cannot be written, or is of another version
  store::Store memory_;
};

} // namespace trainsync::cli
