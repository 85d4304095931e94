// Which URLs may be configured: absolute, https, or http to this very machine; without credentials,
// query or fragment.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace trainsync::config {

// The URL without trailing slashes. An error completes the sentence that begins with the key's
// name, has no full stop, and does not quote the URL, since somebody may have put a password into
// it.
std::expected<std::string, std::string> checked_url(std::string_view text);

// "https://host:port" of a URL that was checked.
std::string origin_of(const std::string& url);

} // namespace trainsync::config
