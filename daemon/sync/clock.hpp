// Time and chance, which come in from outside so that every order of events can be played in a
// test.
#pragma once

#include "daemon/model/stamp.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace trainsync::sync {

using Duration = std::chrono::milliseconds;

class Clock {
public:
  virtual ~Clock() = default;
  virtual model::Stamp now() const = 0; // the machine's wall clock, which may be wrong and may jump
  virtual Duration steady() const = 0;  // since some fixed moment; never jumps
  virtual boost::asio::awaitable<void> sleep(Duration duration) = 0;
};

// A number in [0, 1).
class Random {
public:
  virtual ~Random() = default;
  virtual double next() = 0;
};

} // namespace trainsync::sync
