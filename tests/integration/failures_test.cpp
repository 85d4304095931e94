// What a user sees when something is wrong outside the file: a sentence that says what to do, a
// documented exit code, and a file that is sound.
#include "tests/integration/fixture.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

namespace trainsync::integration {
namespace {

using simulator::CertificateKind;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string wrong_exec_key = "exec_live_" + std::string(40, 'W');

class Failures : public IntegrationTest {
protected:
  // The outcome of a sync that must end with this exit code, having said these words.
  Outcome expect_failure(int exit_code, const std::vector<std::string>& words) {
    const Outcome outcome = installation.run();
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.out << outcome.err;
    for (const std::string& word : words)
      EXPECT_THAT(outcome.out + outcome.err, HasSubstr(word));
    if (std::filesystem::exists(installation.database()))
      expect_intact();
    return outcome;
  }

  std::string states_of(const std::string& source) {
    return database_value("SELECT group_concat(DISTINCT state) FROM sync_health WHERE source = '" +
                          source + "'");
  }

  void fault(const std::string& target, simulator::Fault fault) {
    server->with([&](simulator::Apis& apis) {
      for (simulator::Api* api :
           {static_cast<simulator::Api*>(&apis.learn), static_cast<simulator::Api*>(&apis.exec)})
        api->faults.when(simulator::target_begins_with("/rest/v1" + target), fault);
    });
  }

  void mend() {
    server->with([](simulator::Apis& apis) {
      apis.learn.faults.clear();
      apis.exec.faults.clear();
    });
  }

  std::string first_assignment() {
    return server->with(
        [](simulator::Apis& apis) { return apis.company.assignments.begin()->first; });
  }

  void expect_mended_sync_is_true() {
    mend();
    ASSERT_NO_FATAL_FAILURE(sync_whole());
    expect_file_is_true();
  }
};

TEST_F(Failures, both_secrets_wrong_reach_nothing) {
  serve(small);
  installation.configure(server->base_url());
  write_secret(installation.learn_secret_file(), "not the secret");
  write_secret(installation.exec_key_file(), wrong_exec_key);
  expect_failure(3, {"learn: failed", "exec: failed", "the credentials are refused",
                     "check learn.api_secret and tenant_id", "check exec.api_key"});
}

TEST_F(Failures, a_wrong_learn_secret_leaves_exec_whole) {
  serve(small);
  installation.configure(server->base_url());
  write_secret(installation.learn_secret_file(), "not the secret");
  expect_failure(1, {"learn: failed", "check learn.api_secret and tenant_id", "exec: whole"});
  expect_source_is_true("exec");
  EXPECT_EQ(states_of("exec"), "fresh");
}

TEST_F(Failures, a_wrong_exec_key_leaves_learn_whole) {
  serve(small);
  installation.configure(server->base_url());
  write_secret(installation.exec_key_file(), wrong_exec_key);
  expect_failure(1, {"exec: failed", "check exec.api_key", "learn: whole"});
  expect_source_is_true("learn");
  EXPECT_EQ(states_of("learn"), "fresh");
}

TEST_F(Failures, wrong_oauth_credentials_are_named) {
  serve(small);
  for (const std::string client_auth : {"basic", "body"}) {
    installation.configure(server->base_url(),
                           {.learn = "auth = \"oauth2\"\nclient_auth = \"" + client_auth + "\"\n"});
    write_secret(installation.learn_secret_file(), "not the secret");
    expect_failure(1, {"learn: failed", "api_secret", "client_id", "exec: whole"});
  }
}

// A port of this machine that nobody listens on.
class ClosedPort {
public:
  ClosedPort() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    if (bind(socket_, reinterpret_cast<sockaddr*>(&address_), size) != 0 ||
        getsockname(socket_, reinterpret_cast<sockaddr*>(&address_), &size) != 0)
      throw std::runtime_error("no port is free");
  }
  ~ClosedPort() { close(socket_); }
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(ntohs(address_.sin_port)) + "/rest/v1";
  }

private:
  int socket_;
  sockaddr_in address_{};
};

TEST_F(Failures, a_host_without_a_server_is_unreachable) {
  const ClosedPort port;
  installation.configure(port.url(), at_once);
  expect_failure(3, {"learn: failed", "exec: failed", "No connection to 127.0.0.1",
                     "it was refused", "Check the host and port"});
}

