// Certificates made on the spot, so that no test depends on a file that expires.
#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace trainsync::http::test {

// A certificate and its key, as PEM.
struct Identity {
  std::string certificate;
  std::string key;
};

struct Wanted {
  std::string subject_alternative_names = "IP:127.0.0.1,DNS:api.test"; // as OpenSSL writes them
  std::chrono::seconds valid_from = -std::chrono::hours{24};           // from now on
  std::chrono::seconds valid_to = std::chrono::hours{24};
};

class Authority {
public:
  explicit Authority(const std::string& name);
  ~Authority();

  const std::string& certificate() const; // PEM
  Identity issue(const Wanted& wanted) const;

private:
  struct Keys;
  std::unique_ptr<Keys> keys_;
};

Identity self_signed(const Wanted& wanted);

// A file that is removed with the object.
class TemporaryFile {
public:
  explicit TemporaryFile(const std::string& content);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }

private:
  std::string path_;
};

} // namespace trainsync::http::test
