// Pages of Learn: each input is read as each of its listings.
#include "daemon/learn/parse.hpp"
#include "daemon/model/record_reader.hpp"
#include "tests/fuzz/expect.hpp"
#include "tests/fuzz/page_properties.hpp"

namespace trainsync::fuzz {
namespace {

std::size_t records(const model::Batch& batch) {
  return batch.enrolments.size() + batch.people.size() + batch.items.size() +
         batch.assignments.size();
}

void expect_listing(std::string_view body, const std::expected<model::Page, std::string>& parsed) {
  if (parsed)
    expect_sound_page(*parsed, records(parsed->batch));
  else
    expect_message(parsed.error());
  expect_same_rows(body, "results", parsed);
}

// What is kept of a record is enough to read it again.
void expect_same_again(const model::Page& page) {
  for (const model::Enrolment& row : page.batch.enrolments) {
    const auto again = learn::parse_enrolments("[" + row.payload + "]", "asked-for");
    expect(again && again->batch.enrolments.size() == 1 &&
               again->batch.enrolments[0].payload == row.payload &&
               again->batch.enrolments[0].source_id == row.source_id,
           "a payload is the record");
  }
}

} // namespace
} // namespace trainsync::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trainsync;
  const std::string_view body = fuzz::text_of(data, size);
  const auto enrolments = learn::parse_enrolments(body, "asked-for");
  fuzz::expect_listing(body, enrolments);
  if (enrolments)
    fuzz::expect_same_again(*enrolments);
  for (const auto listing :
       {learn::Listing::assignments, learn::Listing::users, learn::Listing::contents})
    fuzz::expect_listing(body, learn::parse_directory(listing, body));
  return 0;
}
