#include "tests/unit/store/fixture.hpp"

namespace trainsync::store {
namespace {

class StoredIndexes : public StoreTest {
protected:
  std::string scattered() {
    return value("SELECT (SELECT count(*) FROM sqlite_schema WHERE name IN (" + names +
                 ")) || '/' || "
                 "(SELECT count(*) FROM sqlite_stat1 WHERE idx IN (" +
                 names + "))");
  }
  const std::string names = "'enrolments_by_item', 'enrolments_by_person', 'enrolments_by_status', "
                            "'status_periods_by_status'";
  static bool never() { return false; }
  void end(std::int64_t id) { store.end_run(id, Outcome::whole, true, "", day(1)); }
};

TEST_F(StoredIndexes, that_scatter_are_left_out_until_a_first_load_ends) {
  EXPECT_EQ(scattered(), "0/0");
  see(day(0), {enrolment()});
  end(run);
  EXPECT_EQ(scattered(), "0/0");
  store.complete_indexes(never);
  EXPECT_EQ(scattered(), "4/4");
  EXPECT_EQ(value("SELECT count(*) FROM meta WHERE key = 'indexes_left_out'"), "0");
  store.begin_run("learn", true, day(2));
  EXPECT_EQ(scattered(), "4/4") << "the file is not empty any more";
}

TEST_F(StoredIndexes, wait_for_the_other_source) {
  const std::int64_t other = store.begin_run("exec", true, day(0));
  end(other);
  store.complete_indexes(never);
  EXPECT_EQ(scattered(), "0/0");
  end(run);
  store.complete_indexes(never);
  EXPECT_EQ(scattered(), "4/4");
}

TEST_F(StoredIndexes, are_made_later_where_the_program_is_told_to_stop) {
  std::vector<model::Enrolment> many(300, enrolment());
  for (std::size_t i = 0; i < many.size(); ++i)
    many[i].source_id = "e" + std::to_string(i);
  see(day(0), many);
  end(run);
  store.complete_indexes([] { return true; });
  EXPECT_EQ(scattered(), "0/0");
  store.complete_indexes(never);
  EXPECT_EQ(scattered(), "4/4");
}

TEST_F(StoredIndexes, are_made_after_a_load_that_was_killed) {
  see(day(0), {enrolment()});
  const std::int64_t next = store.begin_run("learn", true, day(1));
  end(next);
  store.complete_indexes(never);
  EXPECT_EQ(scattered(), "4/4");
  EXPECT_EQ(value("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), "1");
}

} // namespace
} // namespace trainsync::store
