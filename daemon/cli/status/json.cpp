#include "daemon/cli/json_text.hpp"
#include "daemon/cli/status/page.hpp"

namespace trainsync::cli {
namespace {

using Json = nlohmann::ordered_json;

Json as_json(const StreamStatus& stream) {
  return {{"stream", stream.stream},
          {"assignment", json_of(stream.assignment)},
          {"state", stream.state},
          {"last_whole_at", json_of(stream.last_whole_at)},
          {"last_pass_at", json_of(stream.last_pass_at)},
          {"next_due_at", json_of(stream.next_due_at)},
          {"what_to_do", json_of(stream.what_to_do)}};
}

Json as_json(const RunStatus& run) {
  return {{"id", run.id},
          {"kind", run.kind},
          {"started_at", json_of(run.started_at)},
          {"ended_at", json_of(run.ended_at)},
          {"outcome", run.outcome.empty() ? Json() : Json(run.outcome)},
          {"error", json_of(run.error)},
          {"requests", run.requests},
          {"rows_seen", run.rows_seen},
          {"rows_new", run.rows_new},
          {"rows_changed", run.rows_changed},
          {"rows_deleted", run.rows_deleted},
          {"rows_rejected", run.rows_rejected}};
}

Json as_json(const std::optional<BudgetStatus>& budget) {
  if (!budget)
    return nullptr;
  return {{"requests_per_minute", budget->per_minute},
          {"requests_per_day", budget->per_day},
          {"used_in_24_hours", budget->used},
          {"blocked_until", json_of(budget->blocked_until)}};
}

Json as_json(const SourceStatus& source);

template <class T>
Json list(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values)
    list.push_back(as_json(value));
  return list;
}

Json as_json(const SourceStatus& source) {
  return {{"source", source.name},
          {"platform", source.platform},
          {"host", source.host},
          {"is_configured", source.is_configured},
          {"state", state_of(source)},
          {"what_to_do", json_of(source.refusal)},
          {"as_of", json_of(as_of(source))},
          {"next_due_at", json_of(source.next_due_at)},
          {"streams_by_state", streams_by_state(source)},
          {"rows", source.rows},
          {"people", source.people},
          {"items", source.items},
          {"assignments", source.assignments},
          {"held_deletions", source.held},
          {"held_since", json_of(source.held_since)},
          {"rejected_records", source.rejected},
          {"budget", as_json(source.budget)},
          {"runs", list(source.runs)},
          {"streams", list(source.streams)}};
}

} // namespace

std::string status_json(const Status& status) {
  return json_text({{"version", 1},
                    {"at", model::format_stamp(status.at)},
                    {"fresh", is_fresh(status)},
                    {"database", status.database.string()},
                    {"bytes", status.bytes},
                    {"writer_process", json_of(status.writer)},
                    {"what_to_do", status.what_to_do},
                    {"sources", list(status.sources)}});
}

} // namespace trainsync::cli
