#include "tests/unit/report/file.hpp"

#include <numeric>

namespace trainsync::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::int64_t sum(const std::vector<std::int64_t>& values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{});
}

class GatherTest : public FileTest {
protected:
  // Every status with and without a date, on both sources, for people who are there, who have left,
  // and nobody; of items with and without a row.
  void fill() {
    add_both_sources();
    add_person(1, "learn", "ann", "1");
    add_person(2, "learn", "bob", "0");
    add_person(3, "exec", "ann");
    add_person(4, "exec", "cid");
    add_item(1, "learn", "Safety");
    add_item(2, "exec", "Price");
    const std::vector<std::string> statuses{"scheduled", "open",       "in_progress",
                                            "completed", "overdue",    "failed",
                                            "archived",  "unassigned", "unknown"};
    for (const std::string& status : statuses)
      for (const std::string& due : {std::string("NULL"), days(-3), days(-7), days(-8), days(-30),
                                     days(-31), days(-90), days(-91), days(5)}) {
        enrol("learn", "1", "1", status, due);
        enrol("learn", "2", "1", status, due);
        enrol("exec", "3", "2", status, due);
        enrol("exec", "4", "NULL", status, due);
        enrol("exec", "NULL", "2", status, due);
      }
    db.exec("UPDATE enrolments SET score = id % 100 WHERE source = 'exec' AND id % 2");
    db.exec("UPDATE enrolments SET deleted_at = changed_at WHERE id % 7 = 0");
  }
};

TEST_F(GatherTest, counts_items_as_their_view_does) {
  fill();
  const Facts all = facts();
  std::vector<std::string> counted;
  for (const Item& item : all.items.largest) {
    const Tally& t = item.tally;
    std::string row = all.sources[item.source].name;
    for (const std::int64_t figure :
         {item.id, t.enrolments, t.completed, t.overdue, t.failed, t.still_open, t.scheduled})
      row += "|" + std::to_string(figure);
    counted.push_back(row);
  }
  EXPECT_THAT(
      counted,
      testing::UnorderedElementsAreArray(test::rows_of(
          db, "SELECT source, coalesce(item_id, 0), enrolments, completed, overdue, failed, "
              "still_open, scheduled FROM completion_by_item")));
  EXPECT_EQ(counted.size(), 3U);
  EXPECT_EQ(all.items.count, 3);
}

TEST_F(GatherTest, counts_what_is_overdue_as_its_view_does) {
  fill();
  Tally all;
  for (const Tally& tally : facts().tally)
    all += tally;
  const std::string from = " FROM overdue_now WHERE NOT person_has_left";
  EXPECT_EQ(std::to_string(all.overdue), value("SELECT count(*)" + from));
  EXPECT_EQ(std::to_string(all.longest_overdue_days), value("SELECT max(days_overdue)" + from));
  std::string by_age;
  for (const std::int64_t count : all.overdue_by_age)
    by_age += (by_age.empty() ? "" : "|") + std::to_string(count);
  EXPECT_EQ(by_age,
            value("SELECT sum(due_at < " + days(0) +
                  " AND days_overdue <= 7), "
                  "sum(days_overdue BETWEEN 8 AND 30), sum(days_overdue BETWEEN 31 AND 90), "
                  "sum(days_overdue > 90), sum(due_at IS NULL OR due_at > " +
                  days(0) + ")" + from));
}

TEST_F(GatherTest, shows_the_items_that_matter_most_and_says_how_many_there_are) {
  add_source("learn", "learn");
  for (int item = 1; item <= 40; ++item) {
    add_item(item, "learn", "Item " + std::to_string(item));
    for (int i = 0; i < item; ++i)
      enrol("learn", "NULL", std::to_string(item), item <= 20 ? "overdue" : "open");
  }
  const Items items = facts().items;
  EXPECT_EQ(items.count, 40);
  EXPECT_EQ(items.largest.size(), items_shown);
  EXPECT_EQ(items.largest.front().title, "Item 40");
  EXPECT_EQ(items.overdue_count, 20);
  EXPECT_EQ(items.most_overdue.front().title, "Item 20");
}

TEST_F(GatherTest, joins_people_across_platforms) {
  add_both_sources();
  for (const auto& [id, key] : {std::pair(1, "ann"), {2, "bob"}, {3, "idle"}})
    add_person(id, "learn", key, "1");
  for (const auto& [id, key] : {std::pair(11, "ann"), {12, "cid"}})
    add_person(id, "exec", key);
  enrol("learn", "1", "NULL", "completed");
  enrol("exec", "11", "NULL", "overdue");
  enrol("exec", "11", "NULL", "completed");
  enrol("learn", "2", "NULL", "scheduled");
  enrol("exec", "12", "NULL", "overdue");
  const People people = facts().people;
  EXPECT_EQ(people.count(), 3);
  EXPECT_EQ(people.overdue, 2);
  EXPECT_EQ(people.both.people, 1);
  EXPECT_EQ(people.both.tally[1].enrolments, 2);
  EXPECT_EQ(people.both.tally[1].completed, 1);
  EXPECT_EQ(people.only[0].people, 1);
  EXPECT_EQ(people.only[0].tally[0].startable(), 0);
  EXPECT_EQ(people.only[1].people, 1);
}