TEST_F(Failures, an_unreachable_host_leaves_the_other_source_whole_and_the_rows_in_place) {
  const ClosedPort port;
  serve(small);
  installation.configure(server->base_url());
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const auto before = all_records(installation.database());
  server->with([](simulator::Apis& apis) {
    apis.learn.faults.next(simulator::close_before_answer(), simulator::Faults::always);
  });
  installation.configure(server->base_url(), at_once);
  expect_failure(1, {"learn: failed", "closed the connection", "exec: whole"});
  EXPECT_TRUE(all_records(installation.database()) == before);
  EXPECT_EQ(states_of("learn").find("failing") != std::string::npos, true);
  expect_mended_sync_is_true();
}

struct BadCertificate {
  CertificateKind kind;
  bool trusted;
  std::vector<std::string> words;
};

TEST_F(Failures, a_certificate_that_does_not_verify_ends_the_sync) {
  const std::vector<BadCertificate> cases{
      {CertificateKind::good, false, {"is self-signed", "http.ca_file"}},
      {CertificateKind::expired, true, {"has expired", "Check this machine's clock"}},
      {CertificateKind::not_yet_valid, true, {"is not valid yet", "Check this machine's clock"}},
      {CertificateKind::wrong_host, true, {"is for another host", "Check base_url"}}};
  for (const BadCertificate& bad : cases) {
    SCOPED_TRACE(bad.words.front());
    const auto certificate = simulator::make_certificate(bad.kind, now());
    serve(small, {.tls = certificate});
    const auto authority = installation.folder() / "authority.pem";
    write(authority, certificate.certificate_pem);
    installation.configure(server->base_url(),
                           bad.trusted ? Keys{.http = "ca_file = \"" + authority.string() + "\"\n"}
                                       : Keys{});
    std::filesystem::remove_all(installation.database().parent_path());
    std::filesystem::create_directory(installation.database().parent_path());
    expect_failure(3, bad.words);
    server->with([](simulator::Apis& apis) {
      EXPECT_THAT(apis.learn.requests, IsEmpty()) << "a secret went over an unverified connection";
      EXPECT_THAT(apis.exec.requests, IsEmpty());
    });
  }
}

TEST_F(Failures, five_mistakes_in_the_config_are_told_at_once) {
  write(installation.config(), "[database]\n"
                               "pat = \"/srv/training.db\"\n"
                               "[learn]\n"
                               "region = \"mars\"\n"
                               "tenant_id = \"" +
                                   tenant +
                                   "\"\n"
                                   "api_secret = \"" +
                                   learn_secret.substr(0, 8) +
                                   "\"\n"
                                   "poll_interval = 5\n"
                                   "[exec]\n"
                                   "api_key = { file = \"" +
                                   installation.exec_key_file().string() +
                                   "\" }\n"
                                   "page_size = 101\n");
  const Outcome outcome = expect_failure(2, {"path", "production", "credential", "5m", "100"});
  EXPECT_THAT(outcome.out, IsEmpty());
  for (const int line : {2, 4, 6, 7, 10})
    EXPECT_THAT(outcome.err,
                HasSubstr(installation.config().string() + ":" + std::to_string(line) + ": "));
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 5);
  EXPECT_THAT(outcome.err, testing::Not(HasSubstr(learn_secret.substr(0, 8))));
}

TEST_F(Failures, a_config_that_is_not_there_is_named) {
  expect_failure(2, {installation.config().string(), "No such file", "--config FILE"});
}

TEST_F(Failures, a_secret_that_others_may_read_is_refused) {
  serve(small);
  installation.configure(server->base_url());
  std::filesystem::permissions(installation.learn_secret_file(), std::filesystem::perms(0644));
  expect_failure(2, {"learn.api_secret", "may be read or changed by others",
                     "chmod 600 " + installation.learn_secret_file().string()});
  EXPECT_FALSE(std::filesystem::exists(installation.database()));
}

TEST_F(Failures, a_secret_that_is_not_there_is_named) {
  serve(small);
  installation.configure(server->base_url());
  std::filesystem::remove(installation.exec_key_file());
  expect_failure(2, {"exec.api_key", installation.exec_key_file().string(), "Name the right file"});
}

TEST_F(Failures, an_assignment_that_answers_500_does_not_stop_the_others) {
  serve(small);
  installation.configure(server->base_url(), at_once);
  fault("/assignments/" + first_assignment() + "/enrolments", simulator::answer_with(500, "{}"));
  expect_failure(1, {"learn: partial", "answered with status 500", "exec: whole"});
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments WHERE source = 'learn'"), "220");
  EXPECT_EQ(database_value("SELECT assignment FROM sync_health WHERE state = 'failing'"),
            first_assignment());
  expect_mended_sync_is_true();
}

