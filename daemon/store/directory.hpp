// The people, items and assignments of the file. Each has its row from the moment that it is named,
// and gains its fields when they are known. The caller holds the transaction.
#pragma once

#include "daemon/store/record_table.hpp"

#include <map>

namespace trainsync::store {

// E-mails of one person that differ between platforms: normalised e-mail → the one that stands for
// the person.
using Aliases = std::map<std::string, std::string>;

// Trimmed and in lower case (ASCII), as people are joined by.
std::string normalise_email(std::string_view email);

class Directory {
public:
  Directory(SQLite::Database& db, Recorder& recorder, Aliases aliases);

  void describe(const Observation& seen, const std::string& source, const model::Person& person);
  void describe(const Observation& seen, const std::string& source, const model::Item& item);
  void describe(const Observation& seen, const std::string& source,
                const model::Assignment& assignment);

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
  std::string person_key(const std::string& source, const std::string& source_id,
                         const model::Text& email) const;
  std::vector<Value> person_values(const std::string& source, const model::Person& person) const;
  std::vector<Value> assignment_values(const Observation& seen, const std::string& source,
                                       const model::AssignmentDetails& details);

  Aliases aliases_;
  RecordTable people_, items_, assignments_;
};

} // namespace trainsync::store
