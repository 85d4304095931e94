#include "tests/fuzz/page_properties.hpp"

#include "daemon/model/record_reader.hpp"
#include "daemon/model/timeline.hpp"
#include "tests/fuzz/expect.hpp"

#include <algorithm>

namespace trainsync::fuzz {
namespace {

using model::Json;
using model::Stamp;
using model::Text;

void expect_storable(const Text& text) {
  expect(!text || (model::is_utf8(*text) && !text->contains('\0')), "SQLite can keep a text");
}

void expect_id(const Text& id) {
  expect_storable(id);
  expect(!id || (!id->empty() && id->size() <= model::most_id_bytes), "an id is one");
}

void expect_stamp(std::optional<Stamp> stamp) {
  if (!stamp)
    return;
  const std::string text = model::format_stamp(*stamp);
  expect(text.size() == 24, "a stamp has its one form");
  expect(model::parse_stamp(text) == stamp, "a stamp is read as it was written");
}

void expect_json(const Text& text) {
  expect(!text || Json::accept(*text), "what is kept as JSON is JSON");
  expect_storable(text);
}

void expect_sound(const model::Enrolment& row) {
  for (const Text& id : {Text(row.source_id), row.person, row.item, row.audience_id})
    expect_id(id);
  for (const Text& text : {row.source_status, row.rank, row.rank_required})
    expect_storable(text);
  for (const auto& stamp :
       {row.available_at, row.due_at, row.completed_at, row.created_at, row.updated_at})
    expect_stamp(stamp);
  for (const model::HistoryEntry& entry : row.history) {
    for (const Text& text :
         {entry.type, entry.completion_id, entry.previous_status, entry.next_status})
      expect_storable(text);
    expect_stamp(entry.created_at);
    expect_stamp(entry.updated_at);
  }
  expect_json(row.payload);
  expect(model::without_blanks(row.payload) == row.payload, "a payload has no blanks");
}

void expect_sound_periods(const model::Enrolment& row) {
  const Stamp seen = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
  const auto periods = model::timeline(row.history, {}, row.status, seen);
  expect(!periods.empty() && periods.back().status == row.status && !periods.back().valid_to,
         "the last period has the status that holds");
  for (std::size_t i = 0; i + 1 < periods.size(); ++i)
    expect(periods[i].valid_to && periods[i].valid_from <= *periods[i].valid_to &&
               *periods[i].valid_to <= periods[i + 1].valid_from,
           "periods follow each other");
}

void expect_sound(const model::PersonDetails& person) {
  for (const Text& text :
       {person.email, person.first_name, person.last_name, person.ref, person.role})
    expect_storable(text);
  expect_id(person.manager_source_id);
  expect_json(person.extra);
}

void expect_sound(const model::ItemDetails& item) {
  for (const Text& text : {item.kind, item.title, item.slug})
    expect_storable(text);
  expect_json(item.extra);
}

void expect_sound(const model::AssignmentDetails& assignment) {
  for (const Text& text : {assignment.kind, assignment.title})
    expect_storable(text);
  for (const Text& id : {assignment.audience_id, assignment.item})
    expect_id(id);
  for (const auto& stamp : {assignment.created_at, assignment.updated_at, assignment.deleted_at})
    expect_stamp(stamp);
  expect_json(assignment.extra);
}

template <class Named>
void expect_sound(const std::vector<Named>& all) {
  for (const Named& one : all) {
    expect_id(one.source_id);
    if (one.details)
      expect_sound(*one.details);
  }
}

} // namespace

void expect_sound_page(const model::Page& page, std::size_t read) {
  const model::Batch& batch = page.batch;
  expect(page.rows == std::ssize(batch.rejected) + static_cast<std::ptrdiff_t>(read),
         "every row is a record or a rejected one");
  expect(std::ssize(page.ids) <= page.rows, "a row has one id at most");
  for (const std::string& id : page.ids)
    expect_id(id);
  for (const model::Enrolment& row : batch.enrolments) {
    expect_sound(row);
    expect_sound_periods(row);
    expect(std::ranges::find(page.ids, row.source_id) != page.ids.end(), "a record was seen");
  }
  for (const model::Rejected& row : batch.rejected) {
    expect_id(row.source_id);
    expect_message(row.reason);
    expect_storable(row.payload);
    expect(!row.source_id || std::ranges::find(page.ids, *row.source_id) != page.ids.end(),
           "a rejected record was seen");
  }
  expect_sound(batch.people);
  expect_sound(batch.items);
  expect_sound(batch.assignments);
  expect_stamp(page.newest);
}

void expect_same_rows(std::string_view body, std::string_view list_field,
                      const std::expected<model::Page, std::string>& parsed) {
  if (!model::beyond_limits(body).empty())
    return;
  Json json = Json::parse(body, nullptr, false);
  if (json.is_object() && json.contains(list_field))
    json = Json(std::move(json[std::string(list_field)]));
  else if (json.is_object())
    return;
  expect(!parsed || !json.is_array() || parsed->rows == std::ssize(json),
         "a page has the rows that its JSON has");
}

} // namespace trainsync::fuzz