TEST_F(Failures, an_assignment_that_answers_404_does_not_stop_the_others) {
  serve(small);
  installation.configure(server->base_url());
  fault("/assignments/" + first_assignment() + "/enrolments",
        simulator::answer_with(404, R"({"status":404,"error":"Not Found","message":"gone"})"));
  expect_failure(1, {"learn: partial", "there is no such thing there", "the server says: gone",
                     "check base_url and ids"});
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments WHERE source = 'learn'"), "220");
  expect_mended_sync_is_true();
}

TEST_F(Failures, a_path_without_an_api_is_named) {
  serve(small);
  installation.configure(server->origin() + "/elsewhere", at_once);
  expect_failure(
      3, {"learn: failed", "exec: failed", "there is no such thing there", "check base_url"});
}

struct BadAnswer {
  const char* name;
  simulator::Fault fault;
  const char* words;
};

TEST_F(Failures, answers_that_are_none_are_not_taken_for_an_empty_company) {
  const std::vector<BadAnswer> cases{
      {"truncated", simulator::truncated_json(), "is not JSON"},
      {"a proxy's page", simulator::html_page(), "is not JSON"},
      {"empty", simulator::empty_body(), "is not JSON"},
      {"cut off", simulator::partial_body(), "closed the connection"},
      {"of another shape", simulator::answer_literally(R"({"hello":"there"})"), "but"},
      {"a redirect", simulator::answer_with(302, "", {{"Location", "http://127.0.0.1:9/"}}),
       "base_url"}};
  serve(small);
  installation.configure(server->base_url(), at_once);
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  const auto before = all_records(installation.database());
  for (const BadAnswer& bad : cases) {
    SCOPED_TRACE(bad.name);
    mend();
    fault("/", bad.fault);
    const Outcome outcome = installation.run();
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_THAT(outcome.out,
                AllOf(HasSubstr("learn: failed"), HasSubstr("exec: failed"), HasSubstr(bad.words)));
    EXPECT_TRUE(all_records(installation.database()) == before);
  }
  expect_mended_sync_is_true();
}

TEST_F(Failures, a_malformed_record_is_kept_aside_and_the_rest_stored) {
  serve(small);
  installation.configure(server->base_url());
  fault("/assignments/" + first_assignment() + "/enrolments",
        simulator::malformed_record(2, "dueDate", "soon"));
  fault("/scenarios/assignments", simulator::malformed_record(0, "best_score", "a lot"));
  const Outcome outcome = expect_failure(1, {"could not be read", "rejected_records"});
  EXPECT_EQ(
      database_value("SELECT count(*) FROM rejected_records WHERE source = 'learn' AND stream "
                     "= 'enrolments' AND reason = 'dueDate: expected an ISO 8601 date and "
                     "time, got string \"soon\"' AND payload LIKE '%\"soon\"%' AND source_id "
                     "IS NOT NULL") != "0",
      true);
  EXPECT_THAT(query(installation.database(),
                    "SELECT DISTINCT reason FROM rejected_records WHERE source = 'exec'"),
              testing::ElementsAre("best_score: expected a number, got string \"a lot\""));
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments AS e JOIN rejected_records AS r ON "
                           "r.source = e.source AND r.source_id = e.source_id"),
            "0");
  const std::string rejected =
      database_value("SELECT count(DISTINCT source_id) FROM rejected_records");
  EXPECT_EQ(database_value("SELECT count(*) + " + rejected + " FROM enrolments"), "460");
  for (const std::string source : {"learn", "exec"})
    EXPECT_THAT(outcome.out,
                HasSubstr(source + ": partial: " +
                          database_value("SELECT count(*) FROM rejected_records WHERE source = '" +
                                         source + "'") +
                          " record"));
  expect_mended_sync_is_true();
  EXPECT_EQ(database_value("SELECT count(*) FROM rejected_records WHERE healed_at IS NULL"), "0");
  EXPECT_EQ(database_value("SELECT count(*) FROM sync_health WHERE state <> 'fresh'"), "0");
}

