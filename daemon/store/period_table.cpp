#include "daemon/store/period_table.hpp"

namespace trainsync::store {
namespace {

const char* text(model::Evidence evidence) {
  return evidence == model::Evidence::history ? "history" : "observed";
}

void bind_period(SQLite::Statement& statement, const model::Period& period) {
  statement.bind(1, std::string(model::text(period.status)));
  bind_value(statement, 2, to_value(period.valid_from));
  bind_value(statement, 3, to_value(period.valid_to));
  statement.bind(4, text(period.evidence));
}

} // namespace

PeriodTable::PeriodTable(SQLite::Database& db)
    : select_(db, "SELECT id, status, valid_from, valid_to, evidence FROM status_periods "
                  "WHERE enrolment_id = ? ORDER BY valid_from, id"),
      insert_(db,
              "INSERT INTO status_periods (status, valid_from, valid_to, evidence, enrolment_id) "
              "VALUES (?, ?, ?, ?, ?)"),
      update_(db, "UPDATE status_periods SET status = ?, valid_from = ?, valid_to = ?, evidence = "
                  "? WHERE id = ?"),
      delete_(db, "DELETE FROM status_periods WHERE id = ?"),
      close_(db, "UPDATE status_periods SET valid_to = max(?, valid_from) WHERE enrolment_id = ? "
                 "AND valid_to IS NULL") {}

std::vector<model::Period> PeriodTable::load(std::int64_t enrolment_id,
                                             std::vector<std::int64_t>& ids) {
  std::vector<model::Period> periods;
  select_.tryReset();
  select_.bind(1, enrolment_id);
  while (select_.executeStep()) {
    ids.push_back(select_.getColumn(0).getInt64());
    periods.push_back({model::status_from_text(select_.getColumn(1).getString()),
                       stamp_column(select_, 2).value_or(model::Stamp{}), stamp_column(select_, 3),
                       select_.getColumn(4).getString() == "history" ? model::Evidence::history
                                                                     : model::Evidence::observed});
  }
  select_.tryReset();
  return periods;
}

void PeriodTable::apply(std::int64_t enrolment_id, std::span<const model::HistoryEntry> history,
                        model::Status status, model::Stamp at) {
  std::vector<std::int64_t> ids;
  const std::vector<model::Period> before = load(enrolment_id, ids);
  const std::vector<model::Period> after = model::timeline(history, before, status, at);
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (i >= before.size())
      insert(enrolment_id, after[i]);
    else if (before[i] != after[i])
      update(ids[i], after[i]);
  }
  for (std::size_t i = after.size(); i < before.size(); ++i) {
    delete_.tryReset();
    delete_.bind(1, ids[i]);
    delete_.exec();
  }
}

void PeriodTable::close(std::int64_t enrolment_id, model::Stamp at) {
  close_.tryReset();
  bind_value(close_, 1, to_value(at));
  close_.bind(2, enrolment_id);
  close_.exec();
}

void PeriodTable::insert(std::int64_t enrolment_id, const model::Period& period) {
  insert_.tryReset();
  bind_period(insert_, period);
  insert_.bind(5, enrolment_id);
  insert_.exec();
}

void PeriodTable::update(std::int64_t id, const model::Period& period) {
  update_.tryReset();
  bind_period(update_, period);
  update_.bind(5, id);
  update_.exec();
}

} // namespace trainsync::store
