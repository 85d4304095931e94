// A disk without room: nothing that was stored is lost, and the next sync goes on.
#include "tests/integration/fixture.hpp"

#include <sched.h>
#include <sys/mount.h>

#include <fstream>

namespace trainsync::integration {
namespace {

using testing::HasSubstr;

class FullDisk : public IntegrationTest {
protected:
  void SetUp() override {
    serve(small);
    installation.configure(server->base_url());
  }

  void TearDown() override {
    IntegrationTest::TearDown();
    if (mounted_)
      umount2(folder().c_str(), MNT_DETACH);
  }

  std::string folder() const { return installation.database().parent_path().string(); }

  // A disk of that size under the file, seen by this process only. False where that takes more
  // rights than we have.
  bool mount_disk(const std::string& size) {
    mounted_ = unshare(CLONE_NEWNS) == 0 &&
               mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
               mount("tmpfs", folder().c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
    return mounted_;
  }

  void fill_disk() {
    const std::string block(1 << 12, 'x');
    std::ofstream filler(folder() + "/filler", std::ios::binary);
    while (filler.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }

  void expect_full(const Command& command) {
    const Outcome outcome = installation.run(command);
    EXPECT_EQ(outcome.exit_code, 5) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out + outcome.err, HasSubstr("the disk is full"));
    EXPECT_THAT(outcome.out + outcome.err, HasSubstr("What was stored before is intact"));
    EXPECT_THAT(outcome.out + outcome.err, HasSubstr("free"));
  }

  bool mounted_ = false;
};

class FullDiskOfSize : public FullDisk, public testing::WithParamInterface<int> {};

TEST_P(FullDiskOfSize, ends_a_first_sync_and_the_next_completes) {
  if (!mount_disk(std::to_string(GetParam()) + "k"))
    GTEST_SKIP() << "mounting a small disk takes root";
  expect_full(installation.command());
  ASSERT_EQ(mount(nullptr, folder().c_str(), nullptr, MS_REMOUNT, "size=256m"), 0);
  expect_intact();
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  expect_file_is_true();
}

INSTANTIATE_TEST_SUITE_P(, FullDiskOfSize, testing::Values(16, 64, 200, 400, 700, 1200, 2000),
                         [](const auto& size) { return std::to_string(size.param) + "_kib"; });

TEST_F(FullDisk, ends_a_later_sync_and_keeps_what_was_there) {
  if (!mount_disk("64m"))
    GTEST_SKIP() << "mounting a small disk takes root";
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  fill_disk();
  change([when = now() - std::chrono::minutes(2)](simulator::Company& company) {
    for (int i = 0; i < 20; ++i)
      for (const std::string& id : company.enrolment_ids())
        company.update_enrolment(id, "overdue", "scheduled-check", when);
  });
  expect_full(installation.command());
  expect_intact();
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments"), "460");
  std::filesystem::remove(folder() + "/filler");
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  expect_file_is_true();
}

class LimitedFile : public FullDisk, public testing::WithParamInterface<int> {};

TEST_P(LimitedFile, ends_a_sync_and_the_next_completes) {
  Command command = installation.command();
  command.largest_file_bytes = static_cast<std::uint64_t>(GetParam()) << 10;
  expect_full(command);
  expect_intact();
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  expect_file_is_true();
}

INSTANTIATE_TEST_SUITE_P(, LimitedFile, testing::Values(40, 100, 300, 1000),
                         [](const auto& size) { return std::to_string(size.param) + "_kib"; });

} // namespace
} // namespace trainsync::integration
