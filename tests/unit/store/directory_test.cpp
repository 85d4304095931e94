#include "tests/unit/store/fixture.hpp"

namespace trainsync::store {
namespace {

class StoredDirectory : public StoreTest {
protected:
  StoredDirectory() : StoreTest({.store_payloads = true, .aliases = {{"old@b.c", "new@b.c"}}}) {}

  void describe(model::Stamp seen_at, model::Batch batch) {
    store.store_page(page(seen_at, std::move(batch)));
  }
  void describe_person(model::Stamp seen_at, const std::string& id, model::PersonDetails details) {
    model::Batch batch;
    batch.people.push_back({id, std::move(details)});
    describe(seen_at, std::move(batch));
  }
  static model::PersonDetails jane() {
    return {"Jane@B.c", "Jane", "Smith", "HR-1", "learner", true, "u9", R"({"x":1})", "Sales"};
  }
  static model::AssignmentDetails assignment() {
    return {"assignment",     "Safety",         "g1",         "c1", 30, 365, true,
            at("2026-01-01"), at("2026-01-02"), std::nullopt, "{}"};
  }
};

TEST_F(StoredDirectory, has_a_row_for_whom_and_what_an_enrolment_names) {
  see(day(1), {enrolment()});
  EXPECT_EQ(value("SELECT source_id, email, first_name, is_active, person_key FROM people"),
            "u1|-|-|-|learn:u1");
  EXPECT_EQ(value("SELECT source_id, kind, title FROM items"), "c1|-|-");
  EXPECT_EQ(value("SELECT source_id, kind, title, item_id FROM assignments"), "a1|-|-|-");
  EXPECT_EQ(store.unknown_rows("learn", "users"), 1);
  EXPECT_EQ(store.unknown_rows("learn", "contents"), 1);
}

TEST_F(StoredDirectory, has_one_row_however_often_it_is_named) {
  see(day(1), {enrolment("e1"), enrolment("e2"), enrolment("e3")});
  EXPECT_EQ(store.directory_rows("learn", "users"), 1);
  EXPECT_EQ(store.directory_rows("learn", "contents"), 1);
  EXPECT_EQ(store.directory_rows("learn", "assignments"), 1);
  EXPECT_EQ(store.directory_rows("exec", "users"), 0);
}

TEST_F(StoredDirectory, gains_every_field_of_a_person_when_it_is_known) {
  see(day(1), {enrolment()});
  const std::string before = last_seq();
  describe_person(day(2), "u1", jane());
  EXPECT_EQ(value("SELECT email, first_name, last_name, ref, role, is_active, manager_source_id, "
                  "extra, department, manager, person_key FROM people"),
            R"(Jane@B.c|Jane|Smith|HR-1|learner|1|u9|{"x":1}|Sales|u9|jane@b.c)");
  EXPECT_THAT(changes(before),
              ElementsAre("person|updated|email|-|Jane@B.c", "person|updated|first_name|-|Jane",
                          "person|updated|last_name|-|Smith", "person|updated|ref|-|HR-1",
                          "person|updated|role|-|learner", "person|updated|is_active|-|1",
                          "person|updated|manager_source_id|-|u9",
                          R"(person|updated|extra|-|{"x":1})", "person|updated|department|-|Sales",
                          "person|updated|manager|-|u9",
                          "person|updated|person_key|learn:u1|jane@b.c"));
  EXPECT_EQ(store.unknown_rows("learn", "users"), 0);
}

TEST_F(StoredDirectory, of_a_described_person_keeps_the_fields_when_an_enrolment_names_them) {
  describe_person(day(1), "u1", jane());
  see(day(2), {enrolment()});
  model::Batch named;
  named.people.push_back({"u1", std::nullopt});
  named.items.push_back({"c1", std::nullopt});
  named.assignments.push_back({"a1", std::nullopt});
  const std::string before = last_seq();
  describe(day(3), std::move(named));
  EXPECT_EQ(value("SELECT email FROM people"), "Jane@B.c");
  EXPECT_EQ(last_seq(), before);
}

TEST_F(StoredDirectory, is_not_written_where_nothing_changed) {
  describe_person(day(1), "u1", jane());
  const std::string before = last_seq();
  describe_person(day(2), "u1", jane());
  EXPECT_EQ(last_seq(), before);
}

TEST_F(StoredDirectory, joins_a_person_by_their_normalised_email_or_its_alias) {
  const std::tuple<model::Text, const char*> cases[] = {
      {"a@b.c", "a@b.c"}, {" A@B.C\t", "a@b.c"}, {"old@b.c", "new@b.c"},    {"OLD@b.c ", "new@b.c"},
      {"", "learn:u1"},   {"  ", "learn:u1"},    {std::nullopt, "learn:u1"}};
  for (const auto& [email, key] : cases) {
    model::PersonDetails details = jane();
    details.email = email;
    describe_person(day(1), "u1", details);
    EXPECT_EQ(value("SELECT person_key FROM people"), key) << email.value_or("none");
  }
}

TEST_F(StoredDirectory, gains_every_field_of_an_item) {
  see(day(1), {enrolment()});
  model::Batch batch;
  batch.items.push_back({"c1", model::ItemDetails{"article", "Safety", "safety", "{}"}});
  describe(day(2), std::move(batch));
  EXPECT_EQ(value("SELECT kind, title, slug, extra FROM items"), "article|Safety|safety|{}");
  EXPECT_EQ(store.unknown_rows("learn", "contents"), 0);
}

TEST_F(StoredDirectory, gains_every_field_of_an_assignment_and_names_its_item) {
  model::Batch batch;
  batch.assignments.push_back({"a1", assignment()});
  describe(day(1), std::move(batch));
  EXPECT_EQ(value("SELECT a.kind, a.title, audience_id, i.source_id, completion_days, "
                  "recurrence_days, is_active, created_at, updated_at, deleted_at, a.extra "
                  "FROM assignments AS a JOIN items AS i ON i.id = a.item_id"),
            "assignment|Safety|g1|c1|30|365|1|2026-01-01T00:00:00.000Z|2026-01-02T00:00:00.000Z|-|"
            "{}");
  EXPECT_THAT(changes(), ElementsAre("item|inserted|-|-|-", "assignment|inserted|-|-|-"));
}

TEST_F(StoredDirectory, names_a_manager_as_soon_as_the_manager_has_a_name) {
  describe_person(day(1), "u1", jane());
  EXPECT_EQ(value("SELECT manager FROM people WHERE source_id = 'u1'"), "u9");
  model::PersonDetails boss;
  boss.first_name = "Ann";
  describe_person(day(2), "u9", boss);
  EXPECT_EQ(value("SELECT manager FROM people WHERE source_id = 'u1'"), "Ann");
  const std::string before = last_seq();
  boss.last_name = "Lee";
  describe_person(day(3), "u9", boss);
  EXPECT_EQ(value("SELECT manager FROM people WHERE source_id = 'u1'"), "Ann Lee");
  EXPECT_THAT(changes(before),
              ElementsAre("person|updated|last_name|-|Lee", "person|updated|manager|Ann|Ann Lee"));
  const std::string after = last_seq();
  describe_person(day(4), "u1", jane());
  EXPECT_EQ(last_seq(), after) << "nothing changed";
}

TEST(NormaliseEmail, trims_and_lowers) {
  EXPECT_EQ(normalise_email(" \r\n\tJane.Smith@Example.COM "), "jane.smith@example.com");
  EXPECT_EQ(normalise_email(""), "");
  EXPECT_EQ(normalise_email(" \t"), "");
  EXPECT_EQ(normalise_email("ÄB@x"), "Äb@x") << "only ASCII, as SQLite's lower() does";
}

class ReadAssignments : public StoredDirectory {
protected:
  void list(const std::string& id, model::AssignmentDetails details, bool listed = true) {
    PageWrite write = page(day(1), {});
    write.stream = {"learn", "assignments", ""};
    write.stream_id = store.stream(write.stream).id;
    write.commit.mark_seen = listed;
    write.page.ids = {id};
    write.page.batch.assignments.push_back({id, std::move(details)});
    store.store_page(write);
  }
  void end_full_pass(const std::string& id, bool changed_something, bool full = true) {
    PassEnd end;
    end.may_rest = id != "on";
    end.stream_id = store.stream({"learn", "enrolments", id}).id;
    end.full = full;
    end.changed_something = changed_something;
    end.at = end.next_due = end.fresh_until = day(++passes);
    store.end_pass(end, std::nullopt);
  }
  int passes = 2;
};

TEST_F(ReadAssignments, are_all_that_are_known_and_the_longest_unread_first) {
  for (const char* id : {"a1", "a2", "a3"})
    list(id, assignment());
  EXPECT_THAT(store.assignments_to_read("learn"), ElementsAre("a1", "a2", "a3"));
  end_full_pass("a1", false);
  end_full_pass("a3", false);
  EXPECT_THAT(store.assignments_to_read("learn"), ElementsAre("a2", "a1", "a3"));
  EXPECT_TRUE(store.assignments_to_read("exec").empty());
}

TEST_F(ReadAssignments,
       do_not_hold_those_that_are_off_gone_or_unlisted_after_two_quiet_full_passes) {
  model::AssignmentDetails off = assignment(), deleted = assignment();
  off.is_active = false;
  deleted.deleted_at = at("2026-02-01");
  list("on", assignment());
  list("off", off);
  list("deleted", deleted);
  list("unlisted", assignment(), false);
  for (int quiet = 0; quiet < 2; ++quiet) {
    EXPECT_EQ(store.assignments_to_read("learn").size(), 4u);
    for (const char* id : {"on", "off", "deleted", "unlisted"})
      end_full_pass(id, false);
  }
  EXPECT_THAT(store.assignments_to_read("learn"), ElementsAre("on"));
  end_full_pass("off", true);
  EXPECT_THAT(store.assignments_to_read("learn"), ElementsAre("on", "off"));
}

TEST_F(ReadAssignments, hold_one_whose_rows_are_missing_until_those_are_deleted) {
  list("a1", assignment(), false);
  see(day(1), {enrolment()});
  end_full_pass("a1", false);
  end_full_pass("a1", false);
  EXPECT_TRUE(store.assignments_to_read("learn").empty());
  file.exec("UPDATE enrolments SET missing_since = '2026-03-03T00:00:00.000Z'");
  EXPECT_THAT(store.assignments_to_read("learn"), ElementsAre("a1"));
  file.exec("UPDATE enrolments SET deleted_at = '2026-03-04T00:00:00.000Z'");
  EXPECT_TRUE(store.assignments_to_read("learn").empty());
}

TEST_F(ReadAssignments, are_off_where_the_platform_says_so) {
  model::AssignmentDetails off = assignment(), deleted = assignment();
  off.is_active = false;
  deleted.deleted_at = at("2026-02-01");
  list("on", assignment());
  list("off", off);
  list("deleted", deleted);
  const auto listed = store.listed_assignments("learn");
  EXPECT_FALSE(listed.at("on").is_off);
  for (const char* id : {"off", "deleted"})
    EXPECT_TRUE(listed.at(id).is_off) << id;
}

TEST_F(ReadAssignments, rest_by_full_passes_alone) {
  model::AssignmentDetails off = assignment();
  off.is_active = false;
  list("off", off);
  for (int i = 0; i < 5; ++i)
    end_full_pass("off", false, false);
  EXPECT_THAT(store.assignments_to_read("learn"), ElementsAre("off"));
}

TEST_F(ReadAssignments, are_listed_where_the_last_walk_over_them_showed_them) {
  list("a1", assignment());
  list("unlisted", assignment(), false);
  EXPECT_THAT(store.listed_assignments("learn"), ElementsAre(testing::Key("a1")));
  EXPECT_TRUE(store.listed_assignments("exec").empty());
}

} // namespace
} // namespace trainsync::store
