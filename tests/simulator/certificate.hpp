// Self-signed certificates for a server on the loopback interface. A client that trusts the
// certificate as its only authority accepts the good kind and refuses the others.
#pragma once

#include "tests/simulator/clock.hpp"

#include <string>

namespace trainsync::simulator {

struct Certificate {
  std::string certificate_pem; // also the authority that a client is to trust
  std::string key_pem;
};

enum class CertificateKind {
  good,    // for localhost and 127.0.0.1, valid from yesterday for a week
  expired, // since yesterday
  not_yet_valid,
  wrong_host // for another name
};

// Throws std::runtime_error where OpenSSL fails.
Certificate make_certificate(CertificateKind kind, Time now);

} // namespace trainsync::simulator
