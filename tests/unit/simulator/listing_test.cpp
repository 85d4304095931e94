// What the listings hold: the truth, filtered, ordered and cut into pages.
#include "tests/unit/simulator/fixture.hpp"

#include <ranges>

namespace trainsync::simulator {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Listing : public SimulatorTest {
protected:
  std::vector<std::string> whole_listing() { return ids(learn_page(enrolments())); }

  std::vector<Stamp> stamps_in_order() {
    std::vector<Stamp> stamps;
    for (const std::string& id : whole_listing()) {
      stamps.push_back(truth().at(id).updated_at);
    }
    return stamps;
  }

  std::vector<std::string> with_a_stamp(auto keep) {
    std::vector<std::string> kept;
    for (const LearnEnrolment& row : truth() | std::views::values) {
      if (keep(*row.updated_at)) {
        kept.push_back(row.id);
      }
    }
    return kept;
  }

  Time middle_stamp() const {
    std::vector<Time> stamps;
    for (const LearnEnrolment& row : truth() | std::views::values) {
      stamps.push_back(*row.updated_at);
    }
    std::ranges::sort(stamps);
    return stamps[stamps.size() / 2];
  }

  std::string from(Time time) { return "?updatedAtFrom=" + with_milliseconds(time); }
};

TEST_F(Listing, pages_hold_every_row_once) {
  std::vector<std::string> walked;
  for (int page = 1; page <= 5; ++page) {
    auto rows = learn_page(enrolments("?perPage=9&page=" + std::to_string(page)));
    EXPECT_THAT(rows, SizeIs(page < 5 ? 9 : 4));
    std::ranges::copy(ids(rows), std::back_inserter(walked));
  }
  EXPECT_EQ(walked, whole_listing());
  EXPECT_THAT(learn_page(enrolments("?perPage=9&page=6")), IsEmpty());
}

TEST_F(Listing, rows_carry_every_field_of_the_truth) {
  for (const Json& row : learn_page(enrolments())) {
    EXPECT_EQ(row, to_json(truth().at(row.at("id").get<std::string>())));
  }
}

TEST_F(Listing, per_page_wins_over_limit) {
  EXPECT_THAT(learn_page(enrolments("?limit=3")), SizeIs(3));
  EXPECT_THAT(learn_page(enrolments("?limit=3&perPage=5")), SizeIs(5));
}

TEST_F(Listing, window_is_inclusive_at_both_ends) {
  Time middle = middle_stamp();
  EXPECT_EQ(ids(learn_page(enrolments(from(middle)))),
            with_a_stamp([=](Time stamp) { return stamp >= middle; }));
  std::string to = "&updatedAtTo=" + with_milliseconds(middle);
  EXPECT_EQ(ids(learn_page(enrolments(from(Time{}) + to))),
            with_a_stamp([=](Time stamp) { return stamp <= middle; }));
}

TEST_F(Listing, window_may_be_exclusive_at_its_beginning) {
  apis.learn.quirks.updated_at_from_is_exclusive = true;
  Time middle = middle_stamp();
  EXPECT_EQ(ids(learn_page(enrolments(from(middle)))),
            with_a_stamp([=](Time stamp) { return stamp > middle; }));
}

TEST_F(Listing, end_of_the_window_may_be_ignored) {
  apis.learn.quirks.ignores_updated_at_to = true;
  std::string to = "&updatedAtTo=" + with_milliseconds(middle_stamp());
  EXPECT_EQ(ids(learn_page(enrolments(from(Time{}) + to))), whole_listing());
}

TEST_F(Listing, row_without_a_stamp_is_in_no_window) {
  std::string id = truth().begin()->first;
  apis.company.find_enrolment(id)->updated_at.reset();
  EXPECT_THAT(whole_listing(), testing::Contains(id));
  EXPECT_THAT(ids(learn_page(enrolments(from(Time{})))), testing::Not(testing::Contains(id)));
}

TEST_F(Listing, status_filters) {
  for (const Json& row : learn_page(enrolments("?status=complete"))) {
    EXPECT_EQ(row.at("status"), "complete");
  }
  EXPECT_FALSE(learn_page(enrolments("?status=complete")).empty());
}

TEST_F(Listing, orders_by_id_at_first) {
  EXPECT_TRUE(std::ranges::is_sorted(whole_listing()));
}

TEST_F(Listing, orders_by_updated_at) {
  apis.learn.quirks.order = Order::by_updated_at;
  EXPECT_TRUE(std::ranges::is_sorted(stamps_in_order()));
  apis.learn.quirks.order = Order::by_updated_at_descending;
  EXPECT_TRUE(std::ranges::is_sorted(stamps_in_order(), std::greater{}));
}

TEST_F(Listing, orders_by_due_date_so_that_a_change_moves_a_row) {
  apis.learn.quirks.order = Order::by_due_date;
  std::vector<Stamp> due;
  for (const std::string& id : whole_listing()) {
    due.push_back(truth().at(id).due_date);
  }
  EXPECT_TRUE(std::ranges::is_sorted(due));
  std::string first = whole_listing().front();
  apis.company.update_enrolment(first, "scheduled", "scheduled-check", now + std::chrono::years{9});
  EXPECT_EQ(whole_listing().back(), first);
}

TEST_F(Listing, shuffles_in_the_same_way_each_time) {
  auto sorted = whole_listing();
  apis.learn.quirks.order = Order::shuffled;
  auto shuffled = whole_listing();
  EXPECT_NE(shuffled, sorted);
  EXPECT_EQ(shuffled, whole_listing());
  EXPECT_THAT(shuffled, testing::UnorderedElementsAreArray(sorted));
  apis.learn.quirks.shuffle_seed = 1;
  EXPECT_NE(shuffled, whole_listing());
}

TEST_F(Listing, server_may_cap_the_page_size) {
  apis.learn.quirks.page_size_cap = 7;
  EXPECT_THAT(learn_page(enrolments("?perPage=100")), SizeIs(7));
  EXPECT_THAT(learn_page(enrolments("?perPage=100&page=6")), SizeIs(5));
  EXPECT_THAT(learn_page(enrolments("?perPage=3")), SizeIs(3));
  apis.exec.quirks.page_size_cap = 25;
  Json pagination = exec_page("?page_size=100").at("pagination");
  EXPECT_EQ(pagination.at("page_size"), 25);
  EXPECT_EQ(pagination.at("total_pages"), 3);
}

TEST_F(Listing, last_page_may_be_repeated_for_ever) {
  apis.learn.quirks.repeats_last_page = true;
  EXPECT_EQ(learn_page(enrolments("?perPage=9&page=99")),
            learn_page(enrolments("?perPage=9&page=5")));
  EXPECT_THAT(learn_page(enrolments("?page=3&updatedAtFrom=2099-01-01T00:00:00Z")), IsEmpty());
  apis.exec.quirks.repeats_last_page = true;
  EXPECT_EQ(exec_page("?page=7").at("data"), exec_page("?page=2").at("data"));
}

TEST_F(Listing, fields_without_a_value_may_be_left_out) {
  Json with_nulls = learn_page("/users?perPage=1000");
  apis.learn.quirks.absent = Absent::omitted;
  Json without = learn_page("/users?perPage=1000");
  EXPECT_THAT(with_nulls.dump(), testing::HasSubstr("null"));
  EXPECT_THAT(without.dump(), testing::Not(testing::HasSubstr("null")));
  apis.exec.quirks.absent = Absent::omitted;
  EXPECT_THAT(exec().body, testing::Not(testing::HasSubstr("null")));
}

TEST_F(Listing, one_enrolment_can_be_asked_for) {
  const auto& [id, row] = *truth().begin();
  EXPECT_EQ(learn_page(enrolments("/" + id)), to_json(row));
  apis.learn.quirks.single_enrolment_missing = true;
  EXPECT_EQ(learn(enrolments("/" + id)).status, 404u);
  EXPECT_THAT(apis.learn.violations, IsEmpty());
}

TEST_F(Listing, assignments_are_a_bare_array_and_directories_an_envelope) {
  EXPECT_THAT(learn_page("/assignments"), SizeIs(3));
  EXPECT_THAT(learn_page("/users").at("results"), SizeIs(60));
  EXPECT_THAT(learn_page("/users"), SizeIs(1));
  EXPECT_THAT(learn_page("/contents?perPage=3&page=3").at("results"), SizeIs(2));
  apis.learn.quirks.envelope_has_pagination = true;
  EXPECT_EQ(learn_page("/users?perPage=50").at("pagination"),
            (Json{{"totalResults", 60}, {"totalPages", 2}, {"page", 1}, {"perPage", 50}}));
}

TEST_F(Listing, directories_may_be_forbidden) {
  apis.learn.quirks.users_forbidden = apis.learn.quirks.contents_forbidden = true;
  EXPECT_EQ(learn("/users").status, 403u);
  EXPECT_EQ(learn("/contents").status, 403u);
  EXPECT_EQ(learn("/assignments").status, 200u);
}

TEST_F(Listing, exec_counts_its_rows_and_pages) {
  Json page = exec_page();
  EXPECT_THAT(page.at("data"), SizeIs(50));
  EXPECT_EQ(page.at("pagination"),
            (Json{{"page", 1}, {"page_size", 50}, {"total_count", 60}, {"total_pages", 2}}));
  EXPECT_THAT(exec_page("?page=2").at("data"), SizeIs(10));
  EXPECT_THAT(exec_page("?page=3").at("data"), IsEmpty());
}

TEST_F(Listing, exec_s_lists_of_users_are_a_union_and_other_filters_narrow) {
  const auto& rows = apis.company.exec_assignments;
  const ExecAssignment& row = rows.begin()->second;
  const ExecUser* other = nullptr;
  for (const ExecUser& user : apis.company.exec_users | std::views::values) {
    other = user.email && user.id != row.user_id ? &user : other;
  }
  std::size_t of_both = 0;
  for (const ExecAssignment& each : rows | std::views::values) {
    of_both += each.user_id == row.user_id || each.user_id == other->id;
  }
  std::string users = "?user_ids=" + row.user_id + "&user_emails=" + *other->email;
  EXPECT_EQ(exec_page(users).at("pagination").at("total_count"), of_both);
  std::string narrow = "?user_ids=" + row.user_id + "&scenario_ids=" + row.scenario_id;
  EXPECT_THAT(ids(exec_page(narrow).at("data")), ElementsAre(row.id));
}

TEST_F(Listing, exec_filters_by_status_and_program) {
  std::string program = apis.company.exec_programs.begin()->first;
  for (const Json& row :
       exec_page("?status=completed,past_due&program_ids=" + program).at("data")) {
    EXPECT_EQ(row.at("program").at("id"), program);
    EXPECT_THAT(row.at("status").get<std::string>(), testing::AnyOf("completed", "past_due"));
  }
  EXPECT_EQ(exec_page("?status=not_started").at("data").empty(), false);
}

} // namespace
} // namespace trainsync::simulator
