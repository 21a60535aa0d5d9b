#include "motcua/survey/visits.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "motcua/base/civil_time.hpp"
#include "visit_fields.hpp"

namespace motcua::survey {
namespace {

struct Reason {
  VisitOutcome outcome;
  std::string_view word;
};
constexpr Reason kReasons[] = {
#define MOTCUA_VISIT_REASON(outcome, reason) {VisitOutcome::outcome, #reason},
#include "motcua/survey/visit_reasons.def"
#undef MOTCUA_VISIT_REASON
};

EntityId entity_of(const records::EntityState& state, const char* field) {
  return EntityId::from_hex(records::field_text(state, field)).value_or(EntityId{});
}

bool comes_first(const Assignment& a, const Assignment& b) {
  return std::tie(a.order, a.key, a.id) < std::tie(b.order, b.key, b.id);
}

/// Everything that is assigned here and every visit, read once.
struct Field {
  std::vector<Assignment> assignments;  ///< In their order, reserves among them.
  std::unordered_map<EntityId, std::vector<Visit>> visits;
  std::unordered_map<EntityId, EntityId> taken;  ///< A reserve, and whom it replaces.

  [[nodiscard]] const Assignment* find(const EntityId& id) const {
    const auto found = std::ranges::find(assignments, id, &Assignment::id);
    return found == assignments.end() ? nullptr : &*found;
  }
  [[nodiscard]] Task task(const Assignment& assignment) const {
    Task out{assignment, {}, {}, {}};
    if (const auto found = visits.find(assignment.id); found != visits.end()) out.visits = found->second;
    const auto original = taken.find(assignment.id);
    if (const Assignment* const before = original == taken.end() ? nullptr : find(original->second))
      out.in_place_of = *before;
    return out;
  }
  [[nodiscard]] const Assignment* next_reserve(const Assignment& of) const {
    const auto found = std::ranges::find_if(assignments, [&](const Assignment& other) {
      return other.reserve && other.id != of.id && other.form_id == of.form_id && other.unit == of.unit &&
             !taken.contains(other.id) && !visits.contains(other.id);
    });
    return found == assignments.end() ? nullptr : &*found;
  }
};

Result<Field> read_field(const records::LocalLog& log) {
  Field out;
  MOTCUA_TRY_ASSIGN(const auto assigned, log.visible_entities(records::EntityType::assignment));
  for (const EntityId& id : assigned) {
    MOTCUA_TRY_ASSIGN(const auto state, log.visible(id));
    if (state) out.assignments.push_back(read_assignment(*state));
  }
  std::ranges::sort(out.assignments, comes_first);
  MOTCUA_TRY_ASSIGN(const auto made, log.visible_entities(records::EntityType::visit));
  for (const EntityId& id : made) {
    MOTCUA_TRY_ASSIGN(const auto state, log.visible(id));
    auto visit = state ? read_visit(*state) : std::nullopt;
    if (visit) out.visits[visit->assignment].push_back(*std::move(visit));
  }
  for (auto& [assignment, visits] : out.visits) {
    std::ranges::sort(visits,
                      [](const Visit& a, const Visit& b) { return std::tie(a.at, a.id) < std::tie(b.at, b.id); });
    for (const Visit& visit : visits) {
      if (!visit.reserve.is_nil()) out.taken.emplace(visit.reserve, assignment);
    }
  }
  return out;
}

/// The interviews that are open on this device, by their assignment.
Result<std::unordered_map<EntityId, EntityId>> read_drafts(const records::LocalLog& log) {
  std::unordered_map<EntityId, EntityId> out;
  MOTCUA_TRY_ASSIGN(const auto open, log.open_operations());
  for (const records::Operation& operation : open) {
    if (operation.entity_type != records::EntityType::response) continue;
    const auto found = std::ranges::find(operation.fields, kVisitAssignmentField, &records::FieldChange::field);
    if (found == operation.fields.end() || !found->value) continue;
    if (const auto assignment = EntityId::from_hex(*found->value)) out.emplace(*assignment, operation.entity);
  }
  return out;
}

}  // namespace

std::string_view word(VisitOutcome outcome) {
  switch (outcome) {
    case VisitOutcome::completed:
      return "completed";
    case VisitOutcome::refused:
      return "refused";
    case VisitOutcome::absent:
      return "absent";
    case VisitOutcome::wrong_address:
      return "wrong_address";
    case VisitOutcome::replaced:
      return "replaced";
  }
  return {};
}

std::optional<VisitOutcome> visit_outcome(std::string_view wanted) {
  const auto* found = std::ranges::find(kVisitOutcomes, wanted, [](VisitOutcome outcome) { return word(outcome); });
  return found == std::end(kVisitOutcomes) ? std::nullopt : std::optional(*found);
}

std::vector<std::string_view> visit_reasons(VisitOutcome outcome) {
  std::vector<std::string_view> out;
  for (const Reason& reason : kReasons) {
    if (reason.outcome == outcome) out.push_back(reason.word);
  }
  return out;
}

std::optional<Visit> read_visit(const records::EntityState& state) {
  const auto outcome = visit_outcome(records::field_text(state, kVisitOutcomeField));
  const auto at = parse_instant(records::field_text(state, kVisitAtField));
  if (!outcome || !at) return std::nullopt;
  Visit out;
  out.id = state.entity;
  out.assignment = entity_of(state, kVisitAssignmentField);
  out.at = *at;
  out.outcome = *outcome;
  out.reason = records::field_text(state, kVisitReasonField);
  out.note = records::field_text(state, kVisitNoteField);
  out.response = entity_of(state, kVisitResponseField);
  out.reserve = entity_of(state, kVisitReserveField);
  out.device = state.fields.find(kVisitOutcomeField)->second.device;
  return out;
}

EntityId completed_visit_id(const EntityId& response) {
  Bytes named = to_bytes("motcua visit ");
  named.insert(named.end(), response.value.begin(), response.value.end());
  const Hash hash = sha256(named);
  return EntityId::from_bytes(ByteView(hash).first(16)).value_or(EntityId{});
}

std::vector<records::FieldChange> completed_visit(const EntityId& assignment, const EntityId& response, Instant at) {
  return {{kVisitAssignmentField, assignment.hex(), {}},
          {kVisitAtField, format_instant(at), {}},
          {kVisitOutcomeField, std::string(word(VisitOutcome::completed)), {}},
          {kVisitResponseField, response.hex(), {}}};
}

std::optional<VisitOutcome> disposition(const std::vector<Visit>& visits) {
  if (visits.empty()) return std::nullopt;
  const bool completed = std::ranges::find(visits, VisitOutcome::completed, &Visit::outcome) != visits.end();
  return completed ? VisitOutcome::completed : visits.back().outcome;
}

bool is_settled(const std::optional<VisitOutcome>& outcome) { return outcome && *outcome != VisitOutcome::absent; }

Result<std::vector<Task>> Visits::tasks() const {
  MOTCUA_TRY_ASSIGN(const Field field, read_field(*log_));
  MOTCUA_TRY_ASSIGN(const auto drafts, read_drafts(*log_));
  std::vector<Task> out;
  std::set<EntityId> listed;
  const auto add = [&](const Assignment* assignment) {
    // A reserve may be replaced in its turn.
    while (assignment != nullptr && listed.insert(assignment->id).second) {
      Task task = field.task(*assignment);
      if (const auto draft = drafts.find(assignment->id); draft != drafts.end()) task.draft = draft->second;
      assignment = nullptr;
      for (const Visit& visit : task.visits) {
        if (!visit.reserve.is_nil()) assignment = field.find(visit.reserve);
      }
      out.push_back(std::move(task));
    }
  };
  for (const Assignment& assignment : field.assignments) {
    if (!assignment.reserve) add(&assignment);
  }
  // Taken for somebody who is not assigned any more.
  for (const Assignment& assignment : field.assignments) {
    if (field.taken.contains(assignment.id) || field.visits.contains(assignment.id)) add(&assignment);
  }
  return out;
}

Result<Task> Visits::task(const EntityId& assignment) const {
  MOTCUA_TRY_ASSIGN(auto all, tasks());
  const auto found = std::ranges::find_if(all, [&](const Task& task) { return task.assignment.id == assignment; });
  if (found == all.end()) return fail(ErrorCode::not_found, assignment.hex());
  return std::move(*found);
}

Result<std::optional<Assignment>> Visits::next_reserve(const EntityId& assignment) const {
  MOTCUA_TRY_ASSIGN(const Field field, read_field(*log_));
  const Assignment* const of = field.find(assignment);
  const Assignment* const next = of == nullptr ? nullptr : field.next_reserve(*of);
  return next == nullptr ? std::nullopt : std::optional(*next);
}

Result<std::optional<EntityId>> Visits::unfinished_response(const EntityId& assignment) const {
  MOTCUA_TRY_ASSIGN(const auto responses, log_->visible_entities(records::EntityType::response));
  for (const EntityId& id : responses) {
    MOTCUA_TRY_ASSIGN(const auto state, log_->visible(id));
    if (!state || records::field_text(*state, kVisitAssignmentField) != assignment.hex()) continue;
    if (records::field_text(*state, kStatusField) != kStatusFinal) return id;
  }
  return std::nullopt;
}

Result<Visit> Visits::record(const NewVisit& visit) {
  const auto reasons = visit_reasons(visit.outcome);
  if (std::ranges::find(reasons, visit.reason) == reasons.end()) return fail(ErrorCode::invalid_argument, visit.reason);
  if (visit.note.size() > kMaxVisitNote) return fail(ErrorCode::invalid_argument, "> " + std::to_string(kMaxVisitNote));
  MOTCUA_TRY_ASSIGN(const Field field, read_field(*log_));
  const Assignment* const assignment = field.find(visit.assignment);
  if (assignment == nullptr) return fail(ErrorCode::not_found, visit.assignment.hex());
  Visit out;
  out.id = EntityId::random(*random_);
  out.assignment = visit.assignment;
  out.at = clock_->now();
  out.outcome = visit.outcome;
  out.reason = visit.reason;
  out.note = visit.note;
  out.device = log_->device();
  if (visit.outcome == VisitOutcome::replaced) {
    const Assignment* const next = field.next_reserve(*assignment);
    if (next == nullptr) return fail(ErrorCode::not_found, "reserve");
    out.reserve = next->id;
  }
  std::vector<records::FieldChange> changes = {{kVisitAssignmentField, visit.assignment.hex(), {}},
                                               {kVisitAtField, format_instant(out.at), {}},
                                               {kVisitOutcomeField, std::string(word(visit.outcome)), {}},
                                               {kVisitReasonField, visit.reason, {}}};
  if (!visit.note.empty()) changes.push_back({kVisitNoteField, visit.note, {}});
  if (!out.reserve.is_nil()) changes.push_back({kVisitReserveField, out.reserve.hex(), {}});
  const records::LocalLog::Edit edit{records::EntityType::visit, out.id, {assignment->form_id, ""}, changes};
  MOTCUA_TRY(log_->edit_and_seal({&edit, 1}));
  return out;
}

Status Visits::take_back(const EntityId& visit) {
  MOTCUA_TRY_ASSIGN(const auto state, log_->visible(visit));
  if (!state || state->type != records::EntityType::visit) return fail(ErrorCode::not_found, visit.hex());
  return log_->remove(visit);
}

}  // namespace motcua::survey
