// The file's records as an image, and its change log in the same words.
#pragma once

#include "tests/integration/image.hpp"

#include <cstdint>
#include <filesystem>

namespace trainsync::integration {

Image file_image(const std::filesystem::path& file);

// The rows of `changes` after `seq`, in the form of expected_changes, sorted.
std::vector<std::string> recorded_changes(const std::filesystem::path& file, std::int64_t seq);

std::int64_t last_seq(const std::filesystem::path& file);

} // namespace trainsync::integration
