#include "daemon/cli/check/inquiry.hpp"

#include "daemon/cli/aliases.hpp"
#include "daemon/cli/check/counting.hpp"
#include "daemon/cli/check/credentials.hpp"
#include "daemon/cli/check/held.hpp"
#include "daemon/cli/check/places.hpp"
#include "daemon/cli/check/probe.hpp"
#include "daemon/cli/quiet_observer.hpp"
#include "daemon/cli/setup.hpp"
#include "daemon/cli/sources.hpp"
#include "daemon/cli/status/file_troubles.hpp"
#include "daemon/cli/status/lock_holder.hpp"
#include "daemon/http/proxy.hpp"
#include "daemon/store/forgotten_table.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cstring>

namespace trainsync::cli {
namespace {

namespace asio = boost::asio;

// Asks the platforms. What all sources share.
class Asking {
public:
  Asking(asio::io_context& io, http::Client& client, const config::Config& config,
         const config::Environment& environment)
      : io_(io), client_(client), config_(config), environment_(environment),
        stop_(io.get_executor()), counting_(config.database.path) {}

  template <class Configured>
  Findings ask(const Configured& configured) {
    auto made = make_sources(config_, configured.name, client_, environment_);
    if (!made)
      return {error(bad_usage, configured.name, made.error().front())};
    Source& source = made->front();
    source.fetcher.max_wait = sync::Duration(0);
    const auto place = counting_.place_for(source.pin, clock_.now());
    Findings findings;
    if (place.contradiction)
      findings.push_back(error(bad_usage, configured.name, *place.contradiction));
    store::Writer writer(io_.get_executor(), place.store, config_.database.path);
    const sync::World world{client_, clock_, random_, writer, observer_, stop_};
    sync::Fetcher fetcher(world, *source.authorizer,
                          sync::Budget(source.budget, place.store.requests_made(source.name)),
                          source.fetcher);
    auto probe = answer(probe_of(fetcher, configured));
    if (place.is_file)
      take_from_file(probe, place.store, configured);
    const Findings judged = judge(configured, probe);
    findings.insert(findings.end(), judged.begin(), judged.end());
    return findings;
  }

private:
  asio::awaitable<ExecProbe> probe_of(sync::Fetcher& fetcher, const config::Exec& exec) {
    return probe_exec(fetcher, clock_, exec);
  }
  asio::awaitable<LearnProbe> probe_of(sync::Fetcher& fetcher, const config::Learn& learn) {
    return probe_learn(fetcher, clock_, learn);
  }

  template <class Probe>
  Probe answer(asio::awaitable<Probe> question) {
    Probe probe;
    std::exception_ptr thrown;
    asio::co_spawn(io_, std::move(question),
                   [&](const std::exception_ptr& exception, Probe answer) {
                     thrown = exception;
                     probe = std::move(answer);
                   });
    io_.restart();
    io_.run();
    if (thrown)
      std::rethrow_exception(thrown);
    return probe;
  }

  static void take_from_file(ExecProbe&, store::Store&, const config::Exec&) {}
  // The file knows which assignments rest, and how many enrolments there are.
  static void take_from_file(LearnProbe& probe, store::Store& file, const config::Learn& learn) {
    probe.size.enrolments = file.live_rows(learn.name, {});
    if (!learn.assignments && file.directory_rows(learn.name, "assignments") > 0)
      probe.size = {std::ssize(file.assignments_to_read(learn.name)), true, probe.size.enrolments};
  }

