// Why a page or a pass could not be had.
#pragma once

#include "daemon/model/stamp.hpp"
#include "daemon/store/error.hpp"

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
    file,     // the database: what is wrong with it or its disk may pass
    replaced, // another file stands in the database's place, or none: it must be opened anew
    config,   // the config says something else than the file holds
    stopped   // trainsync itself is ending
  };
  Kind kind;
  std::string message; // a sentence that says what to do
  std::optional<model::Stamp> until{};

  bool is_of_file() const { return kind == Kind::file || kind == Kind::replaced; }
};

inline Failure file_failure(store::Error error) {
  const bool replaced = error.code == store::Errc::replaced;
  return {replaced ? Failure::Kind::replaced : Failure::Kind::file, std::move(error.message)};
}

} // namespace trainsync::sync
