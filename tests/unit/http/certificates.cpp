#include "tests/unit/http/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace trainsync::http::test {
namespace {

template <auto Free>
struct Freer {
  void operator()(auto* object) const { Free(object); }
};
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Memory = std::unique_ptr<BIO, Freer<BIO_free_all>>;

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(memory.get(), certificate);
  return text_of(memory.get());
}

std::string pem(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(memory.get());
}

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
  if (extension == nullptr) {
    throw std::runtime_error("no such extension: " + value);
  }
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate blank(const std::string& name, EVP_PKEY* key, const Wanted& wanted) {
  static long serial = 0;
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wanted.valid_from.count());
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wanted.valid_to.count());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

} // namespace

struct Authority::Keys {
  Key key;
  Certificate certificate;
  std::string pem_text;
};

Authority::Authority(const std::string& name) : keys_(std::make_unique<Keys>()) {
  keys_->key.reset(EVP_EC_gen("P-256"));
  keys_->certificate = blank(name, keys_->key.get(), {});
  X509* const own = keys_->certificate.get();
  X509_set_issuer_name(own, X509_get_subject_name(own));
  extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
  extend(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
  X509_sign(own, keys_->key.get(), EVP_sha256());
  keys_->pem_text = pem(own);
}

Authority::~Authority() = default;

const std::string& Authority::certificate() const {
  return keys_->pem_text;
}

Identity Authority::issue(const Wanted& wanted) const {
  const Key key(EVP_EC_gen("P-256"));
  const auto certificate = blank("a server", key.get(), wanted);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(keys_->certificate.get()));
  extend(certificate.get(), keys_->certificate.get(), NID_subject_alt_name,
         wanted.subject_alternative_names);
  X509_sign(certificate.get(), keys_->key.get(), EVP_sha256());
  return {pem(certificate.get()), pem(key.get())};
}

Identity self_signed(const Wanted& wanted) {
  const Key key(EVP_EC_gen("P-256"));
  const auto certificate = blank("a server", key.get(), wanted);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  extend(certificate.get(), certificate.get(), NID_subject_alt_name,
         wanted.subject_alternative_names);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return {pem(certificate.get()), pem(key.get())};
}

TemporaryFile::TemporaryFile(const std::string& content)
    : path_((std::filesystem::temp_directory_path() / "trainsync-test-XXXXXX").string()) {
  const int file = mkstemp(path_.data());
  const auto written = write(file, content.data(), content.size());
  close(file);
  if (written != static_cast<ssize_t>(content.size())) {
    throw std::runtime_error("cannot write " + path_);
  }
}

TemporaryFile::~TemporaryFile() {
  std::filesystem::remove(path_);
}

} // namespace trainsync::http::test
