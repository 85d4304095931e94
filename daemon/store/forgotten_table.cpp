#include "daemon/store/forgotten_table.hpp"

#include <SQLiteCpp/Column.h>

namespace trainsync::store {
namespace {

constexpr const char* key_check = "forget_key";
constexpr const char* unfinished = "forget_unfinished";

} // namespace

ForgottenTable::ForgottenTable(SQLite::Database& db, const std::filesystem::path& database)
    : db_(db), version_query_(db, "SELECT count(*), coalesce(max(id), 0) FROM forgotten"),
      path_(database.empty() ? std::filesystem::path(db.getFilename()) : database) {}

std::pair<std::int64_t, std::int64_t> ForgottenTable::version() {
  version_query_.tryReset();
  version_query_.executeStep();
  const std::pair<std::int64_t, std::int64_t> version{version_query_.getColumn(0).getInt64(),
                                                      version_query_.getColumn(1).getInt64()};
  version_query_.tryReset();
  return version;
}

std::shared_ptr<const Forgotten> ForgottenTable::current() {
  const auto now = version();
  if (now == version_)
    return current_;
  if (now.first == 0) {
    current_ = std::make_shared<const Forgotten>();
  } else {
    const ForgetKey key = checked_key();
    std::set<std::string> hashes;
    SQLite::Statement query(db_, "SELECT hash FROM forgotten");
    while (query.executeStep())
      hashes.insert(query.getColumn(0).getString());
    current_ = std::make_shared<const Forgotten>(key, std::move(hashes));
  }
  version_ = now;
  return current_;
}

ForgetKey ForgottenTable::checked_key() {
  const auto key = ForgetKey::read(path_);
  const auto check = meta(key_check);
  if (key && (!check || *check == key->check()))
    return *key;
  const std::string file = ForgetKey::file_of(path_).string();
  throw NoForgetKey(
      path_.string() + " keeps forgotten people out, but " +
      (key ? file + " is not the key by which it knows them" : key.error()) +
      ". Nothing was stored, so that they do not come back. Restore that key from where it was "
      "kept with a backup, owned by the user that runs trainsync. If it is lost: trainsync forget "
      "--undo-all, and forget them again");
}

ForgetKey ForgottenTable::key_to_write() {
  if (version().first > 0)
    return checked_key();
  const auto key = ForgetKey::read_or_make(path_);
  if (!key)
    throw NoForgetKey(key.error() + ". Run this as the user that the file belongs to, or as root");
  set_meta(key_check, key->check());
  return *key;
}

std::optional<std::int64_t> ForgottenTable::person_of(const std::vector<std::string>& hashes) {
  SQLite::Statement query(db_, "SELECT person FROM forgotten WHERE hash = ?");
  for (const std::string& hash : hashes) {
    query.reset();
    query.bind(1, hash);
    if (query.executeStep())
      return query.getColumn(0).getInt64();
  }
  return std::nullopt;
}

std::int64_t ForgottenTable::new_person() {
  return db_.execAndGet("SELECT coalesce(max(person), 0) + 1 FROM forgotten").getInt64();
}

void ForgottenTable::add(std::int64_t person, const char* kind, const std::string& hash,
                         model::Stamp at) {
  SQLite::Statement insert(db_, "INSERT INTO forgotten (person, kind, hash, forgotten_at) "
                                "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
  insert.bind(1, person);
  insert.bind(2, kind);
  insert.bind(3, hash);
  bind_value(insert, 4, to_value(at));
  insert.exec();
}

std::int64_t ForgottenTable::remove(std::int64_t person) {
  SQLite::Statement statement(db_, "DELETE FROM forgotten WHERE person = ?");
  statement.bind(1, person);
  return statement.exec();
}

std::int64_t ForgottenTable::remove_all() {
  const int count = db_.exec("DELETE FROM forgotten");
  db_.exec(std::string("DELETE FROM meta WHERE key = '") + key_check + "'");
  return count;
}

void ForgottenTable::set_unfinished(model::Stamp since) {
  set_meta(unfinished, model::format_stamp(since));
}

void ForgottenTable::set_finished() {
  db_.exec(std::string("DELETE FROM meta WHERE key = '") + unfinished + "'");
}

bool ForgottenTable::is_unfinished() {
  return meta(unfinished).has_value();
}

void ForgottenTable::set_meta(const char* key, const std::string& value) {
  SQLite::Statement set(db_, "INSERT INTO meta (key, value) VALUES (?, ?) "
                             "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  set.bind(1, key);
  set.bind(2, value);
  set.exec();
}

std::optional<std::string> ForgottenTable::meta(const char* key) {
  SQLite::Statement query(db_, "SELECT value FROM meta WHERE key = ?");
  query.bind(1, key);
  return query.executeStep() ? std::optional(query.getColumn(0).getString()) : std::nullopt;
}

} // namespace trainsync::store
