#include "daemon/cli/check/budget_plan.hpp"

#include "daemon/cli/moment.hpp"
#include "daemon/cli/sources.hpp"

#include <algorithm>

namespace trainsync::cli {
namespace {

using namespace std::chrono_literals;

std::string requests(std::int64_t count) {
  return with_commas(count) + (count == 1 ? " request" : " requests");
}

std::string minutes_up(sync::Duration duration) {
  return std::to_string(std::chrono::ceil<std::chrono::minutes>(duration).count()) + "m";
}

std::int64_t pages_of(std::int64_t rows, std::int64_t page_size) {
  return (rows + page_size - 1) / page_size;
}

// What to do where the interval is stretched to `allowed`.
std::string remedies(const std::string& source, sync::Duration allowed) {
  return "Set " + source + ".poll_interval = \"" + minutes_up(allowed) +
         "\" to have it said so, or, where the platform allows you more, raise " + source +
         ".requests_per_day";
}

// A walk that no day has room for.
Finding too_large(const config::Exec& exec, const ExecSize& size,
                  const sync::BudgetLimits& limits) {
  return warning(exec.name,
                 "one round takes " + requests(size.pages) + ", more than a day's budget of " +
                     with_commas(limits.per_day) + ": a round goes on over " +
                     std::to_string(pages_of(size.pages, limits.per_day)) +
                     " days and finds no deletions. Where the platform allows you more, raise " +
                     exec.name + ".requests_per_day; or narrow the filters");
}

} // namespace

Finding plan_budget(const config::Exec& exec, const ExecSize& size) {
  const sync::BudgetLimits limits = budget_of(exec);
  const std::int64_t pages = std::max<std::int64_t>(1, size.pages);
  if (pages > limits.per_day)
    return too_large(exec, size, limits);
  const sync::Duration allowed = sync::stretched_interval(0ms, pages, limits.per_day);
  const std::string sum =
      with_commas(size.rows) + " rows on " + with_commas(pages) +
      (pages == 1 ? " page: " : " pages: ") + requests(pages) + " a round; " +
      with_commas(limits.per_day) + " a day (" + with_commas(exec.requests_per_day) +
      " less the reserve) allow one every " + span_words(std::max<sync::Duration>(allowed, 1s));
  if (allowed > exec.poll_interval)
    return warning(exec.name, sum + ", so it is read less often than every " +
                                  span_words(exec.poll_interval) + ". " +
                                  remedies(exec.name, allowed));
  return good(exec.name, sum + "; every " + span_words(exec.poll_interval) + " is configured");
}

Finding plan_budget(const config::Learn& learn, const LearnSize& size) {
  const sync::BudgetLimits limits = budget_of(learn);
  const std::int64_t a_round = size.assignments + 1;
  const sync::Duration allowed = sync::stretched_interval(0ms, a_round, limits.per_day);
  const sync::Duration interval = std::max(allowed, learn.poll_interval);
  const std::int64_t polls = a_round * (24h / interval);
  const std::int64_t all_once =
      (24h + learn.full_interval - 1ms) / learn.full_interval *
      (size.assignments + pages_of(size.enrolments.value_or(0), learn.page_size));
  std::string sum = (size.is_all ? "" : "at least ") + with_commas(size.assignments) +
                    (size.assignments == 1 ? " assignment: " : " assignments: ") +
                    requests(a_round) + " a round, every " + span_words(interval) + " makes " +
                    with_commas(polls) + " a day, and reading all again about " +
                    with_commas(all_once);
  sum += size.enrolments ? ""
                         : " and one for every " + std::to_string(learn.page_size) + " enrolments";
  sum += "; " + with_commas(limits.per_day) + " a day are allowed";
  if (allowed > learn.poll_interval)
    return warning(learn.name, sum + ", so it is read less often than every " +
                                   span_words(learn.poll_interval) + ". " +
                                   remedies(learn.name, allowed));
  if (polls + all_once > limits.per_day)
    return warning(learn.name, sum + ", which is not enough for both: late in the day it waits. " +
                                   "Poll less often (" + learn.name + ".poll_interval), or raise " +
                                   learn.name + ".requests_per_day");
  return good(learn.name, sum);
}

} // namespace trainsync::cli
