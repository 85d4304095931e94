#include "daemon/report/page.hpp"
#include "daemon/report/sections.hpp"
#include "daemon/report/table.hpp"
#include "daemon/report/words.hpp"

#include <algorithm>

namespace trainsync::report {
namespace {

constexpr std::size_t sentence_columns = 400, name_columns = 60;

std::string state_in_words(const std::string& state) {
  if (state == "fresh")
    return "up to date";
  if (state == "stale")
    return "not read in time (stale)";
  if (state == "failing")
    return "the last reading was not whole (failing)";
  if (state == "held")
    return "deletions wait for a word (held)";
  if (state == "never")
    return "never read to its end";
  if (state == "unavailable")
    return "not readable for this account";
  if (state == "left_out")
    return "left out by the configuration";
  if (state == "resting")
    return "switched off at the platform (resting)";
  return state;
}

Html source_of(const Health& health) {
  return foreign(health.source, name_columns);
}

Html list_of(const Health& health) {
  return foreign(health.stream, name_columns) +
         text(health.lists > 1 ? ", " + counted(health.lists, "list") : "");
}

Html problem(const Health& health, model::Stamp now) {
  Html sentence = element("strong", source_of(health) + text(", ") + list_of(health) + text(": ") +
                                        text(state_in_words(health.state) + ". "));
  if (health.oldest_whole_at)
    sentence +=
        text(std::string(health.lists > 1 ? "The oldest was last" : "Last") + " read whole on " +
             minute(*health.oldest_whole_at) + ", " + age(*health.oldest_whole_at, now) + " ago. ");
  if (!health.what_to_do.empty())
    sentence += text("What to do: ") + foreign(health.what_to_do, sentence_columns) + text(".");
  return element("li", sentence);
}

Html remarks(const Facts& facts) {
  Html entries;
  for (const Health& health : facts.health)
    if (!health.needs_attention() && !health.what_to_do.empty())
      entries += element("li", source_of(health) + text(", ") + list_of(health) + text(": ") +
                                   foreign(health.what_to_do, sentence_columns) + text("."));
  return entries.empty() ? Html() : element("ul", entries);
}

// What is up to date needs no more than one row a source.
std::vector<Health> health_rows(const Facts& facts) {
  std::vector<Health> rows;
  for (const Health& health : facts.health) {
    const bool is_fresh = health.state == "fresh";
    const auto same = std::ranges::find_if(rows, [&](const Health& row) {
      return is_fresh && row.state == "fresh" && row.source == health.source;
    });
    if (same == rows.end()) {
      rows.push_back(health);
      continue;
    }
    same->stream = "all kinds";
    same->lists += health.lists;
    same->oldest_whole_at = std::min(same->oldest_whole_at, health.oldest_whole_at);
  }
  return rows;
}

Table health_table(const Facts& facts) {
  Table table{.caption = "Each list that is read, and when it was last read to its end",
              .heads = {"Source", "List", "State", "Last whole reading", "Age"},
              .rows = {},
              .is_wide = true,
              .has_words = true};
  for (const Health& health : health_rows(facts)) {
    const auto whole = health.oldest_whole_at;
    table.rows.push_back({source_of(health), list_of(health), text(state_in_words(health.state)),
                          text(whole ? minute(*whole) : "never"),
                          text(whole ? age(*whole, facts.as_of) : "–")});
  }
  return table;
}

} // namespace

bool needs_attention(const Facts& facts) {
  return facts.health.empty() || std::ranges::any_of(facts.health, &Health::needs_attention);
}

Html alert(const Facts& facts) {
  if (!needs_attention(facts))
    return {};
  Html problems;
  for (const Health& health : facts.health)
    if (health.needs_attention())
      problems += problem(health, facts.as_of);
  if (problems.empty())
    problems = element("li", text("Nothing has been read yet: run trainsync sync."));
  return element(
      "section", {{"class", "alert"}, {"aria-labelledby", "not-up-to-date"}},
      element("h2", {{"id", "not-up-to-date"}}, text("Not everything here is up to date")) +
          (facts.health.empty()
               ? Html()
               : paragraph("The figures below are what was read last. They may be wrong where a "
                           "list is named here.")) +
          element("ul", problems));
}

Html fresh_line(const Facts& facts) {
  if (needs_attention(facts))
    return {};
  std::optional<model::Stamp> oldest;
  for (const Health& health : facts.health)
    if (health.state == "fresh" && health.oldest_whole_at)
      oldest = std::min(oldest.value_or(*health.oldest_whole_at), *health.oldest_whole_at);
  return element("p", {{"class", "fresh"}},
                 text("Up to date: every list that is followed was read to its end" +
                      (oldest ? ", the longest ago " + age(*oldest, facts.as_of) + " ago." : ".")));
}

Section freshness_section(const Facts& facts) {
  Section section{"freshness", "How fresh this is", {}};
  if (facts.health.empty()) {
    section.body = paragraph("No list has been read yet, so there is nothing to be fresh.");
    return section;
  }
  section.body =
      (needs_attention(facts)
           ? paragraph("What to do about lists that are not up to date stands at the top.")
           : Html()) +
      table(health_table(facts)) + remarks(facts) +
      figures_from("sync_health", "Where several lists are in the same state, the "
                                  "oldest reading of them is shown.");
  return section;
}

} // namespace trainsync::report
