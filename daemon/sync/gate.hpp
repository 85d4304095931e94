// Lets so many in at a time; the others wait in the order in which they came. Used from one thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <list>
#include <memory>

namespace trainsync::sync {

class Gate {
  struct State;

public:
  // Whoever holds one is in. It may outlive the gate.
  class Place {
  public:
    explicit Place(std::shared_ptr<State> gate) : gate_(std::move(gate)) {}
    Place(Place&&) = default;
    Place& operator=(Place&&) = delete;
    ~Place();

  private:
    std::shared_ptr<State> gate_;
  };

  explicit Gate(int places);

  boost::asio::awaitable<Place> enter();

private:
  struct Waiting {
    boost::asio::steady_timer called; // cancelled when it is this one's turn
    bool is_in = false;
  };
  struct State {
    int free;
    std::list<Waiting> queue;
  };

  std::shared_ptr<State> state_;
};

} // namespace trainsync::sync
