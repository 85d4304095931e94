// A person who is forgotten is in no table and no byte of the file, and does not come back.
#include "daemon/store/forgetting.hpp"

#include "daemon/store/rewriting.hpp"
#include "daemon/store/scrub.hpp"
#include "tests/unit/store/fixture.hpp"
#include "tests/unit/store/traces.hpp"

#include <fstream>

namespace trainsync::store {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string email = "zoe.leclerc@northwind.example", id = "learn-zoe-01",
                  exec_id = "exec-zoe-01";
const std::vector<std::string> all_of_zoe{email,
                                          "Zoe.Leclerc@Northwind.example",
                                          id,
                                          exec_id,
                                          "Zoë-Amélie",
                                          "Leclerc",
                                          "STAFF-77041",
                                          "enrolment-z"};

class ForgettingTest : public StoreTest {
protected:
  ForgettingTest() {
    see_people(day(0), {person(id, "Zoe.Leclerc@Northwind.example"), other()});
    see(day(0), {enrolment_of(id, "enrolment-z-1"), enrolment_of("other-person", "enrolment-o-1")},
        {.mark_seen = true});
    see_exec(day(0));
    see(day(1), {changed(enrolment_of(id, "enrolment-z-1"))});
    see_people(day(1), {person(id, email), other()});
  }

  static model::Person person(const std::string& source_id, const std::string& mail) {
    model::Person person{source_id, model::PersonDetails{}};
    person.details->email = mail;
    person.details->first_name = "Zoë-Amélie";
    person.details->last_name = "Leclerc";
    person.details->ref = "STAFF-77041";
    person.details->extra = R"({"languageCode":"fr"})";
    return person;
  }
  // Whom Zoë manages.
  static model::Person other() {
    model::Person person{"other-person", model::PersonDetails{}};
    person.details->email = "jan@northwind.example";
    person.details->first_name = "Jan";
    person.details->manager_source_id = id;
    person.details->extra =
        R"({"positions":[{"manager":{"id":")" + id + R"(","lastName":"Leclerc"}},{"title":"x"}]})";
    return person;
  }

  static model::Enrolment enrolment_of(const std::string& person, const std::string& source_id) {
    model::Enrolment row = enrolment(source_id);
    row.person = person;
    row.payload = R"({"id":")" + source_id + R"(","userId":")" + person + R"("})";
    row.history = {{"scheduled-check", "completion-" + source_id, "scheduled", "open",
                    at("2026-01-05"), at("2026-01-05")}};
    return row;
  }
  static model::Enrolment changed(model::Enrolment row) {
    row.status = model::Status::completed;
    row.history.push_back(
        {"completion-on-system", "c2", "open", "complete", at("2026-01-06"), at("2026-01-06")});
    return row;
  }

  Counts see_people(model::Stamp seen_at, std::vector<model::Person> people) {
    const StreamKey key{"learn", "users", ""};
    model::Page page;
    for (const model::Person& person : people)
      page.ids.push_back(person.source_id);
    page.rows = std::ssize(page.ids);
    page.batch.people = std::move(people);
    return store.store_page(
        {{run, seen_at}, "learn", key, store.stream(key).id, std::move(page), {.mark_seen = true}});
  }
  Counts see_exec(model::Stamp seen_at) {
    const StreamKey key{"exec", "assignments", ""};
    model::Page page;
    page.batch.people = {person(exec_id, email)};
    page.batch.enrolments = {enrolment_of(exec_id, "enrolment-z-exec")};
    page.batch.rejected = {{"enrolment-z-bad", "due_date: expected an ISO 8601 date and time",
                            R"({"id":"enrolment-z-bad","user":{"id":")" + exec_id + R"("}})"}};
    page.ids = {"enrolment-z-exec", "enrolment-z-bad"};
    page.rows = 2;
    return store.store_page(
        {{run, seen_at}, "exec", key, store.stream(key).id, std::move(page), {.mark_seen = true}});
  }

