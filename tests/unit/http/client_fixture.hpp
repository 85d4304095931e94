// What the client's tests share: one io_context for the client and its servers.
#pragma once

#include "daemon/http/client.hpp"
#include "daemon/http/client_with_lookup.hpp"
#include "tests/unit/http/loopback_server.hpp"
#include "tests/unit/http/run.hpp"

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace trainsync::http::test {

using Answer = std::expected<Response, Error>;

class ClientTest : public testing::Test {
protected:
  // Names are looked up in `hosts`; any other has no address.
  std::unique_ptr<Client> client(Options options = {}) {
    auto made = make_client(io.get_executor(), std::move(options),
                            [this](const std::string& host) { return look_up(host); });
    if (!made) {
      throw std::runtime_error(made.error().message);
    }
    return std::move(*made);
  }

  Answer get(Client& sender, const std::string& url) {
    Request request;
    request.url = url;
    return run(io, sender.send(std::move(request)));
  }

  boost::asio::io_context io;
  std::vector<std::pair<std::string, std::string>> hosts = {{"api.test", "127.0.0.1"}};

private:
  std::expected<std::vector<boost::asio::ip::address>, std::string>
  look_up(const std::string& host) const {
    std::vector<boost::asio::ip::address> addresses;
    for (const auto& [name, address] : hosts) {
      if (name == host) {
        addresses.push_back(boost::asio::ip::make_address(address));
      }
    }
    if (addresses.empty()) {
      return std::unexpected("no such name");
    }
    return addresses;
  }
};

} // namespace trainsync::http::test
