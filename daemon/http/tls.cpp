#include "daemon/http/tls.hpp"

#include "daemon/http/message.hpp"
#include "daemon/http/stream_error.hpp"
#include "daemon/http/url.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace trainsync::http {
namespace {

namespace asio = boost::asio;

struct Finding {
  std::string what;
  std::string remedy;
};

const std::string name_the_ca = "If it is to be trusted, name the CA's certificate as "
                                "http.ca_file; for a public one, install ca-certificates.";

Finding finding(long verify_result) {
  switch (verify_result) {
  case X509_V_ERR_CERT_HAS_EXPIRED:
    return {"has expired",
            "Check this machine's clock; if it is right, the server's owner must renew it."};
  case X509_V_ERR_CERT_NOT_YET_VALID:
    return {"is not valid yet", "Check this machine's clock."};
  case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    return {"is self-signed", name_the_ca};
  case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    return {"comes from a self-signed CA that is not trusted here", name_the_ca};
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
  case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    return {"comes from an unknown issuer", name_the_ca};
  case X509_V_ERR_HOSTNAME_MISMATCH:
  case X509_V_ERR_IP_ADDRESS_MISMATCH:
    return {"is for another host",
            "Check base_url, and that nothing in between answers for the server."};
  default:
    return {std::string("does not verify: ") + X509_verify_cert_error_string(verify_result),
            name_the_ca};
  }
}

Error handshake_failed(const std::string& authority, const std::string& why) {
  return {Errc::tls, "No TLS connection to " + authority + ": " + why};
}

std::string reason_words(int reason) {
  switch (reason) {
  case SSL_R_WRONG_VERSION_NUMBER:
  case SSL_R_HTTP_REQUEST:
    return "it does not speak TLS on this port. Check the port in base_url.";
  case SSL_R_UNSUPPORTED_PROTOCOL:
  case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    return "it offers nothing newer than TLS 1.1. TLS 1.2 or later is needed; its owner must turn "
           "that on.";
  default:
    return "";
  }
}

} // namespace

std::expected<asio::ssl::context, Error> make_tls_context(const std::string& ca_file) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  context.set_verify_mode(asio::ssl::verify_peer);
  boost::system::error_code error;
  if (ca_file.empty()) {
    static_cast<void>(context.set_default_verify_paths(error));
  } else {
    static_cast<void>(context.load_verify_file(ca_file, error));
  }
  if (error) {
    return std::unexpected(Error{
        Errc::config,
        "The CA certificates in " + (ca_file.empty() ? "the system's store" : ca_file) +
            " cannot be used. Check that http.ca_file names a PEM file that this user may read."});
  }
  return context;
}

std::expected<void, Error> expect_host(SSL* session, const std::string& host) {
  bool done = false;
  if (is_ip_address(host)) {
    done = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
  } else {
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    done = SSL_set1_host(session, host.c_str()) == 1 &&
           SSL_set_tlsext_host_name(session, host.c_str()) == 1;
  }
  if (!done) {
    ERR_clear_error();
    return std::unexpected(Error{Errc::bad_url, "TLS cannot ask for the host " + host +
                                                    ". Check its spelling in base_url."});
  }
  return {};
}

Error handshake_error(boost::system::error_code error, long verify_result,
                      const std::string& authority) {
  if (error == asio::error::operation_aborted) {
    return canceled_error();
  }
  const bool tls = error.category() == asio::error::get_ssl_category();
  const int reason = tls ? ERR_GET_REASON(static_cast<unsigned long>(error.value())) : 0;
  if (verify_result != X509_V_OK && reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
    const auto [what, remedy] = finding(verify_result);
    return {Errc::tls_verify, "The certificate of " + authority + " " + what + ". " + remedy};
  }
  if (const auto words = reason_words(reason); !words.empty()) {
    return handshake_failed(authority, words);
  }
  if (is_closed(error)) {
    return handshake_failed(
        authority, "it closed the connection inside the handshake. It is tried again; if this "
                   "stays, look for a firewall or proxy in between.");
  }
  return handshake_failed(
      authority,
      error.message() + ". It is tried again; if this stays, check host and port in base_url.");
}

} // namespace trainsync::http
