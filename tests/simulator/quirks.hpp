// What the APIs' pages leave open, and what servers are known to do. The defaults are the
// documented behaviour.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace trainsync::simulator {

// Exec's rows have no updatedAt: there, the two orders by it go by created_at. Rows that are equal
// stand by id.
enum class Order { by_id, by_updated_at, by_updated_at_descending, by_due_date, shuffled };

// Where a 429 says how long to wait.
enum class WaitHint { seconds_header, date_header, body_top, body_in_error, none };

// How a field without a value is served.
enum class Absent { null, omitted };

struct RateLimit {
  std::optional<std::size_t> per_minute = {};
  std::optional<std::size_t> per_day = {};
  WaitHint hint = WaitHint::body_top;
  bool day_ends_at_midnight = false; // UTC; otherwise any 24 hours
};

struct Quirks {
  Order order = Order::by_id;
  std::uint64_t shuffle_seed = 0; // another one is another order
  bool updated_at_from_is_exclusive = false;
  bool ignores_updated_at_to = false;
  std::optional<std::size_t>
      page_size_cap;              // a longer page than this is never served, whatever was asked for
  bool repeats_last_page = false; // for every page past the end
  bool sends_date = true;
  std::chrono::milliseconds clock_skew{0}; // added to the header Date
  Absent absent = Absent::null;
  RateLimit rate_limit; // ExecApi begins with the documented one

  // Learn
  bool users_forbidden = false;
  bool contents_forbidden = false;
  bool single_enrolment_missing = false; // the endpoint of one enrolment is in no vendor's page
  bool envelope_has_pagination = false;  // of /users and /contents
  bool error_message_is_object = false;  // of 403, 404 and 422

  // Exec
  bool workspace_inactive = false;
};

} // namespace trainsync::simulator
