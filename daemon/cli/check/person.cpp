#include "daemon/cli/check/person.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace trainsync::cli {
namespace {

Person person_of(uid_t id) {
  const passwd* known = getpwuid(id);
  return {id, known ? known->pw_name : std::to_string(id)};
}

// In a child of its own. Any trouble in becoming that person counts as EPERM.
[[noreturn]] void ask_as(const Person& person, const char* path, int mode) {
  const passwd* known = getpwuid(person.id);
  const gid_t group = known ? known->pw_gid : static_cast<gid_t>(person.id);
  const bool groups_set =
      known ? initgroups(known->pw_name, group) == 0 : setgroups(1, &group) == 0;
  if (!groups_set || setgid(group) != 0 || setuid(person.id) != 0)
    _exit(EPERM);
  _exit(faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0 ? 0 : errno);
}

} // namespace

Person this_person() {
  return person_of(geteuid());
}

Person folder_owner(const std::filesystem::path& database) {
  struct stat folder{};
  const auto path = std::filesystem::absolute(database).parent_path();
  return stat(path.c_str(), &folder) == 0 ? person_of(folder.st_uid) : this_person();
}

Person who_runs(const std::filesystem::path& database) {
  return geteuid() == 0 ? folder_owner(database) : this_person();
}

int denied(const Person& person, const std::filesystem::path& path, int mode) {
  if (person.id == geteuid())
    return faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0 ? 0 : errno;
  const pid_t child = fork();
  if (child == 0)
    ask_as(person, path.c_str(), mode);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
    return EAGAIN;
  return WEXITSTATUS(status);
}

} // namespace trainsync::cli
