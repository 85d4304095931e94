// The disk fails at every call that SQLite makes during a small but whole life of a file: made,
// filled, changed, rows rejected, deleted, held and approved. After each fault the file is sound,
// and the process that met it goes on to the same end as one that met none.
//
// Some of the calls are played, spread over the life; TRAINSYNC_DISK_FAULTS says how many of each
// kind. With 10000 that is every one.
#include "tests/integration/file_image.hpp"
#include "tests/integration/query.hpp"
#include "tests/integration/truth_image.hpp"
#include "tests/property/faulty_disk.hpp"
#include "tests/property/machine.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <ostream>

namespace trainsync::property {
namespace {

using namespace std::chrono_literals;
using Call = FaultyDisk::Call;
using Lines = std::vector<std::string>;
using simulator::Company;
using testing::IsEmpty;

constexpr std::int64_t usual_calls = 8;
constexpr model::Stamp begin = std::chrono::sys_days(std::chrono::year(2040) / 3 / 1) + 10h;

// The file's content, but for when it was seen.
constexpr const char* content_sql = R"sql(
SELECT 'period ' || e.source_id || ' ' || p.status || ' ' || p.evidence ||
       iif(p.evidence = 'history', p.valid_from, '') || (p.valid_to IS NULL)
  FROM status_periods AS p JOIN enrolments AS e ON e.id = p.enrolment_id
UNION ALL
SELECT 'held ' || e.source_id FROM held_deletions AS h JOIN enrolments AS e ON e.id = h.enrolment_id
UNION ALL
SELECT 'rejected ' || stream || ' ' || assignment_source_id || ' ' || coalesce(source_id, '') || ' ' || reason ||
       (healed_at IS NULL)
  FROM rejected_records
UNION ALL
SELECT 'stream ' || stream || ' ' || assignment_source_id || ' ' || last_outcome || longest_page || failures
  FROM sync_streams
 ORDER BY 1
)sql";

struct Content {
  integration::Image image;
  Lines changes, rest;
};

Content content(const std::filesystem::path& file) {
  Content content{integration::file_image(file), {}, integration::query(file, content_sql)};
  for (auto& [name, fields] : content.image)
    for (const char* stamp : {"missing_since", "deleted_at"})
      if (const auto field = fields.find(stamp); field != fields.end() && field->second)
        field->second = "set";
  for (std::string& change : integration::recorded_changes(file, 0)) {
    const auto stamp = std::min(change.find(" missing_since "), change.find(" deleted_at "));
    if (stamp != std::string::npos) // only that it changed: when is another matter
      change.resize(change.find(' ', stamp + 1));
    content.changes.push_back(std::move(change));
  }
  std::ranges::sort(content.changes);
  return content;
}

Lines differences(const Content& expected, const Content& found) {
  Lines said = integration::differences(expected.image, found.image);
  const auto compare = [&](const Lines& one, const Lines& other, const std::string& what) {
    Lines left;
    std::ranges::set_difference(one, other, std::back_inserter(left));
    for (std::size_t i = 0; i < std::min<std::size_t>(left.size(), 10); ++i)
      said.push_back(what + left[i]);
  };
  compare(expected.changes, found.changes, "not in the change log: ");
  compare(found.changes, expected.changes, "in the change log, but expected by nobody: ");
  compare(expected.rest, found.rest, "missing: ");
  compare(found.rest, expected.rest, "expected by nobody: ");
  said.resize(std::min<std::size_t>(said.size(), 8));
  for (std::string& line : said)
    line.resize(std::min<std::size_t>(line.size(), 300));
  return said;
}

// One file's life. In each step something happens on the platforms, and is synced twice.
class Life {
public:
  Life() : clock_(begin), platforms_(company(), {}, 1), client_(clock_, platforms_, {}, 2) {
    machine_.emplace(clock_, client_, 3);
    machine_->set_up = [](SQLite::Database& db) {
      db.exec("PRAGMA busy_timeout = 0");
      db.exec("PRAGMA cache_size = 20"); // so that it reads, too, and writes in the midst
    };
    config::Learn learn;
    learn.page_size = 4;
    learn.delete_floor = 3;
    machine_->config.learn.push_back(learn);
    config::Exec exec;
    exec.page_size = 5;
    exec.delete_floor = 3;
    machine_->config.exec.push_back(exec);
  }

