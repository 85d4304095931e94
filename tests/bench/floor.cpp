// The least that loading a tenant can cost: its pages, already in memory, parsed by nlohmann_json
// and inserted by one prepared statement a table, a transaction a page, into a file that is opened
// as the program opens it.
//
//   trainsync-bench-floor FILE ROWS ROWS_PER_ASSIGNMENT
//
// Prints the CPU and the wall time that this took, in seconds.
#include "schema/open.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/pages.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace trainsync::bench {
namespace {

using Json = nlohmann::json;
using Statement = SQLite::Statement;

const char* const now = "2026-01-01T00:00:00.000Z";

void bind(Statement& statement, int index, const Json& record, const char* field) {
  const auto found = record.find(field);
  if (found == record.end() || found->is_null())
    statement.bind(index);
  else
    statement.bindNoCopy(index, found->get_ref<const std::string&>());
}

const char* unified(const std::string& status) {
  return status == "complete" ? "completed" : status.c_str();
}

// Finds the row that a source id names, or makes it.
class Named {
public:
  Named(SQLite::Database& db, const std::string& table, const std::string& columns,
        const std::string& values)
      : select_(db, "SELECT id FROM " + table + " WHERE source = 'learn' AND source_id = ?"),
        insert_(db, "INSERT INTO " + table + " (source, source_id" + columns +
                        ") VALUES ('learn', ?1" + values + ")"),
        db_(db) {}

  std::int64_t id(const std::string& source_id, bool& made) {
    select_.bindNoCopy(1, source_id);
    made = !select_.executeStep();
    const std::int64_t found = made ? 0 : select_.getColumn(0).getInt64();
    select_.reset(); // one that is left open keeps the WAL from being used again
    if (!made)
      return found;
    insert_.reset();
    insert_.bindNoCopy(1, source_id);
    insert_.exec();
    return db_.getLastInsertRowid();
  }

private:
  Statement select_, insert_;
  SQLite::Database& db_;
};

class Floor {
public:
  explicit Floor(SQLite::Database& db) : db_(db) {}

  void load(const std::string& body) {
    SQLite::Transaction transaction(db_, SQLite::TransactionBehavior::IMMEDIATE);
    for (const Json& row : Json::parse(body))
      insert(row);
    transaction.commit();
  }

private:
  void insert(const Json& row) {
    enrolment_.reset();
    bind(enrolment_, 1, row, "id");
    enrolment_.bind(2, named(people_, "person", row, "userId"));
    enrolment_.bind(3, named(items_, "item", row, "primaryContentId"));
    enrolment_.bind(4, named(assignments_, "assignment", row, "assignmentId"));
    bind(enrolment_, 5, row, "audienceId");
    enrolment_.bindNoCopy(6, unified(row["status"].get_ref<const std::string&>()));
    int index = 6;
    for (const char* field : {"status", "availableDate", "dueDate", "lastCompletedAt", "updatedAt"})
      bind(enrolment_, ++index, row, field);
    enrolment_.bindNoCopy(12, now);
    enrolment_.exec();
    const std::int64_t id = db_.getLastInsertRowid();
    change("enrolment", id);
    insert_history(id, row["history"]);
    insert_payload(id, row.dump());
  }

  std::int64_t named(Named& table, const char* entity, const Json& row, const char* field) {
    bool made = false;
    const std::int64_t id = table.id(row[field].get_ref<const std::string&>(), made);
    if (made)
      change(entity, id);
    return id;
  }

  void insert_history(std::int64_t enrolment, const Json& entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      entry_.reset();
      entry_.bind(1, enrolment);
      entry_.bind(2, static_cast<std::int64_t>(i + 1));
      int index = 2;
      for (const char* field :
           {"type", "completionId", "previousStatus", "nextStatus", "createdAt", "updatedAt"})
        bind(entry_, ++index, entries[i], field);
      entry_.exec();
      period_.reset();
      period_.bind(1, enrolment);
      period_.bindNoCopy(2, unified(entries[i]["nextStatus"].get_ref<const std::string&>()));
      bind(period_, 3, entries[i], "createdAt");
      if (i + 1 < entries.size())
        bind(period_, 4, entries[i + 1], "createdAt");
      else
        period_.bind(4);
      period_.exec();
    }
  }

  void insert_payload(std::int64_t id, const std::string& payload) {
    payload_.reset();
    payload_.bind(1, id);
    payload_.bindNoCopy(2, payload);
    payload_.bindNoCopy(3, now);
    payload_.exec();
  }

  void change(const char* entity, std::int64_t id) {
    change_.reset();
    change_.bindNoCopy(1, entity);
    change_.bind(2, id);
    change_.bindNoCopy(3, now);
    change_.exec();
  }

  SQLite::Database& db_;
  Named people_{db_, "people", ", person_key", ", 'learn:' || ?1"}, items_{db_, "items", "", ""},
      assignments_{db_, "assignments", "", ""};
  Statement enrolment_{
      db_, "INSERT INTO enrolments (source, source_id, person_id, item_id, assignment_id, "
           "audience_id, status, source_status, available_at, due_at, completed_at, updated_at, "
           "first_seen_at, changed_at) "
           "VALUES ('learn', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)"};
  Statement entry_{db_, "INSERT INTO enrolment_history (enrolment_id, position, type, "
                        "completion_id, previous_status, next_status, created_at, updated_at) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
  Statement period_{db_, "INSERT INTO status_periods (enrolment_id, status, valid_from, valid_to, "
                         "evidence) VALUES (?, ?, ?, ?, 'history')"};
  Statement payload_{db_, "INSERT INTO enrolment_payloads (enrolment_id, payload, run_id, "
                          "fetched_at) VALUES (?, ?, 1, ?)"};
  Statement change_{db_, "INSERT INTO changes (run_id, entity, entity_id, observed_at, kind) "
                         "VALUES (1, ?, ?, ?, 'inserted')"};
};

constexpr const char* begin_sql = R"sql(
INSERT INTO sources (name, platform, host, tenant, filters, created_at)
VALUES ('learn', 'learn', '', '', '', '');
INSERT INTO sync_runs (source, kind, started_at) VALUES ('learn', 'full', '');
)sql";

// Pages are rendered some at a time, while the clocks stand still.
Usage load(const char* file, const Tenant& tenant) {
  constexpr std::size_t rendered_at_once = 1'000;
  Stopwatch watch;
  watch.start();
  auto db = std::make_unique<SQLite::Database>(*schema::open_writer(file));
  db->exec(begin_sql);
  auto floor = std::make_unique<Floor>(*db);
  std::vector<std::string> pages;
  for (std::int64_t assignment = 0; assignment < tenant.assignments();) {
    watch.stop();
    pages.clear();
    for (; assignment < tenant.assignments() && pages.size() < rendered_at_once; ++assignment)
      for (std::int64_t page = 1; (page - 1) * page_rows < tenant.rows_of(assignment); ++page)
        pages.push_back(enrolments_page(tenant, assignment, page));
    watch.start();
    for (const std::string& page : pages)
      floor->load(page);
  }
  floor.reset();
  db.reset();
  watch.stop();
  return watch.total();
}

} // namespace
} // namespace trainsync::bench

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "trainsync-bench-floor: wants FILE ROWS ROWS_PER_ASSIGNMENT\n";
    return 2;
  }
  const auto usage = trainsync::bench::load(argv[1], {std::atoll(argv[2]), std::atoll(argv[3])});
  std::printf("%.4f %.4f\n", usage.cpu_s, usage.wall_s);
}
