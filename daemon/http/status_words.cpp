#include "daemon/http/status_words.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace trainsync::http {
namespace {

constexpr std::pair<unsigned, std::string_view> names[] = {
    {200, "ok"},
    {204, "no content"},
    {301, "moved permanently"},
    {302, "found elsewhere"},
    {303, "see other"},
    {307, "temporary redirect"},
    {308, "permanent redirect"},
    {400, "bad request"},
    {401, "unauthorized"},
    {403, "forbidden"},
    {404, "not found"},
    {405, "method not allowed"},
    {407, "proxy login required"},
    {408, "request timeout"},
    {409, "conflict"},
    {413, "content too large"},
    {415, "unsupported media type"},
    {422, "unprocessable content"},
    {429, "too many requests"},
    {500, "internal server error"},
    {501, "not implemented"},
    {502, "bad gateway"},
    {503, "service unavailable"},
    {504, "gateway timeout"},
};

} // namespace

std::string status_words(unsigned status) {
  const auto* found =
      std::ranges::find(names, status, &std::pair<unsigned, std::string_view>::first);
  std::string words = std::to_string(status);
  if (found != std::end(names)) {
    words += " (" + std::string(found->second) + ")";
  }
  return words;
}

} // namespace trainsync::http