  // `disk` may be set to fail; it is mended as soon as something has failed.
  Content play(FaultyDisk& disk) {
    model::Stamp time = begin;
    for (const auto& step : steps()) {
      clock_.pass((time += 1h) - clock_.true_time());
      step();
      sync(disk);
      sync(disk);
    }
    disk.mend();
    expect_intact();
    return content(machine_->file);
  }
  integration::Image truth() { return integration::truth_image(platforms_.apis.company); }
  int failures = 0;

private:
  static Company company() {
    simulator::Size size;
    size.assignments = 2;
    size.enrolments_per_assignment = 14;
    size.users = 16;
    size.contents = 2;
    size.exec_users = 6;
    size.exec_assignments = 14;
    return simulator::generate(size, 7, begin - 1h);
  }

  std::vector<std::function<void()>> steps() {
    Company& truth = platforms_.apis.company;
    const auto now = [this] { return clock_.true_time(); };
    auto& faults = platforms_.apis.learn.faults;
    const std::string first = truth.assignments.begin()->first;
    return {[] {},
            [&, now, first] {
              const auto ids = truth.enrolment_ids();
              truth.complete_enrolment(ids[1], now());
              truth.update_enrolment(ids[20], "overdue", "scheduled-check", now());
              truth.insert_enrolment(first, truth.users.rbegin()->first, now());
              truth.record_attempt(truth.exec_assignments.begin()->first, 80, now());
              truth.users.begin()->second.email = "somebody.new@northwind.example";
            },
            [&, first] {
              faults.when(simulator::target_begins_with("/rest/v1/assignments/" + first),
                          simulator::malformed_record(1, "dueDate", "soon"));
              full_ = true;
            },
            [&] {
              truth.delete_enrolment(truth.enrolments.rbegin()->second.begin()->first);
              truth.delete_exec(truth.exec_assignments.rbegin()->first);
            },
            [&] { faults.clear(); },
            [&] {
              for (int i = 0; i < 8; ++i) {
                truth.delete_enrolment(truth.enrolments.rbegin()->second.begin()->first);
                truth.delete_exec(truth.exec_assignments.rbegin()->first);
              }
            },
            [&] { machine_->end_process(); },
            [&] { approve_ = true; }};
  }

  // Until the disk is no hindrance any more.
  void sync(FaultyDisk& disk) {
    for (int tries = 0; !try_to_sync(); ++tries) {
      ++failures;
      disk.mend();
      expect_intact();
      if (tries == 2)
        return ADD_FAILURE() << "does not go on, though the disk works again";
    }
  }

  bool try_to_sync() {
    try {
      if (approve_)
        machine_->approve_deletions();
      const Sync done = machine_->sync(full_);
      EXPECT_TRUE(done.ended) << "it waits for ever";
      return std::ranges::none_of(done.results, [](const sync::RoundResult& result) {
        return result.failure && result.failure->is_of_file();
      });
    } catch (const std::exception&) { // as the program does, and `approve-deletes`
      return false;
    }
  }

  void expect_intact() const {
    if (std::filesystem::exists(machine_->file))
      EXPECT_EQ(integration::integrity(machine_->file), "ok");
  }

  VirtualClock clock_;
  Platforms platforms_;
  SimulatedClient client_;
  std::optional<Machine> machine_;
  bool full_ = false, approve_ = false;
};

struct Case {
  const char* name;
  FaultyDisk::Trouble trouble;
  bool lasts;

  friend void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }
};

class Disk : public testing::TestWithParam<Case> {
protected:
  void expect_same_end(const Content& expected, std::int64_t call) {
    SCOPED_TRACE("call " + std::to_string(call));
    Life life;
    disk_.fail(GetParam().trouble, call, GetParam().lasts);
    const Content found = life.play(disk_);
    disk_.mend();
    EXPECT_THAT(differences(expected, found), IsEmpty());
    failures_ += life.failures;
  }

