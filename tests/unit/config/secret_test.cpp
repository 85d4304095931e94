#include "config/secret.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <type_traits>

namespace trainsync::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

template <class T>
concept Streamable = requires(std::ostream& stream, const T& value) { stream << value; };

static_assert(Streamable<std::string>);
static_assert(!Streamable<Secret>);
static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);

class Secrets : public testing::Test {
protected:
  std::filesystem::path folder = testing::TempDir() + "secrets_" +
                                 testing::UnitTest::GetInstance()->current_test_info()->name();
  std::map<std::string, std::string> variables;

  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::string file(const std::string& content, unsigned mode = 0600) {
    const auto path = folder / "secret";
    std::ofstream(path, std::ios::binary) << content;
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    return path.string();
  }

  std::expected<Secret, std::string> from(SecretRef::Kind kind, const std::string& name) {
    const auto environment = [this](const char* variable) -> const char* {
      const auto found = variables.find(variable);
      return found == variables.end() ? nullptr : found->second.c_str();
    };
    return resolve({.kind = kind, .name = name}, environment);
  }

  std::string value(SecretRef::Kind kind, const std::string& name) {
    const auto secret = from(kind, name);
    return secret ? std::string(secret->reveal()) : "error: " + secret.error();
  }

  std::string error(SecretRef::Kind kind, const std::string& name) {
    const auto secret = from(kind, name);
    return secret ? "no error" : secret.error();
  }
};

using enum SecretRef::Kind;

TEST_F(Secrets, of_an_environment_variable) {
  variables["KEY"] = "hunter2";
  EXPECT_EQ(value(env, "KEY"), "hunter2");
  EXPECT_THAT(error(env, "OTHER"), HasSubstr("variable OTHER is not set. Set it"));
}

TEST_F(Secrets, of_a_file_that_only_its_owner_may_read) {
  EXPECT_EQ(value(SecretRef::Kind::file, file("hunter2")), "hunter2");
  EXPECT_EQ(value(SecretRef::Kind::file, file("hunter2", 0400)), "hunter2");
}

TEST_F(Secrets, of_a_file_that_others_may_read_or_write_are_refused_with_the_remedy) {
  for (const unsigned mode : {0640u, 0620u, 0604u, 0602u, 0644u, 0666u}) {
    const auto path = file("hunter2", mode);
    EXPECT_THAT(error(SecretRef::Kind::file, path),
                AllOf(HasSubstr("Run: chmod 600 " + path), Not(HasSubstr("hunter2"))))
        << mode;
  }
}

TEST_F(Secrets, of_a_file_that_is_missing_or_no_file_are_told_with_its_path) {
  EXPECT_THAT(error(SecretRef::Kind::file, folder / "none"),
              AllOf(HasSubstr(folder / "none"), HasSubstr("No such file")));
  EXPECT_THAT(error(SecretRef::Kind::file, folder), HasSubstr("not a regular file"));
}

TEST_F(Secrets, of_a_credential_are_in_the_folder_that_systemd_names) {
  file("hunter2", 0440);
  variables["CREDENTIALS_DIRECTORY"] = folder.string();
  EXPECT_EQ(value(credential, "secret"), "hunter2");
  EXPECT_THAT(error(credential, "other"), HasSubstr("LoadCredential=other:"));
}

TEST_F(Secrets, of_a_credential_need_systemd) {
  EXPECT_THAT(error(credential, "secret"), HasSubstr("CREDENTIALS_DIRECTORY is not set"));
}

TEST_F(Secrets, of_a_credential_do_not_leave_its_folder) {
  file("hunter2");
  variables["CREDENTIALS_DIRECTORY"] = (folder / "inner").string();
  std::filesystem::create_directories(folder / "inner");
  for (const auto* name : {"../secret", "/etc/passwd", "..", ".", ""})
    EXPECT_THAT(error(credential, name), HasSubstr("not a plain name")) << name;
}

TEST_F(Secrets, lose_one_newline_at_the_end) {
  EXPECT_EQ(value(SecretRef::Kind::file, file("hunter2\n")), "hunter2");
  EXPECT_EQ(value(SecretRef::Kind::file, file("hunter2\r\n")), "hunter2");
  variables["KEY"] = "hunter2\n";
  EXPECT_EQ(value(env, "KEY"), "hunter2");
}

TEST_F(Secrets, of_systemd_that_are_empty_name_the_file_to_fill) {
  const auto path = file("\n");
  variables["CREDENTIALS_DIRECTORY"] = std::filesystem::path(path).parent_path().string();
  const std::string name = std::filesystem::path(path).filename().string();
  EXPECT_THAT(error(SecretRef::Kind::credential, name),
              HasSubstr("/etc/trainsync/credentials/" + name));
}

TEST_F(Secrets, that_are_empty_are_refused) {
  for (const auto* content : {"", "\n", "\r\n"})
    EXPECT_THAT(error(SecretRef::Kind::file, file(content)), HasSubstr("is empty"));
  variables["KEY"] = "";
  EXPECT_THAT(error(env, "KEY"), HasSubstr("is empty"));
}

TEST_F(Secrets, with_control_characters_are_refused_without_being_repeated) {
  for (const auto& content :
       {std::string("hunter2\n\n"), std::string("hun\nter2"), std::string("hunter2\t"),
        std::string("hunter2\0", 8), std::string("hunter2\x7f")})
    EXPECT_THAT(error(SecretRef::Kind::file, file(content)),
                AllOf(HasSubstr("control character"), Not(HasSubstr("hunter2"))));
}

TEST_F(Secrets, longer_than_any_secret_are_refused) {
  EXPECT_EQ(value(SecretRef::Kind::file, file(std::string(64u << 10, 'x'))).size(), 64u << 10);
  EXPECT_THAT(error(SecretRef::Kind::file, file(std::string((64u << 10) + 1, 'x'))),
              HasSubstr("longer than 64 KiB"));
}

// Seven characters lie inside the object itself, where a mere move would leave them.
template <class T>
bool still_holds(const T& object, std::string_view text) {
  const std::string_view bytes(reinterpret_cast<const char*>(&object), sizeof object);
  return bytes.contains(text);
}

TEST(Secret, takes_its_value_away_from_whoever_had_it) {
  std::string text = "hunter2";
  const auto& source = text;
  ASSERT_TRUE(still_holds(source, "hunter2"));
  Secret secret(std::move(text));
  EXPECT_EQ(secret.reveal(), "hunter2");
  EXPECT_FALSE(still_holds(source, "unter2"));
}

TEST(Secret, can_be_moved_and_leaves_nothing_behind) {
  Secret first(std::string("hunter2"));
  const auto& source = first;
  ASSERT_TRUE(still_holds(source, "hunter2"));
  Secret second = std::move(first);
  EXPECT_EQ(second.reveal(), "hunter2");
  EXPECT_FALSE(still_holds(source, "unter2"));
  Secret third(std::string("other"));
  third = std::move(second);
  EXPECT_EQ(third.reveal(), "hunter2");
}

} // namespace
} // namespace trainsync::config
