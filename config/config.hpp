// What a user configured, read from one TOML file, checked and resolved: whoever holds a Config
// need check nothing again. A member's initialiser is its default; its key, bounds and sentence
// stand in key_table.cpp. Plain values, so copies may be handed to any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trainsync::config {

using Duration = std::chrono::milliseconds;

// Where a secret is to be had; secret.hpp fetches it. Never the secret itself.
struct SecretRef {
  enum class Kind { credential, file, env };
  Kind kind = Kind::credential;
  std::string name; // of the credential, file or environment variable; empty: not configured

  bool operator==(const SecretRef&) const = default;
};

struct Database {
  std::filesystem::path path = "/var/lib/trainsync/training.db";
  bool store_payloads = true;
};

enum class LogLevel { trace, debug, info, warn, error };
enum class LogFormat { automatic, text, json, journal };

struct Log {
  LogLevel level = LogLevel::info;
  LogFormat format = LogFormat::automatic;
};

struct Metrics {
  std::optional<std::filesystem::path> textfile;
};

struct Http {
  Duration connect_timeout = std::chrono::seconds(10);
  Duration request_timeout = std::chrono::seconds(60);
  std::size_t max_body_bytes = 32u << 20;
  std::optional<std::filesystem::path> ca_file; // PEM; unset: the system's
};

struct Sync {
  Duration max_wait = std::chrono::minutes(2);
};

enum class Region { production, staging, mea, mea_staging };
enum class LearnAuth { basic, oauth2 };
enum class ClientAuth { basic, body };

struct Learn {
  std::string name = "learn";   // unique over all sources
  std::optional<Region> region; // as written; base_url is what counts
  std::string base_url;         // resolved, without a trailing slash
  std::string token_url;        // resolved
  std::string tenant_id;
  LearnAuth auth = LearnAuth::basic;
  std::string client_id; // resolved: the tenant_id where none was given
  ClientAuth client_auth = ClientAuth::basic;
  std::string scope = "api/read";
  SecretRef api_secret;
  std::optional<std::vector<std::string>> assignments; // nullopt: all
  bool users = true;
  std::string department_field = "department";
  bool contents = true;
  Duration poll_interval = std::chrono::minutes(5);
  Duration overlap = std::chrono::minutes(15);
  Duration margin = std::chrono::seconds(60);
  Duration full_interval = std::chrono::hours(24);
  int concurrency = 4; // requests at a time
  int page_size = 100;
  std::int64_t requests_per_minute = 300;
  std::int64_t requests_per_day = 100'000;
  std::int64_t delete_floor = 20; // rows
  double delete_share = 0.2;
};

struct Exec {
  std::string name = "exec"; // unique over all sources
  std::string base_url = "https://api.exec.com/rest/v1";
  SecretRef api_key;
  Duration poll_interval = std::chrono::minutes(15);
  int concurrency = 4; // requests at a time
  int page_size = 100;
  std::int64_t requests_per_minute = 60;
  std::int64_t requests_per_day = 1'000;
  double reserve = 0.1;           // share of the requests that is left to other callers
  std::int64_t delete_floor = 20; // rows
  double delete_share = 0.2;
  // Filters; an empty list leaves nothing out.
  std::vector<std::string> user_ids;
  std::vector<std::string> user_emails;
  std::vector<std::string> scenario_ids;
  std::vector<std::string> program_ids;
};

struct People {
  std::optional<std::filesystem::path> aliases; // CSV
};

struct Retention {
  std::optional<Duration> runs = std::chrono::days(90); // nullopt: forever
  std::optional<Duration> changes;                      // nullopt: forever
};

struct Config {
  Database database;
  Log log;
  Metrics metrics;
  Http http;
  Sync sync;
  std::vector<Learn> learn; // learn and exec are not both empty
  std::vector<Exec> exec;
  People people;
  Retention retention;
};

// One thing that is wrong in the file, with its remedy. Never holds the value of a secret.
struct Problem {
  std::string file;
  int line = 0; // from 1; 0: the file as a whole
  std::string message;
};

// "file:line: message"
std::string to_string(const Problem& problem);

// Everything that is wrong comes back at once, in the order of the lines; only of mistakes in
// TOML's own grammar the first alone, since what follows it cannot be understood.
std::expected<Config, std::vector<Problem>> parse(std::string_view text, std::string file_name);
std::expected<Config, std::vector<Problem>> load(const std::filesystem::path& file);

// All keys by section, each with type, default, bounds and its sentence; 80 columns.
std::string reference();

} // namespace trainsync::config