TEST_F(GatherTest, counts_completions_in_the_month_in_which_they_are_known_to_be) {
  add_both_sources();
  enrol("learn", "NULL", "NULL", "completed");
  enrol("exec", "NULL", "NULL", "completed");
  enrol("exec", "NULL", "NULL", "completed");
  add_period(1, "completed", days(0), days(0), "history");
  add_period(1, "completed", days(0), "NULL", "history"); // done again
  add_period(2, "open", days(-9), "'2020-01-01T00:00:00.000Z'", "observed");
  add_period(2, "completed", days(0), "NULL", "observed"); // restored so: nobody saw it happen
  add_period(3, "open", days(-9), "(SELECT valid_from FROM status_periods WHERE id = 2)",
             "observed");
  add_period(3, "completed", "(SELECT valid_from FROM status_periods WHERE id = 2)", "NULL",
             "observed");
  const Completions completions = facts().completions;
  EXPECT_THAT(completions.by_month.back(), ElementsAre(2, 1));
  EXPECT_THAT(completions.undated, ElementsAre(0, 1));
}

TEST_F(GatherTest, counts_changes_by_week_but_not_a_first_reading) {
  add_source("exec", "exec", 30);
  for (int i = 0; i < 5; ++i)
    enrol("exec", "NULL", "NULL", "open");
  add_change(1, days(-30), "inserted");
  add_change(2, days(-30), "inserted");
  add_change(3, days(-20), "inserted");
  add_change(1, days(-13), "updated", "'status'", "'completed'");
  add_change(1, days(-13), "updated", "'score'", "'completed'");
  add_change(2, days(-6), "updated", "'status'", "'overdue'");
  add_change(3, days(0), "deleted", "'deleted_at'");
  const Trend trend = facts().trend;
  EXPECT_EQ(trend.first_reading, 2);
  EXPECT_EQ(sum(trend.inserted), 1);
  EXPECT_EQ(sum(trend.completed), 1);
  EXPECT_EQ(sum(trend.overdue), 1);
  EXPECT_EQ(trend.deleted.back(), 1);
  EXPECT_GE(trend.first, static_cast<std::size_t>(weeks_shown - 6));
}

TEST_F(GatherTest, counts_a_first_reading_until_it_was_whole) {
  add_source("exec", "exec", 30);
  enrol("exec", "NULL", "NULL", "open");
  add_change(1, days(-27), "inserted");
  EXPECT_EQ(facts().trend.first_reading, 0);
  db.exec("INSERT INTO sync_runs (source, kind, started_at, ended_at, outcome) VALUES ('exec', "
          "'full', " +
          days(-27) + ", " + days(-26) + ", 'whole')");
  EXPECT_EQ(facts().trend.first_reading, 1);
}

TEST_F(GatherTest, ends_where_the_weeks_end) {
  add_source("exec", "exec", 3000);
  enrol("exec", "NULL", "NULL", "open");
  add_change(1, days(-2000), "updated", "'status'", "'completed'");
  add_change(1, days(-1), "updated", "'status'", "'completed'");
  const Trend trend = facts().trend;
  EXPECT_EQ(trend.first, 0U);
  EXPECT_EQ(sum(trend.completed), 1);
}

TEST_F(GatherTest, names_people_only_where_asked) {
  fill();
  EXPECT_FALSE(facts().names);
  const auto names = facts(true).names;
  ASSERT_TRUE(names);
  ASSERT_GE(names->size(), 2U);
  EXPECT_EQ(names->front().days, 91);
  for (const OverduePerson& person : *names)
    EXPECT_NE(person.person, "bob") << "who has left";
}

TEST_F(GatherTest, has_the_words_of_unknown_statuses) {
  fill();
  const Facts all = facts();
  ASSERT_EQ(all.unknown_statuses.size(), 2U);
  EXPECT_EQ(all.unknown_statuses.front().word, "word");
}

TEST_F(GatherTest, takes_an_empty_file) {
  const Facts none = facts(true);
  EXPECT_THAT(none.sources, IsEmpty());
  EXPECT_THAT(none.health, IsEmpty());
  EXPECT_EQ(none.people.count(), 0);
  EXPECT_EQ(none.completions.by_month.size(), static_cast<std::size_t>(months_shown));
}

TEST_F(GatherTest, leaves_no_transaction_open) {
  fill();
  facts();
  EXPECT_NO_THROW(db.exec("BEGIN; COMMIT"));
}

} // namespace
} // namespace trainsync::report
