#include "daemon/http/tls.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trainsync::http {
namespace {

using testing::HasSubstr;

boost::system::error_code ssl_error(int reason) {
  return {static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, reason)),
          boost::asio::error::get_ssl_category()};
}

struct Case {
  long verify_result;
  const char* words;
  const char* remedy;
};

class CertificateTable : public testing::TestWithParam<Case> {};

TEST_P(CertificateTable, says_what_is_wrong_and_what_to_do) {
  const auto error = handshake_error(ssl_error(SSL_R_CERTIFICATE_VERIFY_FAILED),
                                     GetParam().verify_result, "host:443");
  EXPECT_EQ(error.code, Errc::tls_verify);
  EXPECT_THAT(error.message, HasSubstr("certificate of host:443"));
  EXPECT_THAT(error.message, HasSubstr(GetParam().words));
  EXPECT_THAT(error.message, HasSubstr(GetParam().remedy));
}

INSTANTIATE_TEST_SUITE_P(
    All, CertificateTable,
    testing::Values(
        Case{X509_V_ERR_CERT_HAS_EXPIRED, "expired", "clock"},
        Case{X509_V_ERR_CERT_NOT_YET_VALID, "not valid yet", "clock"},
        Case{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "self-signed", "http.ca_file"},
        Case{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "self-signed CA", "http.ca_file"},
        Case{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "unknown issuer", "http.ca_file"},
        Case{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "unknown issuer", "http.ca_file"},
        Case{X509_V_ERR_HOSTNAME_MISMATCH, "another host", "base_url"},
        Case{X509_V_ERR_IP_ADDRESS_MISMATCH, "another host", "base_url"},
        Case{X509_V_ERR_CERT_REVOKED, "revoked", "http.ca_file"}));

TEST(Handshake, other_failures_are_not_the_certificates) {
  const auto old = handshake_error(ssl_error(SSL_R_UNSUPPORTED_PROTOCOL), X509_V_OK, "host:443");
  EXPECT_EQ(old.code, Errc::tls);
  EXPECT_THAT(old.message, HasSubstr("TLS 1.2"));
  const auto gone = handshake_error(boost::asio::error::connection_reset, X509_V_OK, "host:443");
  EXPECT_EQ(gone.code, Errc::tls);
  EXPECT_THAT(gone.message, HasSubstr("closed"));
}

TEST(CaFile, that_cannot_be_read_is_named) {
  const auto context = make_tls_context("/nonexistent/ca.pem");
  ASSERT_FALSE(context);
  EXPECT_EQ(context.error().code, Errc::config);
  EXPECT_THAT(context.error().message,
              testing::AllOf(HasSubstr("/nonexistent/ca.pem"), HasSubstr("http.ca_file")));
}

} // namespace
} // namespace trainsync::http
