#include "daemon/model/record_reader.hpp"

#include "daemon/model/utf8.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace trainsync::model {
namespace {

const Json empty_object = Json::object();

bool holds_nul(const Json& text) {
  return text.get_ref<const std::string&>().contains('\0');
}

// In words of ours: a parser's own repeat what it has read.
std::string parse_error(std::string_view text, const Json::exception& error) {
  constexpr int out_of_range = 406;
  return !is_utf8(text)             ? "it holds bytes that are not UTF-8"
         : error.id == out_of_range ? "a number in it is too large to be kept"
                                    : "it is not JSON";
}

std::expected<Json, std::string> parse(std::string_view text) {
  if (std::string why = beyond_limits(text); !why.empty())
    return std::unexpected(std::move(why));
  if (text.contains('\0')) // the parser would take that for the text's end
    return std::unexpected("it is not JSON");
  try {
    return Json::parse(text);
  } catch (const Json::exception& error) {
    return std::unexpected(parse_error(text, error));
  }
}

Text readable(const Json& id) {
  if (!id.is_string() || holds_nul(id))
    return std::nullopt;
  const auto& text = id.get_ref<const std::string&>();
  return text.empty() || text.size() > most_id_bytes ? std::nullopt : Text(text);
}

Text id_in(std::string_view row) {
  const auto id = parse(field_text(row, "id"));
  return id ? readable(*id) : std::nullopt;
}

} // namespace

RecordReader::RecordReader(const Json& record, std::string path)
    : record_(record.is_object() ? record : empty_object), path_(std::move(path)) {
  if (!record.is_object() && !record.is_discarded())
    error_ = path_ + "expected an object, got " + record.type_name();
}

void RecordReader::refuse(std::string reason) {
  if (error_.empty())
    error_ = std::move(reason);
}

const Json* RecordReader::find(const char* field) const {
  const auto found = record_.find(field);
  return found == record_.end() || found->is_null() ? nullptr : &*found;
}

void RecordReader::fail(const char* field, std::string_view expected) {
  if (!error_.empty())
    return;
  const Json* value = find(field);
  error_ = path_ + field + ": expected " + std::string(expected) + ", got " +
           (value ? value->type_name() : "nothing");
  if (value && (value->is_string() || value->is_number()))
    error_ += " " + printable(value->dump(), 60);
}

void RecordReader::adopt(const RecordReader& nested) {
  if (error_.empty())
    error_ = nested.error();
}

Text RecordReader::text(const char* field) {
  const Json* value = find(field);
  if (!value)
    return std::nullopt;
  if (!value->is_string())
    fail(field, "text");
  else if (holds_nul(*value))
    fail(field, "text without a NUL character");
  else
    return value->get<std::string>();
  return std::nullopt;
}

Text RecordReader::id(const char* field) {
  Text value = text(field);
  if (value && value->size() > most_id_bytes)
    fail(field, "an id of at most " + std::to_string(most_id_bytes) + " bytes");
  else if (value && !value->empty())
    return value;
  return std::nullopt;
}

std::string RecordReader::required_id(const char* field) {
  Text value = id(field);
  if (!value)
    fail(field, "text");
  return std::move(value).value_or("");
}

std::optional<Stamp> RecordReader::stamp(const char* field) {
  const Text value = text(field);
  if (!value || value->empty())
    return std::nullopt;
  const std::optional<Stamp> stamp = parse_stamp(*value);
  if (!stamp)
    fail(field, "an ISO 8601 date and time");
  return stamp;
}

std::optional<std::int64_t> RecordReader::integer(const char* field) {
  const std::optional<double> value = number(field);
  if (!value)
    return std::nullopt;
  constexpr double limit = 9e15; // beyond this a double holds no exact integers
  if (std::abs(*value) < limit && std::trunc(*value) == *value)
    return static_cast<std::int64_t>(*value);
  fail(field, "a whole number");
  return std::nullopt;
}

std::optional<double> RecordReader::number(const char* field) {
  const Json* value = find(field);
  if (!value)
    return std::nullopt;
  if (value->is_number() && std::isfinite(value->get<double>()))
    return value->get<double>();
  fail(field, "a number");
  return std::nullopt;
}

std::optional<bool> RecordReader::boolean(const char* field) {
  const Json* value = find(field);
  if (!value)
    return std::nullopt;
  if (value->is_boolean())
    return value->get<bool>();
  fail(field, "true or false");
  return std::nullopt;
}

Text RecordReader::text_or_json(const char* field) {
  const Json* value = find(field);
  if (!value)
    return std::nullopt;
  return value->is_string() ? text(field) : value->dump();
}

const Json* RecordReader::object(const char* field) {
  const Json* value = find(field);
  if (!value || value->is_object())
    return value;
  fail(field, "an object");
  return nullptr;
}

const Json* RecordReader::array(const char* field) {
  const Json* value = find(field);
  if (!value || value->is_array())
    return value;
  fail(field, "a list");
  return nullptr;
}

Text RecordReader::rest(std::initializer_list<std::string_view> read) const {
  Json rest = Json::object();
  for (const auto& [field, value] : record_.items())
    if (!value.is_null() && std::ranges::find(read, std::string_view(field)) == read.end())
      rest[field] = value;
  return rest.empty() ? Text() : rest.dump();
}

std::expected<Json, std::string> parse_json(std::string_view text) {
  auto json = parse(text);
  if (!json)
    return std::unexpected("the answer's body cannot be read: " + json.error());
  return json;
}

Text readable_id(const Json& record) {
  if (!record.is_object())
    return std::nullopt;
  const auto id = record.find("id");
  return id == record.end() ? std::nullopt : readable(*id);
}

std::expected<Listing, std::string> parse_listing(std::string_view body,
                                                  std::string_view list_field) {
  auto split = split_listing(body, list_field);
  if (!split)
    return std::unexpected(std::move(split.error()));
  // What is neither an object nor the like is no record gone wrong, but no listing at all.
  for (const std::string_view row : split->rows)
    if (!row.starts_with('{') && !parse(row))
      return std::unexpected("the answer's body is not JSON");
  auto envelope = parse_json(split->envelope);
  if (!envelope)
    return std::unexpected(std::move(envelope.error()));
  return Listing{std::move(*envelope), std::move(split->rows)};
}

Row parse_row(std::string_view text) {
  Row row{text, Json(Json::value_t::discarded), {}, {}};
  auto json = parse(text);
  if (json) {
    row.id = readable_id(*json);
    row.json = std::move(*json);
  } else {
    row.id = id_in(text);
    row.error = std::move(json.error());
  }
  return row;
}

std::set<std::size_t> contradicted_rows(const std::vector<std::string_view>& rows) {
  std::set<std::size_t> contradicted;
  std::map<std::string, std::size_t> last;
  for (std::size_t i = rows.size(); i-- > 0;) {
    const Text id = id_in(rows[i]);
    if (!id)
      continue;
    const auto [found, is_last] = last.try_emplace(*id, i);
    if (!is_last && without_blanks(rows[i]) != without_blanks(rows[found->second]))
      contradicted.insert(i);
  }
  return contradicted;
}

std::string payload_of(const Row& row) {
  return row.error.empty() ? without_blanks(row.text) : with_escaped_bytes(row.text);
}

} // namespace trainsync::model
