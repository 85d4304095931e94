// A blocking HTTP client for the tests of the server.
#pragma once

#include "tests/simulator/certificate.hpp"
#include "tests/simulator/message.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace trainsync::simulator {

class HttpClient {
public:
  // With an authority, over TLS; throws where the certificate does not verify for 127.0.0.1.
  explicit HttpClient(std::uint16_t port, const std::optional<std::string>& authority_pem = {});
  ~HttpClient();

  // Nothing where the connection ended before the whole answer came.
  std::optional<Response> send(const Request& request);

private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

std::string gunzip(std::string_view bytes);

} // namespace trainsync::simulator
