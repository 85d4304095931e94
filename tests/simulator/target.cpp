#include "tests/simulator/target.hpp"

#include <boost/url/params_view.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/url_view.hpp>

namespace trainsync::simulator {
namespace {

namespace urls = boost::urls;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs decoded(const urls::params_encoded_view& encoded) {
  urls::encoding_opts options;
  options.space_as_plus = true;
  Pairs pairs;
  for (const urls::param_pct_view& pair : encoded) {
    pairs.emplace_back(pair.key.decode(options), pair.value.decode(options));
  }
  return pairs;
}

} // namespace

std::optional<Target> parse_target(std::string_view text) {
  auto url = urls::parse_origin_form({text.data(), text.size()});
  if (!url) {
    return std::nullopt;
  }
  Target target;
  for (const std::string& segment : url->segments()) {
    target.path.push_back(segment);
  }
  target.query = decoded(url->encoded_params());
  return target;
}

std::optional<Pairs> parse_form(std::string_view body) {
  auto query = urls::parse_query({body.data(), body.size()});
  if (!query) {
    return std::nullopt;
  }
  return decoded(*query);
}

} // namespace trainsync::simulator
