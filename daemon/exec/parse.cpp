#include "daemon/exec/parse.hpp"

#include "daemon/model/record_reader.hpp"

namespace trainsync::exec {
namespace {

using model::Json;
using model::RecordReader;
using model::Text;

// Reads the object in `field` by `read`; nothing where it is missing or null.
template <class Record, class Read>
std::optional<Record> read_part(RecordReader& reader, const char* field, Read read) {
  const Json* object = reader.object(field);
  if (!object)
    return std::nullopt;
  RecordReader part(*object, std::string(field) + ".");
  Record record = read(part);
  reader.adopt(part);
  return record;
}

model::Person read_user(RecordReader& user) {
  model::Person person{user.required_id("id"), model::PersonDetails{}};
  person.details->email = user.text("email");
  person.details->first_name = user.text("first_name");
  person.details->last_name = user.text("last_name");
  person.details->extra = user.rest({"id", "email", "first_name", "last_name"});
  return person;
}

model::Item read_scenario(RecordReader& scenario) {
  model::Item item{scenario.required_id("id"), model::ItemDetails{}};
  item.details->kind = "scenario";
  item.details->title = scenario.text("name");
  item.details->slug = scenario.text("slug");
  item.details->extra = scenario.rest({"id", "name", "slug"});
  return item;
}

model::Assignment read_program(RecordReader& program) {
  model::Assignment assignment{program.required_id("id"), model::AssignmentDetails{}};
  assignment.details->kind = "program";
  assignment.details->title = program.text("name");
  assignment.details->extra = program.rest({"id", "name"});
  return assignment;
}

model::Enrolment read_assignment(RecordReader& reader) {
  model::Enrolment enrolment;
  enrolment.source_id = reader.required_id("id");
  enrolment.source_status = reader.text("status");
  enrolment.status = model::status_from_exec(enrolment.source_status.value_or(""));
  enrolment.due_at = reader.stamp("due_date");
  enrolment.score = reader.number("best_score");
  if (const Text rank = reader.text("best_rank"))
    enrolment.rank = model::rank_from_exec(*rank);
  if (const Text rank = reader.text("rank_min"))
    enrolment.rank_required = model::rank_from_exec(*rank);
  enrolment.attempts = reader.integer("attempt_count");
  enrolment.attempts_min = reader.integer("attempt_min");
  enrolment.attempts_max = reader.integer("attempt_max");
  enrolment.created_at = reader.stamp("created_at");
  return enrolment;
}

void read_row(std::string_view row, RecordReader& reader, model::Batch& batch) {
  model::Enrolment enrolment = read_assignment(reader);
  auto person = read_part<model::Person>(reader, "user", read_user);
  auto item = read_part<model::Item>(reader, "scenario", read_scenario);
  auto program = read_part<model::Assignment>(reader, "program", read_program);
  if (!reader.error().empty())
    return;
  if (person) {
    enrolment.person = person->source_id;
    batch.people.push_back(std::move(*person));
  }
  if (item) {
    enrolment.item = item->source_id;
    batch.items.push_back(std::move(*item));
  }
  if (program) {
    enrolment.assignment = program->source_id;
    batch.assignments.push_back(std::move(*program));
  }
  enrolment.payload = model::without_blanks(row);
  batch.enrolments.push_back(std::move(enrolment));
}

} // namespace

std::expected<model::Page, std::string> parse_assignments(std::string_view body) {
  const auto listing = model::parse_listing(body, "data");
  if (!listing)
    return std::unexpected(listing.error());
  RecordReader answer(listing->envelope);
  const Json* data = answer.array("data");
  const Json* pagination = answer.object("pagination");
  if (!data || !pagination)
    return std::unexpected(
        "the answer's body is JSON, but lacks the list `data` or the object `pagination`");
  RecordReader totals(*pagination, "pagination.");
  const auto rows = totals.integer("total_count"), pages = totals.integer("total_pages");
  if (!rows || !pages || *rows < 0 || *pages < 0)
    return std::unexpected("the answer's pagination lacks total_count or total_pages");
  model::Page page = model::read_rows(
      listing->rows, [](std::string_view row, RecordReader& reader, model::Batch& batch) {
        read_row(row, reader, batch);
        return std::optional<model::Stamp>();
      });
  page.totals = model::Totals{*rows, *pages};
  return page;
}

} // namespace trainsync::exec
