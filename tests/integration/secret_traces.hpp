// Looks for a secret in bytes: as it is, and in the forms in which it travels.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trainsync::integration {

// The forms of `secret` that occur in `text`; none is what a test wants. `user` is who it travels
// with in HTTP Basic, empty where it does not.
std::vector<std::string> traces(std::string_view text, std::string_view secret,
                                std::string_view user = {});

} // namespace trainsync::integration
