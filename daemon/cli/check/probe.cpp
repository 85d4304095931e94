#include "daemon/cli/check/probe.hpp"

#include "daemon/cli/check/clock.hpp"
#include "daemon/exec/parse.hpp"
#include "daemon/exec/requests.hpp"
#include "daemon/learn/parse.hpp"

#include <algorithm>
#include <set>

namespace trainsync::cli {
namespace {

using boost::asio::awaitable;
using Kind = sync::Failure::Kind;

constexpr std::int64_t most_pages = 10;

constexpr std::int64_t no_run = 0;

class LearnQuestions {
public:
  LearnQuestions(sync::Fetcher& fetcher, sync::Clock& clock, const config::Learn& config)
      : fetcher_(fetcher), clock_(clock), config_(config) {}

  awaitable<LearnProbe> ask() {
    co_await ask_assignments();
    if (const auto& failure = probe_.lists.front().failure;
        failure && failure->kind != Kind::forbidden && failure->kind != Kind::not_found)
      co_return std::move(probe_);
    if (config_.users)
      co_await ask_names(learn::Listing::users, "users");
    if (config_.contents)
      co_await ask_names(learn::Listing::contents, "contents");
    if (!sample_.empty())
      co_await ask_enrolments();
    co_return std::move(probe_);
  }

private:
  awaitable<void> ask_assignments() {
    Probe probe{"assignments"};
    std::int64_t rows = 0;
    for (std::int64_t number = 1; number <= most_pages; ++number) {
      auto page = co_await list_page(learn::Listing::assignments, number, config_.page_size);
      if (number == 1)
        probe_.clocks = {fetcher_.server_now(), clock_.now()};
      if (!page) {
        probe.failure = std::move(page.error());
        break;
      }
      rows += page->rows;
      choose_sample(*page);
      if (page->rows < config_.page_size)
        break;
      probe_.size.is_all = number < most_pages;
    }
    probe_.size.assignments = rows;
    if (config_.assignments) {
      probe_.size = {std::ssize(*config_.assignments), true, {}};
      sample_ = config_.assignments->empty() ? "" : config_.assignments->front();
    }
    probe_.lists.push_back(std::move(probe));
  }

  void choose_sample(const model::Page& page) {
    for (const model::Assignment& assignment : page.batch.assignments)
      if (sample_.empty() && (!assignment.details || assignment.details->is_active != false))
        sample_ = assignment.source_id;
  }

  awaitable<void> ask_names(learn::Listing listing, const char* name) {
    Probe probe{name};
    probe.left_out_by = std::string(name) + " = false";
    if (auto page = co_await list_page(listing, 1, 1); !page)
      probe.failure = std::move(page.error());
    probe_.lists.push_back(std::move(probe));
  }

  awaitable<std::expected<model::Page, sync::Failure>>
  list_page(learn::Listing listing, std::int64_t number, std::int64_t page_size) {
    co_return co_await fetcher_.get(
        learn::directory_target(listing, number, page_size), no_run,
        [listing](std::string_view body) { return learn::parse_directory(listing, body); });
  }

  awaitable<std::expected<model::Page, sync::Failure>> enrolments(model::Fetch fetch) {
    co_return co_await fetcher_.get(
        learn::enrolments_target(sample_, fetch, config_.page_size), no_run,
        [this](std::string_view body) { return learn::parse_enrolments(body, sample_); });
  }

  // The window's end lies a little back, as in a sync, so newer rows may well be missing from it.
  awaitable<void> ask_enrolments() {
    Probe probe{"enrolments of " + sample_};
    auto all = co_await enrolments({});
    if (!all)
      probe.failure = std::move(all.error());
    probe_.lists.push_back(std::move(probe));
    if (!all)
      co_return;
    const model::Stamp until = fetcher_.server_now().value_or(clock_.now()) - config_.margin;
    const model::Fetch window{1, model::Stamp(), until};
    const auto shown = co_await enrolments(window);
    if (!shown)
      co_return;
    probe_.window = compare(*all, *shown, until);
  }

