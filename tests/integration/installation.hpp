// A folder with a configuration, secrets and a place for the file, as a user would have them.
#pragma once

#include "tests/integration/child_process.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace trainsync::integration {

inline const std::string tenant = "eu-west-2_AbcdEfghI";
// With characters that the forms in which it travels write in other ways.
inline const std::string learn_secret = "Kq7+/=%&: of the \"simulator\"";
inline const std::string exec_key = "exec_live_7Hq2mPzX4kT9wBvN1cR8sJdL5fGyA3eU6oIhQxWt";

// Lines of TOML for the sections, after those that every test needs.
struct Keys {
  std::string database = {}, sync = {}, http = {}, learn = {}, exec = {};
};

class Installation {
public:
  Installation();
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  // Writes trainsync.toml with both sources at this address.
  void configure(const std::string& base_url, const Keys& keys = {});
  void configure(const std::string& learn_url, const std::string& exec_url, const Keys& keys);

  Command command(const std::vector<std::string>& arguments = {"sync"}) const;
  // Runs the program to its end, and keeps what it said for `spoken`.
  Outcome run(const std::vector<std::string>& arguments = {"sync"});
  Outcome run(const Command& command);
  // Waits for its end, and keeps what it said.
  Outcome wait(Child& child, std::chrono::seconds most);

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path config() const { return folder_ / "trainsync.toml"; }
  std::filesystem::path learn_secret_file() const { return folder_ / "learn-secret"; }
  std::filesystem::path exec_key_file() const { return folder_ / "exec-key"; }
  std::filesystem::path database() const { return folder_ / "data" / "training.db"; }

  // All that the program printed so far, and every byte that it left beside the file.
  std::string everything_it_wrote() const;

private:
  std::filesystem::path folder_;
  std::string spoken_;
};

void write_secret(const std::filesystem::path& file, const std::string& secret);

} // namespace trainsync::integration
