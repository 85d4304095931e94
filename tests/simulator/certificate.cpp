#include "tests/simulator/certificate.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace trainsync::simulator {
namespace {

using std::chrono::days;

template <auto Free>
struct Deleter {
  template <class Handle>
  void operator()(Handle* handle) const {
    Free(handle);
  }
};

using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using X509Handle = std::unique_ptr<X509, Deleter<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

template <class Value>
Value* checked(Value* handle) {
  if (!handle) {
    throw std::runtime_error("OpenSSL could not make a certificate");
  }
  return handle;
}

void checked(int result) {
  if (result <= 0) {
    throw std::runtime_error("OpenSSL could not make a certificate");
  }
}

std::time_t seconds_of(Time time) {
  return std::chrono::system_clock::to_time_t(std::chrono::system_clock::time_point{time});
}

void set_validity(X509& certificate, CertificateKind kind, Time now) {
  Time begin = now - days{kind == CertificateKind::expired ? 30 : 1};
  Time end = kind == CertificateKind::expired ? now - days{1} : now + days{7};
  if (kind == CertificateKind::not_yet_valid) {
    begin = now + days{1};
  }
  checked(ASN1_TIME_set(X509_getm_notBefore(&certificate), seconds_of(begin)));
  checked(ASN1_TIME_set(X509_getm_notAfter(&certificate), seconds_of(end)));
}

void set_name(X509& certificate, const char* name) {
  X509_NAME* subject = X509_get_subject_name(&certificate);
  checked(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                     reinterpret_cast<const unsigned char*>(name), -1, -1, 0));
  checked(X509_set_issuer_name(&certificate, subject));
}

void add_extension(X509& certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
  Extension extension{checked(X509V3_EXT_conf_nid(nullptr, &context, kind, value))};
  checked(X509_add_ext(&certificate, extension.get(), -1));
}

template <class Write>
std::string pem(Write write) {
  Memory memory{checked(BIO_new(BIO_s_mem()))};
  checked(write(memory.get()));
  char* bytes = nullptr;
  auto size = BIO_get_mem_data(memory.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

} // namespace

Certificate make_certificate(CertificateKind kind, Time now) {
  Key key{checked(EVP_EC_gen("P-256"))};
  X509Handle certificate{checked(X509_new())};
  bool elsewhere = kind == CertificateKind::wrong_host;
  checked(X509_set_version(certificate.get(), X509_VERSION_3));
  checked(ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1));
  set_validity(*certificate, kind, now);
  set_name(*certificate, elsewhere ? "elsewhere.example" : "localhost");
  add_extension(*certificate, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(*certificate, NID_subject_alt_name,
                elsewhere ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1");
  checked(X509_set_pubkey(certificate.get(), key.get()));
  checked(X509_sign(certificate.get(), key.get(), EVP_sha256()));
  return {pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); }),
          pem([&](BIO* out) {
            return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

} // namespace trainsync::simulator
