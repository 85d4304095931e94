// After a sync, the file equals what the simulator holds; after a second one, it is untouched.
#include "tests/integration/fixture.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <ostream>
#include <tuple>

namespace trainsync::integration {
namespace {

using simulator::Company;
using simulator::Order;
using simulator::Quirks;
using testing::IsEmpty;
using testing::Not;

constexpr simulator::Size full_size{.assignments = 3,
                                    .enrolments_per_assignment = 250,
                                    .users = 300,
                                    .contents = 8,
                                    .exec_users = 60,
                                    .exec_scenarios = 6,
                                    .exec_programs = 2,
                                    .exec_assignments = 230};

template <class Map>
std::string some_key(const Map& rows, simulator::Rng& rng) {
  return std::next(rows.begin(), static_cast<std::ptrdiff_t>(rng.below(rows.size())))->first;
}

void change_learn(Company& company, simulator::Rng& rng, simulator::Time now) {
  const auto ids = company.enrolment_ids();
  for (int i = 0; i < 12; ++i)
    company.complete_enrolment(rng.pick(ids), now);
  for (int i = 0; i < 6; ++i)
    company.update_enrolment(rng.pick(ids), "overdue", "scheduled-check", now);
  for (int i = 0; i < 4; ++i)
    company.update_enrolment(rng.pick(ids), "scheduled", "assignment-updated", now);
  for (int i = 0; i < 5; ++i)
    company.insert_enrolment(some_key(company.assignments, rng), some_key(company.users, rng), now);
  const std::string assignment = company.insert_assignment(now).id;
  company.insert_enrolment(assignment, some_key(company.users, rng), now);
  company.users.at(some_key(company.users, rng)).email = "Somebody.New@northwind.example";
  company.users.at(some_key(company.users, rng)).is_active = false;
  company.contents.at(some_key(company.contents, rng)).title = "Fire safety, revised";
}

void change_exec(Company& company, simulator::Rng& rng, simulator::Time now) {
  for (int i = 0; i < 10; ++i)
    company.record_attempt(some_key(company.exec_assignments, rng),
                           static_cast<double>(rng.between(30, 100)), now);
  company.set_exec_status(some_key(company.exec_assignments, rng), "did_not_pass");
  for (int i = 0; i < 3; ++i)
    company.insert_exec(some_key(company.exec_users, rng), some_key(company.exec_scenarios, rng),
                        now);
  const auto& [id, row] = *company.exec_assignments.begin();
  company.exec_users.at(row.user_id).last_name = "Renamed";
  company.exec_scenarios.at(row.scenario_id).name = "Procurement Discovery II";
}

void change_everywhere(Company& company, simulator::Time when) {
  simulator::Rng rng{11};
  change_learn(company, rng, when);
  change_exec(company, rng, when);
}

// Both sorted; a line that stands twice counts twice.
std::vector<std::string> without(const std::vector<std::string>& lines,
                                 const std::vector<std::string>& others) {
  std::vector<std::string> left;
  std::ranges::set_difference(lines, others, std::back_inserter(left));
  return left;
}

class Equality : public IntegrationTest {
protected:
  void set_quirks(const std::function<void(Quirks&)>& set) {
    server->with([&](simulator::Apis& apis) {
      set(apis.learn.quirks);
      set(apis.exec.quirks);
    });
  }

  void expect_first_sync_is_true() {
    ASSERT_NO_FATAL_FAILURE(sync_whole());
    expect_file_is_true();
  }

  void expect_second_sync_writes_nothing(const std::vector<std::string>& arguments) {
    const auto before = all_records(installation.database());
    ASSERT_THAT(before, Not(IsEmpty()));
    const auto seq = last_seq(installation.database());
    ASSERT_NO_FATAL_FAILURE(sync_whole(arguments));
    EXPECT_EQ(last_seq(installation.database()), seq);
    EXPECT_TRUE(all_records(installation.database()) == before);
    EXPECT_EQ(database_value("SELECT sum(rows_new), sum(rows_changed) FROM sync_runs "
                             "WHERE id > (SELECT max(id) - 2 FROM sync_runs)"),
              "0|0");
  }

