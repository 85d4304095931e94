// views FILE [--plans]: asks each view what an analyst would ask, and prints how long the answers
// take and how SQLite finds them. Ends with 1 where an answer takes longer than it may, or a
// question goes through a whole table that it should not. With --plans only the latter is looked
// at, for small files.
#include "schema/open.hpp"

#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

struct Question {
  const char* view;
  bool whole; // of the whole file, else filtered
  const char* what;
  const char* sql; // with the parameters that `bind` knows
};

constexpr Question questions[] = {
    {"enrolment_overview", false, "one person",
     "SELECT item, status, due_at, department FROM enrolment_overview WHERE person_key = :key"},
    {"enrolment_overview", false, "one name",
     "SELECT item, status, due_at FROM enrolment_overview WHERE person = :person"},
    {"enrolment_overview", false, "one e-mail",
     "SELECT item, status, due_at FROM enrolment_overview WHERE email = :email"},
    {"enrolment_overview", false, "one reference",
     "SELECT item, status, due_at FROM enrolment_overview WHERE person_ref = :ref"},
    {"enrolment_overview", false, "a manager's people",
     "SELECT person, item, status FROM enrolment_overview WHERE manager = :manager"},
    {"enrolment_overview", false, "the smallest course",
     "SELECT person, email, status FROM enrolment_overview WHERE item = :small_item"},
    {"enrolment_overview", false, "the largest course",
     "SELECT status, count(*) FROM enrolment_overview WHERE item = :large_item GROUP BY status"},
    {"enrolment_overview", false, "one program",
     "SELECT status, count(*) FROM enrolment_overview WHERE assignment = :program GROUP BY status"},
    {"enrolment_overview", false, "one source and status",
     "SELECT person, item, attempts FROM enrolment_overview "
     "WHERE source = 'exec' AND status = 'failed' AND attempts >= 5"},
    {"enrolment_overview", true, "by source and status",
     "SELECT source, status, count(*) FROM enrolment_overview GROUP BY source, status"},
    {"enrolment_overview", true, "by platform and status",
     "SELECT platform, status, count(*) FROM enrolment_overview GROUP BY platform, status"},
    {"enrolment_overview", true, "by department",
     "SELECT department, count(*) FROM enrolment_overview GROUP BY department"},
    {"live_enrolments", false, "one account",
     "SELECT status, is_overdue FROM live_enrolments WHERE person_id = CAST(:person_id AS "
     "INTEGER)"},
    {"live_enrolments", true, "by status",
     "SELECT status, count(*), sum(is_overdue) FROM live_enrolments GROUP BY status"},
    {"overdue_now", false, "one person",
     "SELECT item, days_overdue FROM overdue_now WHERE person_key = :key"},
    {"overdue_now", false, "one course",
     "SELECT person, email, days_overdue FROM overdue_now WHERE item = :large_item"},
    {"overdue_now", false, "one department",
     "SELECT person, item, days_overdue FROM overdue_now WHERE department = :department"},
    {"overdue_now", false, "a manager's people",
     "SELECT person, item, days_overdue FROM overdue_now WHERE manager = :manager"},
    {"overdue_now", true, "by department",
     "SELECT department, count(*) FROM overdue_now WHERE NOT person_has_left GROUP BY department"},
    {"overdue_now", true, "the longest overdue",
     "SELECT person, item, days_overdue FROM overdue_now ORDER BY days_overdue DESC LIMIT 100"},
    {"completion_by_item", false, "the largest course",
     "SELECT * FROM completion_by_item WHERE item = :large_item"},
    {"completion_by_item", false, "one item's id",
     "SELECT * FROM completion_by_item WHERE item_id = CAST(:item_id AS INTEGER)"},
    {"completion_by_item", true, "every item",
     "SELECT * FROM completion_by_item ORDER BY completed_percent"},
    {"person_progress", false, "one person",
     "SELECT * FROM person_progress WHERE person_key = :key"},
    {"person_progress", false, "one name", "SELECT * FROM person_progress WHERE person = :person"},
    {"person_progress", false, "a manager's people",
     "SELECT * FROM person_progress WHERE manager = :manager"},
    {"person_progress", false, "one department",
     "SELECT * FROM person_progress WHERE department = :department"},
    {"person_progress", true, "by department",
     "SELECT department, sum(completed), sum(overdue) FROM person_progress GROUP BY department"},
    {"person_progress", true, "the most overdue",
     "SELECT * FROM person_progress ORDER BY overdue DESC LIMIT 100"},
    {"due_soon", false, "one person",
     "SELECT item, days_left FROM due_soon WHERE person_key = :key"},
    {"due_soon", false, "one course",
     "SELECT person, due_at FROM due_soon WHERE item = :large_item"},
    {"due_soon", false, "the next day",
     "SELECT person, item, due_at FROM due_soon WHERE days_left < 1"},
    {"due_soon", true, "by day",
     "SELECT date(due_at), count(*) FROM due_soon GROUP BY date(due_at)"},
    {"status_history", false, "one person",
     "SELECT item, status, valid_from FROM status_history WHERE person_key = :key"},
    {"status_history", false, "one course, as of",
     "SELECT person FROM status_history WHERE item = :small_item AND status = 'overdue' "
     "AND valid_from < :as_of AND (valid_to IS NULL OR valid_to >= :as_of)"},
    {"status_history", true, "as of, by item",
     "SELECT item, count(*) FROM status_history, (SELECT :as_of AS midnight) WHERE status = "
     "'overdue' AND valid_from < midnight "
     "AND (valid_to IS NULL OR valid_to >= midnight) GROUP BY item"},
    {"sync_health", false, "what is not fresh",
     "SELECT source, stream, what_to_do FROM sync_health WHERE state <> 'fresh'"},
    {"sync_health", true, "by state",
     "SELECT source, state, count(*) FROM sync_health GROUP BY 1, 2"},
    {"resting_assignments", true, "all", "SELECT * FROM resting_assignments"},
    {"unmatched_people", false, "one source",
     "SELECT person, email, reason FROM unmatched_people WHERE source = 'exec'"},
    {"unmatched_people", true, "by reason",
     "SELECT source, reason, count(*) FROM unmatched_people GROUP BY source, reason"},
};

