#include "visit_policy.hpp"

#include <algorithm>
#include <array>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "motcua/survey/visits.hpp"

namespace motcua::survey {
namespace {

std::unexpected<Error> refuse(std::string why) { return fail(ErrorCode::operation_refused, std::move(why)); }

/// The value that a field has after the operation.
std::string after(const std::optional<records::EntityState>& known, const records::Operation& operation,
                  std::string_view field) {
  const auto found = std::ranges::find(operation.fields, field, &records::FieldChange::field);
  if (found != operation.fields.end()) return found->value.value_or("");
  return known ? records::field_text(*known, field) : std::string();
}

/// An assignment that the author may see.
Result<records::EntityState> assignment_of(const records::StateStore& state, const records::Author& author,
                                           const std::string& hex, const char* field) {
  const auto id = EntityId::from_hex(hex);
  if (!id) return refuse(field);
  MOTCUA_TRY_ASSIGN(auto found, state.read(*id));
  if (!found || found->type != records::EntityType::assignment || !author.may_write(found->scope)) return refuse(field);
  return *std::move(found);
}

}  // namespace

Status check_visit(const records::StateStore& state, const records::Author& author,
                   const records::Operation& operation) {
  static constexpr std::array kFields = {kVisitAssignmentField, kVisitAtField,   kVisitOutcomeField,
                                         kVisitReasonField,     kVisitNoteField, kVisitResponseField,
                                         kVisitReserveField};
  for (const records::FieldChange& change : operation.fields) {
    if (std::ranges::find(kFields, std::string_view(change.field)) == kFields.end())
      return refuse("field " + change.field);
    if (change.value && !is_valid_utf8(*change.value)) return refuse(change.field);
  }
  MOTCUA_TRY_ASSIGN(const auto known, state.read(operation.entity));
  if (known && known->type != records::EntityType::visit) return refuse("entity");
  if (operation.kind == records::OperationKind::remove) return {};

  const auto value = [&](const char* field) { return after(known, operation, field); };
  const std::string assignment = value(kVisitAssignmentField);
  if (known && records::field_text(*known, kVisitAssignmentField) != assignment) return refuse(kVisitAssignmentField);
  MOTCUA_TRY_ASSIGN(const auto assigned, assignment_of(state, author, assignment, kVisitAssignmentField));
  if (assigned.definition != operation.definition) return refuse("form " + operation.definition.id);
  if (!parse_instant(value(kVisitAtField))) return refuse(kVisitAtField);
  const auto outcome = visit_outcome(value(kVisitOutcomeField));
  if (!outcome) return refuse(kVisitOutcomeField);
  const auto reasons = visit_reasons(*outcome);
  if (const auto reason = value(kVisitReasonField);
      !reason.empty() && std::ranges::find(reasons, reason) == reasons.end())
    return refuse(kVisitReasonField);
  if (value(kVisitNoteField).size() > kMaxVisitNote) return refuse(kVisitNoteField);
  const bool has_response = EntityId::from_hex(value(kVisitResponseField)).has_value();
  if (has_response != (*outcome == VisitOutcome::completed)) return refuse(kVisitResponseField);
  const std::string reserve = value(kVisitReserveField);
  if (reserve.empty() == (*outcome == VisitOutcome::replaced)) return refuse(kVisitReserveField);
  if (reserve.empty()) return {};
  MOTCUA_TRY_ASSIGN(const auto other, assignment_of(state, author, reserve, kVisitReserveField));
  return other.entity != assigned.entity && other.definition == assigned.definition
             ? Status()
             : Status(refuse(kVisitReserveField));
}

Result<std::string> scope_of_assignment(const records::StateStore& state, const records::Operation& operation) {
  const auto id = EntityId::from_hex(after({}, operation, kVisitAssignmentField));
  if (!id) return std::string();
  MOTCUA_TRY_ASSIGN(const auto found, state.read(*id));
  return found && found->type == records::EntityType::assignment ? found->scope : std::string();
}

}  // namespace motcua::survey
