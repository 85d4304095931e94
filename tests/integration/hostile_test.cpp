// Servers that send what no platform should: the program keeps to bounds of memory and time, says
// what was wrong, and loses nothing.
#include "tests/integration/fixture.hpp"

#include <functional>

namespace trainsync::integration {
namespace {

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
  // These records are all that each list of enrolments holds.
  void serve_records(const std::vector<std::string>& records) {
    std::string rows;
    for (const std::string& record : records)
      rows += (rows.empty() ? "" : ",") + record;
    server->with([&](simulator::Apis& apis) {
      const auto enrolments = [](const simulator::Request& request, std::size_t) {
        return request.target.contains("/enrolments");
      };
      apis.learn.faults.when(enrolments, simulator::answer_literally("[" + rows + "]"));
    });
  }
  std::vector<std::string> rejected() {
    return query(installation.database(),
                 "SELECT coalesce(source_id, 'none') || ': ' || reason FROM rejected_records "
                 "WHERE healed_at IS NULL ORDER BY id");
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
  std::function<simulator::Fault()> fault; // made when it is its turn: bodies are large
  const char* words;
  int exit_code = 3;
};

std::function<simulator::Fault()> answering(unsigned status, const std::string& begin,
                                            const std::string& again, std::size_t bytes) {
  return [=] {
    return simulator::answer_with(status, begin + repeated(again, bytes / again.size()) + "0]");
  };
}

const std::vector<Attack> attacks{
    {"endless headers", simulator::endless_headers, "headers of the answer"},
    {"endless body", simulator::endless_body, "http.max_body"},
    {"gzip bomb", [] { return simulator::gzip_bomb(1024 * megabyte); }, "http.max_body"},
    {"deep lists", answering(200, "", "[", 10 * megabyte), "1000000 values"},
    {"deep objects", answering(200, "", "{\"a\":", 10 * megabyte), "1000000 values"},
    {"many records", answering(200, "[", "0,", megabyte), "10000 records"},
    {"a deep refusal", answering(404, "{\"message\":", "[", 10 * megabyte), "no such thing"},
    {"a deep wait", answering(429, "", "[", 10 * megabyte), "rate limit", 1}};

TEST_F(HostileServer, has_its_records_rejected_with_all_that_they_were) {
  serve({.assignments = 1, .enrolments_per_assignment = 0, .users = 3, .contents = 1});
  installation.configure(server->base_url(), at_once);
  const std::string megabyte_id(megabyte, 'i');
  const std::vector<std::string> records{R"({"id":"good","status":"open"})",
                                         R"({"id":"nul","status":"op\u0000en"})",
                                         "{\"id\":\"bytes\",\"status\":\"\xff\"}",
                                         R"({"id":")" + megabyte_id + "\"}",
                                         R"({"id":"deep","x":)" + repeated("[", 100'000) +
                                             repeated("]", 100'000) + "}",
                                         R"({"id":"nan","x":NaN})",
                                         R"({"id":"twice","status":"open"})",
                                         R"({"id":"twice","status":"complete"})"};
  serve_records(records);
  for (int sync = 0; sync < 2; ++sync) {
    const Outcome outcome = installation.run({"sync", "--source", "learn", "--full"});
    EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
    EXPECT_THAT(
        rejected(),
        UnorderedElementsAre(
            R"(nul: status: expected text without a NUL character, got string "op\u0000en")",
            "bytes: it holds bytes that are not UTF-8",
            "none: id: expected an id of at most 1024 bytes, got string \"" + std::string(59, 'i'),
            "deep: it nests more than 64 levels deep", "nan: it is not JSON",
            "twice: another record of the same id further down the page says something "
            "else"));
    EXPECT_THAT(query(installation.database(), "SELECT source_id || ' ' || status FROM enrolments"),
                UnorderedElementsAre("good open", "twice completed"));
  }
  EXPECT_EQ(database_value("SELECT count(*) FROM changes WHERE run_id = (SELECT max(id) FROM "
                           "sync_runs)"),
            "0")
      << "the second sync changed nothing";
  EXPECT_EQ(database_value("SELECT payload FROM rejected_records WHERE source_id = 'bytes'"),
            R"({"id":"bytes","status":"\xff"})");
  EXPECT_EQ(database_value("SELECT payload FROM rejected_records WHERE source_id = 'nul'"),
            records[1]);
  EXPECT_EQ(database_value("SELECT sum(length(payload)) FROM rejected_records WHERE source_id = "
                           "'deep' OR source_id IS NULL"),
            std::to_string(records[3].size() + records[4].size()));
  expect_intact();
}

TEST_F(HostileServer, costs_neither_memory_nor_time_nor_rows) {
  serve(small);
  installation.configure(server->base_url(), at_once);
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const auto before = all_records(installation.database());
  for (const Attack& attack : attacks) {
    SCOPED_TRACE(attack.name);
    mend();
    fault(attack.fault());
    const Outcome outcome = installation.run();
    EXPECT_EQ(outcome.exit_code, attack.exit_code) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out + outcome.err, HasSubstr(attack.words));
    EXPECT_LT(outcome.resident_bytes, 300 * megabyte);
    EXPECT_TRUE(all_records(installation.database()) == before);
    expect_intact();
  }
  mend();
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  expect_file_is_true();
}

} // namespace
} // namespace trainsync::integration
