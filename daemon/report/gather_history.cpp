#include "daemon/report/gather.hpp"
#include "daemon/report/gather_parts.hpp"

namespace trainsync::report {
namespace {

using namespace std::chrono_literals;

// What is new in a source's first reading was there before. It lasts until a run was whole; a day
// at least, and where no run so early is known.
constexpr const char* ends_of_first_readings = R"sql(
  SELECT s.name,
         max(strftime('%Y-%m-%dT%H:%M:%fZ', s.created_at, '+1 day'),
             coalesce((SELECT min(r.ended_at)
                         FROM sync_runs AS r
                        WHERE r.source = s.name
                          AND r.outcome = 'whole'
                          AND r.ended_at < strftime('%Y-%m-%dT%H:%M:%fZ', s.created_at, '+14 days')),
                      ''))
    FROM sources AS s
)sql";

// From the newest back, so that an old log costs no more than a young one. The unary plus keeps
// SQLite from an index by which it would have to sort.
constexpr const char* changes_backwards = R"sql(
  SELECT observed_at,
         kind,
         new_value,
         CASE kind WHEN 'inserted' THEN (SELECT source FROM enrolments WHERE id = entity_id) END
    FROM changes
   WHERE +entity = 'enrolment'
     AND (kind = 'inserted' OR kind = 'deleted' OR field = 'status')
   ORDER BY seq DESC
)sql";

// In the order of the file: by the index on statuses each row would be looked up in another place.
constexpr const char* completed_periods = R"sql(
  SELECT h.valid_from,
         h.source,
         h.evidence = 'history' OR EXISTS (SELECT 1
                                             FROM status_periods AS before
                                            WHERE before.enrolment_id = h.enrolment_id
                                              AND before.valid_to = h.valid_from),
         h.valid_to IS NULL AND h.deleted_at IS NULL
    FROM status_history AS h
   WHERE +h.status = 'completed'
)sql";

std::vector<std::pair<std::string, std::string>> first_readings_of(SQLite::Database& db) {
  std::vector<std::pair<std::string, std::string>> ends;
  SQLite::Statement query(db, ends_of_first_readings);
  while (query.executeStep())
    ends.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
  return ends;
}

// The week in which the log begins; a log without rows begins now.
std::size_t first_week(SQLite::Database& db, const Weeks& weeks) {
  const auto last = static_cast<std::size_t>(weeks.count() - 1);
  SQLite::Statement oldest(db, "SELECT observed_at FROM changes ORDER BY seq LIMIT 1");
  if (!oldest.executeStep())
    return last;
  const std::string stamp = oldest.getColumn(0).getString();
  if (const auto index = weeks.index_of(stamp))
    return *index;
  return stamp < model::format_stamp(weeks.begin(0)) ? 0 : last;
}

class TrendCount {
public:
  TrendCount(Trend& trend, std::vector<std::pair<std::string, std::string>> first_readings)
      : trend_(trend), first_readings_(std::move(first_readings)) {}

  void add(std::size_t week, std::string_view at, std::string_view kind, std::string_view value,
           std::string_view source) {
    if (kind == "inserted")
      ++(is_first_reading(source, at) ? trend_.first_reading : trend_.inserted[week]);
    else if (kind == "deleted")
      ++trend_.deleted[week];
    else if (value == "completed")
      ++trend_.completed[week];
    else if (value == "overdue")
      ++trend_.overdue[week];
  }

private:
  bool is_first_reading(std::string_view source, std::string_view at) const {
    for (const auto& [name, end] : first_readings_)
      if (name == source)
        return at <= end;
    return false;
  }

  Trend& trend_;
  std::vector<std::pair<std::string, std::string>> first_readings_;
};

} // namespace

Trend trend_of(SQLite::Database& db, model::Stamp now) {
  const Weeks weeks(now, weeks_shown);
  const std::vector<std::int64_t> none(weeks_shown);
  Trend trend{weeks, first_week(db, weeks), none, none, none, none};
  TrendCount count(trend, first_readings_of(db));
  // A clock that was set back leaves earlier stamps among later ones.
  const std::string stop = model::format_stamp(weeks.begin(0) - 24h);
  SQLite::Statement query(db, changes_backwards);
  while (query.executeStep()) {
    const std::string_view at = text_at(query, 0);
    if (at < stop)
      break;
    if (const auto week = weeks.index_of(at))
      count.add(*week, at, text_at(query, 1), text_at(query, 2), text_at(query, 3));
  }
  return trend;
}

void add_completions(SQLite::Database& db, Facts& facts) {
  Completions& completions = facts.completions;
  completions.by_month.resize(months_shown);
  if (facts.sources.empty())
    return;
  SQLite::Statement query(db, completed_periods);
  while (query.executeStep()) {
    const auto platform = static_cast<std::size_t>(
        facts.sources[index_of(facts.sources, text_at(query, 1))].platform);
    if (query.getColumn(2).getInt() == 0)
      completions.undated[platform] += query.getColumn(3).getInt();
    else if (const auto month = completions.months.index_of(text_at(query, 0)))
      ++completions.by_month[*month][platform];
  }
}

} // namespace trainsync::report
