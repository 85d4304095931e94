#include "config/hints.hpp"

#include "config/text.hpp"

#include <algorithm>
#include <vector>

namespace trainsync::config {
namespace {

constexpr std::string_view see_reference = " 'trainsync config' lists all keys.";

std::string bracketed(std::string_view name) {
  return "[" + std::string(name) + "]";
}

template <class Infos>
std::vector<std::string> names_of(const Infos& infos) {
  std::vector<std::string> names;
  names.reserve(infos.size());
  for (const auto& info : infos)
    names.push_back(info.name);
  return names;
}

// "[learn] or [exec]", where the key is at home; empty: nowhere.
std::string homes_of(std::string_view key) {
  std::vector<std::string> homes;
  for (const auto& section : sections())
    if (std::ranges::find(section.keys, key, &KeyInfo::name) != section.keys.end())
      homes.push_back(bracketed(section.name));
  return either(homes);
}

std::string assignment(const KeyInfo& key) {
  const auto unset = key.default_text.empty() || key.default_text == "[]";
  return key.name + " = " + (unset ? key.example : key.default_text);
}

} // namespace

std::string unknown_key(std::string_view section, std::string_view written) {
  const auto said = in_quotes(written) + " is not a key of " + bracketed(section) + ".";
  const auto known = std::ranges::find(sections(), section, &SectionInfo::name);
  const auto near = nearest(written, names_of(known->keys));
  if (const auto homes = homes_of(written); !homes.empty())
    return said + " It belongs to " + homes + ".";
  if (!near.empty())
    return said + " Did you mean " + near + "?";
  return said + std::string(see_reference);
}

std::string unknown_section(std::string_view written, bool is_section) {
  if (!is_section) {
    const auto homes = homes_of(written);
    return in_quotes(written) + " stands before the first section. " +
           (homes.empty()
                ? "Every key belongs below a section's [name]." + std::string(see_reference)
                : "It belongs to " + homes + ".");
  }
  const auto near = nearest(written, names_of(sections()));
  return in_quotes(written) + " is not a section." +
         (near.empty() ? std::string(see_reference) : " Did you mean " + bracketed(near) + "?");
}

std::string missing_key(std::string_view section, const KeyInfo& key) {
  return bracketed(section) + " has no " + key.name + ". Add a line such as " + assignment(key) +
         " below it.";
}

std::string not_a_section(const SectionInfo& section) {
  return section.name + " is a section" + (section.repeatable ? "" : ", and stands once") +
         ". Write " + bracketed(section.name) + " on a line of its own and its keys below it.";
}

std::string for_example(const KeyInfo& key) {
  return "For example: " + assignment(key);
}

} // namespace trainsync::config
