#include "tests/simulator/generate_detail.hpp"
#include "tests/simulator/people.hpp"
#include "tests/simulator/stories.hpp"

#include <algorithm>
#include <ranges>

namespace trainsync::simulator {
namespace {

using std::chrono::days;
using std::chrono::hours;

std::string upper_case_first(std::string text) {
  bool start = true;
  for (char& letter : text) {
    letter =
        start && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    start = letter == '.' || letter == '-';
  }
  return text;
}

Text learn_email(Rng& rng, const GeneratedPerson& person) {
  if (rng.chance(5)) {
    return std::nullopt;
  }
  return rng.chance(20) ? upper_case_first(person.email) : person.email;
}

LearnUser make_user(Company& company, Rng& rng, std::size_t index, Time now) {
  GeneratedPerson who = person(index);
  Time created = recently(rng, 1500, now);
  bool left = rng.chance(6);
  LearnUser user{.id = new_learn_id(company.ids),
                 .ref = rng.chance(90) ? Text{"E" + std::to_string(10'000 + index)} : std::nullopt,
                 .first_name = who.first_name,
                 .last_name = who.last_name,
                 .email = learn_email(rng, who),
                 .role = index == 0      ? "administrator"
                         : rng.chance(8) ? "learneradmin"
                                         : "learner",
                 .status = left ? "inactive" : "active",
                 .department = rng.chance(85) ? Text{rng.pick(departments)} : std::nullopt,
                 .is_active = !left,
                 .start_date = rng.chance(80) ? Stamp{created} : std::nullopt,
                 .end_date = left ? Stamp{recently(rng, 60, now)} : std::nullopt,
                 .created_at = created,
                 .updated_at = created + (now - created) / 2,
                 .language_code = rng.chance(70) ? Text{"en-gb"} : std::nullopt,
                 .deleted = false};
  return user;
}

void give_manager(LearnUser& user, const LearnUser& manager) {
  user.manager_id = manager.id;
  user.manager_name = *manager.first_name + " " + *manager.last_name;
}

std::vector<std::string> make_users(Company& company, std::size_t count, Rng& rng, Time now) {
  std::vector<std::string> ids;
  for (std::size_t index = 0; index < count; ++index) {
    LearnUser user = make_user(company, rng, index, now);
    if (index > 0 && rng.chance(90)) {
      give_manager(user, company.users.at(ids[rng.below(std::min<std::size_t>(index, 5))]));
    }
    ids.push_back(user.id);
    company.users.emplace(user.id, std::move(user));
  }
  return ids;
}

std::vector<std::string> make_contents(Company& company, std::size_t count, Rng& rng, Time now) {
  std::vector<std::string> ids;
  for (std::size_t index = 0; index < count; ++index) {
    const ContentTitle& named = content_titles[index % content_titles.size()];
    std::size_t round = index / content_titles.size();
    Time created = recently(rng, 1200, now);
    LearnContent content{
        .id = new_learn_id(company.ids),
        .title = std::string(named.title) + (round == 0 ? "" : " " + std::to_string(round + 1)),
        .description = rng.chance(50) ? Text{"<p>What everyone needs to know.</p>"} : std::nullopt,
        .type = std::string(named.type),
        .created_at = created,
        .updated_at = created + (now - created) / 3};
    ids.push_back(content.id);
    company.contents.emplace(content.id, std::move(content));
  }
  return ids;
}

LearnAssignment make_assignment(Company& company, const std::vector<std::string>& contents,
                                std::size_t index, Rng& rng, Time now) {
  Time created = now - days{800} - hours{rng.between(0, 400)};
  LearnAssignment row{.id = new_learn_id(company.ids),
                      .audience_id = new_learn_id(company.ids),
                      .primary_content_id =
                          contents.empty() ? Text{} : Text{contents[index % contents.size()]},
                      .hide_alternative_content = rng.chance(10),
                      .completion_period = static_cast<int>(rng.between(1, 12) * 7),
                      .recurrence = index % 3 == 1 ? std::optional<int>{365} : std::nullopt,
                      .is_active = true,
                      .is_deleted = false,
                      .created_at = created,
                      .updated_at = created + days{rng.between(0, 90)}};
  if (contents.size() > 1 && rng.chance(30)) {
    row.alternative_content_ids = {contents[(index + 1) % contents.size()]};
  }
  return row;
}

// The moments of a story, in order. Real rows are often changed in bulk, so one in eight begins at
// the same moment.
std::vector<Time> moments(Rng& rng, std::size_t count, Time bulk, Time now) {
  std::vector<Time> made;
  while (made.size() < count) {
    made.push_back(made.empty() && rng.chance(12) ? bulk : recently(rng, 690, now));
  }
  std::ranges::sort(made);
  return made;
}

void tell(LearnEnrolment& row, Story story, const std::vector<Time>& when, Rng& ids) {
  row.status = "unassigned";
  for (std::size_t step = 0; step < story.size(); ++step) {
    bool completion = story[step].type.starts_with("completion-");
    row.history.push_back({.type = std::string(story[step].type),
                           .completion_id = completion ? Text{new_learn_id(ids)} : std::nullopt,
                           .previous_status = row.status,
                           .next_status = std::string(story[step].next_status),
                           .created_at = when[step],
                           .updated_at = when[step]});
    row.status = story[step].next_status;
    row.updated_at = when[step];
    row.last_completed_at = completion ? Stamp{when[step]} : row.last_completed_at;
  }
}

void set_dates(LearnEnrolment& row, Rng& rng, Time now) {
  Time begun = *row.history.front().created_at;
  bool lies_ahead = row.status == "open" || row.status == "scheduled";
  row.available_date = row.status == "scheduled" ? now + hours{rng.between(1, 700)} : begun;
  row.due_date =
      lies_ahead ? now + hours{rng.between(720, 2000)} : begun + (*row.updated_at - begun) / 2;
  if (row.status != "overdue" && rng.chance(10)) {
    row.due_date = std::nullopt;
  }
  if (row.status == "archived" && rng.chance(50)) {
    row.available_date = std::nullopt;
  }
}

LearnEnrolment make_enrolment(Company& company, const LearnAssignment& assignment,
                              const std::string& user_id, Story story, Rng& rng, Time now) {
  LearnEnrolment row;
  row.id = new_learn_id(company.ids);
  row.user_id = user_id;
  row.assignment_id = assignment.id;
  row.audience_id = assignment.audience_id;
  row.primary_content_id = assignment.primary_content_id;
  Time bulk = *assignment.created_at + days{150};
  tell(row, story, moments(rng, story.size(), bulk, now), company.ids);
  set_dates(row, rng, now);
  return row;
}

// A row of which the platform kept nothing but that it was made.
void strip(LearnEnrolment& row) {
  row.status = "unassigned";
  row.history.clear();
  row.available_date = row.due_date = row.last_completed_at = std::nullopt;
}

} // namespace

void generate_learn(Company& company, const Size& size, Rng& rng, Time now) {
  std::size_t per_assignment = size.enrolments_per_assignment;
  auto users = make_users(company, std::max(size.users, per_assignment), rng, now);
  auto contents = make_contents(company, size.contents, rng, now);
  std::size_t made = 0;
  for (std::size_t index = 0; index < size.assignments; ++index) {
    LearnAssignment assignment = make_assignment(company, contents, index, rng, now);
    company.enrolments[assignment.id];
    std::size_t first_user = rng.below(users.size());
    for (std::size_t row = 0; row < per_assignment; ++row, ++made) {
      Story story = made < stories.size() ? stories[made] : rng.pick(usual_stories);
      auto enrolment = make_enrolment(company, assignment, users[(first_user + row) % users.size()],
                                      story, rng, now);
      if (made == stories.size()) {
        strip(enrolment);
      }
      company.insert(std::move(enrolment));
    }
    company.assignments.emplace(assignment.id, std::move(assignment));
  }
}

} // namespace trainsync::simulator
