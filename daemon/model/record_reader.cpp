#include "daemon/model/record_reader.hpp"

#include "daemon/model/shortened.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trainsync::model {
namespace {

const Json empty_object = Json::object();

} // namespace

RecordReader::RecordReader(const Json& record, std::string path)
    : record_(record.is_object() ? record : empty_object), path_(std::move(path)) {
  if (!record.is_object())
    error_ = path_ + "expected an object, got " + record.type_name();
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
    error_ += " " + shortened(value->dump(), 60);
}

void RecordReader::adopt(const RecordReader& nested) {
  if (error_.empty())
    error_ = nested.error();
}

Text RecordReader::text(const char* field) {
  const Json* value = find(field);
  if (!value)
    return std::nullopt;
  if (value->is_string())
    return value->get<std::string>();
  fail(field, "text");
  return std::nullopt;
}

std::string RecordReader::required_text(const char* field) {
  Text value = text(field);
  if (!value || value->empty())
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
  return value->is_string() ? value->get<std::string>() : value->dump();
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

std::expected<Json, std::string> parse_json(std::string_view body) {
  Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded())
    return std::unexpected("the answer's body is not JSON");
  return json;
}

Text readable_id(const Json& record) {
  if (!record.is_object())
    return std::nullopt;
  const auto id = record.find("id");
  if (id == record.end() || !id->is_string() || id->get_ref<const std::string&>().empty())
    return std::nullopt;
  return id->get<std::string>();
}

} // namespace trainsync::model
