// What the commands that write the file are set up with, and why that may be refused.
#pragma once

#include "config/config.hpp"
#include "daemon/http/client.hpp"
#include "daemon/store/lock.hpp"
#include "daemon/store/store.hpp"

#include <exception>
#include <expected>
#include <string>
#include <vector>

namespace trainsync::cli {

struct Refusal {
  int code; // what the program ends with
  std::vector<std::string> messages;
};
// Says it on standard error; the code.
int tell(const Refusal& refusal);
// Of an exception that nobody expected.
std::string defect_words(const std::exception& error);

const char* environment(const char* name);
std::expected<std::unique_ptr<http::Client>, Refusal>
make_client(const boost::asio::any_io_executor& executor, const config::Config& config);
std::expected<store::Lock, Refusal> take_lock(const config::Config& config);
std::expected<store::Options, Refusal> store_options(const config::Config& config);
// Refuses where who was forgotten cannot be told.
std::expected<std::unique_ptr<store::Store>, Refusal> make_store(SQLite::Database db,
                                                                 store::Options options);
// Opens the file, or makes or migrates it. Run by root in another user's folder, gives it to that
// user.
std::expected<std::unique_ptr<store::Store>, Refusal> open_store(const config::Config& config);

} // namespace trainsync::cli
