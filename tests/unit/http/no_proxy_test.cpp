#include "daemon/http/no_proxy.hpp"

#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

struct Case {
  const char* list;
  const char* host;
  std::uint16_t port;
  bool direct;
};

class NoProxyTable : public testing::TestWithParam<Case> {};

TEST_P(NoProxyTable, decides) {
  const auto& [list, host, port, direct] = GetParam();
  EXPECT_EQ(bypasses_proxy(list, host, port), direct) << list << " / " << host << ":" << port;
}

INSTANTIATE_TEST_SUITE_P(
    All, NoProxyTable,
    testing::Values(
        Case{"", "api.test", 443, false}, Case{" , ,", "api.test", 443, false},
        Case{"*", "api.test", 443, true}, Case{"other.test, *", "api.test", 443, true},
        Case{"*:443", "api.test", 443, true}, Case{"*:443", "api.test", 8443, false},
        Case{"api.test", "api.test", 443, true}, Case{"API.Test", "api.test", 443, true},
        Case{"test", "api.test", 443, true}, Case{".test", "api.test", 443, true},
        Case{"*.test", "api.test", 443, true}, Case{".api.test", "api.test", 443, true},
        Case{"i.test", "api.test", 443, false}, Case{"api.test", "test", 443, false},
        Case{"api.test.", "api.test", 443, false}, Case{".", "api.test", 443, false},
        Case{"api.test:443", "api.test", 443, true}, Case{"api.test:80", "api.test", 443, false},
        Case{".test:443", "api.test", 443, true}, Case{"a.test,b.test", "b.test", 443, true},
        Case{"a.test b.test", "b.test", 443, true}, Case{"127.0.0.1", "127.0.0.1", 443, true},
        Case{"127.0.0.1:80", "127.0.0.1", 443, false}, Case{"0.0.1", "127.0.0.1", 443, false},
        Case{"::1", "::1", 443, true}, Case{"[::1]", "::1", 443, true},
        Case{"[::1]:443", "::1", 443, true}, Case{"[::1]:80", "::1", 443, false},
        Case{"::2", "::1", 443, false}));

} // namespace
} // namespace trainsync::http
