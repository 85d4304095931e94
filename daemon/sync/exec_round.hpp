// A round over an Exec source: one complete walk of its assignments, which is always a full pass.
#pragma once

#include "config/config.hpp"
#include "daemon/sync/round.hpp"

namespace trainsync::sync {

boost::asio::awaitable<RoundResult> run_exec_round(World world, Fetcher& fetcher, Agenda& agenda,
                                                   const config::Exec& config);

} // namespace trainsync::sync
