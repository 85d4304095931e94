// Servers that send what no platform should: the program keeps to bounds of memory and time, says
// what was wrong, and loses nothing.
#include "tests/integration/fixture.hpp"

#include <chrono>

namespace trainsync::integration {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr std::size_t megabyte = 1 << 20;

class HostileServer : public IntegrationTest {
protected:
  void fault(simulator::Fault fault) {
    server->with([&](simulator::Apis& apis) {
      apis.learn.faults.next(fault, simulator::Faults::always);
      apis.exec.faults.next(fault, simulator::Faults::always);
    });
  }
  void mend() {
    server->with([](simulator::Apis& apis) {
      apis.learn.faults.clear();
      apis.exec.faults.clear();
    });
  }
  // Two records as pages of both platforms.
  void serve_records(const std::string& learn, const std::string& exec) {
    server->with([&](simulator::Apis& apis) {
      const auto enrolments = [](const simulator::Request& request, std::size_t) {
        return request.target.contains("/enrolments");
      };
      apis.learn.faults.when(enrolments, simulator::answer_literally("[" + learn + "]"));
      apis.exec.faults.next(
          simulator::answer_literally("{\"data\":[" + exec +
                                      R"(],"pagination":{"total_count":2,"total_pages":1}})"),
          simulator::Faults::always);
    });
  }
};

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i)
    all += text;
  return all;
}

struct Attack {
  const char* name;
  simulator::Fault fault;
  const char* words;
};

std::vector<Attack> attacks() {
  return {
      {"endless headers", simulator::endless_headers(), "headers of the answer"},
      {"endless body", simulator::endless_body(), "http.max_body"},
      {"gzip bomb", simulator::gzip_bomb(1024 * megabyte), "http.max_body"},
      {"deep lists", simulator::answer_literally(repeated("[", 20 * megabyte)), "1000000 values"},
      {"deep objects", simulator::answer_literally(repeated("{\"a\":", 4 * megabyte)),
       "1000000 values"},
      {"many records", simulator::answer_literally("[" + repeated("0,", 400'000) + "0]"),
       "10000 records"},
      {"a deep refusal",
       simulator::answer_with(404, "{\"message\":" + repeated("[", 20 * megabyte)),
       "no such thing"},
      {"a deep wait", simulator::answer_with(429, repeated("[", 20 * megabyte)),
       "too many requests"}};
}

TEST_F(HostileServer, costs_neither_memory_nor_time_nor_rows) {
  serve(small);
  installation.configure(server->base_url(), at_once);
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const auto before = all_records(installation.database());
  for (const Attack& attack : attacks()) {
    SCOPED_TRACE(attack.name);
    mend();
    fault(attack.fault);
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = installation.run();
    EXPECT_EQ(outcome.exit_code, 3) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out + outcome.err, HasSubstr(attack.words));
    EXPECT_LT(outcome.resident_bytes, 400 * megabyte);
    std::printf("%s: %zu MB, %lld ms\n", attack.name, outcome.resident_bytes / megabyte,
                static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                           std::chrono::steady_clock::now() - start)
                                           .count()));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
    EXPECT_TRUE(all_records(installation.database()) == before);
    expect_intact();
  }
  mend();
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  expect_file_is_true();
}

} // namespace
} // namespace trainsync::integration
