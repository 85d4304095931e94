// One pass over all enrolments for what is counted by item, by age and by person: to ask the views
// for each would be a pass, and a sort of all rows, each time. A test holds the two together.
#include "daemon/model/status.hpp"
#include "daemon/report/gather.hpp"
#include "daemon/report/gather_parts.hpp"

#include <algorithm>
#include <unordered_map>

namespace trainsync::report {
namespace {

// Those that count, as in completion_by_item.
constexpr const char* enrolments_that_count = R"sql(
  SELECT source, item_id, person_id, status, is_overdue, due_at, score
    FROM enrolment_overview
   WHERE status NOT IN ('archived', 'unassigned') AND person_is_active IS NOT 0
)sql";

std::size_t age_of(std::int64_t days) {
  return days < 0 ? 4 : days <= 7 ? 0 : days <= 30 ? 1 : days <= 90 ? 2 : 3;
}

struct Enrolment {
  model::Status status;
  bool is_overdue;
  std::optional<std::int64_t> days; // since the date, where it is overdue
  std::optional<double> score;
};

void count(Tally& tally, const Enrolment& enrolment) {
  ++tally.enrolments;
  if (enrolment.is_overdue) {
    ++tally.overdue;
    ++tally.overdue_by_age[age_of(enrolment.days.value_or(-1))];
    tally.longest_overdue_days = std::max(tally.longest_overdue_days, enrolment.days.value_or(0));
  } else if (enrolment.status == model::Status::completed) {
    ++tally.completed;
  } else if (enrolment.status == model::Status::failed) {
    ++tally.failed;
  } else if (enrolment.status == model::Status::scheduled) {
    ++tally.scheduled;
  } else {
    ++tally.still_open;
  }
  if (enrolment.score) {
    ++tally.scores;
    tally.score_sum += *enrolment.score;
  }
}

struct Account {
  std::size_t source;
  std::uint32_t enrolments, completed, overdue, scheduled;
};

void count(Account& account, const Enrolment& enrolment) {
  ++account.enrolments;
  account.completed += enrolment.status == model::Status::completed ? 1 : 0;
  account.overdue += enrolment.is_overdue ? 1 : 0;
  account.scheduled +=
      enrolment.status == model::Status::scheduled && !enrolment.is_overdue ? 1 : 0;
}

using ItemsById = std::unordered_map<std::int64_t, Item>;
using AccountsById = std::unordered_map<std::int64_t, Account>;

class Pass {
public:
  Pass(SQLite::Database& db, const Facts& facts)
      : query_(db, enrolments_that_count), facts_(facts) {}

  void run() {
    while (query_.executeStep()) {
      const std::size_t source = index_of(facts_.sources, text_at(query_, 0));
      const Enrolment enrolment = current();
      // An enrolment without an item counts with its source's others of that kind.
      const std::int64_t item = query_.isColumnNull(1) ? -1 - static_cast<std::int64_t>(source)
                                                       : query_.getColumn(1).getInt64();
      Item& of = items[item];
      of.id = std::max<std::int64_t>(item, 0);
      of.source = source;
      count(of.tally, enrolment);
      if (!query_.isColumnNull(2))
        count(accounts.try_emplace(query_.getColumn(2).getInt64(), Account{source, 0, 0, 0, 0})
                  .first->second,
              enrolment);
    }
  }

  ItemsById items;
  AccountsById accounts;

private:
  Enrolment current() {
    Enrolment enrolment{model::status_from_text(text_at(query_, 3)),
                        query_.getColumn(4).getInt() != 0, std::nullopt, std::nullopt};
    if (enrolment.is_overdue)
      if (const auto due = model::parse_stamp(text_at(query_, 5)))
        enrolment.days = std::chrono::floor<std::chrono::days>(facts_.as_of - *due).count();
    if (!query_.isColumnNull(6))
      enrolment.score = query_.getColumn(6).getDouble();
    return enrolment;
  }

  SQLite::Statement query_;
  const Facts& facts_;
};

// The first `count` by `figure`, the larger first; the same ones each time.
template <class Figure>
std::vector<Item> most(const ItemsById& items, std::size_t count, Figure figure) {
  std::vector<const Item*> all;
  for (const auto& [id, item] : items)
    if (figure(item) > 0)
      all.push_back(&item);
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()));
  std::ranges::partial_sort(all, middle, {}, [&](const Item* item) {
    return std::tuple(-figure(*item), item->source, item->id);
  });
  std::vector<Item> first;
  for (auto item = all.begin(); item != middle; ++item)
    first.push_back(**item);
  return first;
}

void add_titles(SQLite::Database& db, std::vector<Item>& items) {
  SQLite::Statement query(db, "SELECT coalesce(title, source_id) FROM items WHERE id = ?");
  for (Item& item : items) {
    query.bind(1, item.id);
    item.title = query.executeStep() ? query.getColumn(0).getString() : "(no item is named)";
    query.reset();
  }
}

Items items_of(SQLite::Database& db, const ItemsById& all) {
  Items items;
  items.count = static_cast<std::int64_t>(all.size());
  items.overdue_count =
      std::ranges::count_if(all, [](const auto& entry) { return entry.second.tally.overdue > 0; });
  items.largest = most(all, items_shown, [](const Item& item) { return item.tally.enrolments; });
  items.most_overdue = most(all, items_shown, [](const Item& item) { return item.tally.overdue; });
  add_titles(db, items.largest);
  add_titles(db, items.most_overdue);
  return items;
}

// Puts a person with these accounts into its group.
void count_person(People& people, const EachPlatform<Tally>& person) {
  const bool on_learn = person[0].enrolments > 0, on_exec = person[1].enrolments > 0;
  if (!on_learn && !on_exec)
    return;
  People::Group& group = on_learn && on_exec ? people.both : people.only[on_exec ? 1 : 0];
  ++group.people;
  for (std::size_t platform = 0; platform < platforms; ++platform)
    group.tally[platform] += person[platform];
  people.overdue += person[0].overdue + person[1].overdue > 0 ? 1 : 0;
}

People people_of(SQLite::Database& db, const AccountsById& accounts,
                 const std::vector<Source>& sources) {
  People people;
  EachPlatform<Tally> person{};
  std::string key;
  SQLite::Statement query(db, "SELECT person_key, id FROM people ORDER BY person_key");
  while (query.executeStep()) {
    if (text_at(query, 0) != key) {
      count_person(people, person);
      person = {};
      key = text_at(query, 0);
    }
    const auto found = accounts.find(query.getColumn(1).getInt64());
    if (found == accounts.end())
      continue;
    const Account& account = found->second;
    Tally& tally = person[static_cast<std::size_t>(sources[account.source].platform)];
    tally.enrolments += account.enrolments;
    tally.completed += account.completed;
    tally.overdue += account.overdue;
    tally.scheduled += account.scheduled;
  }
  count_person(people, person);
  return people;
}

} // namespace

void add_enrolments(SQLite::Database& db, Facts& facts) {
  Pass pass(db, facts);
  pass.run();
  for (const auto& [id, item] : pass.items)
    facts.tally[static_cast<std::size_t>(facts.sources[item.source].platform)] += item.tally;
  facts.items = items_of(db, pass.items);
  facts.people = people_of(db, pass.accounts, facts.sources);
}

} // namespace trainsync::report
