// A client whose host names are looked up in another way than the system's: for tests.
#pragma once

#include "daemon/http/client.hpp"
#include "daemon/http/resolver.hpp"

namespace trainsync::http {

std::expected<std::unique_ptr<Client>, Error> make_client(boost::asio::any_io_executor executor,
                                                          Options options, Lookup lookup);

} // namespace trainsync::http