  asio::io_context& io_;
  http::Client& client_;
  const config::Config& config_;
  const config::Environment& environment_;
  AsioClock clock_;
  SystemRandom random_;
  QuietObserver observer_;
  sync::Stop stop_;
  Counting counting_;
};

// The proxy that the environment names for https. The service has an environment of its own.
Findings judge_proxy() {
  const char* named = environment("HTTPS_PROXY");
  named = named ? named : environment("https_proxy");
  const auto proxy = named && *named ? http::parse_proxy(named)
                                     : std::unexpected(http::Error{http::Errc::config, {}});
  if (!proxy)
    return {};
  return {note("proxy", "https goes through " + proxy->authority() +
                            ", as HTTPS_PROXY says here; the service has an environment of its "
                            "own (systemctl edit trainsync)")};
}

} // namespace

Inquiry::Inquiry(const std::filesystem::path& config_file, const config::Config& config)
    : config_file_(config_file), config_(config), credentials_(credentials_folder(config_file)),
      person_(who_runs(config.database.path)) {}

Findings Inquiry::run() {
  add({good("config", config_file_.string() + " has no mistake")});
  add(judge_config_file(file_facts(config_file_, person_)));
  look_at_user();
  look_at_database();
  look_at_other_files();
  look_at_secrets();
  ask_platforms();
  return std::move(findings_);
}

void Inquiry::add(Findings findings) {
  std::ranges::move(findings, std::back_inserter(findings_));
}

void Inquiry::look_at_user() {
  const Person here = this_person();
  const Person owner = folder_owner(config_.database.path);
  if (person_.id != here.id)
    add({note("user", "rights are tried as those of " + person_.name +
                          ", who owns the database's folder and so is taken for the user who runs "
                          "trainsync")});
  else if (here.id != 0 && owner.id != here.id)
    add({warning("user", "this is run by " + here.name + ", but the database's folder belongs to " +
                             owner.name + ": what follows is what " + here.name +
                             " may do. Run: sudo trainsync check")});
}

void Inquiry::look_at_database() {
  const std::filesystem::path& database = config_.database.path;
  add(judge_access(database_facts(database, person_)));
  if (const auto disk = disk_facts(database))
    add(judge_disk(*disk));
  if (auto place = schema::check_place(database); !place)
    return add({error(bad_file, "file", place.error().message)});
  std::error_code hidden; // a folder that cannot be entered was told of already
  if (!std::filesystem::exists(database, hidden))
    return hidden ? add({})
                  : add({note("file",
                              database.string() + " does not exist yet; the first sync makes it")});
  if (std::filesystem::is_empty(database, hidden))
    return add({note("file", database.string() + " is empty; the first sync fills it")});
  auto db = schema::open_reader(database);
  if (!db)
    return add({error(bad_file, "file", db.error().message)});
  const auto writer = writer_of(database);
  const int version = db->execAndGet("PRAGMA user_version").getInt();
  if (version < schema::newest_version())
    add({note("file", database.string() + " was written by an older trainsync; the next sync "
                                          "brings it up to date")});
  else
    add({good("file", database.string() + " is trainsync's" +
                          (writer ? ", and process " + std::to_string(*writer) + " keeps it"
                                  : std::string()))});
  if (version != schema::newest_version())
    return;
  look_at_forgotten(*db);
  add(held_findings(*db));
}

void Inquiry::look_at_forgotten(SQLite::Database& db) {
  const auto key = store::ForgetKey::file_of(config_.database.path);
  if (auto unfinished = unfinished_forget(db))
    add({warning("forgotten", std::move(*unfinished))});
  try {
    const auto people = db.execAndGet("SELECT count(DISTINCT person) FROM forgotten").getInt64();
    store::ForgottenTable(db).current();
    if (const int why = people > 0 ? denied(person_, key, R_OK) : 0; why != 0)
      add({error(bad_file, "forgotten",
                 key.string() + " cannot be read by " + person_.name + ": " + std::strerror(why) +
                     "; let that user own it (chown " + person_.name + " " + key.string() + ")")});
    else if (people > 0 && (file_facts(key, person_).mode & 077u) != 0)
      add({warning("forgotten", "others than its owner may read " + key.string() +
                                    ", and so find out by trying e-mails who was forgotten; run: "
                                    "chmod 600 " +
                                    key.string())});
    else if (people > 0)
      add({good("forgotten", std::to_string(people) + (people == 1 ? " person is" : " people are") +
                                 " kept out of the file; " + key.string() + " is their key")});
  } catch (const store::NoForgetKey& missing) {
    add({error(bad_file, "forgotten", missing.what())});
  }
}

void Inquiry::look_at_other_files() {
  if (const auto& aliases = config_.people.aliases) {
    const auto read = read_aliases(*aliases);
    for (const std::string& mistake : read ? std::vector<std::string>() : read.error())
      add({error(bad_usage, "aliases", mistake)});
    if (const int why = read ? denied(person_, *aliases, R_OK) : 0; why != 0)
      add({error(bad_usage, "aliases",
                 aliases->string() + " cannot be read by " + person_.name + ": " +
                     std::strerror(why) + "; let that user read it")});
  }
  if (const auto& ca = config_.http.ca_file)
    if (const int why = denied(person_, *ca, R_OK); why != 0)
      add({error(bad_usage, "ca_file",
                 ca->string() + " cannot be read by " + person_.name + ": " + std::strerror(why) +
                     "; set http.ca_file to a PEM file that this user may read")});
  if (const auto& metrics = config_.metrics.textfile) {
    const auto folder = std::filesystem::absolute(*metrics).parent_path();
    const int why = denied(person_, folder, W_OK | X_OK);
    add({why != 0 ? error(bad_usage, "metrics",
                          folder.string() + " cannot be written by " + person_.name + ": " +
                              std::strerror(why) +
                              "; set metrics.textfile to a file in a folder that this user may "
                              "write")
                  : good("metrics", folder.string() + " can be written by " + person_.name)});
  }
}

void Inquiry::look_at_secrets() {
  for (const config::Learn& learn : config_.learn)
    look_at_secret(learn.name + ".api_secret", learn.api_secret);
  for (const config::Exec& exec : config_.exec)
    look_at_secret(exec.name + ".api_key", exec.api_key);
}

// What makes a secret useless is said where the platform is asked.
void Inquiry::look_at_secret(const std::string& about, const config::SecretRef& ref) {
  using Kind = config::SecretRef::Kind;
  if (ref.kind == Kind::file && config::resolve(ref, environment))
    add(judge_secret_file(about, file_facts(ref.name, person_)));
  if (ref.kind != Kind::credential || credentials_.empty())
    return;
  if (denied(this_person(), credentials_, R_OK | X_OK) != 0)
    return add({warning(about, "only the service gets this credential, from " +
                                   (credentials_ / ref.name).string() +
                                   ". To try it, run: sudo trainsync check")});
  // systemd reads it for the service, so the service's user need not.
  add(judge_secret_file(about, file_facts(credentials_ / ref.name, this_person())));
}

void Inquiry::ask_platforms() {
  add(judge_proxy());
  asio::io_context io(1);
  const auto client = make_client(io.get_executor(), config_);
  if (!client)
    return add({error(bad_usage, "http", client.error().messages.front())});
  const config::Environment environment = with_credentials(credentials_);
  Asking asking(io, **client, config_, environment);
  for (const config::Learn& learn : config_.learn)
    add(asking.ask(learn));
  for (const config::Exec& exec : config_.exec)
    add(asking.ask(exec));
}

} // namespace trainsync::cli
