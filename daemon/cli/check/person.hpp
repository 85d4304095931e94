// The user who runs trainsync, and what the system lets that user do.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace trainsync::cli {

struct Person {
  uid_t id = 0;
  std::string name; // or the number, where it has none
};

Person this_person();
// Of the folder that holds the database; this person where there is no such folder.
Person folder_owner(const std::filesystem::path& database);

// Who will run the service: the owner of the folder that holds the database where root asks (root
// may do everything, so asking for root would tell nothing), else who asks.
Person who_runs(const std::filesystem::path& database);

// 0 where `person` may do that with `path` (as access(2): R_OK, W_OK, X_OK), else errno. Forks to
// become another person, so call it before there are threads.
int denied(const Person& person, const std::filesystem::path& path, int mode);

} // namespace trainsync::cli
