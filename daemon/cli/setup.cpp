#include "daemon/cli/setup.hpp"

#include "daemon/cli/aliases.hpp"
#include "daemon/cli/exit_code.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace trainsync::cli {
namespace {

std::string from_environment(const char* upper, const char* lower) {
  const char* value = environment(upper);
  value = value ? value : environment(lower);
  return value ? value : "";
}

// As many connections as there may be requests at a time are kept for the next ones.
std::size_t most_at_a_time(const config::Config& config) {
  int most = 1;
  for (const config::Learn& learn : config.learn)
    most = std::max(most, learn.concurrency);
  for (const config::Exec& exec : config.exec)
    most = std::max(most, exec.concurrency);
  return static_cast<std::size_t>(most);
}

http::Options http_options(const config::Config& all) {
  const config::Http& config = all.http;
  http::Options options;
  options.idle_connections_per_host = most_at_a_time(all);
  options.connect_timeout = config.connect_timeout;
  options.request_timeout = config.request_timeout;
  options.max_body_bytes = config.max_body_bytes;
  options.ca_file = config.ca_file.value_or("").string();
  options.user_agent = "trainsync/" TRAINSYNC_VERSION;
  options.https_proxy = from_environment("HTTPS_PROXY", "https_proxy");
  options.no_proxy = from_environment("NO_PROXY", "no_proxy");
  return options;
}

// What root makes in another user's folder would lock that user out, who is to write it from then
// on.
void give_to_the_folders_owner(const std::filesystem::path& database) {
  struct stat folder{};
  const auto parent = std::filesystem::absolute(database).parent_path();
  if (geteuid() != 0 || stat(parent.c_str(), &folder) != 0 || folder.st_uid == 0)
    return;
  for (const char* suffix : {"", "-wal", "-shm", "-lock"}) {
    const std::string path = database.string() + suffix;
    struct stat file{};
    if (lstat(path.c_str(), &file) == 0 && S_ISREG(file.st_mode) && file.st_uid == 0 &&
        lchown(path.c_str(), folder.st_uid, folder.st_gid) != 0)
      std::cerr << "trainsync: " << path << " belongs to root, and cannot be given to the owner of "
                << parent.string() << "; do that with chown\n";
  }
}

} // namespace

int tell(const Refusal& refusal) {
  for (const std::string& message : refusal.messages)
    std::cerr << "trainsync: " << message << "\n";
  return refusal.code;
}

std::string defect_words(const std::exception& error) {
  return std::string("this should not have happened: ") + error.what() +
         ". What was stored before is intact; please report it";
}

const char* environment(const char* name) {
  return std::getenv(name);
}

std::expected<std::unique_ptr<http::Client>, Refusal>
make_client(const boost::asio::any_io_executor& executor, const config::Config& config) {
  auto client = http::make_client(executor, http_options(config));
  if (!client)
    return std::unexpected(Refusal{bad_usage, {client.error().message}});
  return std::move(*client);
}

std::expected<store::Lock, Refusal> take_lock(const config::Config& config) {
  if (auto place = schema::check_place(config.database.path); !place)
    return std::unexpected(Refusal{bad_file, {place.error().message}});
  auto lock = store::Lock::take(config.database.path);
  if (!lock)
    return std::unexpected(Refusal{lock.error().held ? locked : bad_file, {lock.error().message}});
  return std::move(*lock);
}

std::expected<store::Options, Refusal> store_options(const config::Config& config) {
  store::Options options;
  options.store_payloads = config.database.store_payloads;
  options.database = config.database.path;
  if (config.people.aliases) {
    auto aliases = read_aliases(*config.people.aliases);
    if (!aliases)
      return std::unexpected(Refusal{bad_usage, aliases.error()});
    options.aliases = std::move(*aliases);
  }
  return options;
}

std::expected<std::unique_ptr<store::Store>, Refusal> make_store(SQLite::Database db,
                                                                 store::Options options) {
  const std::filesystem::path path = options.database;
  try {
    auto store = std::make_unique<store::Store>(std::move(db), std::move(options));
    store->forgotten();
    return store;
  } catch (const store::NoForgetKey& error) {
    return std::unexpected(Refusal{bad_file, {error.what()}});
  } catch (const SQLite::Exception& error) {
    return std::unexpected(Refusal{bad_file, {schema::explain(path, error).message}});
  }
}

std::expected<std::unique_ptr<store::Store>, Refusal> open_store(const config::Config& config) {
  auto options = store_options(config);
  if (!options)
    return std::unexpected(options.error());
  auto db = schema::open_writer(config.database.path);
  if (!db)
    return std::unexpected(Refusal{bad_file, {db.error().message}});
  give_to_the_folders_owner(config.database.path);
  return make_store(std::move(*db), std::move(*options));
}

} // namespace trainsync::cli
