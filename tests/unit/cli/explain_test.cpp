// What `explain` says of rows whose story is not plain.
#include "daemon/cli/explain/dossier.hpp"
#include "daemon/cli/explain/nothing.hpp"

#include "daemon/store/forgetting.hpp"
#include "tests/unit/store/fixture.hpp"

namespace trainsync::cli {
namespace {

using store::StoreTest;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ExplainTest : public StoreTest {
protected:
  ExplainTest() { see(day(0), {enrolment()}); }

  static ExplainAction ask_for(const std::string& id) {
    ExplainAction action;
    action.id = id;
    return action;
  }
  std::string page_of(const std::string& id) {
    return dossier_page(read_dossier(file, find_matches(file, ask_for(id)).front()));
  }
  std::string why_nothing_of(const std::string& id) { return why_nothing(file, ask_for(id), path); }
  void execute(const std::string& sql) { file.exec(sql); }
  void hold() {
    execute("UPDATE enrolments SET missing_since = '2026-03-02T00:00:00.000Z'; "
            "INSERT INTO held_deletions (enrolment_id, source, held_since, reason) "
            "SELECT id, source, '2026-03-03T00:00:00.000Z', 'too many' FROM enrolments");
  }
  void see_email(model::Stamp seen_at, const std::string& email) {
    model::Batch batch;
    batch.people = {{"u1", model::PersonDetails{}}};
    batch.people.front().details->email = email;
    store.store_page(page(seen_at, std::move(batch)));
  }
};

TEST_F(ExplainTest, of_a_missing_row_says_that_the_next_reading_decides) {
  execute("UPDATE enrolments SET missing_since = '2026-03-02T00:00:00.000Z'");
  EXPECT_THAT(page_of("e1"), HasSubstr("decides whether it is deleted"));
}

TEST_F(ExplainTest, of_a_held_deletion_says_only_that_it_is_held) {
  hold();
  EXPECT_THAT(page_of("e1"),
              AllOf(HasSubstr("its deletion is held since"), Not(HasSubstr("decides"))));
}

TEST_F(ExplainTest, of_an_approved_deletion_says_that_a_person_approved_it) {
  hold();
  store.approve_deletions("learn", day(4));
  EXPECT_THAT(page_of("e1"),
              AllOf(HasSubstr("a person approved it (approve-deletes) at 2026-03-05"),
                    HasSubstr("approved by a person (approve-deletes): deleted")));
  EXPECT_THAT(page_of("e1"), AllOf(Not(HasSubstr("found so at")), Not(HasSubstr("no run"))));
}

TEST_F(ExplainTest, of_an_e_mail_that_somebody_had_before_leads_to_them) {
  see_email(day(1), "zoe@a.example");
  see_email(day(2), "zoe@b.example");
  const auto action = ask_for(" Zoe@A.example");
  EXPECT_THAT(find_matches(file, action), IsEmpty());
  const auto found = find_by_earlier_email(file, action);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(dossier_page(read_person(file, found, action.id)),
              AllOf(HasSubstr("learn u1, zoe@b.example"),
                    HasSubstr("zoe@a.example was the e-mail of person"),
                    HasSubstr("until 2026-03-03 00:00:00")));
  const auto now = find_matches(file, ask_for("zoe@b.example"));
  EXPECT_THAT(dossier_page(read_person(file, now, "zoe@b.example")),
              Not(HasSubstr("was the e-mail")));
}

TEST_F(ExplainTest, does_not_await_a_forgotten_person) {
  see_email(day(1), "zoe@a.example");
  {
    SQLite::Database db = schema::open_writer(path).value();
    ASSERT_TRUE(store::Forgetting(db, {}).forget("zoe@a.example", day(2)));
  }
  for (const char* who : {"zoe@a.example", "u1", "learn:u1"})
    EXPECT_THAT(why_nothing_of(who), AllOf(HasSubstr("was forgotten"), Not(HasSubstr("next sync"))))
        << who;
  EXPECT_THAT(why_nothing_of("nobody@x.example"),
              AllOf(HasSubstr("next sync"), Not(HasSubstr("forgotten"))));
  std::filesystem::remove(store::ForgetKey::file_of(path));
  EXPECT_THAT(why_nothing_of("u1"), HasSubstr("next sync, unless the person was forgotten"));
}

TEST_F(ExplainTest, of_a_record_that_could_not_be_read_does_not_say_that_the_file_lacks_it) {
  model::Batch batch;
  batch.rejected = {{"e9", "due_date: no date", "{}"}};
  store.store_page(page(day(1), std::move(batch)));
  EXPECT_THAT(why_nothing_of("e9"), AllOf(HasSubstr("could not be read"), HasSubstr("due_date"),
                                          Not(HasSubstr("is not in the file"))));
}

} // namespace
} // namespace trainsync::cli
