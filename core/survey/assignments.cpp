#include "motcua/survey/assignments.hpp"

#include <charconv>
#include <map>

namespace motcua::survey {
namespace {

using Fields = std::map<std::string, std::string>;

/// Everything that there is to say, empty values too: so that what was said before is taken back.
Fields fields_of(const Assignment& assignment) {
  Fields out{{kKeyField, assignment.key},         {kUnitField, assignment.unit},
             {kDueField, assignment.due},         {kOrderField, std::to_string(assignment.order)},
             {kLabelField, assignment.label},     {kReserveField, assignment.reserve ? "1" : ""},
             {kAddressField, assignment.address}, {kNotesField, assignment.notes}};
  // A reference begins with the slash that the prefix ends with.
  for (const auto& answer : assignment.answers) out[std::string(kPrefilled) + answer.ref.substr(1)] = answer.value;
  return out;
}

std::int64_t number(const std::string& text) {
  std::int64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

Assignment read_assignment(const records::EntityState& state) {
  const auto text = [&](const char* field) { return records::field_text(state, field); };
  Assignment out;
  out.id = state.entity;
  out.form_id = state.definition.id;
  out.key = text(kKeyField);
  out.unit = text(kUnitField);
  out.due = text(kDueField);
  out.order = number(text(kOrderField));
  out.reserve = text(kReserveField) == "1";
  out.label = text(kLabelField);
  out.address = text(kAddressField);
  out.notes = text(kNotesField);
  for (const auto& [field, stored] : state.fields) {
    if (field.starts_with(kPrefilled) && stored.value)
      out.answers.push_back({field.substr(kPrefilled.size() - 1), *stored.value});
  }
  return out;
}

Result<Assigned> assign(records::Sequencer& sequencer, const Assignment& assignment, std::string_view scope) {
  MOTCUA_TRY_ASSIGN(const auto before, sequencer.state().read(assignment.id));
  Fields wanted = fields_of(assignment);
  if (before) {
    for (const auto& [field, stored] : before->fields) wanted.try_emplace(field);
  }
  std::vector<records::FieldChange> changes;
  for (const auto& [field, value] : wanted) {
    if (before ? records::field_text(*before, field) == value : value.empty()) continue;
    changes.push_back({field, value.empty() ? std::nullopt : std::optional(value), {}});
  }
  if (changes.empty()) return Assigned::unchanged;
  MOTCUA_TRY(
      sequencer.append_own(records::EntityType::assignment, assignment.id, {assignment.form_id, ""}, changes, scope));
  return before ? Assigned::changed : Assigned::added;
}

}  // namespace motcua::survey
