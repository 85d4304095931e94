// What a server itself says was wrong. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace trainsync::sync {

// Learn's `message`, Exec's `error.message`: at most a line's worth, for a message of ours. Empty
// where the body says nothing, is longer than such a body ever is, or repeats a secret in whatever
// way JSON can write it.
std::string servers_word(std::string_view body, std::span<const std::string_view> secrets);

} // namespace trainsync::sync
