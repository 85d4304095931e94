// trainsync-simulator: both APIs on a loopback port, for demonstrations and for tests of the
// installed program.
#include "tests/simulator/clock.hpp"
#include "tests/simulator/server.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

using namespace trainsync::simulator;
namespace asio = boost::asio;

struct Options {
  std::uint16_t port = 0;
  std::uint64_t seed = 7;
  Size size{.enrolments_per_assignment = 250, .users = 300, .exec_assignments = 230};
  std::string tenant{default_tenant_id};
  std::string learn_secret_file;
  std::string exec_key_file;
  std::string ready_file;
  std::string tls_certificate_file;
  std::string as_of;
  unsigned changes_per_minute = 0;
  unsigned latency_milliseconds = 0;
  unsigned run_for_seconds = 600;
};

std::string credentials_text() {
  return "Without files, the credentials are:\n  Learn tenant  " + std::string(default_tenant_id) +
         "\n  Learn secret  " + std::string(default_api_secret) + "\n  Exec key      " +
         std::string(default_api_key) + "\n";
}

void describe(CLI::App& app, Options& options) {
  app.footer(credentials_text());
  app.add_option("--port", options.port, "Port on 127.0.0.1; 0: any that is free")
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Another number is another company")
      ->capture_default_str();
  app.add_option("--assignments", options.size.assignments, "Learn assignments")
      ->capture_default_str();
  app.add_option("--enrolments", options.size.enrolments_per_assignment,
                 "Enrolments of each Learn assignment")
      ->capture_default_str();
  app.add_option("--exec", options.size.exec_assignments, "Exec scenario assignments")
      ->capture_default_str();
  app.add_option(
      "--as-of", options.as_of,
      "The company's present, such as 2026-01-31T12:00:00Z: the same seed and present are the "
      "same company (default: now)");
  app.add_option("--tenant", options.tenant, "Learn tenant id")->capture_default_str();
  app.add_option("--learn-secret-file", options.learn_secret_file,
                 "File that holds the Learn API secret");
  app.add_option("--exec-key-file", options.exec_key_file, "File that holds the Exec API key");
  app.add_option("--changes-per-minute", options.changes_per_minute,
                 "Random changes of rows while it runs")
      ->capture_default_str()
      ->check(CLI::Range(0, 60'000));
  app.add_option("--latency", options.latency_milliseconds, "Milliseconds before each answer")
      ->capture_default_str()
      ->check(CLI::Range(0, 60'000));
  app.add_option("--ready-file", options.ready_file,
                 "File to write the port to, once it is listened on");
  app.add_option("--tls-certificate-file", options.tls_certificate_file,
                 "Serve https, and write the certificate to trust to this file");
  app.add_option("--run-for", options.run_for_seconds, "Seconds until it ends by itself")
      ->capture_default_str();
}

// The file's first line; the fallback where no file is named.
std::string secret(const std::string& file, std::string_view fallback) {
  if (file.empty()) {
    return std::string(fallback);
  }
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line.empty()) {
    throw std::runtime_error("cannot read a secret from " + file);
  }
  return line;
}

// Whole or not at all, so that a script may wait for the file to exist.
void write_file(const std::string& file, const std::string& text) {
  std::string part = file + ".part";
  std::ofstream out(part);
  out << text;
  out.close();
  if (!out) {
    throw std::runtime_error("cannot write " + part);
  }
  std::filesystem::rename(part, file);
}

Time now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Time present(const Options& options) {
  if (options.as_of.empty()) {
    return now();
  }
  const std::optional<Time> as_of = parse_date_time(options.as_of);
  if (!as_of) {
    throw std::runtime_error("--as-of " + options.as_of + " is no date and time");
  }
  return *as_of;
}

ServerSettings server_settings(const Options& options) {
  ServerSettings settings;
  settings.port = options.port;
  settings.latency = std::chrono::milliseconds{options.latency_milliseconds};
  if (!options.tls_certificate_file.empty()) {
    settings.tls = make_certificate(CertificateKind::good, now());
    write_file(options.tls_certificate_file, settings.tls->certificate_pem);
  }
  return settings;
}

// Changes a row every so often, until the io_context stops.
class Changes {
public:
  Changes(asio::io_context& io, Server& server, const Options& options)
      : timer_(io), server_(server), rng_(options.seed),
        every_(std::chrono::milliseconds{60'000} / std::max(options.changes_per_minute, 1u)) {
    if (options.changes_per_minute > 0) {
      wait();
    }
  }

private:
  void wait() {
    timer_.expires_after(every_);
    timer_.async_wait([this](boost::system::error_code error) {
      if (!error) {
        server_.with([this](Apis& apis) { mutate(apis.company, rng_, now()); });
        wait();
      }
    });
  }

  asio::steady_timer timer_;
  Server& server_;
  Rng rng_;
  std::chrono::milliseconds every_;
};

void run_until_told(Server& server, const Options& options) {
  asio::io_context io{1};
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&io](boost::system::error_code, int) { io.stop(); });
  asio::steady_timer end(io, std::chrono::seconds{options.run_for_seconds});
  end.async_wait([&io](boost::system::error_code) { io.stop(); });
  Changes changes(io, server, options);
  if (!options.ready_file.empty()) {
    write_file(options.ready_file, std::to_string(server.port()) + "\n");
  }
  std::cout << "Learn and Exec are at " << server.base_url() << std::endl;
  io.run();
}

void sum_up(Server& server) {
  server.with([](const Apis& apis) {
    std::cout << apis.learn.requests.size() << " requests to Learn, " << apis.exec.requests.size()
              << " to Exec\n";
    for (const Api* api :
         {static_cast<const Api*>(&apis.learn), static_cast<const Api*>(&apis.exec)}) {
      for (const std::string& sentence : api->violations) {
        std::cerr << "not as documented: " << sentence << "\n";
      }
    }
  });
}

void run(const Options& options) {
  LearnAccount account;
  account.tenant_id = options.tenant;
  account.api_secret = secret(options.learn_secret_file, default_api_secret);
  Server server(generate(options.size, options.seed, present(options)), server_settings(options),
                account, secret(options.exec_key_file, default_api_key));
  run_until_told(server, options);
  sum_up(server);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("Simulates the Learn and Exec APIs on a loopback port.", "trainsync-simulator");
  Options options;
  describe(app, options);
  CLI11_PARSE(app, argc, argv);
  try {
    run(options);
  } catch (const std::exception& error) {
    std::cerr << "trainsync-simulator: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