  // Which rows a window cannot show stands in the rows themselves; where the whole list is on one
  // page, the window's page shows it too.
  WindowProbe compare(const model::Page& all, const model::Page& shown, model::Stamp until) const {
    WindowProbe window{sample_, all.rows, 0};
    const std::set<std::string> ids(shown.ids.begin(), shown.ids.end());
    const bool whole = all.rows < config_.page_size;
    for (const model::Enrolment& row : all.batch.enrolments)
      window.hidden +=
          !row.updated_at || (whole && *row.updated_at < until && !ids.contains(row.source_id));
    return window;
  }

  sync::Fetcher& fetcher_;
  sync::Clock& clock_;
  const config::Learn& config_;
  std::string sample_; // an assignment whose enrolments are asked for
  LearnProbe probe_;
};

Finding judge_failure(const std::string& source, const Probe& probe) {
  const sync::Failure& failure = *probe.failure;
  const std::string message = failure.message;
  switch (failure.kind) {
  case Kind::limited:
    return warning(source, failure.until
                               ? "not tried, since the budget of requests allows none before " +
                                     model::format_stamp(*failure.until) +
                                     "; run trainsync check again after that"
                               : message + "; run trainsync check again later");
  case Kind::file:
  case Kind::replaced:
    return error(bad_file, source, message);
  case Kind::config:
    return error(bad_usage, source, message);
  case Kind::forbidden:
  case Kind::not_found:
    if (!probe.left_out_by.empty())
      return warning(source, message + ". Names or titles will be missing; " + probe.left_out_by +
                                 " leaves this list out");
    [[fallthrough]];
  default:
    return error(out_of_reach, source, message);
  }
}

Finding judge_window(const std::string& source, const WindowProbe& window) {
  if (window.hidden == 0)
    return good(source, "enrolments can be read by when they were updated");
  return warning(source, std::to_string(window.hidden) + " of the " + std::to_string(window.rows) +
                             " first enrolments of assignment " + window.assignment +
                             " are not shown when enrolments are asked for by when they were "
                             "updated: syncs will not see such rows. Ask the platform why they "
                             "have no updatedAt, or are left out of the window");
}

} // namespace

awaitable<ExecProbe> probe_exec(sync::Fetcher& fetcher, sync::Clock& clock,
                                const config::Exec& config) {
  ExecProbe probe{{"assignments"}, {}, {}};
  const exec::Filters filters{config.user_ids, config.user_emails, config.scenario_ids,
                              config.program_ids};
  auto page = co_await fetcher.get(exec::assignments_target(filters, 1, config.page_size), no_run,
                                   exec::parse_assignments);
  probe.clocks = {fetcher.server_now(), clock.now()};
  if (!page)
    probe.assignments.failure = std::move(page.error());
  else if (page->totals)
    probe.size = {page->totals->rows, page->totals->pages};
  co_return probe;
}

awaitable<LearnProbe> probe_learn(sync::Fetcher& fetcher, sync::Clock& clock,
                                  const config::Learn& config) {
  LearnQuestions questions(fetcher, clock, config);
  co_return co_await questions.ask();
}

Findings judge(const config::Exec& config, const ExecProbe& probe) {
  Findings findings;
  if (probe.assignments.failure)
    findings.push_back(judge_failure(config.name, probe.assignments));
  else
    findings.push_back(good(config.name, config.base_url + " answers, and takes the key"));
  if (probe.clocks.server || !probe.assignments.failure)
    findings.push_back(judge_clock(config.name, probe.clocks.server, probe.clocks.here));
  if (!probe.assignments.failure)
    findings.push_back(plan_budget(config, probe.size));
  return findings;
}

Findings judge(const config::Learn& config, const LearnProbe& probe) {
  Findings findings;
  std::string readable;
  for (const Probe& list : probe.lists) {
    if (list.failure)
      findings.push_back(judge_failure(config.name, list));
    else
      readable += (readable.empty() ? "" : ", ") + list.list;
  }
  if (!readable.empty())
    findings.insert(
        findings.begin(),
        good(config.name,
             config.base_url + " answers, takes the credentials, and lets them read " + readable));
  if (probe.clocks.server || !readable.empty())
    findings.push_back(judge_clock(config.name, probe.clocks.server, probe.clocks.here));
  if (probe.window)
    findings.push_back(judge_window(config.name, *probe.window));
  if (!probe.lists.front().failure || config.assignments)
    findings.push_back(plan_budget(config, probe.size));
  return findings;
}

} // namespace trainsync::cli
