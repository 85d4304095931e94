#include "daemon/cli/export/view.hpp"
#include "daemon/store/store.hpp"
#include "tests/unit/stamps.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::cli {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

class View : public testing::Test {
protected:
  View() : db(schema::open_writer(folder / "t.db").value()) {
    db.exec("INSERT INTO sources (name, platform, host, tenant, filters, created_at) VALUES "
            "('exec', 'exec', 'h', '', '{}', ''), ('learn', 'learn', 'h', '', '{}', '')");
  }
  void stream(const std::string& source, const std::string& name, const std::string& rest) {
    db.exec("INSERT INTO sync_streams (source, stream, last_pass_at, last_outcome, last_whole_at, "
            "fresh_until) VALUES ('" +
            source + "', '" + name + "', " + rest + ")");
  }
  std::vector<std::string> remarks() {
    std::vector<std::string> all;
    for (const AsOf& source : as_of(db))
      all.push_back(source.source + " " +
                    (source.whole_at ? model::format_stamp(*source.whole_at) : "never") + " " +
                    remark(source));
    return all;
  }

  test::TemporaryFolder folder;
  SQLite::Database db;
};

TEST_F(View, is_any_of_the_file_and_no_table) {
  EXPECT_THAT(view_names(db),
              AllOf(Contains("overdue_now"), Contains("sync_health"), Not(Contains("enrolments"))));
}

// A column that is named in another way would reach spreadsheets as text or as 1 and 0.
TEST_F(View, has_stamps_and_answers_where_the_names_of_its_columns_say_so) {
  std::string stamps, answers;
  for (const std::string& view : view_names(db))
    for (const std::string& column : ViewReader(db, view).columns()) {
      if (kind_of(column) == ColumnKind::stamp && stamps.find(column + " ") == std::string::npos)
        stamps += column + " ";
      if (kind_of(column) == ColumnKind::yes_or_no)
        answers += column + " ";
    }
  EXPECT_EQ(stamps, "due_at available_at completed_at created_at updated_at first_seen_at "
                    "changed_at last_completed_at valid_from valid_to deleted_at last_whole_at "
                    "last_pass_at ");
  EXPECT_EQ(answers, "person_has_left person_is_active is_overdue is_overdue person_has_left "
                     "has_left ");
}

TEST_F(View, gives_each_value_as_what_it_is) {
  db.exec("CREATE VIEW v AS SELECT 5 AS number, 0.5 AS share, 'x' AS text, NULL AS blank, "
          "'2026-03-31T09:30:00.000Z' AS due_at, 1 AS is_overdue, "
          "CAST(x'610062' AS TEXT) AS odd");
  ViewReader reader(db, "v");
  EXPECT_THAT(reader.columns(),
              ElementsAre("number", "share", "text", "blank", "due_at", "is_overdue", "odd"));
  const std::vector<Cell>* row = reader.next();
  ASSERT_TRUE(row);
  EXPECT_THAT(*row, ElementsAre(Cell(std::int64_t{5}), Cell(0.5), Cell("x"), Cell(),
                                Cell(test::at("2026-03-31T09:30:00Z")), Cell(YesOrNo{true}),
                                Cell("a␀b")));
  EXPECT_FALSE(reader.next());
}

TEST_F(View, is_as_old_as_the_oldest_list_of_its_source) {
  stream("learn", "users",
         "'2026-03-02', 'whole', '2026-03-02T00:00:00.000Z', '9999-01-01T00:00:00.000Z'");
  stream("learn", "assignments",
         "'2026-03-01', 'whole', '2026-03-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z'");
  EXPECT_THAT(remarks(), ElementsAre("exec never 0 of 0 lists are not fresh: see sync_health",
                                     "learn 2026-03-01T00:00:00.000Z "));
}

TEST_F(View, is_not_to_be_relied_on_where_a_list_is_not_fresh) {
  stream("exec", "assignments",
         "'2026-03-02', 'failed', '2026-03-02T00:00:00.000Z', '9999-01-01T00:00:00.000Z'");
  stream("learn", "users", "'2026-03-02', 'failed', NULL, NULL");
  stream("learn", "assignments",
         "'2026-03-01', 'whole', '2026-03-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z'");
  EXPECT_THAT(remarks(),
              ElementsAre("exec 2026-03-02T00:00:00.000Z 1 of 1 list is not fresh: see sync_health",
                          "learn never 1 of 2 lists are not fresh: see sync_health"));
}

TEST_F(View, is_as_of_what_can_be_read_where_the_account_may_not_read_a_list) {
  stream("learn", "users", "'2026-03-02', 'unavailable', NULL, NULL");
  stream("learn", "assignments",
         "'2026-03-01', 'whole', '2026-03-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z'");
  EXPECT_THAT(remarks(), Contains("learn 2026-03-01T00:00:00.000Z "));
}

} // namespace
} // namespace trainsync::cli
