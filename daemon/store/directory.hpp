// The people, items and assignments of the file. Each has its row from the moment that it is named,
// and gains its fields when they are known. The caller holds the transaction.
#pragma once

#include "daemon/store/people_table.hpp"

namespace trainsync::store {

class Directory {
public:
  Directory(SQLite::Database& db, Recorder& recorder, Aliases aliases);

  void describe(const Observation& seen, const std::string& source, const model::Person& person);
  void describe(const Observation& seen, const std::string& source, const model::Item& item);
  void describe(const Observation& seen, const std::string& source,
                const model::Assignment& assignment);

  // Joins people anew where the aliases have changed.
  void settle_people(const Observation& seen) { people_.settle_all(seen); }

  std::optional<std::int64_t> find_person(const std::string& source, const std::string& source_id) {
    return people_.find_id(source, source_id);
  }
  // The row's id, made where there is none; nothing where nothing is named.
  std::optional<std::int64_t> person(const Observation& seen, const std::string& source,
                                     const model::Text& id);
  std::optional<std::int64_t> item(const Observation& seen, const std::string& source,
                                   const model::Text& id);
  std::optional<std::int64_t> assignment(const Observation& seen, const std::string& source,
                                         const model::Text& id);

private:
  std::vector<Value> assignment_values(const Observation& seen, const std::string& source,
                                       const model::AssignmentDetails& details);

  PeopleTable people_;
  RecordTable items_, assignments_;
};

} // namespace trainsync::store
