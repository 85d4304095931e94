// The words that the two APIs document for their enumerations.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace trainsync::simulator {

inline constexpr std::array<std::string_view, 6> learn_statuses{
    "archived", "complete", "open", "overdue", "scheduled", "unassigned"};

inline constexpr std::array<std::string_view, 12> learn_history_types{"assignment-created",
                                                                      "assignment-removed",
                                                                      "assignment-updated",
                                                                      "audience-deleted",
                                                                      "completion-import",
                                                                      "completion-on-system",
                                                                      "content-archived",
                                                                      "content-deleted",
                                                                      "scheduled-check",
                                                                      "user-added-to-audience",
                                                                      "user-removed-from-audience",
                                                                      "user-suspended"};

inline constexpr std::array<std::string_view, 5> exec_statuses{
    "not_started", "in_progress", "completed", "past_due", "did_not_pass"};

inline constexpr std::array<std::string_view, 4> exec_ranks{"unranked", "bronze", "silver", "gold"};

inline constexpr std::array<std::string_view, 4> learn_scopes{"api/all", "api/read", "api/write",
                                                              "api/webhooks"};

template <class Words>
bool is_one_of(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

} // namespace trainsync::simulator
