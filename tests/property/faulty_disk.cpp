#include "tests/property/faulty_disk.hpp"

namespace trainsync::property {

// Ours in front, the real VFS's behind it.
struct FaultyDisk::File {
  sqlite3_file head;
  FaultyDisk* disk;

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  const sqlite3_io_methods& calls() { return *real()->pMethods; }
};

FaultyDisk::File& FaultyDisk::file(sqlite3_file* handle) {
  return *reinterpret_cast<File*>(handle);
}

FaultyDisk::FaultyDisk() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
  vfs_.zName = "faulty";
  vfs_.pAppData = this;
  vfs_.pNext = nullptr;
  vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
  vfs_.xOpen = on_open;
  // The rest asks the real one, which looks at its own pAppData.
  static sqlite3_vfs* real = nullptr;
  real = real_;
  vfs_.xDelete = [](sqlite3_vfs*, const char* name, int sync_folder) {
    return real->xDelete(real, name, sync_folder);
  };
  vfs_.xAccess = [](sqlite3_vfs*, const char* name, int flags, int* result) {
    return real->xAccess(real, name, flags, result);
  };
  vfs_.xFullPathname = [](sqlite3_vfs*, const char* name, int size, char* out) {
    return real->xFullPathname(real, name, size, out);
  };
  vfs_.xSleep = [](sqlite3_vfs*, int microseconds) { return microseconds; }; // nobody waits
  sqlite3_vfs_register(&vfs_, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&vfs_);
}

void FaultyDisk::fail(const Trouble& trouble, std::int64_t first, bool lasts) {
  trouble_ = trouble;
  count_ = 0;
  first_ = first;
  lasts_ = lasts;
}

std::int64_t FaultyDisk::mend() {
  trouble_.reset();
  return count_;
}

int FaultyDisk::next(Call call) {
  if (!trouble_ || !trouble_->contains(call))
    return SQLITE_OK;
  ++count_;
  const bool fails = first_ > 0 && (count_ == first_ || (lasts_ && count_ > first_));
  return fails ? trouble_->at(call) : SQLITE_OK;
}

int FaultyDisk::on_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* handle, int flags,
                        int* out_flags) {
  File& opened = file(handle);
  opened.head.pMethods = nullptr;
  opened.disk = static_cast<FaultyDisk*>(vfs->pAppData);
  if (const int code = opened.disk->next(Call::open))
    return code;
  sqlite3_vfs* real = opened.disk->real_;
  const int code = real->xOpen(real, name, opened.real(), flags, out_flags);
  opened.head.pMethods = opened.real()->pMethods ? methods() : nullptr;
  return code;
}

const sqlite3_io_methods* FaultyDisk::methods() {
  using Handle = sqlite3_file*;
  static const sqlite3_io_methods methods{
      3,
      [](Handle f) { return file(f).calls().xClose(file(f).real()); },
      [](Handle f, void* to, int size, sqlite3_int64 at) {
        const int code = file(f).disk->next(Call::read);
        return code ? code : file(f).calls().xRead(file(f).real(), to, size, at);
      },
      [](Handle f, const void* from, int size, sqlite3_int64 at) {
        const int code = file(f).disk->next(Call::write);
        const int written = code ? size / 2 : size;
        const int real = file(f).calls().xWrite(file(f).real(), from, written, at);
        return code ? code : real;
      },
      [](Handle f, sqlite3_int64 size) {
        const int code = file(f).disk->next(Call::truncate);
        return code ? code : file(f).calls().xTruncate(file(f).real(), size);
      },
      [](Handle f, int flags) {
        const int code = file(f).disk->next(Call::sync);
        return code ? code : file(f).calls().xSync(file(f).real(), flags);
      },
      [](Handle f, sqlite3_int64* size) {
        const int code = file(f).disk->next(Call::size);
        return code ? code : file(f).calls().xFileSize(file(f).real(), size);
      },
      [](Handle f, int level) {
        const int code = file(f).disk->next(Call::lock);
        return code ? code : file(f).calls().xLock(file(f).real(), level);
      },
      [](Handle f, int level) { return file(f).calls().xUnlock(file(f).real(), level); },
      [](Handle f, int* held) { return file(f).calls().xCheckReservedLock(file(f).real(), held); },
      [](Handle f, int what, void* argument) {
        return file(f).calls().xFileControl(file(f).real(), what, argument);
      },
      [](Handle f) { return file(f).calls().xSectorSize(file(f).real()); },
      [](Handle f) { return file(f).calls().xDeviceCharacteristics(file(f).real()); },
      [](Handle f, int page, int size, int extend, void volatile** out) {
        const int code = file(f).disk->next(Call::shm_map);
        return code ? code : file(f).calls().xShmMap(file(f).real(), page, size, extend, out);
      },
      [](Handle f, int offset, int count, int flags) {
        const bool takes = (flags & SQLITE_SHM_LOCK) && (flags & SQLITE_SHM_EXCLUSIVE);
        const int code = takes ? file(f).disk->next(Call::shm_lock) : SQLITE_OK;
        return code ? code : file(f).calls().xShmLock(file(f).real(), offset, count, flags);
      },
      [](Handle f) { file(f).calls().xShmBarrier(file(f).real()); },
      [](Handle f, int remove) { return file(f).calls().xShmUnmap(file(f).real(), remove); },
      [](Handle f, sqlite3_int64 at, int size, void** out) {
        return file(f).calls().xFetch(file(f).real(), at, size, out);
      },
      [](Handle f, sqlite3_int64 at, void* page) {
        return file(f).calls().xUnfetch(file(f).real(), at, page);
      }};
  return &methods;
}

} // namespace trainsync::property
