// A proxy on 127.0.0.1 that opens tunnels, whatever the name asked for, to one port of this
// machine.
#pragma once

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace trainsync::http::test {

class LoopbackProxy {
public:
  LoopbackProxy(boost::asio::io_context& io, std::uint16_t target_port);
  ~LoopbackProxy();

  std::string url(const std::string& userinfo = "") const;
  std::uint16_t port() const;
  const std::vector<std::string>& requests() const; // the heads of the CONNECTs

private:
  struct State;
  std::shared_ptr<State> state_;
};

} // namespace trainsync::http::test