  // And nothing but the changes is in the change log. `age`: how long ago they happened. More than
  // a page of them within the margin would leave the pass partial.
  void expect_third_sync_follows_the_changes(std::chrono::minutes age = std::chrono::minutes(2)) {
    const Image before = file_image(installation.database());
    const auto seq = last_seq(installation.database());
    change([&](Company& company) { change_everywhere(company, now() - age); });
    ASSERT_NO_FATAL_FAILURE(sync_whole());
    expect_file_is_true();
    auto expected = expected_changes(before, truth());
    std::ranges::sort(expected);
    EXPECT_THAT(expected, Not(IsEmpty()));
    const auto recorded = recorded_changes(installation.database(), seq);
    EXPECT_THAT(without(expected, recorded), IsEmpty()) << "not in the change log";
    EXPECT_THAT(without(recorded, expected), IsEmpty()) << "in the change log, but no change";
  }

  void expect_three_true_syncs() {
    ASSERT_NO_FATAL_FAILURE(expect_first_sync_is_true());
    ASSERT_NO_FATAL_FAILURE(expect_second_sync_writes_nothing({"sync"}));
    ASSERT_NO_FATAL_FAILURE(expect_third_sync_follows_the_changes());
  }
};

TEST_F(Equality, three_assignments_of_250_and_230_of_exec_are_equal_field_by_field) {
  serve(full_size);
  installation.configure(server->base_url());
  ASSERT_NO_FATAL_FAILURE(expect_first_sync_is_true());
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments WHERE source = 'learn'"), "750");
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments WHERE source = 'exec'"), "230");
  ASSERT_NO_FATAL_FAILURE(expect_second_sync_writes_nothing({"sync"}));
  ASSERT_NO_FATAL_FAILURE(expect_second_sync_writes_nothing({"sync", "--full"}));
  expect_third_sync_follows_the_changes(std::chrono::minutes(0));
}

TEST_F(Equality, holds_over_tls) {
  const auto certificate = simulator::make_certificate(simulator::CertificateKind::good, now());
  serve(small, {.tls = certificate});
  const auto authority = installation.folder() / "authority.pem";
  write(authority, certificate.certificate_pem);
  installation.configure(server->base_url(),
                         {.http = "ca_file = \"" + authority.string() + "\"\n"});
  expect_three_true_syncs();
}

TEST_F(Equality, holds_where_fields_without_a_value_are_left_out) {
  serve(small);
  set_quirks([](Quirks& quirks) { quirks.absent = simulator::Absent::omitted; });
  installation.configure(server->base_url());
  expect_three_true_syncs();
}

TEST_F(Equality, holds_without_payloads) {
  serve(small);
  installation.configure(server->base_url(), {.database = "store_payloads = false\n"});
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  Image expected = truth();
  std::erase_if(expected, [](const auto& record) { return record.first.first == payload_entity; });
  EXPECT_THAT(differences(expected, file_image(installation.database())), IsEmpty());
}

TEST_F(Equality, holds_where_the_server_does_not_honour_a_window_s_end) {
  serve(small);
  set_quirks([](Quirks& quirks) { quirks.ignores_updated_at_to = true; });
  installation.configure(server->base_url());
  expect_three_true_syncs();
}

TEST_F(Equality, holds_where_the_server_sends_no_date) {
  serve(small);
  set_quirks([](Quirks& quirks) { quirks.sends_date = false; });
  installation.configure(server->base_url());
  expect_three_true_syncs();
}

struct Form {
  const char* name;
  simulator::ServerSettings settings = {};
  std::function<void(Quirks&)> set = [](Quirks&) {};

