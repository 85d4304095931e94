#include "tests/integration/fixture.hpp"

#include "tests/integration/secret_traces.hpp"
#include "tests/integration/truth_image.hpp"

namespace trainsync::integration {

using testing::IsEmpty;

simulator::Time IntegrationTest::now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void IntegrationTest::serve(const simulator::Size& size, simulator::ServerSettings settings,
                            simulator::LearnAccount account) {
  serve(simulator::generate(size, 7, now()), std::move(settings), std::move(account));
}

void IntegrationTest::serve(simulator::Company company, simulator::ServerSettings settings,
                            simulator::LearnAccount account) {
  account.tenant_id = tenant;
  account.api_secret = learn_secret;
  server.reset();
  server.emplace(std::move(company), std::move(settings), std::move(account), exec_key);
  server->with([](simulator::Apis& apis) { apis.exec.quirks.rate_limit = {}; });
}

Image IntegrationTest::truth() {
  return server->with(
      [](simulator::Apis& apis) { return truth_image(apis.company, apis.learn.quirks.absent); });
}

void IntegrationTest::sync_whole(const std::vector<std::string>& arguments) {
  const Outcome outcome = installation.run(arguments);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  server->with([](simulator::Apis& apis) {
    EXPECT_THAT(apis.learn.violations, IsEmpty());
    EXPECT_THAT(apis.exec.violations, IsEmpty());
  });
}

void IntegrationTest::expect_file_is_true() {
  EXPECT_THAT(differences(truth(), file_image(installation.database())), IsEmpty());
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments AS e WHERE 1 <> (SELECT count(*) FROM "
                           "status_periods AS p WHERE p.enrolment_id = e.id AND p.valid_to IS NULL "
                           "AND p.status = e.status)"),
            "0")
      << "enrolments without exactly one open period of their status";
  EXPECT_EQ(database_value(
                "SELECT count(*) FROM (SELECT id, main_account_id, first_value(id) OVER (PARTITION "
                "BY person_key ORDER BY coalesce(1 - is_active, 2), id) AS main FROM people) "
                "WHERE main_account_id IS NOT nullif(main, id)"),
            "0")
      << "people for whom the wrong account speaks";
  expect_intact();
}

void IntegrationTest::expect_source_is_true(const std::string& source) {
  const auto of_source = [&](Image image) {
    std::erase_if(
        image, [&](const auto& record) { return !record.first.second.starts_with(source + "/"); });
    return image;
  };
  EXPECT_THAT(differences(of_source(truth()), of_source(file_image(installation.database()))),
              IsEmpty());
}

void IntegrationTest::expect_intact() const {
  EXPECT_EQ(integrity(installation.database()), "ok");
}

std::string IntegrationTest::database_value(const std::string& sql) const {
  return value(installation.database(), sql);
}

void IntegrationTest::TearDown() {
  const std::string everything = installation.everything_it_wrote();
  EXPECT_THAT(traces(everything, learn_secret, tenant), IsEmpty());
  EXPECT_THAT(traces(everything, exec_key), IsEmpty());
}

} // namespace trainsync::integration
