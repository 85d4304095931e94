#include "daemon/cli/check/credentials.hpp"

#include "daemon/cli/setup.hpp"

#include <string_view>

namespace trainsync::cli {

std::filesystem::path credentials_folder(const std::filesystem::path& config_file) {
  if (const char* given = environment("CREDENTIALS_DIRECTORY"); given && *given)
    return given;
  const auto beside = std::filesystem::absolute(config_file).parent_path() / "credentials";
  std::error_code ignored;
  return std::filesystem::is_directory(beside, ignored) ? beside : std::filesystem::path();
}

config::Environment with_credentials(const std::filesystem::path& folder) {
  return [&folder](const char* name) -> const char* {
    const bool is_ours = std::string_view(name) == "CREDENTIALS_DIRECTORY" && !folder.empty();
    return is_ours ? folder.c_str() : environment(name);
  };
}

} // namespace trainsync::cli
