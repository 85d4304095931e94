// A file of two sources, and what the tests of the report put into it.
#pragma once

#include "daemon/report/gather.hpp"
#include "schema/open.hpp"
#include "tests/unit/table_text.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <string>

namespace trainsync::report {

class FileTest : public testing::Test {
protected:
  void add_source(const std::string& name, const std::string& platform, int days_ago = 300) {
    db.exec("INSERT INTO sources (name, platform, host, tenant, filters, created_at) VALUES ('" +
            name + "', '" + platform + "', 'h', 't', '{}', " + days(-days_ago) + ")");
  }
  void add_both_sources() {
    add_source("learn", "learn");
    add_source("exec", "exec");
  }
  void add_person(int id, const std::string& source, const std::string& key,
                  const std::string& is_active = "NULL") {
    db.exec("INSERT INTO people (id, source, source_id, first_name, is_active, person_key) VALUES "
            "(" +
            std::to_string(id) + ", '" + source + "', 'p" + std::to_string(id) + "', '" + key +
            "', " + is_active + ", '" + key + "')");
  }
  void add_item(int id, const std::string& source, const std::string& title) {
    db.exec("INSERT INTO items (id, source, source_id, title) VALUES (" + std::to_string(id) +
            ", '" + source + "', 'i" + std::to_string(id) + "', '" + title + "')");
  }
  // `person` and `item` as SQL: a number or NULL.
  void enrol(const std::string& source, const std::string& person, const std::string& item,
             const std::string& status, const std::string& due = "NULL") {
    ++enrolled;
    db.exec("INSERT INTO enrolments (id, source, source_id, person_id, item_id, status, "
            "source_status, due_at, first_seen_at, changed_at) VALUES (" +
            std::to_string(enrolled) + ", '" + source + "', 'e" + std::to_string(enrolled) + "', " +
            person + ", " + item + ", '" + status + "', 'word', " + due + ", " + days(-200) + ", " +
            days(-200) + ")");
  }
  void add_period(int enrolment, const std::string& status, const std::string& from,
                  const std::string& to, const std::string& evidence) {
    db.exec("INSERT INTO status_periods (enrolment_id, status, valid_from, valid_to, evidence) "
            "VALUES (" +
            std::to_string(enrolment) + ", '" + status + "', " + from + ", " + to + ", '" +
            evidence + "')");
  }
  void add_change(int enrolment, const std::string& at, const std::string& kind,
                  const std::string& field = "NULL", const std::string& value = "NULL") {
    db.exec("INSERT INTO changes (entity, entity_id, observed_at, kind, field, new_value) VALUES "
            "('enrolment', " +
            std::to_string(enrolment) + ", " + at + ", '" + kind + "', " + field + ", " + value +
            ")");
  }
  void add_stream(const std::string& source, const std::string& stream, const std::string& outcome,
                  const std::string& fresh_until) {
    db.exec("INSERT INTO sync_streams (source, stream, last_pass_at, last_outcome, last_error, "
            "last_whole_at, fresh_until) VALUES ('" +
            source + "', '" + stream + "', " + days(-1) + ", '" + outcome +
            "', 'the key is refused: check exec.api_key', " + days(-1) + ", " + fresh_until + ")");
  }

  // A stamp, as SQL.
  static std::string days(int count) {
    return "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '" + std::to_string(count) + " days')";
  }

  Facts facts(bool names = false) { return gather(db, names); }
  std::string value(const std::string& sql) { return test::value_of(db, sql); }

  SQLite::Database db = [] {
    auto opened = schema::open_writer(":memory:");
    if (!opened)
      throw std::runtime_error(opened.error().message);
    return std::move(*opened);
  }();
  int enrolled = 0;
};

} // namespace trainsync::report
