// What can happen to an enrolment from its beginning until now. Together the stories hold every
// status and every type of history entry.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace trainsync::simulator {

struct StoryStep {
  std::string_view type;
  std::string_view next_status;
};

using Story = std::span<const StoryStep>;

inline constexpr std::string_view added = "user-added-to-audience";

inline constexpr std::array story_open{StoryStep{added, "open"}};
inline constexpr std::array story_complete{StoryStep{added, "open"},
                                           StoryStep{"completion-on-system", "complete"}};
inline constexpr std::array story_overdue{StoryStep{added, "open"},
                                          StoryStep{"scheduled-check", "overdue"}};
inline constexpr std::array story_scheduled{StoryStep{added, "scheduled"}};
inline constexpr std::array story_recurring{
    StoryStep{"assignment-created", "open"}, StoryStep{"completion-on-system", "complete"},
    StoryStep{"scheduled-check", "scheduled"}, StoryStep{"scheduled-check", "open"}};
inline constexpr std::array story_imported{StoryStep{"assignment-created", "open"},
                                           StoryStep{"completion-import", "complete"}};
inline constexpr std::array story_left{StoryStep{added, "open"},
                                       StoryStep{"user-removed-from-audience", "archived"}};
inline constexpr std::array story_suspended{StoryStep{added, "open"},
                                            StoryStep{"user-suspended", "archived"}};
inline constexpr std::array story_content_archived{StoryStep{added, "open"},
                                                   StoryStep{"content-archived", "archived"}};
inline constexpr std::array story_content_deleted{StoryStep{added, "open"},
                                                  StoryStep{"content-deleted", "archived"}};
inline constexpr std::array story_audience_deleted{StoryStep{added, "open"},
                                                   StoryStep{"audience-deleted", "archived"}};
inline constexpr std::array story_removed{StoryStep{"assignment-created", "open"},
                                          StoryStep{"assignment-removed", "archived"}};
inline constexpr std::array story_late{
    StoryStep{added, "open"}, StoryStep{"assignment-updated", "open"},
    StoryStep{"scheduled-check", "overdue"}, StoryStep{"completion-on-system", "complete"}};

inline constexpr std::array<Story, 13> stories{story_open,
                                               story_complete,
                                               story_overdue,
                                               story_scheduled,
                                               story_recurring,
                                               story_imported,
                                               story_left,
                                               story_suspended,
                                               story_content_archived,
                                               story_content_deleted,
                                               story_audience_deleted,
                                               story_removed,
                                               story_late};

// How often a real company has each of them.
inline constexpr std::array<Story, 10> usual_stories{
    story_open,    story_open,      story_complete,  story_complete, story_complete,
    story_overdue, story_scheduled, story_recurring, story_late,     story_left};

} // namespace trainsync::simulator
