// A round over a Learn source: its assignments, then the enrolments of each, then users and
// contents.
#pragma once

#include "config/config.hpp"
#include "daemon/learn/requests.hpp"
#include "daemon/sync/round.hpp"

#include <map>

namespace trainsync::sync {

class LearnRound {
public:
  LearnRound(World world, Fetcher& fetcher, Agenda& agenda, const config::Learn& config);

  boost::asio::awaitable<RoundResult> run(RoundOptions options);

private:
  boost::asio::awaitable<void> read_directory(learn::Listing listing);
  boost::asio::awaitable<void> read_names(learn::Listing listing);
  boost::asio::awaitable<std::vector<std::string>> assignments();
  boost::asio::awaitable<void> read_enrolments(std::vector<std::string> assignments, bool full);
  boost::asio::awaitable<void> read_assignment(std::string assignment, bool full);
  boost::asio::awaitable<Round::Begun> begin_assignment(std::string assignment, bool full,
                                                        store::Stream stream);

  Round::Plan enrolments_plan(const std::string& assignment);
  // Asks for each row by itself, where the platform answers that for a row that is known to live.
  boost::asio::awaitable<std::optional<Round::Candidates>>
  confirm_gone(std::string assignment, Round::Candidates candidates);

  World world_;
  Fetcher& fetcher_;
  Agenda& agenda_;
  const config::Learn& config_;
  std::int64_t requests_ = 0; // that a round takes where nothing has changed
  std::map<std::string, store::ListedAssignment> listed_; // by the last pass over them; source id
  Round round_;
};

} // namespace trainsync::sync
