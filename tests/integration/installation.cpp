#include "tests/integration/installation.hpp"

#include "tests/integration/query.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace trainsync::integration {
namespace {

namespace fs = std::filesystem;

fs::path make_folder() {
  std::string name = (fs::temp_directory_path() / "trainsync-test-XXXXXX").string();
  if (!mkdtemp(name.data()))
    throw std::system_error(errno, std::generic_category(), "mkdtemp");
  return name;
}

// Requests cost nothing here.
const std::string no_limits = "requests_per_minute = 1000000\nrequests_per_day = 100000000\n";

} // namespace

void write_secret(const fs::path& file, const std::string& secret) {
  write(file, secret + "\n");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

Installation::Installation() : folder_(make_folder()) {
  fs::create_directory(folder_ / "data");
  write_secret(learn_secret_file(), learn_secret);
  write_secret(exec_key_file(), exec_key);
}

Installation::~Installation() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Installation::configure(const std::string& base_url, const Keys& keys) {
  configure(base_url, base_url, keys);
}

void Installation::configure(const std::string& learn_url, const std::string& exec_url,
                             const Keys& keys) {
  std::string text = "[database]\npath = \"" + database().string() + "\"\n" + keys.database;
  text += "[log]\nlevel = \"trace\"\n[sync]\n" + keys.sync + "[http]\n" + keys.http;
  text += "[learn]\nbase_url = \"" + learn_url + "\"\ntenant_id = \"" + tenant +
          "\"\napi_secret = { file = \"" + learn_secret_file().string() + "\" }\n" + no_limits +
          keys.learn;
  text += "[exec]\nbase_url = \"" + exec_url + "\"\napi_key = { file = \"" +
          exec_key_file().string() + "\" }\n" + no_limits + keys.exec;
  write(config(), text);
}

Command Installation::command(const std::vector<std::string>& arguments) const {
  Command command{{TRAINSYNC_PROGRAM, "--config", config().string()}};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  return command;
}

Outcome Installation::run(const std::vector<std::string>& arguments) {
  return run(command(arguments));
}

Outcome Installation::run(const Command& command) {
  Child child(command);
  return wait(child, std::chrono::seconds(120));
}

Outcome Installation::wait(Child& child, std::chrono::seconds most) {
  Outcome outcome = child.wait(most);
  spoken_ += outcome.out + outcome.err;
  return outcome;
}

std::string Installation::everything_it_wrote() const {
  std::string all = spoken_;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_ / "data"))
    if (entry.is_regular_file())
      all += bytes(entry.path());
  return all;
}

} // namespace trainsync::integration
