// However often the program is killed, the file is sound, and the next sync completes it.
#include "tests/integration/fixture.hpp"

#include <chrono>
#include <csignal>
#include <random>

namespace trainsync::integration {
namespace {

using std::chrono::microseconds;

constexpr int kills = 30;

class Kill : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small, {.latency = std::chrono::milliseconds(3)});
    // Changes are seen at once here, so that no more than a page of them lies within the margin.
    installation.configure(server->base_url(), {.learn = "page_size = 30\nmargin = \"0s\"\n",
                                                .exec = "page_size = 30\n"});
  }

  microseconds time_of_a_sync() {
    const auto start = std::chrono::steady_clock::now();
    sync_whole({"sync", "--full"});
    return std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - start);
  }

  void change_a_few_rows(simulator::Rng& rng) {
    change([&](simulator::Company& company) {
      const auto ids = company.enrolment_ids();
      for (int i = 0; i < 2; ++i)
        company.complete_enrolment(rng.pick(ids), now());
      company.insert_enrolment(company.assignments.begin()->first, company.users.begin()->first,
                               now());
      company.record_attempt(company.exec_assignments.begin()->first, 80, now());
    });
  }

  // Whether it was killed before it had ended.
  bool run_and_kill_after(microseconds time, const std::vector<std::string>& arguments) {
    Child child(installation.command(arguments));
    const bool ended = child.ends_within(time);
    child.kill();
    const Outcome outcome = child.wait();
    EXPECT_TRUE(outcome.signal == SIGKILL || outcome.exit_code == 0) << outcome.err;
    return !ended;
  }

  void forget_the_file() {
    std::filesystem::remove_all(installation.database().parent_path());
    std::filesystem::create_directory(installation.database().parent_path());
  }
};

TEST_F(Kill, at_any_moment_leaves_a_file_that_the_next_sync_completes) {
  const std::uint64_t seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  simulator::Rng rng{seed};
  const microseconds whole = time_of_a_sync();
  forget_the_file();
  int killed = 0;
  for (int i = 0; killed < kills && i < 20 * kills; ++i) {
    const microseconds moment(rng.between(0, whole.count()));
    SCOPED_TRACE("kill " + std::to_string(i) + " after " + std::to_string(moment.count()) + " us");
    killed += run_and_kill_after(moment, {"sync", "--full"}) ? 1 : 0;
    change_a_few_rows(rng);
  }
  EXPECT_EQ(killed, kills);
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  expect_source_is_true("learn");
  expect_intact();
  ASSERT_NO_FATAL_FAILURE(sync_whole()); // what changed on pages that Exec's walk had behind it
  expect_file_is_true();
}

TEST_F(Kill, at_a_moment_of_the_first_sync_is_made_good_by_the_next) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  simulator::Rng rng{seed};
  const microseconds whole = time_of_a_sync();
  for (int i = 0; i < 10; ++i) {
    forget_the_file();
    run_and_kill_after(microseconds(rng.between(whole.count() / 10, whole.count())), {"sync"});
    ASSERT_NO_FATAL_FAILURE(sync_whole());
    expect_file_is_true();
  }
}

} // namespace
} // namespace trainsync::integration
