// The one table of keys. A new key is a line here and a member in config.hpp, whose initialiser is
// the default.
#include "config/section.hpp"

namespace trainsync::config {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t most_per_minute = 1'000'000;
constexpr std::int64_t most_per_day = most_per_minute * 60 * 24;
constexpr std::int64_t most_rows = 1'000'000'000;
constexpr int most_at_a_time = 256;
constexpr int longest_page = 100;
constexpr days year{365};
constexpr days century{36500};

Type<LogLevel> log_level() {
  return choice<LogLevel>({{"trace", LogLevel::trace},
                           {"debug", LogLevel::debug},
                           {"info", LogLevel::info},
                           {"warn", LogLevel::warn},
                           {"error", LogLevel::error}});
}

Type<LogFormat> log_format() {
  return choice<LogFormat>({{"auto", LogFormat::automatic},
                            {"text", LogFormat::text},
                            {"json", LogFormat::json},
                            {"journal", LogFormat::journal}});
}

Type<Region> region() {
  return choice<Region>({{"production", Region::production},
                         {"staging", Region::staging},
                         {"mea", Region::mea},
                         {"mea-staging", Region::mea_staging}});
}

Type<LearnAuth> learn_auth() {
  return choice<LearnAuth>({{"basic", LearnAuth::basic}, {"oauth2", LearnAuth::oauth2}});
}

Type<ClientAuth> client_auth() {
  return choice<ClientAuth>({{"basic", ClientAuth::basic}, {"body", ClientAuth::body}});
}

std::vector<Key<Database>> database_keys() {
  return {
      key("path", &Database::path, path("/srv/training.db"), "The SQLite file that is kept true."),
      key("store_payloads", &Database::store_payloads, boolean(),
          "Whether each enrolment's record is kept as the API sent it (enrolment_payloads)."),
  };
}

std::vector<Key<Log>> log_keys() {
  return {
      key("level", &Log::level, log_level(), "The least that is worth a line."),
      key("format", &Log::format, log_format(),
          "How lines look; auto: journal under systemd, else text."),
  };
}

std::vector<Key<Metrics>> metrics_keys() {
  return {
      key("textfile", &Metrics::textfile,
          unset_or(path("/var/lib/prometheus/node-exporter/trainsync.prom")),
          "File for Prometheus' node exporter (its textfile collector); unset: none."),
  };
}

std::vector<Key<Http>> http_keys() {
  return {
      key("connect_timeout", &Http::connect_timeout, duration(milliseconds(10), hours(1)),
          "For the name, the connection, a proxy and TLS together."),
      key("request_timeout", &Http::request_timeout, duration(milliseconds(10), hours(1)),
          "From sending a request until the last byte of its answer."),
      key("max_body", &Http::max_body_bytes, size(1u << 10, std::size_t{4} << 30),
          "The longest answer that is taken, also when unpacked."),
      key("ca_file", &Http::ca_file, unset_or(path("/etc/ssl/certs/our-ca.pem")),
          "PEM file of the authorities to trust instead of the system's."),
  };
}

std::vector<Key<Sync>> sync_keys() {
  return {
      key("max_wait", &Sync::max_wait, duration(seconds(0), days(1)),
          "The longest single wait that 'trainsync sync' sits out: for a rate limit, the budget or "
          "another try. Several may follow each other; a longer one ends the reading of that "
          "list."),
  };
}

std::vector<Key<Learn>> learn_keys() {
  return {
      key("name", &Learn::name, source_name(),
          "What the source is called in the file; needed where there are several [[learn]]."),
      key("region", &Learn::region, unset_or(region()),
          "Where the tenant lives; this or base_url is needed."),
      key("base_url", &Learn::base_url, url("https://public.api.learn.link/rest/v1"),
          "The API's address, instead of a region."),
      required(key("tenant_id", &Learn::tenant_id, tenant(),
                   "The tenant's id; it differs by environment and by domain.")),
      key("auth", &Learn::auth, learn_auth(), "How requests are authorised."),
      key("client_id", &Learn::client_id, text("trainsync"),
          "OAuth 2: the client's id; unset: the tenant_id."),
      key("client_auth", &Learn::client_auth, client_auth(),
          "OAuth 2: whether the client's id and secret go in a header (basic) or in the form "
          "(body)."),
      key("scope", &Learn::scope, text("api/all"), "OAuth 2: the scope to ask for."),
      key("token_url", &Learn::token_url,
          url("https://public.api.learn.link/oauth2/token/eu-west-2_AbcdEfghI"),
          "OAuth 2: where tokens are issued; unset: /oauth2/token/ and the tenant_id, on the host "
          "of the region or base_url."),
      required(key("api_secret", &Learn::api_secret, secret("learn-api-secret"),
                   "Where the API secret is to be had.")),
      key("assignments", &Learn::assignments, word_or("all", ids("63feb35e1124643b940eeeca")),
          "The assignments whose enrolments are synced."),
      key("users", &Learn::users, boolean(),
          "Whether names and e-mails are read, so that people join across platforms."),
      key("department_field", &Learn::department_field, text("Business unit"),
          "Which of a user's additional fields says the department; upper and lower case do not "
          "matter."),
      key("contents", &Learn::contents, boolean(), "Whether the titles of contents are read."),
      key("poll_interval", &Learn::poll_interval, duration(seconds(1), year),
          "How often each assignment is asked for what changed."),
      key("overlap", &Learn::overlap, duration(seconds(0), days(30)),
          "How far each look reaches back before the last one, for changes that became visible "
          "late."),
      key("margin", &Learn::margin, duration(seconds(0), days(1)),
          "How late a change usually becomes visible in the API."),
      key("full_interval", &Learn::full_interval, duration(seconds(1), year),
          "How often everything is read again, to find what is gone."),
      key("concurrency", &Learn::concurrency, integer(1, most_at_a_time),
          "How many assignments are read at a time."),
      key("page_size", &Learn::page_size, integer(1, longest_page),
          "How many rows are asked for in one request."),
      key("requests_per_minute", &Learn::requests_per_minute, count(1, most_per_minute),
          "The most requests in a minute."),
      key("requests_per_day", &Learn::requests_per_day, count(1, most_per_day),
          "The most requests in any 24 hours."),
      key("delete_floor", &Learn::delete_floor, count(0, most_rows),
          "Up to so many rows may vanish in 24 hours without a person's approval."),
      key("delete_share", &Learn::delete_share, share(),
          "Up to this share of the source's rows may vanish in 24 hours without approval."),
  };
}

std::vector<Key<Exec>> exec_keys() {
  return {
      key("name", &Exec::name, source_name(),
          "What the source is called in the file; needed where there are several [[exec]]."),
      key("base_url", &Exec::base_url, url("https://api.exec.com/rest/v1"), "The API's address."),
      required(key("api_key", &Exec::api_key, secret("exec-api-key"),
                   "Where the API key is to be had.")),
      key("poll_interval", &Exec::poll_interval, duration(seconds(1), year),
          "How often everything is read; stretched to what the budget allows."),
      key("concurrency", &Exec::concurrency, integer(1, most_at_a_time),
          "How many pages are read at a time."),
      key("page_size", &Exec::page_size, integer(1, longest_page),
          "How many rows are asked for in one request."),
      key("requests_per_minute", &Exec::requests_per_minute, count(1, most_per_minute),
          "The most requests in a minute that the workspace allows, whoever makes them."),
      key("requests_per_day", &Exec::requests_per_day, count(1, most_per_day),
          "The most requests in any 24 hours that the workspace allows, whoever makes them."),
      key("reserve", &Exec::reserve, share(),
          "The share of these requests that is left to others."),
      key("delete_floor", &Exec::delete_floor, count(0, most_rows),
          "Up to so many rows may vanish in 24 hours without a person's approval."),
      key("delete_share", &Exec::delete_share, share(),
          "Up to this share of the source's rows may vanish in 24 hours without approval."),
      key("user_ids", &Exec::user_ids, filter_ids("u1a2b3c4d5e6"),
          "Only the assignments of these users; together with user_emails, of either."),
      key("user_emails", &Exec::user_emails, filter_ids("jane@example.org"),
          "Only the assignments of the users with these e-mails; together with user_ids, of "
          "either."),
      key("scenario_ids", &Exec::scenario_ids, filter_ids("s1a2b3c4d5e6"),
          "Only the assignments of these scenarios."),
      key("program_ids", &Exec::program_ids, filter_ids("p1a2b3c4d5e6"),
          "Only the assignments of these programs."),
  };
}

std::vector<Key<People>> people_keys() {
  return {
      key("aliases", &People::aliases, unset_or(path("/etc/trainsync/aliases.csv")),
          "CSV file of e-mails that belong to one person and differ between platforms."),
  };
}

std::vector<Key<Retention>> retention_keys() {
  return {
      key("runs", &Retention::runs, word_or("forever", duration(seconds(1), century)),
          "How long the record of each run is kept."),
      key("changes", &Retention::changes, word_or("forever", duration(seconds(1), century)),
          "How long the log of changes is kept."),
  };
}
} // namespace

const std::vector<Section>& table() {
  static const std::vector<Section> sections{
      section("database", &Config::database, "The file.", database_keys()),
      section("log", &Config::log, "What the program says.", log_keys()),
      section("metrics", &Config::metrics, "Figures for monitoring.", metrics_keys()),
      section("http", &Config::http, "Connections to the platforms.", http_keys()),
      section("sync", &Config::sync, "Runs by hand.", sync_keys()),
      sections_of("learn", &Config::learn, "An account on Learn.", learn_keys()),
      sections_of("exec", &Config::exec, "A workspace on Exec.", exec_keys()),
      section("people", &Config::people, "Who is who.", people_keys()),
      section("retention", &Config::retention, "How long records are kept.", retention_keys()),
  };
  return sections;
}

const std::vector<SectionInfo>& sections() {
  static const std::vector<SectionInfo> infos = [] {
    std::vector<SectionInfo> all;
    for (const auto& section : table())
      all.push_back(section.info);
    return all;
  }();
  return infos;
}

std::string show(const Config& config, std::string_view section, std::string_view key) {
  for (const auto& each : table())
    if (each.info.name == section)
      return each.show(config, key);
  return {};
}

} // namespace trainsync::config
