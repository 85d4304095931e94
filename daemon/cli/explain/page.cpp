#include "daemon/cli/explain/dossier.hpp"

#include "daemon/cli/printable.hpp"

#include <array>
#include <sstream>

namespace trainsync::cli {
namespace {

constexpr std::size_t label_columns = 20;

// A stamp of the file without what only programs need; any other text as it is.
std::string shown_stamp(const std::string& text) {
  const bool is_stamp = text.size() == 24 && text[10] == 'T' && text[19] == '.' && text[23] == 'Z';
  return is_stamp ? text.substr(0, 10) + " " + text.substr(11, 8) : text;
}

std::string value_or_none(const std::string& value) {
  return value.empty() ? "(none)" : value;
}

class Page {
public:
  explicit Page(const Dossier& dossier) : dossier_(dossier) {}

  std::string text() {
    const Match& match = dossier_.match;
    if (match.kind == "e-mail")
      return person();
    text_ = match.kind + " " + std::to_string(match.id) + " of the file, " +
            printable(match.source + " " + match.source_id) + "; times in UTC\n";
    row();
    state();
    payload();
    changes();
    history();
    periods();
    counts();
    accounts("Other accounts of the same person");
    enrolments();
    return std::move(text_);
  }

private:
  void line(const std::string& label, const std::string& words) {
    text_ +=
        "  " + label +
        std::string(label.size() + 2 < label_columns ? label_columns - 2 - label.size() : 1, ' ') +
        wrapped(printable(words), std::max(label_columns, label.size() + 3), label_columns) + "\n";
  }
  void sentence(const std::string& words) {
    text_ += "  " + wrapped(printable(words), 2, 4) + "\n";
  }
  void heading(const std::string& words) { text_ += "\n" + wrapped(printable(words), 0, 2) + "\n"; }

  const Table& section(const char* name) const { return dossier_.section(name); }

  // Names come before the columns that hold their numbers.
  void row() {
    const Table& table = section("row");
    const auto named = [&](const char* label, const char* name, const char* source_id,
                           const char* id) {
      const std::string known = table.text(0, source_id);
      if (known.empty())
        return;
      const std::string title = table.text(0, name), email = table.text(0, "email");
      line(label, (title.empty() ? "" : title + ", ") +
                      (std::string_view(label) == "person" && !email.empty() ? email + ", " : "") +
                      known + " (" + label + " " + table.text(0, id) + ")");
    };
    if (dossier_.match.kind == "enrolment") {
      named("person", "person", "person_source_id", "person_id");
      named("item", "item", "item_source_id", "item_id");
      named("assignment", "assignment", "assignment_source_id", "assignment_id");
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (const auto value = store::to_text(table.rows[0][i]); value && is_plain(table.columns[i]))
        line(table.columns[i], shown_stamp(*value));
  }

  bool is_plain(const std::string& column) const {
    for (const char* told : {"id", "source", "source_id"})
      if (column == told)
        return false;
    if (dossier_.match.kind != "enrolment")
      return true;
    for (const char* told :
         {"person", "email", "person_source_id", "person_id", "item", "item_source_id", "item_id",
          "assignment", "assignment_source_id", "assignment_id", "platform"})
      if (column == told)
        return false;
    return true;
  }

  void state() {
    heading("State");
    const Table &row = section("row"), &held = section("held");
    if (const std::string deleted = row.text(0, "deleted_at"); !deleted.empty())
      sentence((is_approved() ? "deleted: a person approved it (approve-deletes) at "
                              : "deleted: found so at ") +
               shown_stamp(deleted) + "; the values above are the last");
    else if (const std::string missing = row.text(0, "missing_since"); !missing.empty())
      sentence("missing: whole readings have not shown it since " + shown_stamp(missing) +
               (held.empty() ? "; the next one decides whether it is deleted" : ""));
    for (std::size_t i = 0; i < held.rows.size(); ++i)
      sentence("its deletion is held since " + shown_stamp(held.text(i, "held_since")) + ": " +
               held.text(i, "reason") + ". If it is right: trainsync approve-deletes " +
               dossier_.match.source);
    rejected();
    const Table& health = section("health");
    for (std::size_t i = 0; i < health.rows.size(); ++i)
      sentence("its list is " + health.text(i, "state") + ", read whole last at " +
               value_or_none(shown_stamp(health.text(i, "last_whole_at"))) +
               (health.text(i, "what_to_do").empty() ? "" : ": " + health.text(i, "what_to_do")));
    if (text_.ends_with("State\n"))
      sentence("in the file as it was read last");
  }

  // Whether a person's word, and no sync, deleted it last.
  bool is_approved() const {
    const Table& table = section("changes");
    for (std::size_t i = table.rows.size(); i-- > 0;)
      if (table.text(i, "kind") == "deleted")
        return table.text(i, "run_id").empty();
    return false;
  }

  void rejected() {
    const Table& table = section("rejected");
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const std::string healed = table.text(i, "healed_at");
      sentence("a record of this id could not be read, first at " +
               shown_stamp(table.text(i, "first_seen_at")) + ", last at " +
               shown_stamp(table.text(i, "last_seen_at")) + " in run " + table.text(i, "run_id") +
               ": " + table.text(i, "reason") + "; " +
               (healed.empty() ? "the file keeps what an earlier reading brought"
                               : "mended at " + shown_stamp(healed)));
    }
  }

