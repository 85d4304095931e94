// Reads one JSON object of an answer into a record, field by field, and keeps the first thing that
// is wrong with it.
#pragma once

#include "daemon/model/json_text.hpp"
#include "daemon/model/pass.hpp"

#include <nlohmann/json.hpp>

#include <expected>
#include <initializer_list>
#include <set>
#include <string_view>
#include <vector>

namespace trainsync::model {

using Json = nlohmann::ordered_json; // keeps the order of fields, for payloads

inline constexpr std::size_t most_id_bytes = 1024;

// A field that is missing or null reads as an empty optional; one of another type than asked for is
// an error of the record, as is a required field that is missing, and a text with a NUL character,
// which SQLite's own functions and most tools would cut there. Reading goes on after an error with
// empty values.
class RecordReader {
public:
  explicit RecordReader(const Json& record, std::string path = {});

  Text text(const char* field);
  Text id(const char* field);                 // empty: nothing; over most_id_bytes: an error
  std::string required_id(const char* field); // missing or empty: an error
  std::optional<Stamp> stamp(const char* field);
  std::optional<std::int64_t> integer(const char* field);
  std::optional<double> number(const char* field);
  std::optional<bool> boolean(const char* field);
  Text text_or_json(const char* field); // any type; what is not text as JSON
  const Json* object(const char* field);
  const Json* array(const char* field);
  // The fields but the given ones, as a JSON object; empty where there are none.
  Text rest(std::initializer_list<std::string_view> read) const;

  void fail(const char* field, std::string_view expected);
  void refuse(std::string reason);        // the record as a whole
  void adopt(const RecordReader& nested); // takes over the error of a reader of a part
  const std::string& error() const { return error_; }
  const Json& json() const { return record_; }

private:
  const Json* find(const char* field) const;

  const Json& record_;
  std::string path_; // before a field's name in an error
  std::string error_;
};

// The text as JSON, or why it is none. Invalid UTF-8 is no JSON, nor is what goes beyond the limits
// of json_text.hpp.
std::expected<Json, std::string> parse_json(std::string_view text);

// The record's id, where it has one that can be read.
Text readable_id(const Json& record);

// A page's rows as text, and the JSON around them, with an empty list in their place.
struct Listing {
  Json envelope;
  std::vector<std::string_view> rows;
};

// Takes a list, or an object with one in `list_field`. `body` outlives what comes back.
std::expected<Listing, std::string> parse_listing(std::string_view body,
                                                  std::string_view list_field);

struct Row {
  std::string_view text;
  Json json;
  Text id;           // also where nothing else of it can be read
  std::string error; // why it cannot be parsed
};

Row parse_row(std::string_view text);

// The rows that another one of the same id, further down the page, contradicts.
std::set<std::size_t> contradicted_rows(const std::vector<std::string_view>& rows);

// As it came: JSON without the blanks between its values; what is no JSON with those bytes escaped
// that SQLite's text cannot hold.
std::string payload_of(const Row& row);

// Reads each row of a page by `read`, which fills the batch and gives the stamp of the row's last
// update; a row that cannot be read becomes a rejected record. Shared by all listings.
template <class Read>
Page read_rows(const std::vector<std::string_view>& rows, Read read) {
  Page page;
  const std::set<std::size_t> contradicted = contradicted_rows(rows);
  for (const std::string_view text : rows) {
    const Row row = parse_row(text);
    if (row.id)
      page.ids.push_back(*row.id);
    RecordReader reader(row.json);
    if (!row.error.empty())
      reader.refuse(row.error);
    else if (contradicted.contains(static_cast<std::size_t>(page.rows)))
      reader.refuse("another record of the same id further down the page says something else");
    std::optional<Stamp> updated_at;
    if (reader.error().empty())
      updated_at = read(text, reader, page.batch);
    if (!reader.error().empty())
      page.batch.rejected.push_back({row.id, reader.error(), payload_of(row)});
    if (updated_at && (!page.newest || *updated_at > *page.newest))
      page.newest = updated_at;
    ++page.rows;
  }
  return page;
}

} // namespace trainsync::model