struct Parameter {
  const char* name;
  const char* sql;
};

constexpr Parameter parameters[] = {
    {":person_id",
     "SELECT p.id FROM people AS p WHERE p.source = 'learn' AND p.is_active = 1 AND "
     "p.id IN (SELECT main_account_id FROM people WHERE source = 'exec') LIMIT 1 OFFSET 20"},
    {":key", "SELECT person_key FROM people WHERE id = CAST(? AS INTEGER)"},
    {":person", "SELECT first_name || ' ' || last_name FROM people WHERE id = CAST(? AS INTEGER)"},
    {":email", "SELECT email FROM people WHERE id = CAST(? AS INTEGER)"},
    {":ref", "SELECT ref FROM people WHERE id = CAST(? AS INTEGER)"},
    {":manager", "SELECT manager FROM people WHERE id = CAST(? AS INTEGER)"},
    {":department", "SELECT department FROM people WHERE department IS NOT NULL LIMIT 1"},
    {":large_item",
     "SELECT coalesce(title, source_id) FROM items WHERE id = (SELECT item_id FROM enrolments "
     "GROUP BY item_id ORDER BY count(*) DESC LIMIT 1)"},
    {":small_item", "SELECT coalesce(title, source_id) FROM items WHERE id = (SELECT item_id FROM "
                    "enrolments WHERE source "
                    "= 'learn' AND item_id IS NOT NULL GROUP BY item_id ORDER BY count(*) LIMIT 1 "
                    "OFFSET 10)"},
    {":item_id", "SELECT item_id FROM enrolments WHERE source = 'exec' LIMIT 1"},
    {":program", "SELECT title FROM assignments WHERE source = 'exec' LIMIT 1"},
    {":as_of", "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now', 'start of day', '-200 days')"}};

using Values = std::vector<std::pair<std::string, std::string>>;

