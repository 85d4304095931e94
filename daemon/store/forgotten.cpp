#include "daemon/store/forgotten.hpp"

#include "daemon/store/directory.hpp"
#include "daemon/store/mentions.hpp"

#include <algorithm>
#include <map>

namespace trainsync::store {

bool is_telling_id(std::string_view text) {
  return text.size() >= 8 && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '_' || c == '.';
         });
}

std::string Forgotten::account_hash(const ForgetKey& key, const std::string& source,
                                    const std::string& source_id) {
  return key.hash("account", source, source_id);
}

std::string Forgotten::email_hash(const ForgetKey& key, const std::string& email) {
  return key.hash("email", {}, normalise_email(email));
}

std::string Forgotten::row_pseudonym(const ForgetKey& key, const std::string& source,
                                     const std::string& id) {
  return "~" + key.hash("row", source, id).substr(0, 32);
}

bool Forgotten::has_account(const std::string& source, const std::string& source_id) const {
  return hashes_.contains(account_hash(*key_, source, source_id));
}

bool Forgotten::has_email(const std::string& email) const {
  return !normalise_email(email).empty() && hashes_.contains(email_hash(*key_, email));
}

// One page being screened.
class Forgotten::Screen {
public:
  Screen(const Forgotten& forgotten, const std::string& source, model::Page& page)
      : forgotten_(forgotten), source_(source), page_(page) {}

  Screened run() {
    take_out_people();
    take_out_enrolments();
    take_out_rejected();
    for (model::Person& person : page_.batch.people)
      if (person.details)
        redact(*person.details);
    for (model::Item& item : page_.batch.items)
      if (item.details)
        redact(item.details->extra);
    for (model::Assignment& assignment : page_.batch.assignments)
      if (assignment.details)
        redact(assignment.details->extra);
    hide_ids();
    return std::move(screened_);
  }

private:
  bool is_forgotten(const std::string& source_id) {
    const auto [known, is_new] = accounts_.try_emplace(source_id, false);
    if (is_new)
      known->second = forgotten_.has_account(source_, source_id);
    return known->second;
  }

  bool is_forgotten(const model::Person& person) {
    if (is_forgotten(person.source_id))
      return true;
    if (!person.details || !forgotten_.has_email(person.details->email.value_or("")))
      return false;
    accounts_[person.source_id] = true;
    screened_.new_accounts.push_back({person.source_id, *person.details->email});
    return true;
  }

  bool names_somebody(const std::string& text) const {
    return text.find('@') != std::string::npos
               ? forgotten_.has_email(text)
               : is_telling_id(text) && forgotten_.has_account(source_, text);
  }

  void take_out_people() {
    std::erase_if(page_.batch.people, [&](const model::Person& person) {
      if (!is_forgotten(person))
        return false;
      taken_out_.insert(person.source_id);
      return true;
    });
  }

  void take_out_enrolments() {
    screened_.enrolments =
        static_cast<std::int64_t>(std::erase_if(page_.batch.enrolments, [&](model::Enrolment& row) {
          if (!row.person || !is_forgotten(*row.person)) {
            if (auto redacted = without_mentions(row.payload, names()))
              row.payload = std::move(*redacted);
            return false;
          }
          taken_out_.insert(row.source_id);
          return true;
        }));
  }

  void take_out_rejected() {
    std::erase_if(page_.batch.rejected, [&](const model::Rejected& row) {
      if (!(row.source_id && is_forgotten(*row.source_id)) && !mentions(row.payload, names()))
        return false;
      if (row.source_id)
        taken_out_.insert(*row.source_id);
      return true;
    });
  }

  void redact(model::PersonDetails& details) {
    if (details.manager_source_id && is_forgotten(*details.manager_source_id))
      details.manager_source_id.reset();
    redact(details.extra);
  }

  void redact(model::Text& json) {
    if (!json)
      return;
    if (auto redacted = without_mentions(*json, names()))
      json = std::move(*redacted);
  }

  void hide_ids() {
    for (std::string& id : page_.ids)
      if (taken_out_.contains(id))
        id = row_pseudonym(*forgotten_.key_, source_, id);
  }

  Names names() const {
    return [this](std::string_view text) { return names_somebody(std::string(text)); };
  }

  const Forgotten& forgotten_;
  const std::string& source_;
  model::Page& page_;
  std::map<std::string, bool> accounts_; // source ids that were asked about
  std::set<std::string> taken_out_;      // ids
  Screened screened_;
};

Forgotten::Screened Forgotten::screen(const std::string& source, model::Page& page) const {
  return nobody() ? Screened() : Screen(*this, source, page).run();
}

void Forgotten::hide_ids(const std::string& source, model::Page& page) const {
  if (nobody())
    return;
  model::Page screened = page;
  screen(source, screened);
  page.ids = std::move(screened.ids);
}

} // namespace trainsync::store
