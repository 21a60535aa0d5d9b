#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/forms/form_session.hpp"
#include "motcua/records/store.hpp"

namespace motcua::survey {

/// Fields of an assignment in the log. Its definition names the form, without a version: the newest one is filled in.
inline constexpr const char* kKeyField = "@key";
inline constexpr const char* kUnitField = "@unit";
inline constexpr const char* kDueField = "@due";          ///< A day, "2026-11-30".
inline constexpr const char* kOrderField = "@order";      ///< A number.
inline constexpr const char* kReserveField = "@reserve";  ///< "1".
inline constexpr const char* kLabelField = "@person:label";
inline constexpr const char* kAddressField = "@person:address";
inline constexpr const char* kNotesField = "@person:notes";
/// Before the reference of the answer that is filled in: "@person:/data/ward".
inline constexpr std::string_view kPrefilled = "@person:/";

/// Somebody of the sample whom a surveyor is to visit. Made by the office, in the scope of one account or one group,
/// and read by nobody else. What tells who they are is in personal fields (records::kPersonalPrefix), apart from the
/// answers of the interview, and goes from every device when the office removes the assignment.
struct Assignment {
  EntityId id;
  std::string form_id;
  std::string key;   ///< The office's own code ("HN-03-017"), unique among the form's assignments. Nobody's name.
  std::string unit;  ///< The cluster of the sample, a village or street group: a reserve stands in for its own unit.
  std::string due;   ///< A day, "2026-11-30", or empty.
  std::int64_t order = 0;
  bool reserve = false;  ///< Is visited only in place of another.
  // Of the person.
  std::string label;  ///< A household's or a person's name.
  std::string address;
  std::string notes;
  std::vector<forms::NodeValue> answers;  ///< Filled in when the interview begins, in the order of their references.
};

/// What an entity of the type says; of a removed one nothing of the person.
[[nodiscard]] Assignment read_assignment(const records::EntityState& state);

enum class Assigned : std::uint8_t { unchanged, changed, added };

/// Writes an assignment down, on the server: whole when its id is new, else what differs from what is there. `scope` is
/// an account's or a group's and counts for a new one only. Joins the caller's transaction.
[[nodiscard]] Result<Assigned> assign(records::Sequencer& sequencer, const Assignment& assignment,
                                      std::string_view scope);

}  // namespace motcua::survey
