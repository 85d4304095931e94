// What `status` reads from a file whose rows are fresh, though no sync may write it.
#include "daemon/cli/status/read_status.hpp"

#include "daemon/store/forgetting.hpp"
#include "tests/unit/store/fixture.hpp"

namespace trainsync::cli {
namespace {

using store::StoreTest;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class ReadStatusTest : public StoreTest {
protected:
  ReadStatusTest() {
    config.database.path = path;
    config.learn.resize(1);
    config.learn.front().base_url = "host";
    config.learn.front().tenant_id = "tenant";
    config.exec.resize(1);
    config.exec.front().base_url = "host";
    see(day(0), {enrolment()});
  }

  Status read() {
    SQLite::Database reader = schema::open_reader(path).value();
    return read_status(reader, config, day(0));
  }
  model::Text refusal_of(const std::string& name) {
    for (const SourceStatus& source : read().sources)
      if (source.name == name)
        return source.refusal;
    return "no such source";
  }
  // Not finished: nothing is scrubbed.
  void forget() {
    SQLite::Database db = schema::open_writer(path).value();
    ASSERT_TRUE(store::Forgetting(db, {}).forget("learn:u1", day(1)));
  }
  void finish() {
    SQLite::Database db = schema::open_writer(path).value();
    store::Forgetting(db, {}).set_finished();
  }

  config::Config config;
};

TEST_F(ReadStatusTest, has_nothing_to_say_of_a_file_that_syncs_may_write) {
  EXPECT_THAT(read().what_to_do, IsEmpty());
  EXPECT_EQ(refusal_of("learn"), std::nullopt);
  EXPECT_EQ(refusal_of("exec"), std::nullopt);
}

TEST_F(ReadStatusTest, tells_of_a_forget_that_is_not_finished) {
  forget();
  EXPECT_THAT(read().what_to_do, ElementsAre(AllOf(HasSubstr("may still be in the file"),
                                                   HasSubstr("run trainsync forget again"))));
  EXPECT_FALSE(is_fresh(read()));
  finish();
  EXPECT_THAT(read().what_to_do, IsEmpty());
}

TEST_F(ReadStatusTest, tells_that_the_key_of_who_was_forgotten_is_gone) {
  forget();
  finish();
  std::filesystem::remove(store::ForgetKey::file_of(path));
  EXPECT_THAT(read().what_to_do, ElementsAre(HasSubstr("keeps forgotten people out, but")));
}

TEST_F(ReadStatusTest, tells_that_the_config_names_another_place) {
  config.learn.front().tenant_id = "another";
  config.exec.front().base_url = "https://elsewhere.example";
  EXPECT_THAT(refusal_of("learn").value_or(""),
              AllOf(HasSubstr("learn host tenant"), HasSubstr("learn host another")));
  EXPECT_EQ(refusal_of("exec"), std::nullopt) << "it has no rows, so the next sync takes the place";
}

} // namespace
} // namespace trainsync::cli
