#include "daemon/service/metrics.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>

namespace trainsync::service {
namespace {

namespace fs = std::filesystem;

using Labels = std::map<std::string, std::string>;

// A label's value as the text format writes it.
std::string escaped(const std::string& value) {
  std::string text;
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || c == '"')
      text += '\\';
    text += c;
  }
  return text;
}

std::string decimal(std::int64_t milliseconds) {
  const std::string digits = std::to_string(milliseconds % 1000);
  return std::to_string(milliseconds / 1000) + "." + std::string(3 - digits.size(), '0') + digits;
}

class Text {
public:
  void family(const std::string& name, const char* type, const char* help) {
    name_ = "trainsync_" + name;
    text_ += "# HELP " + name_ + " " + help + "\n# TYPE " + name_ + " " + type + "\n";
  }
  void sample(const Labels& labels, const std::string& value) {
    std::string list;
    for (const auto& [name, text] : labels)
      list += (list.empty() ? "" : ",") + name + "=\"" + escaped(text) + "\"";
    text_ += name_ + "{" + list + "} " + value + "\n";
  }
  void sample(const Labels& labels, std::int64_t value) { sample(labels, std::to_string(value)); }
  std::string take() { return std::move(text_); }

private:
  std::string name_, text_;
};

using Sources = std::vector<SourceMetrics>;
using Figure = std::function<std::optional<std::int64_t>(const SourceMetrics&)>;

void one_a_source(Text& text, const Sources& sources, const std::string& name, const char* type,
                  const char* help, const Figure& figure) {
  text.family(name, type, help);
  for (const SourceMetrics& source : sources)
    if (const auto value = figure(source))
      text.sample({{"source", source.source}}, *value);
}

void times(Text& text, const Sources& sources) {
  text.family("oldest_whole_pass_timestamp_seconds", "gauge",
              "When the stream that was longest not read whole was read whole.");
  for (const SourceMetrics& source : sources)
    if (source.oldest_whole_at)
      text.sample({{"source", source.source}},
                  decimal(source.oldest_whole_at->time_since_epoch().count()));
  text.family("last_round_duration_seconds", "gauge", "How long the last round took.");
  for (const SourceMetrics& source : sources)
    text.sample({{"source", source.source}}, decimal(source.round_milliseconds));
}

void by_label(Text& text, const Sources& sources, const std::string& label,
              std::map<std::string, std::int64_t> SourceMetrics::* figures) {
  for (const SourceMetrics& source : sources)
    for (const auto& [value, count] : source.*figures)
      text.sample({{"source", source.source}, {label, value}}, count);
}

std::string failure(const fs::path& file) {
  return "the metrics cannot be written to " + file.string() + ": " + std::strerror(errno) +
         "; check metrics.textfile and the rights of its folder";
}

} // namespace

std::string render_metrics(const Sources& sources, const std::string& version) {
  Text text;
  text.family("build_info", "gauge", "The program's version.");
  text.sample({{"version", version}}, 1);
  text.family("streams", "gauge", "Streams by their state in sync_health.");
  by_label(text, sources, "state", &SourceMetrics::streams_by_state);
  times(text, sources);
  one_a_source(text, sources, "file_failing", "gauge",
               "1 where the last round could not use the file, such as on a full disk.",
               [](const SourceMetrics& source) { return std::int64_t{source.file_fails}; });
  one_a_source(text, sources, "rows", "gauge", "Enrolments and assignments that are not deleted.",
               [](const SourceMetrics& source) { return source.rows; });
  one_a_source(text, sources, "held_deletions", "gauge",
               "Deletions that wait for trainsync approve-deletes.",
               [](const SourceMetrics& source) { return source.held; });
  one_a_source(text, sources, "rejected_records", "gauge",
               "Records that could not be read; see the table rejected_records.",
               [](const SourceMetrics& source) { return source.rejected; });
  one_a_source(text, sources, "budget_requests_left", "gauge",
               "Requests left of the last 24 hours' budget.",
               [](const SourceMetrics& source) { return source.requests_left; });
  text.family("rounds_total", "counter", "Rounds by how they ended.");
  by_label(text, sources, "outcome", &SourceMetrics::rounds_by_outcome);
  one_a_source(text, sources, "requests_total", "counter", "Requests sent.",
               [](const SourceMetrics& source) { return source.requests; });
  text.family("rows_written_total", "counter", "Rows written, by what happened to them.");
  for (const SourceMetrics& source : sources)
    for (const auto& [kind, count] : {std::pair("inserted", source.inserted),
                                      {"changed", source.changed},
                                      {"deleted", source.deleted}})
      text.sample({{"source", source.source}, {"kind", kind}}, count);
  return text.take();
}

std::expected<void, std::string> write_metrics(const fs::path& file, const std::string& text) {
  const fs::path fresh = file.string() + ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out)
    return std::unexpected(failure(fresh));
  std::error_code ignored;
  fs::permissions(fresh,
                  fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read |
                      fs::perms::others_read,
                  ignored);
  if (std::rename(fresh.c_str(), file.c_str()) != 0)
    return std::unexpected(failure(file));
  return {};
}

} // namespace trainsync::service
