// A fetcher in a world of which only the file is real: time passes when somebody sleeps, and the
// server gives the answers that a test has written down.
#pragma once

#include "daemon/sync/fetcher.hpp"
#include "tests/unit/stamps.hpp"
#include "tests/unit/table_text.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>

namespace trainsync::sync {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using testing::ElementsAre;
using testing::HasSubstr;

inline const model::Stamp noon = test::at("2026-03-01T12:00:00Z");

class VirtualClock final : public Clock {
public:
  model::Stamp now() const override { return noon + passed_; }
  Duration steady() const override { return 1000s + passed_; }
  awaitable<void> sleep(Duration duration) override {
    slept.push_back(duration);
    passed_ += duration;
    co_return;
  }

  std::vector<Duration> slept;

private:
  Duration passed_{0};
};

class SetRandom final : public Random {
public:
  double next() override { return value; }
  double value = 0;
};

class ScriptedClient final : public http::Client {
public:
  using Answer = std::expected<http::Response, http::Error>;

  explicit ScriptedClient(const Clock& clock) : clock_(clock) {}

  awaitable<std::expected<http::Response, http::Error>> send(http::Request request) override {
    requests.push_back(std::move(request));
    sent_at.push_back(clock_.now() - noon);
    on_send();
    if (answers.empty())
      co_return http::Response{200, {}, "page"};
    Answer answer = std::move(answers.front());
    answers.pop_front();
    co_return answer;
  }

  std::deque<Answer> answers; // after the last one: 200 with a page
  std::vector<http::Request> requests;
  std::vector<Duration> sent_at;
  std::function<void()> on_send = [] {};

private:
  const Clock& clock_;
};

class ScriptedAuthorizer final : public http::Authorizer {
public:
  awaitable<std::expected<std::string, http::Error>> authorization() override {
    if (!errors.empty()) {
      const http::Error error = errors.front();
      errors.pop_front();
      co_return std::unexpected(error);
    }
    co_return "Bearer token-" + std::to_string(token);
  }
  bool refresh(std::string_view refused) override {
    refused_values.emplace_back(refused);
    if (refreshes == 0)
      return false;
    --refreshes;
    ++token;
    return true;
  }

  std::deque<http::Error> errors;
  std::vector<std::string> refused_values;
  int refreshes = 1, token = 1;
};

class RecordingObserver final : public Observer {
public:
  void round_began(std::string_view, bool) override {}
  void page_stored(const store::StreamKey&, const store::Counts&, std::int64_t) override {}
  void passes_planned(std::string_view, std::int64_t) override {}
  void pass_ended(const store::StreamKey&, store::Outcome, std::string_view) override {}
  void waiting(std::string_view source, model::Stamp until, std::string_view why) override {
    told.push_back(std::string(source) + " waits until " + model::format_stamp(until) + ": " +
                   std::string(why));
  }
  void retrying(std::string_view source, Duration wait, std::string_view why) override {
    told.push_back(std::string(source) + " retries in " + std::to_string(wait.count()) +
                   " ms: " + std::string(why));
  }
  void round_ended(const RoundResult&) override {}

  std::vector<std::string> told;
};

inline ScriptedClient::Answer answer(unsigned status, std::string body = "{}",
                                     http::Headers headers = {}) {
  return http::Response{status, std::move(headers), std::move(body)};
}

inline ScriptedClient::Answer error(http::Errc code) {
  return std::unexpected(http::Error{code, "the error's own words"});
}

class FetcherTest : public testing::Test {
protected:
  FetcherTest()
      : store(schema::open_writer(folder / "t.db").value(), {}),
        file((folder / "t.db").string(), SQLite::OPEN_READWRITE),
        writer(io.get_executor(), store, folder / "t.db"), client(clock) {
    EXPECT_TRUE(store.register_source({"exec", "exec", "host", "", "{}"}, noon));
    run = store.begin_run("exec", true, noon);
  }

  using Result = std::expected<model::Page, Failure>;

  Fetcher fetcher() {
    return {World{client, clock, random, writer, observer, stop}, authorizer,
            Budget(limits, store.requests_made("exec")), options};
  }
  static std::expected<model::Page, std::string> parse(std::string_view body) {
    if (body != "page")
      return std::unexpected("the body is no page");
    model::Page page;
    page.rows = 1;
    return page;
  }
  Result get(Fetcher& fetcher, const std::string& target = "/things?page=1") {
    std::optional<Result> result;
    boost::asio::co_spawn(io, fetcher.get(target, run, parse),
                          [&](const std::exception_ptr& thrown, Result got) {
                            if (thrown)
                              std::rethrow_exception(thrown);
                            result = std::move(got);
                          });
    io.restart();
    io.run_for(30s);
    if (!result)
      throw std::runtime_error("the fetch did not end");
    return std::move(*result);
  }
  Result get() {
    Fetcher fresh = fetcher();
    return get(fresh);
  }
  // The failure; a page is one of the test.
  Failure failure() {
    const Result result = get();
    EXPECT_FALSE(result);
    return result ? Failure{Failure::Kind::file, "there was none"} : result.error();
  }
  std::string requests_in_file() { return test::value_of(file, "SELECT requests FROM sync_runs"); }

  boost::asio::io_context io;
  test::TemporaryFolder folder;
  store::Store store;
  SQLite::Database file;
  store::Writer writer;
  VirtualClock clock;
  SetRandom random;
  ScriptedClient client;
  ScriptedAuthorizer authorizer;
  RecordingObserver observer;
  Stop stop{io.get_executor()};
  BudgetLimits limits{1000, 10000};
  FetcherOptions options{"exec", "https://host/v1", "exec.api_key", std::nullopt, "the-secret"};
  std::int64_t run = 0;
};

} // namespace trainsync::sync