TEST_F(Failures, a_record_that_could_not_be_read_is_missed_until_it_is_healed) {
  serve(small);
  installation.configure(server->base_url());
  ASSERT_NO_FATAL_FAILURE(sync_whole());
  fault("/assignments/" + first_assignment() + "/enrolments",
        simulator::malformed_record(2, "dueDate", "soon"));
  EXPECT_EQ(installation.run({"sync", "--full"}).exit_code, 1);
  mend();
  expect_failure(1, {"learn: partial: ", "could not be read", "exec: whole"});
  EXPECT_EQ(database_value("SELECT assignment FROM sync_health WHERE state = 'failing'"),
            first_assignment());
  ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--full"}));
  EXPECT_EQ(database_value("SELECT count(*) FROM sync_health WHERE state <> 'fresh'"), "0");
  ASSERT_NO_FATAL_FAILURE(sync_whole());
}

TEST_F(Failures, users_that_may_not_be_read_are_said_once_and_left_out) {
  serve(small);
  server->with([](simulator::Apis& apis) {
    apis.learn.quirks.users_forbidden = true;
    apis.learn.quirks.contents_forbidden = true;
  });
  installation.configure(server->base_url());
  const Outcome first = expect_failure(
      0, {"users: unavailable", "contents: unavailable", "the account may not read this"});
  EXPECT_THAT(first.out, AllOf(HasSubstr("learn: not readable for this account: users: "),
                               HasSubstr("(users = false leaves this list out)"),
                               HasSubstr("contents = false")));
  EXPECT_EQ(database_value("SELECT group_concat(state) FROM sync_health WHERE stream IN ('users', "
                           "'contents')"),
            "unavailable,unavailable");
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments"), "460");
  const Outcome second = installation.run();
  EXPECT_THAT(second.out + second.err,
              testing::Not(AnyOf(HasSubstr("unavailable"), HasSubstr("not readable"))));
}

TEST_F(Failures, a_command_line_with_a_mistake_is_told) {
  serve(small);
  installation.configure(server->base_url());
  const Outcome no_verb = installation.run({"synch"});
  EXPECT_EQ(no_verb.exit_code, 2);
  EXPECT_THAT(no_verb.err, AllOf(HasSubstr("\"synch\" is no command"),
                                 HasSubstr("the commands are run, sync, ")));
  const Outcome none = installation.run(std::vector<std::string>{});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("a command is missing"));
  const Outcome unknown = installation.run({"sync", "--source", "lern"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no source of that name"));
}

TEST_F(Failures, a_folder_in_the_config_s_place_is_named) {
  const Outcome outcome =
      installation.run(Command{{TRAINSYNC_PROGRAM, "--config", "/tmp", "sync"}});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("it is a directory. Give the file in it, for example "
                                     "--config /tmp/trainsync.toml"));
}

TEST_F(Failures, the_help_fits_in_80_columns) {
  for (const std::vector<std::string>& verb :
       {std::vector<std::string>{"--help"}, {"sync", "--help"}, {"approve-deletes", "--help"}}) {
    std::istringstream help(installation.run(verb).out);
    for (std::string line; std::getline(help, line);)
      EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST_F(Failures, an_answer_that_nobody_can_read_is_one) {
  serve(small);
  installation.configure(server->base_url());
  for (const std::string verb : {"config", "sync"}) {
    const Outcome outcome = installation.run(
        Command{{"/bin/sh", "-c", "exec \"$@\" >/dev/full", "sh", TRAINSYNC_PROGRAM, "--config",
                 installation.config().string(), verb}});
    EXPECT_EQ(outcome.exit_code, 1) << verb;
    EXPECT_THAT(outcome.err, HasSubstr("standard output cannot be written")) << verb;
  }
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments"), "460");
}

TEST_F(Failures, that_pass_are_told_to_nobody_who_did_not_ask) {
  serve(small);
  installation.configure(server->base_url());
  const auto told_of_one_failure = [&] {
    server->with(
        [](simulator::Apis& apis) { apis.exec.faults.next(simulator::answer_with(503, "{}")); });
    const Outcome outcome = installation.run();
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
    return outcome.err.contains("503");
  };
  EXPECT_TRUE(told_of_one_failure()) << "at the level trace";
  std::string text = bytes(installation.config());
  text.replace(text.find("\"trace\""), 7, "\"info\"");
  write(installation.config(), text);
  EXPECT_FALSE(told_of_one_failure());
}

TEST_F(Failures, of_one_source_leave_a_sync_of_the_other_alone) {
  serve(small);
  installation.configure(server->base_url());
  write_secret(installation.exec_key_file(), wrong_exec_key);
  ASSERT_NO_FATAL_FAILURE(sync_whole({"sync", "--source", "learn"}));
  expect_source_is_true("learn");
  EXPECT_EQ(database_value("SELECT count(*) FROM enrolments WHERE source = 'exec'"), "0");
}

} // namespace
} // namespace trainsync::integration
