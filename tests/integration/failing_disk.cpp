// To be preloaded into the program: as long as the file $TRAINSYNC_TEST_TROUBLE exists, whatever
// would change a file in the folder $TRAINSYNC_TEST_FOLDER fails with the errno that stands in it.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

namespace {

int trouble() {
  const char* file = getenv("TRAINSYNC_TEST_TROUBLE");
  const int opened = file ? static_cast<int>(openat(AT_FDCWD, file, O_RDONLY | O_CLOEXEC)) : -1;
  if (opened < 0)
    return 0;
  char text[16]{};
  const ssize_t size = read(opened, text, sizeof text - 1);
  close(opened);
  return size > 0 ? atoi(text) : 0;
}

bool in_folder(const char* path) {
  const char* folder = getenv("TRAINSYNC_TEST_FOLDER");
  return folder && strncmp(path, folder, strlen(folder)) == 0;
}

bool in_folder(int file) {
  char path[PATH_MAX]{};
  char link[40];
  strcpy(link, "/proc/self/fd/");
  int digits = 1;
  for (int rest = file; rest >= 10; rest /= 10)
    ++digits;
  char* end = link + strlen(link) + digits;
  *end = '\0';
  for (int rest = file; digits-- > 0; rest /= 10)
    *--end = static_cast<char>('0' + rest % 10);
  return readlink(link, path, sizeof path - 1) > 0 && in_folder(path);
}

// Whether a change of this file is to fail; errno is set then.
template <class Place>
bool fails(Place place) {
  const int before = errno, error = trouble();
  const bool failing = error != 0 && in_folder(place);
  errno = failing ? error : before;
  return failing;
}

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

int open_it(const char* name, const char* path, int flags, mode_t mode) {
  const bool writes = (flags & (O_WRONLY | O_RDWR)) != 0;
  if (writes && fails(path))
    return -1;
  return real<int (*)(const char*, int, ...)>(name)(path, flags, mode);
}

} // namespace

extern "C" {

ssize_t pwrite(int file, const void* from, size_t size, off_t at) {
  static const auto next = real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  return fails(file) ? -1 : next(file, from, size, at);
}
ssize_t pwrite64(int file, const void* from, size_t size, off64_t at) {
  static const auto next = real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  return fails(file) ? -1 : next(file, from, size, at);
}
int ftruncate(int file, off_t size) noexcept {
  static const auto next = real<int (*)(int, off_t)>("ftruncate");
  return fails(file) ? -1 : next(file, size);
}
int ftruncate64(int file, off64_t size) noexcept {
  static const auto next = real<int (*)(int, off64_t)>("ftruncate64");
  return fails(file) ? -1 : next(file, size);
}
int fsync(int file) {
  static const auto next = real<int (*)(int)>("fsync");
  return fails(file) ? -1 : next(file);
}
int fdatasync(int file) {
  static const auto next = real<int (*)(int)>("fdatasync");
  return fails(file) ? -1 : next(file);
}
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = static_cast<mode_t>(va_arg(rest, unsigned));
  va_end(rest);
  return open_it("open", path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = static_cast<mode_t>(va_arg(rest, unsigned));
  va_end(rest);
  return open_it("open64", path, flags, mode);
}

} // extern "C"
