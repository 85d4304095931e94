#include "daemon/store/rewriting.hpp"

#include "daemon/store/forget_key.hpp"

#include <SQLiteCpp/Column.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

namespace trainsync::store {
namespace {

constexpr auto between_tries = std::chrono::milliseconds(20);

int open_key(const std::filesystem::path& database) {
  return open(ForgetKey::file_of(database).c_str(), O_RDONLY | O_CLOEXEC);
}

} // namespace

Rewriting::Rewriting(const std::filesystem::path& database) : descriptor_(open_key(database)) {
  if (descriptor_ >= 0)
    flock(descriptor_, LOCK_EX);
}

Rewriting::~Rewriting() {
  if (descriptor_ >= 0)
    close(descriptor_);
}

bool Rewriting::is_under_way(const std::filesystem::path& database) {
  const int descriptor = open_key(database);
  if (descriptor < 0)
    return false;
  const bool held = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(descriptor);
  return held;
}

WriterPatience::WriterPatience(SQLite::Database& db, std::filesystem::path database)
    : database_(std::move(database)),
      for_any_writer_(db.execAndGet("PRAGMA busy_timeout").getInt()) {
  sqlite3_busy_handler(db.getHandle(), on_busy, this);
}

int WriterPatience::on_busy(void* self, int times) {
  auto& patience = *static_cast<WriterPatience*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (times == 0)
    patience.began_ = now;
  if (now - patience.began_ >= patience.for_any_writer_ && !Rewriting::is_under_way(patience.database_))
    return 0;
  std::this_thread::sleep_for(between_tries);
  return 1;
}

} // namespace trainsync::store
