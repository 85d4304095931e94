#include "daemon/cli/export/archive.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>

namespace trainsync::cli {
namespace {

constexpr std::size_t end_record_bytes = 22, longest_comment = 65'535, header_bytes = 30,
                      entry_bytes = 46, piece_bytes = 1 << 16;
constexpr std::string_view end_record_mark("PK\5\6", 4), entry_mark("PK\1\2", 4),
    header_mark("PK\3\4", 4);

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// Unpacks piece by piece; keeps size and checksum of what came out.
class Unpacker {
public:
  Unpacker(bool deflated, const std::function<void(std::string_view)>& sink)
      : deflated_(deflated), sink_(sink) {
    inflateInit2(&stream_, -MAX_WBITS);
  }
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  ~Unpacker() { inflateEnd(&stream_); }

  bool take(std::string& packed) {
    if (!deflated_) {
      give(packed);
      return true;
    }
    std::string out(piece_bytes, '\0');
    stream_.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_in = static_cast<uInt>(packed.size());
    int result = Z_OK;
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(out.data());
      stream_.avail_out = static_cast<uInt>(out.size());
      result = inflate(&stream_, Z_NO_FLUSH);
      give(std::string_view(out).substr(0, out.size() - stream_.avail_out));
    } while (result == Z_OK && stream_.avail_out == 0);
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
  }

  std::uint64_t bytes() const { return bytes_; }
  std::uint32_t checksum() const { return static_cast<std::uint32_t>(checksum_); }

private:
  void give(std::string_view piece) {
    bytes_ += piece.size();
    checksum_ = crc32(checksum_, reinterpret_cast<const Bytef*>(piece.data()),
                      static_cast<uInt>(piece.size()));
    sink_(piece);
  }

  bool deflated_;
  const std::function<void(std::string_view)>& sink_;
  z_stream stream_{};
  std::uint64_t bytes_ = 0;
  uLong checksum_ = 0;
};

} // namespace

std::expected<Archive, std::string> Archive::open(const std::filesystem::path& path) {
  Archive archive{std::ifstream(path, std::ios::binary)};
  if (!archive.read_entries())
    return std::unexpected(path.string() + " is no whole zip archive");
  return archive;
}

std::string Archive::bytes(std::uint64_t at, std::size_t count) {
  std::string read(count, '\0');
  file_.clear();
  file_.seekg(static_cast<std::streamoff>(at));
  file_.read(read.data(), static_cast<std::streamsize>(count));
  read.resize(static_cast<std::size_t>(std::max<std::streamsize>(file_.gcount(), 0)));
  return read;
}

bool Archive::read_entries() {
  file_.seekg(0, std::ios::end);
  const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(file_.tellg(), 0));
  const std::uint64_t tail_at =
      size - std::min<std::uint64_t>(size, end_record_bytes + longest_comment);
  const std::string tail = bytes(tail_at, static_cast<std::size_t>(size - tail_at));
  const auto end = tail.rfind(end_record_mark);
  if (end == std::string::npos || tail.size() - end < end_record_bytes)
    return false;
  const std::string list = bytes(number(tail, end + 16, 4), number(tail, end + 12, 4));
  std::size_t at = 0;
  for (std::uint32_t left = number(tail, end + 10, 2); left > 0; --left) {
    if (list.size() < at + entry_bytes || list.compare(at, 4, entry_mark) != 0)
      return false;
    const std::size_t name = number(list, at + 28, 2);
    entries_.push_back({list.substr(at + entry_bytes, name), number(list, at + 16, 4),
                        number(list, at + 20, 4), number(list, at + 24, 4),
                        number(list, at + 42, 4), number(list, at + 10, 2) == 8});
    at += entry_bytes + name + number(list, at + 30, 2) + number(list, at + 32, 2);
  }
  return true;
}

bool Archive::unpack(const Entry& entry, const std::function<void(std::string_view)>& sink) {
  const std::string header = bytes(entry.header_at, header_bytes);
  if (header.size() < header_bytes || !header.starts_with(header_mark))
    return false;
  std::uint64_t at =
      std::uint64_t{entry.header_at} + header_bytes + number(header, 26, 2) + number(header, 28, 2);
  Unpacker unpacker(entry.deflated, sink);
  for (std::size_t left = entry.packed_bytes; left > 0;) {
    std::string piece = bytes(at, std::min(left, piece_bytes));
    if (piece.empty() || !unpacker.take(piece))
      return false;
    at += piece.size();
    left -= piece.size();
  }
  return unpacker.bytes() == entry.bytes && unpacker.checksum() == entry.checksum;
}

} // namespace trainsync::cli
