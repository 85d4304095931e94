// Where a JSON text names a person who is not its subject, such as a manager among the fields of
// another person.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace trainsync::store {

// Whether a text inside the JSON is one that names the person.
using Names = std::function<bool(std::string_view text)>;

bool mentions(const std::string& json, const Names& names);

// The JSON without them: an object inside of it that holds such a text is gone as a whole, for it
// may hold their name too, and becomes null; so does a text that stands elsewhere. Empty where
// nothing is named.
std::optional<std::string> without_mentions(const std::string& json, const Names& names);

} // namespace trainsync::store
