// Why a page or a pass could not be had.
#pragma once

#include "daemon/model/stamp.hpp"

#include <optional>
#include <string>

namespace trainsync::sync {

struct Failure {
  enum class Kind {
    unreachable,  // no answer: network, TLS, timeouts
    unauthorised, // the credentials are refused
    forbidden,    // they do not reach this
    not_found,
    refused,  // any other answer that asking again would not change
    unusable, // answers that are not what the API documents, 5xx: time may mend it
    limited,  // the budget or the server's rate limit says to wait longer than we may; see `until`
    file,     // the database
    config,   // the config says something else than the file holds
    stopped   // trainsync itself is ending
  };
  Kind kind;
  std::string message; // a sentence that says what to do
  std::optional<model::Stamp> until{};
};

} // namespace trainsync::sync