Values values_of(SQLite::Database& db) {
  Values values;
  for (const Parameter& parameter : parameters) {
    SQLite::Statement query(db, parameter.sql);
    if (query.getBindParameterCount() > 0)
      query.bind(1, values.front().second);
    if (query.executeStep())
      values.emplace_back(parameter.name, query.getColumn(0).getString());
  }
  return values;
}

void bind(SQLite::Statement& query, const Values& values) {
  for (const auto& [name, value] : values)
    if (query.getIndex(name.c_str()) > 0)
      query.bind(name, value);
}

// The processor's time, which other programs on the machine lengthen less than the clock's.
struct Took {
  Milliseconds processor, clock;
};

Took ask(SQLite::Database& db, const Question& question, const Values& values) {
  const std::clock_t processor = std::clock();
  const auto clock = std::chrono::steady_clock::now();
  SQLite::Statement query(db, question.sql);
  bind(query, values);
  while (query.executeStep())
    for (int i = 0; i < query.getColumnCount(); ++i)
      query.getColumn(i).getString();
  return {Milliseconds(1000.0 * static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC),
          std::chrono::steady_clock::now() - clock};
}

Took median(SQLite::Database& db, const Question& question, const Values& values) {
  constexpr int runs = 5;
  std::vector<Took> took;
  for (int i = 0; i < runs; ++i)
    took.push_back(ask(db, question, values));
  std::ranges::sort(took, {}, &Took::processor);
  return took[runs / 2];
}

std::vector<std::string> plan(SQLite::Database& db, const Question& question) {
  SQLite::Statement query(db, std::string("EXPLAIN QUERY PLAN ") + question.sql);
  std::vector<std::string> steps;
  while (query.executeStep())
    steps.push_back(query.getColumn(3).getString());
  return steps;
}

// A filtered question may go through the people, who are few, but never through all enrolments or
// periods; and no question may take these from the table row by row. Plans name them by the views'
// aliases.
std::string objection(const Question& question, const std::vector<std::string>& steps) {
  const bool of_periods = std::string_view(question.view) == "status_history";
  const auto is_large = [&](std::string_view name) {
    return name == "enrolments" || (of_periods && (name == "t" || name == "e"));
  };
  for (const std::string& step : steps) {
    if (!step.starts_with("SCAN "))
      continue;
    const std::string_view rest = std::string_view(step).substr(5);
    if (is_large(rest.substr(0, rest.find(' '))) &&
        (!question.whole || !rest.contains("USING COVERING INDEX")))
      return step;
  }
  return {};
}

// Looks at the plan, and unless `plans_only` asks; prints both. False where something is wrong.
bool try_out(SQLite::Database& db, const Question& question, const Values& values,
             bool plans_only) {
  const std::vector<std::string> steps = plan(db, question);
  const std::string wrong = objection(question, steps);
  if (!wrong.empty())
    std::printf("%s, %s: %s\n", question.view, question.what, wrong.c_str());
  if (plans_only)
    return wrong.empty();
  const double limit = question.whole ? 1000 : 100;
  const Took took = median(db, question, values);
  const bool too_long = took.processor.count() > limit;
  std::printf("%-20s %-24s %9.0f %9.1f %9.1f%s\n", question.view, question.what, limit,
              took.processor.count(), took.clock.count(), too_long ? "  TOO LONG" : "");
  for (const std::string& step : steps)
    std::printf("    %s\n", step.c_str());
  return wrong.empty() && !too_long;
}

} // namespace

int main(int count, char** arguments) {
  const bool plans_only = count == 3 && std::string_view(arguments[2]) == "--plans";
  if (count != 2 && !plans_only) {
    std::cerr << "usage: trainsync-bench-views FILE [--plans]\n";
    return 2;
  }
  auto db = trainsync::schema::open_reader(arguments[1]);
  if (!db) {
    std::cerr << "trainsync-bench-views: " << db.error().message << "\n";
    return 2;
  }
  const Values values = values_of(*db);
  if (!plans_only)
    std::printf("%-20s %-24s %9s %9s %9s\n", "view", "question", "may, ms", "took, ms", "by clock");
  bool good = true;
  for (const Question& question : questions)
    good = try_out(*db, question, values, plans_only) && good;
  return good ? 0 : 1;
}
