// How Learn's token endpoint recognises its client, and how it refuses.
#pragma once

#include "tests/simulator/learn_account.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainsync::simulator {

using Form = std::vector<std::pair<std::string, std::string>>;

std::optional<std::string> field(const Form& form, std::string_view name);

std::unexpected<Refusal> refuse(unsigned status, std::string error, std::string message,
                                std::string problem);

// A 400 in OAuth's words.
std::unexpected<Refusal> bad_request(const char* error, std::string problem);

std::expected<void, Refusal> check_client(const LearnAccount& account, const Request& request,
                                          const Form& form);

} // namespace trainsync::simulator