  FaultyDisk disk_;
  int failures_ = 0;
};

TEST_P(Disk, fails_at_a_call_and_the_file_comes_to_the_same_end) {
  Content expected;
  {
    Life life;
    disk_.fail(GetParam().trouble, 0, false);
    expected = life.play(disk_);
  }
  const std::int64_t calls = disk_.mend();
  ASSERT_GT(calls, 0);
  const char* wanted = std::getenv("TRAINSYNC_DISK_FAULTS");
  const std::int64_t count =
      std::min<std::int64_t>(calls, wanted ? std::strtoll(wanted, nullptr, 10) : usual_calls);
  for (std::int64_t i = 0; i < count && !HasFailure(); ++i)
    expect_same_end(expected, 1 + i * calls / count);
  EXPECT_GT(failures_, 0) << "no fault was ever met";
  std::cout << count << " of " << calls << " calls failed\n";
}

const FaultyDisk::Trouble full{{Call::write, SQLITE_FULL}, {Call::shm_map, SQLITE_IOERR_SHMSIZE}};
const FaultyDisk::Trouble broken{
    {Call::open, SQLITE_CANTOPEN},         {Call::read, SQLITE_IOERR_READ},
    {Call::write, SQLITE_IOERR_WRITE},     {Call::truncate, SQLITE_IOERR_TRUNCATE},
    {Call::sync, SQLITE_IOERR_FSYNC},      {Call::size, SQLITE_IOERR_FSTAT},
    {Call::shm_map, SQLITE_IOERR_SHMMAP},  {Call::lock, SQLITE_IOERR_LOCK},
    {Call::shm_lock, SQLITE_IOERR_SHMLOCK}};

INSTANTIATE_TEST_SUITE_P(
    , Disk,
    testing::Values(
        Case{"full_once", full, false}, Case{"full_for_a_while", full, true},
        Case{"read_error", {{Call::read, SQLITE_IOERR_READ}}, false},
        Case{"write_error", {{Call::write, SQLITE_IOERR_WRITE}}, false},
        Case{"truncate_error", {{Call::truncate, SQLITE_IOERR_TRUNCATE}}, false},
        Case{"sync_error", {{Call::sync, SQLITE_IOERR_FSYNC}}, false},
        Case{"sync_errors", {{Call::sync, SQLITE_IOERR_FSYNC}}, true},
        Case{"open_error", {{Call::open, SQLITE_CANTOPEN}}, false},
        Case{"size_error", {{Call::size, SQLITE_IOERR_FSTAT}}, false},
        Case{"shared_memory_error", {{Call::shm_map, SQLITE_IOERR_SHMMAP}}, false},
        Case{"locked_once", {{Call::lock, SQLITE_BUSY}, {Call::shm_lock, SQLITE_BUSY}}, false},
        Case{
            "locked_for_a_while", {{Call::lock, SQLITE_BUSY}, {Call::shm_lock, SQLITE_BUSY}}, true},
        Case{"broken_for_a_while", broken, true}),
    [](const auto& c) { return std::string(c.param.name); });

TEST(DiskThatWorks, brings_the_file_to_the_truth) {
  FaultyDisk disk;
  Life life;
  integration::Image truth = life.truth();
  const Content found = life.play(disk);
  EXPECT_EQ(life.failures, 0);
  EXPECT_TRUE(std::ranges::any_of(
      found.rest, [](const std::string& line) { return line.starts_with("rejected "); }));
  for (const auto& [name, fields] : life.truth())
    EXPECT_TRUE(found.image.contains(name)) << name.first << " " << name.second;
  EXPECT_EQ(std::ranges::count_if(found.image,
                                  [](const auto& record) {
                                    return record.first.first == "enrolment" &&
                                           record.second.at("deleted_at");
                                  }),
            18);
}

} // namespace
} // namespace trainsync::property
