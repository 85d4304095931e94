#include "daemon/cli/dry_run/file_copy.hpp"

#include "daemon/cli/exit_code.hpp"
#include "daemon/cli/interruption.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace trainsync::cli {
namespace {

namespace fs = std::filesystem;

// Between two looks at whether somebody wants it to end.
constexpr int pages_at_once = 4096;

// Room for what the sync brings.
constexpr std::uintmax_t spare_bytes = 64 << 20;

std::unexpected<Refusal> refusal(const std::string& why) {
  return std::unexpected(Refusal{bad_file, {"sync --dry-run: " + why}});
}

class PrivateFolder {
public:
  static std::expected<PrivateFolder, Refusal> make() {
    const char* set = environment("TMPDIR");
    const fs::path parent = set && *set ? set : "/var/tmp";
    std::string name = (parent / "trainsync-dry-run-XXXXXX").string();
    if (!mkdtemp(name.data()))
      return refusal("no folder for the copy of the file can be made in " + parent.string() + ": " +
                     std::strerror(errno) + "; set TMPDIR to a folder that this user may write in");
    return PrivateFolder(name);
  }
  PrivateFolder(PrivateFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  PrivateFolder& operator=(PrivateFolder&&) = delete;
  ~PrivateFolder() {
    std::error_code ignored;
    if (!path_.empty())
      fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }

private:
  explicit PrivateFolder(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

std::string in_megabytes(std::uintmax_t bytes) {
  return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB";
}

std::expected<void, Refusal> check_room(SQLite::Database& file, const fs::path& folder) {
  const auto pages = file.execAndGet("PRAGMA page_count").getInt64();
  const auto bytes =
      static_cast<std::uintmax_t>(pages * file.execAndGet("PRAGMA page_size").getInt64());
  std::error_code error;
  const auto space = fs::space(folder, error);
  const std::uintmax_t needed = bytes + bytes / 10 + spare_bytes;
  if (error || space.available >= needed)
    return {};
  return refusal("it works on a copy of the file, which takes " + in_megabytes(needed) + ", but " +
                 folder.parent_path().string() + " has only " + in_megabytes(space.available) +
                 " free; set TMPDIR to a folder on a disk with more room");
}

// As the file is at one moment, whatever is written meanwhile.
std::expected<void, Refusal> copy_pages(SQLite::Database& file, const fs::path& to) {
  Interruption interruption;
  SQLite::Transaction snapshot(file);
  file.execAndGet("SELECT count(*) FROM sqlite_schema");
  if (auto room = check_room(file, to.parent_path()); !room)
    return room;
  SQLite::Database copy(to.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  copy.exec("PRAGMA synchronous = OFF");
  SQLite::Backup backup(copy, file);
  while (backup.executeStep(pages_at_once) != SQLITE_DONE)
    if (const auto signal = interruption.signal())
      return std::unexpected(Refusal{128 + *signal, {"interrupted; nothing was written"}});
  return {};
}

std::expected<void, Refusal> fill(const config::Config& config, const fs::path& to) {
  const fs::path& from = config.database.path;
  if (auto place = schema::check_place(from); !place)
    return std::unexpected(Refusal{bad_file, {place.error().message}});
  if (!fs::exists(from)) {
    if (!fs::is_directory(fs::absolute(from).parent_path()))
      return refusal("the folder of " + from.string() +
                     " does not exist; make it, or set database.path to another file");
    return {};
  }
  if (fs::is_empty(from))
    return {};
  auto file = schema::open_reader(from);
  if (!file)
    return std::unexpected(Refusal{bad_file, {file.error().message}});
  return copy_pages(*file, to);
}

} // namespace

std::expected<FileCopy, Refusal> copy_file(const config::Config& config) {
  auto options = store_options(config);
  if (!options)
    return std::unexpected(options.error());
  const auto folder = PrivateFolder::make();
  if (!folder)
    return std::unexpected(folder.error());
  const fs::path path = folder->path() / "copy.db";
  try {
    if (auto filled = fill(config, path); !filled)
      return std::unexpected(filled.error());
    auto writer = schema::open_writer(path);
    if (!writer)
      return std::unexpected(Refusal{bad_file, {writer.error().message}});
    writer->exec("PRAGMA synchronous = OFF");
    auto reader = schema::open_reader(path);
    if (!reader)
      return std::unexpected(Refusal{bad_file, {reader.error().message}});
    const auto newest = reader->execAndGet("SELECT coalesce(max(seq), 0) FROM changes").getInt64();
    auto store = make_store(std::move(*writer), std::move(*options));
    if (!store)
      return std::unexpected(store.error());
    return FileCopy{std::move(*store), std::move(*reader), folder->path(), newest};
  } catch (const SQLite::Exception& error) {
    return std::unexpected(Refusal{bad_file, {schema::explain(path, error).message}});
  }
}

} // namespace trainsync::cli
