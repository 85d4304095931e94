// What the page says. How it looks is tried in a browser (tests/report_test.sh).
#include "daemon/report/page.hpp"

#include "tests/unit/report/file.hpp"

#include <regex>
#include <set>

namespace trainsync::report {
namespace {

using testing::HasSubstr;
using testing::Not;

class PageTest : public FileTest {
protected:
  std::string page_of(bool names = false) { return page(facts(names), "1.2.3"); }

  void add_enrolments() {
    add_both_sources();
    add_person(1, "learn", "ann", "1");
    add_person(2, "exec", "ann");
    add_item(1, "learn", "Safety");
    add_item(2, "exec", "Price");
    enrol("learn", "1", "1", "completed");
    enrol("exec", "2", "2", "overdue", days(-12));
    add_period(1, "completed", days(-40), "NULL", "history");
    add_change(1, days(-20), "updated", "'status'", "'completed'");
    for (const char* source : {"learn", "exec"})
      add_stream(source, "assignments", "whole", days(1));
  }
};

// The names of the elements that are open at the end, or close in the wrong order.
std::vector<std::string> unbalanced(const std::string& html) {
  static const std::regex tag("<(/?)([a-zA-Z0-9]+)[^>]*>");
  static const std::set<std::string> without_end{"meta"};
  std::vector<std::string> open;
  for (std::sregex_iterator match(html.begin(), html.end(), tag), end; match != end; ++match) {
    const std::string name = (*match)[2];
    if (without_end.contains(name))
      continue;
    if ((*match)[1].length() == 0)
      open.push_back(name);
    else if (!open.empty() && open.back() == name)
      open.pop_back();
    else
      return {"/" + name};
  }
  return open;
}

TEST_F(PageTest, is_whole_markup_that_asks_for_nothing) {
  add_enrolments();
  const std::string html = page_of(true);
  EXPECT_THAT(unbalanced(html), testing::IsEmpty());
  EXPECT_THAT(html, HasSubstr("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
  for (const char* word : {"<script", "src=", "http:", "https:", "@import", "<link", "onload"})
    EXPECT_THAT(html, Not(HasSubstr(word)));
  static const std::regex url("url\\(([^)]*)\\)");
  for (std::sregex_iterator match(html.begin(), html.end(), url), end; match != end; ++match)
    EXPECT_EQ((*match)[1].str().front(), '#');
}

TEST_F(PageTest, names_the_moment_and_the_views) {
  add_enrolments();
  const std::string html = page_of();
  EXPECT_THAT(html, HasSubstr("Learn and Exec, as of <time datetime=\"2"));
  for (const char* view : {"sync_health", "completion_by_item", "status_history", "overdue_now"})
    EXPECT_THAT(html, HasSubstr(std::string("<code>") + view + "</code>"));
}

TEST_F(PageTest, names_nobody_unless_asked) {
  add_enrolments();
  EXPECT_THAT(page_of(), Not(HasSubstr("ann")));
  EXPECT_THAT(page_of(true), HasSubstr("<bdi>ann</bdi>"));
}

TEST_F(PageTest, takes_no_name_for_markup) {
  add_enrolments();
  db.exec("UPDATE items SET title = '<script>alert(\"1\")</script>' || char(1)");
  db.exec("UPDATE people SET first_name = '</td><img src=x>'");
  db.exec("UPDATE enrolments SET status = 'unknown', source_status = '<i>' WHERE id = 1");
  const std::string html = page_of(true);
  EXPECT_THAT(unbalanced(html), testing::IsEmpty());
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("<i>")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\uFFFD"));
}

TEST_F(PageTest, says_at_its_top_what_is_not_up_to_date) {
  add_enrolments();
  EXPECT_THAT(page_of(), HasSubstr("Up to date: every list"));
  db.exec("DELETE FROM sync_streams");
  add_stream("learn", "enrolments", "whole", days(-1));
  add_stream("exec", "assignments", "failed", days(1));
  const std::string html = page_of();
  const std::string top = html.substr(0, html.find("At a glance"));
  EXPECT_THAT(top, HasSubstr("Not everything here is up to date"));
  EXPECT_THAT(top, HasSubstr("not read in time (stale)"));
  EXPECT_THAT(top, HasSubstr("24 hours ago"));
  EXPECT_THAT(top, HasSubstr("run trainsync sync"));
  EXPECT_THAT(top, HasSubstr("check exec.api_key"));
  EXPECT_THAT(html, Not(HasSubstr("Up to date: every list")));
}

TEST_F(PageTest, of_an_empty_file_has_sentences_instead_of_charts) {
  const std::string html = page_of(true);
  EXPECT_THAT(unbalanced(html), testing::IsEmpty());
  EXPECT_THAT(html, HasSubstr("Nothing has been read yet: run trainsync sync"));
  EXPECT_THAT(html, HasSubstr("There are no enrolments that count in the file yet."));
  EXPECT_THAT(html, HasSubstr("Nobody is overdue."));
  EXPECT_THAT(html, HasSubstr("The change log shows no change yet"));
  EXPECT_THAT(html, Not(HasSubstr("role=\"img\"")));
}

TEST_F(PageTest, of_one_platform_compares_nothing) {
  add_source("learn", "learn");
  enrol("learn", "NULL", "NULL", "completed");
  const std::string html = page_of();
  EXPECT_THAT(html, HasSubstr("Only Learn is in the file."));
  EXPECT_THAT(html, HasSubstr("Nothing is overdue."));
  EXPECT_THAT(html, Not(HasSubstr("Done on Exec")));
}

TEST_F(PageTest, does_not_say_none_where_nothing_is_known) {
  add_enrolments();
  db.exec("UPDATE sources SET created_at = " + days(-5) + " WHERE name = 'exec'");
  const std::string html = page_of();
  const std::string months = html.substr(html.find("<caption>Completions by month"));
  EXPECT_THAT(months.substr(0, months.find("</table>")),
              HasSubstr(R"(<td role="cell" data-label="Exec">–</td>)"));
}

TEST_F(PageTest, tells_of_statuses_that_are_not_known) {
  add_enrolments();
  EXPECT_THAT(page_of(), Not(HasSubstr("does not know")));
  db.exec("UPDATE enrolments SET status = 'unknown', source_status = 'paused' WHERE id = 1");
  EXPECT_THAT(page_of(), HasSubstr("<bdi>paused</bdi>, 1 enrolment"));
}

TEST_F(PageTest, says_how_many_items_it_leaves_out) {
  add_enrolments();
  for (int item = 3; item <= 40; ++item) {
    add_item(item, "learn", "Item");
    enrol("learn", "1", std::to_string(item), "open");
  }
  EXPECT_THAT(page_of(), HasSubstr("And 25 more items: see the view <code>completion_by_item"));
}

} // namespace
} // namespace trainsync::report
