#include "daemon/cli/check/counting.hpp"

#include <SQLiteCpp/Exception.h>

namespace trainsync::cli {
namespace {

std::unique_ptr<store::Store> existing(const std::filesystem::path& database) {
  auto db = schema::open_existing(database);
  return db ? std::make_unique<store::Store>(std::move(*db), store::Options()) : nullptr;
}

} // namespace

Counting::Counting(const std::filesystem::path& database)
    : file_(existing(database)), memory_(schema::open_writer(":memory:").value(), {}) {}

Counting::Place Counting::place_for(const store::SourcePin& pin, model::Stamp now) {
  std::optional<std::string> contradiction;
  if (file_)
    contradiction = file_->contradiction(pin);
  if (file_ && !contradiction && file_->holds_source(pin.name))
    return {*file_, true, std::nullopt};
  (void)memory_.register_source(pin, now); // it is empty, so nothing contradicts
  return {memory_, false, std::move(contradiction)};
}

} // namespace trainsync::cli