  friend void PrintTo(const Form& form, std::ostream* out) { *out << form.name; }
};

const std::vector<Form> forms{
    {"clamped_pages", {}, [](Quirks& quirks) { quirks.page_size_cap = 23; }},
    {"a_repeated_last_page", {}, [](Quirks& quirks) { quirks.repeats_last_page = true; }},
    {"clamped_pages_the_last_repeated",
     {},
     [](Quirks& quirks) {
       quirks.page_size_cap = 10;
       quirks.repeats_last_page = true;
     }},
    {"an_exclusive_from", {}, [](Quirks& quirks) { quirks.updated_at_from_is_exclusive = true; }},
    {"chunks_and_no_gzip", {.gzip = false, .chunked = true}},
};

struct NamedOrder {
  const char* name;
  Order order;

  friend void PrintTo(const NamedOrder& named, std::ostream* out) { *out << named.name; }
};

const std::vector<NamedOrder> orders{{"by_id", Order::by_id},
                                     {"by_updated_at", Order::by_updated_at},
                                     {"by_updated_at_descending", Order::by_updated_at_descending},
                                     {"by_due_date", Order::by_due_date},
                                     {"shuffled", Order::shuffled}};

using Server = std::tuple<NamedOrder, Form>;

class EqualityOfServers : public Equality, public testing::WithParamInterface<Server> {};

TEST_P(EqualityOfServers, holds_for_three_syncs) {
  const auto& [order, form] = GetParam();
  serve(small, form.settings);
  set_quirks([&](Quirks& quirks) {
    quirks.order = order.order;
    form.set(quirks);
  });
  installation.configure(server->base_url());
  expect_three_true_syncs();
}

INSTANTIATE_TEST_SUITE_P(, EqualityOfServers,
                         testing::Combine(testing::ValuesIn(orders), testing::ValuesIn(forms)),
                         [](const auto& server) {
                           return std::string(std::get<0>(server.param).name) + "_with_" +
                                  std::get<1>(server.param).name;
                         });

struct Grant {
  const char* name;
  const char* key;
  simulator::ClientAuth client_auth;
  simulator::BasicForm basic_form = simulator::BasicForm::either;

  friend void PrintTo(const Grant& grant, std::ostream* out) { *out << grant.name; }
};

class EqualityOfGrants : public Equality, public testing::WithParamInterface<Grant> {};

TEST_P(EqualityOfGrants, holds_with_oauth2) {
  simulator::LearnAccount account;
  account.client_auth = GetParam().client_auth;
  account.basic_form = GetParam().basic_form;
  serve(small, {}, account);
  installation.configure(
      server->base_url(),
      {.learn = std::string("auth = \"oauth2\"\n") + "client_auth = \"" + GetParam().key + "\"\n"});
  ASSERT_NO_FATAL_FAILURE(expect_first_sync_is_true());
  server->with([](simulator::Apis& apis) {
    const auto asked = apis.learn.count("/oauth2/token/" + tenant);
    EXPECT_GE(asked, 1u);
    EXPECT_LE(asked, 2u); // form-encoded, then raw
  });
}

TEST_P(EqualityOfGrants, holds_where_the_token_is_withdrawn_in_the_middle) {
  simulator::LearnAccount account;
  account.client_auth = GetParam().client_auth;
  account.basic_form = GetParam().basic_form;
  serve(small, {}, account);
  server->with([](simulator::Apis& apis) {
    apis.learn.before_request = [&learn = apis.learn](std::size_t index) {
      if (index == 8)
        learn.tokens.revoke_all();
    };
  });
  installation.configure(
      server->base_url(),
      {.learn = std::string("auth = \"oauth2\"\n") + "client_auth = \"" + GetParam().key + "\"\n"});
  expect_first_sync_is_true();
}

INSTANTIATE_TEST_SUITE_P(
    , EqualityOfGrants,
    testing::Values(Grant{"in_the_header", "basic", simulator::ClientAuth::basic},
                    Grant{"in_the_header_form_encoded", "basic", simulator::ClientAuth::basic,
                          simulator::BasicForm::form_encoded},
                    Grant{"in_the_header_raw", "basic", simulator::ClientAuth::basic,
                          simulator::BasicForm::raw},
                    Grant{"in_the_body", "body", simulator::ClientAuth::body}),
    [](const auto& grant) { return grant.param.name; });

} // namespace
} // namespace trainsync::integration
