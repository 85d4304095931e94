#include "daemon/learn/requests.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace trainsync::learn {
namespace {

std::string enrolments_path(std::string_view assignment) {
  return "/assignments/" + boost::urls::encode(assignment, boost::urls::unreserved_chars) +
         "/enrolments";
}

} // namespace

std::string enrolments_target(std::string_view assignment, const model::Fetch& fetch,
                              std::int64_t page_size) {
  std::string target = enrolments_path(assignment) + "?";
  if (fetch.from)
    target += "updatedAtFrom=" + model::format_stamp(*fetch.from) + "&";
  if (fetch.to)
    target += "updatedAtTo=" + model::format_stamp(*fetch.to) + "&";
  return target + "page=" + std::to_string(fetch.page) + "&perPage=" + std::to_string(page_size);
}

std::string enrolment_target(std::string_view assignment, std::string_view enrolment) {
  return enrolments_path(assignment) + "/" +
         boost::urls::encode(enrolment, boost::urls::unreserved_chars);
}

std::string directory_target(Listing listing, std::int64_t page, std::int64_t page_size) {
  const std::string_view path = listing == Listing::assignments ? "/assignments"
                                : listing == Listing::users     ? "/users"
                                                                : "/contents";
  return std::string(path) + "?page=" + std::to_string(page) +
         "&perPage=" + std::to_string(page_size);
}

} // namespace trainsync::learn
