#include "daemon/model/status.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace trainsync::model {
namespace {

using Word = std::pair<std::string_view, Status>;

constexpr std::array<Word, 9> unified{{{"scheduled", Status::scheduled},
                                       {"open", Status::open},
                                       {"in_progress", Status::in_progress},
                                       {"completed", Status::completed},
                                       {"overdue", Status::overdue},
                                       {"failed", Status::failed},
                                       {"archived", Status::archived},
                                       {"unassigned", Status::unassigned},
                                       {"unknown", Status::unknown}}};

// The words of Learn's enrolment page.
constexpr std::array<Word, 6> learn{{{"archived", Status::archived},
                                     {"complete", Status::completed},
                                     {"open", Status::open},
                                     {"overdue", Status::overdue},
                                     {"scheduled", Status::scheduled},
                                     {"unassigned", Status::unassigned}}};

// The words of Exec's scenario assignment page.
constexpr std::array<Word, 5> exec{{{"not_started", Status::open},
                                    {"in_progress", Status::in_progress},
                                    {"completed", Status::completed},
                                    {"past_due", Status::overdue},
                                    {"did_not_pass", Status::failed}}};

Status find(std::span<const Word> words, std::string_view word) {
  const auto found = std::ranges::find(words, word, &Word::first);
  return found == words.end() ? Status::unknown : found->second;
}

} // namespace

std::string_view text(Status status) {
  return std::ranges::find(unified, status, &Word::second)->first;
}

Status status_from_text(std::string_view word) {
  return find(unified, word);
}
Status status_from_learn(std::string_view word) {
  return find(learn, word);
}
Status status_from_exec(std::string_view word) {
  return find(exec, word);
}

std::string rank_from_exec(std::string_view word) {
  std::string lower(word);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  constexpr std::array<std::string_view, 4> known{"gold", "silver", "bronze", "unranked"};
  return std::ranges::find(known, std::string_view(lower)) != known.end() ? lower
                                                                          : std::string(word);
}

} // namespace trainsync::model
