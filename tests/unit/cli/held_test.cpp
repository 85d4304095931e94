#include "daemon/cli/check/held.hpp"

#include "tests/unit/store/fixture.hpp"

namespace trainsync::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class HeldFindings : public store::StoreTest {};

TEST_F(HeldFindings, are_warnings_that_name_the_command) {
  see(day(0), {enrolment("e1"), enrolment("e2")});
  EXPECT_THAT(held_findings(file), IsEmpty());
  file.exec("INSERT INTO held_deletions (enrolment_id, source, held_since, reason) "
            "SELECT id, source, '2026-03-03T00:00:00.000Z', 'too many' FROM enrolments");
  const Findings findings = held_findings(file);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings.front().severity, Severity::warning);
  EXPECT_EQ(findings.front().about, "learn");
  EXPECT_THAT(findings.front().message,
              AllOf(HasSubstr("2 deletions wait"), HasSubstr("2026-03-03"),
                    HasSubstr("run: trainsync approve-deletes learn")));
}

} // namespace
} // namespace trainsync::cli