  // Without a run rows are deleted by approve-deletes, and changed where they name somebody by
  // forget.
  static std::string run(const Table& table, std::size_t row) {
    const std::string id = table.text(row, "run_id"), kind = table.text(row, "run_kind");
    if (id.empty())
      return table.text(row, "kind") == "deleted" ? "approved by a person (approve-deletes)"
                                                  : "no run (forget)";
    return "run " + id + (kind.empty() ? "" : ", " + kind);
  }

  void payload() {
    const Table& table = section("payload");
    if (dossier_.match.kind != "enrolment")
      return;
    if (table.empty())
      return heading("What the platform said is not kept (database.store_payloads)");
    heading("What the platform said, first in this form at " +
            shown_stamp(table.text(0, "fetched_at")) + " (" + run(table, 0) + ")");
    const auto json = nlohmann::ordered_json::parse(table.text(0, "payload"), nullptr, false);
    std::istringstream lines(
        json.is_discarded()
            ? table.text(0, "payload")
            : json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    for (std::string each; std::getline(lines, each);) {
      const std::size_t indent = each.find_first_not_of(' ') + 2;
      text_ += "  " + wrapped(printable(each), 2, indent + 2) + "\n";
    }
  }

  void changes() {
    const Table& table = section("changes");
    heading(table.empty() ? "No changes are kept" : "Changes, as syncs saw them");
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      sentence(shown_stamp(table.text(i, "observed_at")) + "  " + run(table, i) + ": " +
               change(table, i));
  }

  static std::string change(const Table& table, std::size_t row) {
    const std::string kind = table.text(row, "kind"), field = table.text(row, "field");
    const std::string position = table.text(row, "position");
    const std::string of = position.empty() ? "" : "history entry " + position + " ";
    if (kind != "updated")
      return of + kind + (field.empty() || field == "deleted_at" ? "" : " " + field);
    return of + field + ": " + value_or_none(shown_stamp(table.text(row, "old_value"))) + " -> " +
           value_or_none(shown_stamp(table.text(row, "new_value")));
  }

  void history() {
    const Table& table = section("history");
    if (!table.empty())
      heading("The platform's own history");
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      sentence(shown_stamp(table.text(i, "created_at")) + "  " + table.text(i, "type") + ": " +
               value_or_none(table.text(i, "previous_status")) + " -> " +
               value_or_none(table.text(i, "next_status")) +
               (table.text(i, "completion_id").empty()
                    ? ""
                    : ", completion " + table.text(i, "completion_id")));
  }

  void periods() {
    const Table& table = section("status_periods");
    if (!table.empty())
      heading("Which status held when");
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      sentence(
          shown_stamp(table.text(i, "valid_from")) + " to " +
          (table.text(i, "valid_to").empty() ? "now" : shown_stamp(table.text(i, "valid_to"))) +
          ": " + table.text(i, "status") + " (" + table.text(i, "evidence") + ")");
  }

  void counts() {
    const Table& table = section("by_status");
    if (!table.empty())
      heading("Its enrolments");
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      line(table.text(i, "status"),
           table.text(i, "enrolments") +
               (table.text(i, "deleted") == "0"
                    ? ""
                    : ", " + table.text(i, "deleted") + " of them deleted"));
  }

  void accounts(const char* title) {
    const Table& table = section("accounts");
    if (!table.empty())
      heading(title);
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      sentence("person " + table.text(i, "id") + ": " + table.text(i, "source") + " " +
               table.text(i, "source_id") + ", " + value_or_none(table.text(i, "email")) +
               (table.text(i, "is_active") == "0" ? ", has left" : ""));
  }

  void enrolments() {
    const Table& table = section("enrolments");
    if (table.empty())
      return;
    heading("Enrolments, by their number (trainsync explain NUMBER shows one)");
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      sentence(table.text(i, "id") + "  " + table.text(i, "source") + "  " + table.text(i, "item") +
               ", " + table.text(i, "status") +
               (table.text(i, "due_at").empty()
                    ? ""
                    : ", due " + table.text(i, "due_at").substr(0, 10)) +
               (table.text(i, "deleted_at").empty() ? "" : ", deleted"));
  }

  void earlier_email() {
    const Table& table = section("earlier_email");
    if (!table.empty())
      heading("The e-mail is not theirs now");
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      sentence(table.text(i, "email") + " was the e-mail of person " + table.text(i, "id") + " (" +
               table.text(i, "source") + " " + table.text(i, "source_id") + ") until " +
               shown_stamp(table.text(i, "until")));
  }

  std::string person() {
    accounts("Accounts");
    text_.erase(0, 1);
    if (section("enrolments").empty())
      heading("No enrolments");
    enrolments();
    earlier_email();
    return std::move(text_);
  }

  const Dossier& dossier_;
  std::string text_;
};

} // namespace

std::string dossier_page(const Dossier& dossier) {
  return Page(dossier).text();
}

} // namespace trainsync::cli
