// Which sources a file configures: their names, and the addresses that follow from other keys.
#include "helpers.hpp"

namespace trainsync::config {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

Learn learn_with(const std::string& lines) {
  const auto config = parsed("[learn]\ntenant_id = \"eu-west-2_AbcdEfghI\"\n"
                             "api_secret = { env = \"SECRET\" }\n" +
                             lines + "\n");
  return config.learn.empty() ? Learn{} : config.learn.front();
}

std::vector<std::string> problems_with_url(const std::string& url) {
  return problems_of_exec_line("base_url = \"" + url + "\"");
}

TEST(ConfigSources, a_region_stands_for_its_addresses) {
  const std::pair<const char*, const char*> regions[] = {
      {"production", "https://public.api.learn.link"},
      {"staging", "https://public.api.learnstaging.link"},
      {"mea", "https://public.api.mea.learn.tech"},
      {"mea-staging", "https://public.api.meastaging.learn.tech"}};
  for (const auto& [region, origin] : regions) {
    const auto learn = learn_with("region = \"" + std::string(region) + "\"");
    EXPECT_EQ(learn.base_url, std::string(origin) + "/rest/v1");
    EXPECT_EQ(learn.token_url, std::string(origin) + "/oauth2/token/eu-west-2_AbcdEfghI");
  }
}

TEST(ConfigSources, the_token_url_follows_from_a_base_url_unless_it_is_given) {
  const auto base_url = std::string("base_url = \"https://example.org:8443/rest/v1/\"\n");
  EXPECT_EQ(learn_with(base_url).base_url, "https://example.org:8443/rest/v1");
  EXPECT_EQ(learn_with(base_url).token_url,
            "https://example.org:8443/oauth2/token/eu-west-2_AbcdEfghI");
  EXPECT_EQ(learn_with(base_url + "token_url = \"https://id.example.org/token\"").token_url,
            "https://id.example.org/token");
}

TEST(ConfigSources, the_client_is_the_tenant_unless_it_is_given) {
  EXPECT_EQ(learn_with("region = \"mea\"").client_id, "eu-west-2_AbcdEfghI");
  EXPECT_EQ(learn_with("region = \"mea\"\nclient_id = \"we\"").client_id, "we");
}

TEST(ConfigSources, region_and_base_url_are_needed_one_without_the_other) {
  const std::string rest = "tenant_id = \"t\"\napi_secret = { env = \"SECRET\" }\n";
  EXPECT_THAT(
      problems_of("[learn]\n" + rest),
      ElementsAre(AllOf(StartsWith("t.toml:1: "), HasSubstr("neither region nor base_url"))));
  EXPECT_THAT(problems_of("[learn]\nregion = \"mea\"\nbase_url = \"https://a.org\"\n" + rest),
              ElementsAre(AllOf(StartsWith("t.toml:3: "), HasSubstr("both region and base_url"))));
  EXPECT_THAT(problems_of("[learn]\nbase_url = 5\n" + rest),
              ElementsAre(HasSubstr("base_url must be a URL in quotes, not an integer")));
  EXPECT_THAT(problems_of("[learn]\nregion = 5\n" + rest),
              ElementsAre(HasSubstr("region must be a text in quotes")));
}

TEST(ConfigSources, what_is_needed_is_asked_for) {
  EXPECT_THAT(problems_of("\n[exec]\n"),
              ElementsAre("t.toml:2: [exec] has no api_key. Add a line such as api_key = { "
                          "credential = \"exec-api-key\" } below it."));
}

TEST(ConfigSources, a_file_without_any_is_refused) {
  for (const auto* text : {"", "[log]\nlevel = \"info\"\n"})
    EXPECT_THAT(problems_of(text), ElementsAre(HasSubstr("nothing to sync"))) << text;
}

TEST(ConfigSources, either_platform_may_be_left_out) {
  EXPECT_THAT(parsed(learn_section).exec, IsEmpty());
  EXPECT_THAT(parsed(exec_section).learn, IsEmpty());
}

std::string several(const std::string& first, const std::string& second) {
  const std::string key = "api_key = { env = \"KEY\" }\n";
  return "[[exec]]\n" + key + first + "[[exec]]\n" + key + second;
}

TEST(ConfigSources, several_of_a_platform_have_names_of_their_own) {
  const auto config = parsed(several("name = \"north\"\n", "name = \"south\"\n"));
  ASSERT_EQ(config.exec.size(), 2u);
  EXPECT_EQ(config.exec[0].name, "north");
  EXPECT_EQ(config.exec[1].name, "south");
}

TEST(ConfigSources, several_of_a_platform_without_names_are_each_told) {
  EXPECT_THAT(problems_of(several("", "")), ElementsAre(StartsWith("t.toml:1: Each of several"),
                                                        StartsWith("t.toml:3: Each of several")));
}

TEST(ConfigSources, two_of_the_same_name_are_refused_across_platforms_too) {
  EXPECT_THAT(problems_of(several("name = \"a\"\n", "name = \"a\"\n")),
              ElementsAre(AllOf(StartsWith("t.toml:6: "), HasSubstr("source on line 3"))));
  EXPECT_THAT(problems_of(std::string(learn_section) + "name = \"exec\"\n" + exec_section),
              ElementsAre(AllOf(StartsWith("t.toml:6: "), HasSubstr("source on line 5"))));
}

TEST(ConfigSources, one_in_double_brackets_needs_no_name) {
  EXPECT_EQ(parsed("[[exec]]\napi_key = { env = \"KEY\" }\n").exec.at(0).name, "exec");
}

TEST(ConfigSources, plain_http_is_for_this_machine_only) {
  for (const auto* host : {"localhost", "LOCALHOST:80", "127.0.0.1:8080", "127.1.2.3", "[::1]:9"})
    EXPECT_THAT(problems_with_url("http://" + std::string(host) + "/v1"), IsEmpty()) << host;
  for (const auto* host : {"example.org", "localhost.example.org", "128.0.0.1", "[::2]", "0.0.0.0"})
    EXPECT_THAT(problems_with_url("http://" + std::string(host) + "/v1"),
                ElementsAre(HasSubstr("must begin with https://")))
        << host;
}

TEST(ConfigSources, a_host_that_only_begins_like_this_machine_is_another) {
  for (const auto* host : {"127.0.0.1.example.org", "127.0.0.1x", "127.0.0.1.example.org:80"})
    EXPECT_THAT(problems_with_url("http://" + std::string(host) + "/v1"), SizeIs(1)) << host;
}

TEST(ConfigSources, an_address_has_a_host_and_neither_user_query_nor_fragment) {
  const std::pair<const char*, const char*> cases[] = {
      {"example.org/v1", "absolute URL"},
      {"https:///v1", "absolute URL"},
      {"https://a b.org/", "absolute URL"},
      {"ftp://example.org/", "must begin with https://"},
      {"https://me:word@example.org/", "user or password"},
      {"https://example.org/?a=b", "query"},
      {"https://example.org/#a", "fragment"},
      {"https://example.org:0/", "port"},
      {"https://example.org:99999/", "port"}};
  for (const auto& [url, reason] : cases)
    EXPECT_THAT(problems_with_url(url), ElementsAre(HasSubstr(reason))) << url;
}

TEST(ConfigSources, a_tenant_is_safe_in_an_address) {
  EXPECT_THAT(problems_of("[learn]\nregion = \"mea\"\ntenant_id = \"a/b\"\n"
                          "api_secret = { env = \"SECRET\" }\n"),
              ElementsAre(HasSubstr("tenant_id is \"a/b\"")));
}

} // namespace
} // namespace trainsync::config
