#include "daemon/cli/check/places.hpp"

#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

namespace trainsync::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::uint64_t mb = 1'000'000;

Finding only(const Findings& findings) {
  EXPECT_THAT(findings, SizeIs(1));
  return findings.empty() ? Finding() : findings.front();
}

TEST(DiskFinding, is_good_where_there_is_room) {
  EXPECT_EQ(only(judge_disk({"/data", 5000 * mb, 100 * mb, false, {}})).severity, Severity::good);
}

TEST(DiskFinding, warns_before_the_room_ends) {
  const Finding finding = only(judge_disk({"/data", 100 * mb, 0, false, {}}));
  EXPECT_EQ(finding.severity, Severity::warning);
  EXPECT_THAT(finding.message,
              AllOf(HasSubstr("100 MB are free in /data"), HasSubstr("free some")));
}

TEST(DiskFinding, warns_where_a_copy_would_not_fit) {
  EXPECT_THAT(only(judge_disk({"/data", 500 * mb, 900 * mb, false, {}})).message,
              HasSubstr("a copy of it would not fit"));
}

TEST(DiskFinding, is_an_error_of_the_file_where_nothing_fits) {
  const Finding finding = only(judge_disk({"/data", mb, 0, false, {}}));
  EXPECT_EQ(finding.severity, Severity::error);
  EXPECT_EQ(finding.code, bad_file);
}

TEST(DiskFinding, names_network_shares_and_read_only_disks) {
  const Findings findings = judge_disk({"/data", 5000 * mb, 0, true, "NFS"});
  ASSERT_THAT(findings, SizeIs(3));
  EXPECT_THAT(findings[0].message, HasSubstr("read-only"));
  EXPECT_THAT(findings[1].message, AllOf(HasSubstr("NFS"), HasSubstr("local disk")));
}

TEST(DiskFacts, are_those_of_the_folder) {
  const test::TemporaryFolder folder;
  const auto disk = disk_facts(folder / "t.db");
  ASSERT_TRUE(disk);
  EXPECT_GT(disk->free_bytes, 0u);
  EXPECT_FALSE(disk_facts(folder / "nowhere" / "t.db"));
}

TEST(AccessFinding, says_how_to_make_a_folder_that_is_not_there) {
  const Finding finding = only(judge_access({"/data/t.db", "trainsync", {"/data", ENOENT}, {}}));
  EXPECT_EQ(finding.code, bad_file);
  EXPECT_THAT(finding.message, AllOf(HasSubstr("does not exist"),
                                     HasSubstr("install -d -m 750 -o trainsync /data")));
}

TEST(AccessFinding, names_each_place_that_cannot_be_written_and_who_cannot) {
  const Findings findings = judge_access({"/data/t.db",
                                          "trainsync",
                                          {"/data", EACCES},
                                          {{"/data/t.db", EACCES}, {"/data/t.db-wal", 0}}});
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_THAT(findings[0].message, HasSubstr("chown trainsync /data)"));
  EXPECT_THAT(findings[1].message,
              AllOf(HasSubstr("/data/t.db cannot be written by trainsync"),
                    HasSubstr("Permission denied"), HasSubstr("chown trainsync /data/t.db")));
}

TEST(AccessFinding, is_good_where_all_can_be_written) {
  EXPECT_EQ(only(judge_access({"/data/t.db", "me", {"/data", 0}, {{"/data/t.db", 0}}})).severity,
            Severity::good);
}

TEST(AccessFinding, warns_where_anybody_may_write_the_database) {
  const Findings findings = judge_access({"/data/t.db",
                                          "me",
                                          {"/data", 0, 0777},
                                          {{"/data/t.db", 0, 0666}, {"/data/t.db-wal", 0, 0664}}});
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_EQ(findings[1].severity, Severity::warning);
  EXPECT_THAT(findings[1].message, HasSubstr("run: chmod o-w /data /data/t.db"));
  EXPECT_THAT(findings[1].message, testing::Not(HasSubstr("-wal")));
  const test::TemporaryFolder folder;
  std::ofstream(folder / "t.db") << "x";
  ASSERT_EQ(chmod((folder / "t.db").c_str(), 0666), 0);
  const DatabaseFacts facts = database_facts(folder / "t.db", this_person());
  EXPECT_EQ(facts.files.front().mode, 0666u);
  EXPECT_EQ(facts.folder.mode, 0700u);
}

FileFacts file(unsigned mode, bool enclosed = false, int error = 0) {
  return {"/etc/key", "trainsync", true, mode, enclosed, error};
}

TEST(SecretFinding, is_silent_about_what_only_its_owner_reads) {
  EXPECT_THAT(judge_secret_file("exec.api_key", file(0600)), IsEmpty());
  EXPECT_THAT(judge_secret_file("exec.api_key", file(0400)), IsEmpty());
}

TEST(SecretFinding, is_an_error_where_others_may_read_it) {
  for (const unsigned mode : {0644u, 0640u, 0604u}) {
    const Finding finding = only(judge_secret_file("exec.api_key", file(mode)));
    EXPECT_EQ(finding.code, bad_usage);
    EXPECT_EQ(finding.about, "exec.api_key");
    EXPECT_THAT(finding.message, HasSubstr("chmod 600 /etc/key"));
  }
}

TEST(SecretFinding, lets_a_folder_keep_others_out) {
  EXPECT_THAT(judge_secret_file("exec.api_key", file(0644, true)), IsEmpty());
}

TEST(SecretFinding, is_an_error_where_the_service_cannot_read_it) {
  EXPECT_THAT(only(judge_secret_file("exec.api_key", file(0600, false, EACCES))).message,
              AllOf(HasSubstr("cannot be read by trainsync"), HasSubstr("chown trainsync")));
}

TEST(ConfigFinding, warns_where_others_may_send_the_secrets_elsewhere) {
  EXPECT_THAT(judge_config_file(file(0644)), IsEmpty());
  const Finding finding = only(judge_config_file(file(0664)));
  EXPECT_EQ(finding.severity, Severity::warning);
  EXPECT_THAT(finding.message, HasSubstr("chmod go-w /etc/key"));
}

TEST(Denied, is_what_the_system_says) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "f") << "x";
  EXPECT_EQ(denied(this_person(), folder / "f", R_OK), 0);
  EXPECT_EQ(denied(this_person(), folder / "nothing", R_OK), ENOENT);
}

TEST(Denied, is_asked_as_another_user_by_root) {
  if (geteuid() != 0)
    GTEST_SKIP() << "becoming another user takes root";
  const test::TemporaryFolder folder; // which only root may enter
  std::ofstream(folder / "f") << "x";
  EXPECT_EQ(denied({65534, "nobody"}, folder / "f", R_OK), EACCES);
  EXPECT_EQ(denied({65534, "nobody"}, "/", R_OK), 0);
}

} // namespace
} // namespace trainsync::cli
