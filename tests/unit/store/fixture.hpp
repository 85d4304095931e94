// A file with two sources and a run, written through the store and read like any user reads it.
#pragma once

#include "daemon/store/store.hpp"
#include "tests/unit/stamps.hpp"
#include "tests/unit/table_text.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::store {

using test::at;
using testing::ElementsAre;
using Lines = std::vector<std::string>;

class StoreTest : public testing::Test {
protected:
  explicit StoreTest(Options options = {})
      : path(folder / "t.db"), store(schema::open_writer(path).value(), std::move(options)),
        file(path.string(), SQLite::OPEN_READWRITE) {
    EXPECT_TRUE(store.register_source({"learn", "learn", "host", "tenant", "{}"}, day(0)));
    EXPECT_TRUE(store.register_source({"exec", "exec", "host", "", "{}"}, day(0)));
    run = store.begin_run("learn", false, day(0));
    stream = store.stream({"learn", "enrolments", "a1"}).id;
  }

  static model::Stamp day(int count) { return at("2026-03-01") + std::chrono::days(count); }

  // All that an enrolment can hold.
  static model::Enrolment enrolment(const std::string& id = "e1") {
    model::Enrolment enrolment;
    enrolment.source_id = id;
    enrolment.person = "u1";
    enrolment.item = "c1";
    enrolment.assignment = "a1";
    enrolment.audience_id = "g1";
    enrolment.status = model::Status::open;
    enrolment.source_status = "open";
    enrolment.available_at = at("2026-01-01");
    enrolment.due_at = at("2026-01-02");
    enrolment.completed_at = at("2026-01-03");
    enrolment.score = 87.5;
    enrolment.rank = "gold";
    enrolment.rank_required = "silver";
    enrolment.attempts = 2;
    enrolment.attempts_min = 1;
    enrolment.attempts_max = 3;
    enrolment.created_at = at("2026-01-04");
    enrolment.updated_at = at("2026-01-05");
    enrolment.payload = "{}";
    return enrolment;
  }

  PageWrite page(model::Stamp seen_at, model::Batch batch, model::Commit commit = {}) const {
    model::Page page;
    for (const model::Enrolment& row : batch.enrolments)
      page.ids.push_back(row.source_id);
    page.rows = std::ssize(page.ids);
    page.batch = std::move(batch);
    return {{run, seen_at}, "learn",         {"learn", "enrolments", "a1"},
            stream,         std::move(page), std::move(commit)};
  }
  Counts see(model::Stamp seen_at, std::vector<model::Enrolment> enrolments,
             model::Commit commit = {}) {
    model::Batch batch;
    batch.enrolments = std::move(enrolments);
    return store.store_page(page(seen_at, std::move(batch), std::move(commit)));
  }

  Lines rows(const std::string& sql) { return test::rows_of(file, sql); }
  std::string value(const std::string& sql) { return test::value_of(file, sql); }
  // The change log after `seq`, but for the stamps.
  Lines changes(const std::string& after = "0") {
    return rows("SELECT entity, kind, field, old_value, new_value FROM changes WHERE seq > " +
                after + " ORDER BY seq");
  }
  std::string last_seq() { return value("SELECT coalesce(max(seq), 0) FROM changes"); }

  test::TemporaryFolder folder;
  std::filesystem::path path;
  Store store;
  SQLite::Database file;
  std::int64_t run = 0, stream = 0;
};

} // namespace trainsync::store
