// One person, several accounts: what the store makes of e-mails that are missing, shared or change.
#include "tests/unit/store/fixture.hpp"

namespace trainsync::store {
namespace {

class StoredPeople : public StoreTest {
protected:
  void describe(const std::string& source, const std::string& id, const model::Text& email,
                std::optional<bool> is_active = {}) {
    model::PersonDetails details;
    details.email = email;
    details.is_active = is_active;
    PageWrite write = page(day(1), {});
    write.source = source;
    write.page.batch.people.push_back({id, std::move(details)});
    store.store_page(write);
  }
  // "ID KEY", and after that the account that speaks for it where that is another one.
  Lines people() {
    return rows("SELECT p.source_id || ' ' || p.person_key || coalesce(' ' || m.source_id, '') "
                "FROM people AS p LEFT JOIN people AS m ON m.id = p.main_account_id ORDER BY 1");
  }
  Lines matched() {
    return rows("SELECT source_id FROM people WHERE id NOT IN (SELECT person_id FROM "
                "unmatched_people) ORDER BY 1");
  }
};

TEST_F(StoredPeople, are_joined_by_an_email_that_differs_in_case_whichever_account_comes_first) {
  describe("exec", "x1", "JANE@x.y");
  describe("learn", "u1", " jane@X.y", true);
  EXPECT_THAT(people(), ElementsAre("u1 jane@x.y", "x1 jane@x.y u1"));
  EXPECT_THAT(changes(), ElementsAre("person|inserted|-|-|-", "person|inserted|-|-|-",
                                     "person|updated|main_account_id|-|2"));
}

TEST_F(StoredPeople, part_and_join_as_emails_change) {
  describe("learn", "u1", "jane@x.y", true);
  describe("exec", "x1", "jane@x.y");
  describe("learn", "u1", "jane.new@x.y", true);
  EXPECT_THAT(people(), ElementsAre("u1 jane.new@x.y", "x1 jane@x.y"));
  EXPECT_THAT(matched(), testing::IsEmpty());
  describe("exec", "x1", "jane.new@x.y");
  EXPECT_THAT(people(), ElementsAre("u1 jane.new@x.y", "x1 jane.new@x.y u1"));
  EXPECT_THAT(matched(), ElementsAre("u1", "x1"));
}

TEST_F(StoredPeople, without_an_email_stay_alone) {
  describe("learn", "u1", std::nullopt, true);
  describe("exec", "x1", " ");
  EXPECT_THAT(people(), ElementsAre("u1 learn:u1", "x1 exec:x1"));
}

TEST_F(StoredPeople, with_one_email_on_one_source_are_not_taken_for_one_person) {
  describe("exec", "x1", "store@x.y");
  describe("learn", "u1", "store@x.y", true);
  EXPECT_THAT(people(), ElementsAre("u1 store@x.y", "x1 store@x.y u1"));
  describe("learn", "u2", "Store@x.y", true);
  EXPECT_THAT(people(), ElementsAre("u1 learn:u1", "u2 learn:u2", "x1 store@x.y"));
  EXPECT_THAT(rows("SELECT reason FROM unmatched_people WHERE source = 'learn'"),
              testing::Each("another account of this source has this e-mail"));
  describe("learn", "u2", "own@x.y", true);
  EXPECT_THAT(people(), ElementsAre("u1 store@x.y", "u2 own@x.y", "x1 store@x.y u1"));
}

TEST_F(StoredPeople, who_take_over_an_email_do_not_take_over_the_past_of_who_left) {
  describe("exec", "x1", "jane@x.y");
  describe("learn", "u1", "jane@x.y", true);
  describe("learn", "u2", "jane@x.y", true);
  describe("learn", "u1", "jane@x.y", false);
  EXPECT_THAT(people(), ElementsAre("u1 learn:u1", "u2 jane@x.y", "x1 jane@x.y u2"));
}

TEST_F(StoredPeople, log_every_change_of_a_key) {
  describe("learn", "u1", "store@x.y", true);
  const std::string before = last_seq();
  describe("learn", "u2", "store@x.y", true);
  EXPECT_THAT(changes(before),
              ElementsAre("person|inserted|-|-|-", "person|updated|person_key|store@x.y|learn:u1"));
}

TEST_F(StoredPeople, are_all_joined_anew_by_the_next_run_after_the_aliases_changed) {
  describe("learn", "u1", "jane@x.y", true);
  describe("exec", "x1", "j.smith@x.y");
  describe("exec", "x2", std::nullopt);
  const std::string before = last_seq();
  const Aliases aliases{{"j.smith@x.y", "jane@x.y"}, {"exec:x2", "jane@x.y"}};
  {
    Store with(schema::open_writer(path).value(), {.store_payloads = true, .aliases = aliases});
    with.begin_run("exec", false, day(2));
    EXPECT_THAT(people(), ElementsAre("u1 jane@x.y", "x1 jane@x.y u1", "x2 jane@x.y u1"));
    EXPECT_THAT(changes(before),
                testing::UnorderedElementsAre("person|updated|person_key|j.smith@x.y|jane@x.y",
                                              "person|updated|person_key|exec:x2|jane@x.y",
                                              "person|updated|main_account_id|-|1",
                                              "person|updated|main_account_id|-|1"));
    const std::string settled = last_seq();
    with.begin_run("exec", false, day(3));
    EXPECT_EQ(last_seq(), settled);
  }
  store.begin_run("exec", false, day(4));
  EXPECT_THAT(people(), ElementsAre("u1 jane@x.y", "x1 j.smith@x.y", "x2 exec:x2"));
}

TEST_F(StoredPeople, of_a_file_of_an_older_version_are_joined_by_the_first_run) {
  describe("learn", "u1", "jane@x.y", true);
  describe("exec", "x1", "jane@x.y");
  file.exec("UPDATE people SET main_account_id = NULL, person_key = 'old'; DELETE FROM meta WHERE "
            "key = 'person_keys'");
  store.begin_run("learn", false, day(2));
  EXPECT_THAT(people(), ElementsAre("u1 jane@x.y", "x1 jane@x.y u1"));
}

TEST_F(StoredPeople, have_the_same_email_key_in_the_program_as_in_the_file) {
  const char* emails[] = {"a@b.c", " A@B.C\t", "\r\nÄ.Z@b.c", " \n", ""};
  for (const char* email : emails) {
    describe("learn", "u1", email, true);
    EXPECT_EQ(value(std::string("SELECT ") + email_key_sql + " FROM people"),
              normalise_email(email));
  }
}

} // namespace
} // namespace trainsync::store