  std::expected<Forgot, NoPerson> forget(const std::string& who, Aliases aliases = {}) {
    SQLite::Database db = schema::open_writer(path).value();
    Forgetting forgetting(db, std::move(aliases));
    auto forgot = forgetting.forget(who, day(2));
    if (forgot && !forgot->already) {
      EXPECT_TRUE(forgetting.is_unfinished());
      EXPECT_TRUE(scrub(db, std::chrono::milliseconds(0)));
      forgetting.set_finished();
    }
    return forgot;
  }
  std::int64_t undo(const std::string& who) {
    SQLite::Database db = schema::open_writer(path).value();
    return Forgetting(db, {}).undo(who);
  }
  std::vector<std::string> traces() { return test::traces_of(all_of_zoe, path); }
};

TEST_F(ForgettingTest, leaves_no_byte_of_the_person) {
  for (const std::string& text : all_of_zoe)
    EXPECT_THAT(traces(), Contains(HasSubstr(text))) << "so that the test can fail";
  ASSERT_TRUE(forget(email));
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(ForgettingTest, leaves_everybody_else_as_they_were) {
  ASSERT_TRUE(forget(email));
  EXPECT_THAT(rows("SELECT source_id, email, first_name FROM people"),
              ElementsAre("other-person|jan@northwind.example|Jan"));
  EXPECT_THAT(rows("SELECT source_id, payload FROM enrolments JOIN enrolment_payloads ON "
                   "enrolment_id = id"),
              ElementsAre("enrolment-o-1|{\"id\":\"enrolment-o-1\",\"userId\":\"other-person\"}"));
  EXPECT_THAT(rows("SELECT count(*) FROM enrolment_history UNION ALL SELECT count(*) FROM "
                   "status_periods"),
              ElementsAre("1", "1"));
  EXPECT_EQ(value("SELECT count(*) FROM changes WHERE entity = 'enrolment' AND kind = 'inserted'"),
            "1");
  EXPECT_EQ(value("PRAGMA foreign_key_check"), "0 rows");
}

TEST_F(ForgettingTest, says_what_went_of_each_source) {
  const auto forgot = forget(email);
  ASSERT_TRUE(forgot);
  const Erased& learn = forgot->erased.at("learn");
  EXPECT_EQ(learn.accounts, 1);
  EXPECT_EQ(learn.enrolments, 1);
  EXPECT_EQ(learn.history, 2);
  EXPECT_EQ(learn.payloads, 1);
  EXPECT_GT(learn.changes, 3);
  const Erased& exec = forgot->erased.at("exec");
  EXPECT_EQ(exec.accounts, 1);
  EXPECT_EQ(exec.enrolments, 1);
  EXPECT_EQ(exec.rejected, 1);
}

TEST_F(ForgettingTest, tells_followers_which_rows_are_erased_and_nothing_of_them) {
  const std::string after = last_seq();
  ASSERT_TRUE(forget(email));
  EXPECT_THAT(changes(after),
              ElementsAre("enrolment|erased|-|-|-", "person|erased|-|-|-", "enrolment|erased|-|-|-",
                          "person|erased|-|-|-", "person|updated|manager|-|-",
                          "person|updated|manager_source_id|-|-", HasSubstr("extra|-|")));
}

TEST_F(ForgettingTest, leaves_no_person_as_a_manager) {
  ASSERT_TRUE(forget(email));
  EXPECT_EQ(value("SELECT coalesce(manager_source_id, '-') || extra FROM people"),
            R"(-{"positions":[{"manager":null},{"title":"x"}]})");
  see_people(day(3), {other()});
  EXPECT_EQ(value("SELECT coalesce(manager_source_id, '-') || extra FROM people"),
            R"(-{"positions":[{"manager":null},{"title":"x"}]})");
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(ForgettingTest, erases_the_names_that_managers_had) {
  model::Person renamed = person(id, email);
  renamed.details->first_name = "Zoë";
  see_people(day(2), {renamed});
  EXPECT_EQ(value("SELECT manager FROM people WHERE source_id = 'other-person'"), "Zoë Leclerc");
  model::Person moved = other();
  moved.details->manager_source_id = "somebody-else";
  see_people(day(2), {moved});
  ASSERT_TRUE(forget(email));
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(ForgettingTest, asks_whose_e_mail_is_meant_where_two_accounts_share_it) {
  see_people(day(1), {person("colleague-1", "zoe.leclerc@northwind.example")});
  const auto forgot = forget(email);
  ASSERT_FALSE(forgot);
  EXPECT_THAT(forgot.error().choices, testing::IsSupersetOf({"learn:" + id + " (" + email + ")",
                                                             "learn:colleague-1 (" + email + ")"}));
}

TEST_F(ForgettingTest, leaves_who_shares_the_e_mail_and_lets_them_be_stored) {
  see_people(day(1), {person("colleague-1", email)});
  ASSERT_TRUE(forget(id));
  EXPECT_EQ(value("SELECT count(*) FROM people WHERE source_id = '" + id + "'"), "0");
  see_people(day(3), {person("colleague-1", email), person(id, email)});
  EXPECT_EQ(value("SELECT count(*) FROM people WHERE source_id = '" + id + "'"), "0");
  store.begin_run("learn", false, day(3));
  EXPECT_EQ(value("SELECT person_key FROM people WHERE source_id = 'colleague-1'"), email);
}

TEST_F(ForgettingTest, keeps_them_out_of_what_a_sync_stores_but_counts_them) {
  ASSERT_TRUE(forget(email));
  const Counts learn = see(
      day(3),
      {changed(enrolment_of(id, "enrolment-z-1")), enrolment_of("other-person", "enrolment-o-1")},
      {.mark_seen = true});
  EXPECT_EQ(learn.seen, 2);
  EXPECT_EQ(learn.unchanged, 2);
  const Counts exec = see_exec(day(3));
  EXPECT_EQ(exec.seen, 1);
  EXPECT_EQ(exec.rejected, 0);
  see_people(day(3), {person(id, email), other()});
  EXPECT_THAT(traces(), IsEmpty());
  EXPECT_EQ(value("SELECT count(*) FROM people"), "1");
}

TEST_F(ForgettingTest, keeps_as_many_distinct_ids_in_a_walk) {
  const auto distinct = [&](const std::string& source, const std::string& name) {
    return store.seen_ids(store.stream({source, name, ""}).id);
  };
  ASSERT_THAT(distinct("exec", "assignments"), SizeIs(2));
  ASSERT_TRUE(forget(email));
  auto ids = distinct("exec", "assignments");
  see_exec(day(3));
  for (const std::string& one : distinct("exec", "assignments"))
    EXPECT_THAT(ids, Contains(one)) << "a row that is seen again has another name";
  EXPECT_THAT(std::set<std::string>(ids.begin(), ids.end()), SizeIs(2));
}

TEST_F(ForgettingTest, keeps_a_new_account_with_their_e_mail_out) {
  ASSERT_TRUE(forget(email));
  see(day(3), {enrolment_of("learn-zoe-02", "enrolment-new")});
  EXPECT_EQ(value("SELECT count(*) FROM people"), "2") << "nothing tells yet that it is Zoë";
  see_people(day(3), {person("learn-zoe-02", " ZOE.leclerc@northwind.example")});
  EXPECT_EQ(value("SELECT count(*) FROM people"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM enrolments"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM meta WHERE key = 'forget_unfinished'"), "1");
  see(day(4), {enrolment_of("learn-zoe-02", "enrolment-new")});
  EXPECT_EQ(value("SELECT count(*) FROM people"), "1");
}

TEST_F(ForgettingTest, takes_an_alias_for_the_e_mail) {
  ASSERT_TRUE(
      forget("jan.alias@example.com", {{"jan.alias@example.com", "jan@northwind.example"}}));
  EXPECT_EQ(value("SELECT count(*) FROM people WHERE first_name = 'Jan'"), "0");
  see_people(day(3), {person("new-jan", "jan.alias@example.com")});
  EXPECT_EQ(value("SELECT count(*) FROM people WHERE source_id = 'new-jan'"), "0");
}

TEST_F(ForgettingTest, takes_each_form_of_an_id) {
  for (const std::string& who : {id, exec_id, "exec:" + exec_id}) {
    SQLite::Database copy((folder / "copy.db").string(),
                          SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    copy.exec("PRAGMA journal_mode = DELETE");
    copy.backup(path.string().c_str(), SQLite::Database::Load);
    copy.exec("PRAGMA foreign_keys = ON");
    const auto forgot = Forgetting(copy, {}).forget(who, day(2));
    ASSERT_TRUE(forgot) << who;
    EXPECT_EQ(forgot->erased.at("learn").accounts, 1) << who;
    EXPECT_EQ(forgot->erased.at("exec").accounts, 1) << who;
  }
}

TEST_F(ForgettingTest, asks_which_of_several_is_meant) {
  see_people(day(1), {person("1", "somebody@example.com")}); // and people.id 1 is Zoë
  const auto forgot = forget("1");
  ASSERT_FALSE(forgot);
  EXPECT_THAT(forgot.error().choices,
              testing::UnorderedElementsAre("learn:" + id + " (" + email + ")",
                                            "learn:1 (somebody@example.com)"));
  EXPECT_FALSE(forget("nobody@example.com"));
  EXPECT_FALSE(std::filesystem::exists(ForgetKey::file_of(path)));
}

// The same number may be an enrolment's, which the person who writes it has in mind.
TEST_F(ForgettingTest, takes_no_number_of_the_file_but_says_whose_it_is) {
  const auto forgot = forget(value("SELECT id FROM people WHERE source_id = '" + exec_id + "'"));
  ASSERT_FALSE(forgot);
  EXPECT_THAT(forgot.error().choices, ElementsAre("exec:" + exec_id + " (" + email + ")"));
  EXPECT_EQ(value("SELECT count(*) FROM people"), "3");
}

TEST_F(ForgettingTest, takes_an_e_mail_that_the_person_had_before) {
  see_people(day(1), {person(id, "zoe@married.example")});
  see_people(day(2), {person(id, "zoe.l@northwind.example")});
  const auto forgot = forget("Zoe@Married.example ");
  ASSERT_TRUE(forgot);
  EXPECT_EQ(forgot->erased.at("learn").accounts, 1);
  EXPECT_THAT(test::traces_of({"zoe@married.example"}, path), IsEmpty());
  const auto again = forget("zoe@married.example");
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->already);
}

TEST_F(ForgettingTest, asks_who_is_meant_where_several_had_the_e_mail) {
  see_people(day(1), {person(id, "hotline@northwind.example"),
                      person("colleague-1", "hotline@northwind.example")});
  see_people(day(2),
             {person(id, "zoe@married.example"), person("colleague-1", "ann@northwind.example")});
  const auto forgot = forget("hotline@northwind.example");
  ASSERT_FALSE(forgot);
  EXPECT_THAT(forgot.error().choices,
              testing::UnorderedElementsAre("learn:" + id + " (zoe@married.example)",
                                            "learn:colleague-1 (ann@northwind.example)"));
}

TEST_F(ForgettingTest, of_somebody_who_stands_in_a_rejected_record_only) {
  const StreamKey key{"exec", "assignments", ""};
  model::Page page;
  page.batch.rejected = {{std::nullopt, "id: expected text, got nothing",
                          R"({"user":{"email":"Only@Rejected.example","first_name":"Ann"}})"}};
  page.rows = 1;
  const PageWrite write{{run, day(1)}, "exec", key, store.stream(key).id, page, {}};
  store.store_page(write);
  ASSERT_TRUE(forget("only@rejected.example"));
  EXPECT_THAT(test::traces_of({"Only@Rejected.example"}, path), IsEmpty());
  store.store_page(write);
  EXPECT_THAT(test::traces_of({"Only@Rejected.example"}, path), IsEmpty());
}

TEST_F(ForgettingTest, can_be_repeated_and_undone) {
  ASSERT_TRUE(forget(email));
  for (const std::string& who : {email, id, "exec:" + exec_id}) {
    const auto again = forget(who);
    ASSERT_TRUE(again) << who;
    EXPECT_TRUE(again->already) << who;
  }
  EXPECT_EQ(undo("nobody@example.com"), 0);
  EXPECT_EQ(undo("exec:" + exec_id), 3) << "two accounts and an e-mail";
  see_people(day(3), {person(id, email)});
  see(day(3), {enrolment_of(id, "enrolment-z-1")});
  EXPECT_EQ(value("SELECT count(*) FROM people"), "2");
  EXPECT_EQ(value("SELECT count(*) FROM enrolments"), "2");
}

TEST_F(ForgettingTest, says_so_while_a_reader_keeps_the_old_bytes) {
  SQLite::Statement reader(file, "SELECT * FROM enrolments");
  ASSERT_TRUE(reader.executeStep());
  SQLite::Database db = schema::open_writer(path).value();
  Forgetting forgetting(db, {});
  const auto forgot = forgetting.forget(email, day(2));
  ASSERT_TRUE(forgot);
  EXPECT_FALSE(scrub(db, std::chrono::milliseconds(10)));
  reader.reset();
  EXPECT_TRUE(forgetting.is_unfinished());
  EXPECT_TRUE(scrub(db, std::chrono::milliseconds(10)));
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(ForgettingTest, finds_bytes_that_were_deleted_carelessly) {
  {
    SQLite::Database careless(path.string(), SQLite::OPEN_READWRITE);
    careless.exec("PRAGMA secure_delete = OFF");
    careless.exec("CREATE TABLE old (x); INSERT INTO old SELECT '" + email +
                  "' || printf('%500d', seq) FROM changes; DROP TABLE old");
  }
  ASSERT_TRUE(forget(email));
  EXPECT_THAT(traces(), IsEmpty());
}

// As pages keep it of rows that once moved: a piece without an id or an e-mail.
TEST_F(ForgettingTest, leaves_no_piece_that_has_only_a_name) {
  {
    SQLite::Database careless(path.string(), SQLite::OPEN_READWRITE);
    careless.exec("PRAGMA secure_delete = OFF");
    careless.exec("CREATE TABLE old (x); INSERT INTO old SELECT '\"last_name\":\"Leclerc\"' || "
                  "printf('%500d', seq) FROM changes; DROP TABLE old");
  }
  ASSERT_TRUE(forget(email));
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(ForgettingTest, lets_other_writers_know_that_the_file_is_rewritten) {
  EXPECT_FALSE(Rewriting::is_under_way(path)) << "there is no key yet";
  ASSERT_TRUE(forget(email));
  EXPECT_FALSE(Rewriting::is_under_way(path));
  const Rewriting rewriting(path);
  EXPECT_TRUE(Rewriting::is_under_way(path));
}

TEST_F(ForgettingTest, without_its_key_stores_nothing_and_says_what_to_do) {
  ASSERT_TRUE(forget(email));
  const auto key = ForgetKey::file_of(path);
  EXPECT_EQ(std::filesystem::status(key).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::rename(key, folder / "kept");
  try {
    see_exec(day(3));
    FAIL() << "it was stored";
  } catch (const NoForgetKey& error) {
    EXPECT_THAT(error.what(), HasSubstr(key.string() + " cannot be read: No such file"));
    EXPECT_THAT(error.what(), HasSubstr("Restore that key"));
  }
  std::ofstream(key) << "trainsync forget key 1\n" << std::string(64, 'a') << "\n";
  EXPECT_THROW(see_exec(day(3)), NoForgetKey) << "another key";
  EXPECT_THAT(traces(), IsEmpty());
  std::filesystem::rename(folder / "kept", key);
  see_exec(day(3));
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(ForgettingTest, with_the_key_lost_can_be_begun_again) {
  ASSERT_TRUE(forget(email));
  std::filesystem::remove(ForgetKey::file_of(path));
  {
    SQLite::Database db = schema::open_writer(path).value();
    EXPECT_EQ(Forgetting(db, {}).undo_all(), 3);
  }
  see_exec(day(3));
  ASSERT_TRUE(forget(email));
  EXPECT_THAT(traces(), IsEmpty());
}

TEST_F(ForgettingTest, hides_the_person_in_the_filters_that_the_file_remembers) {
  ASSERT_TRUE(store.register_source(
      {"exec", "exec", "host", "",
       R"({"program_ids":[],"user_emails":["Zoe.Leclerc@northwind.example","a@b.example"]})"},
      day(1)));
  ASSERT_TRUE(forget(email));
  EXPECT_THAT(traces(), IsEmpty());
  EXPECT_EQ(value("SELECT json_array_length(filters, '$.user_emails') FROM sources WHERE name = "
                  "'exec'"),
            "2");
}

TEST_F(ForgettingTest, of_a_held_row_holds_it_no_more) {
  file.exec("INSERT INTO held_deletions (enrolment_id, source, held_since, reason) SELECT id, "
            "source, '2026-03-01', 'r' FROM enrolments WHERE source_id = 'enrolment-z-1'");
  const auto forgot = forget(email);
  ASSERT_TRUE(forgot);
  EXPECT_EQ(forgot->erased.at("learn").held, 1);
  EXPECT_EQ(store.held_deletions("learn"), 0);
}

} // namespace
} // namespace trainsync::store
