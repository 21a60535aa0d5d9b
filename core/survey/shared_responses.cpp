#include <algorithm>
#include <map>

#include "motcua/survey/recheck.hpp"
#include "motcua/survey/responses.hpp"

// A response that several people or devices have a part in: handing over, and deciding between answers.
namespace motcua::survey {
namespace {

/// A status, a time, a language: nobody is asked about those.
bool is_answer(std::string_view field) { return !field.starts_with('@'); }

bool is_asked(const std::optional<forms::ItemView>& item) {
  return item && item->control != forms::ControlKind::none && item->control != forms::ControlKind::group &&
         item->control != forms::ControlKind::repeat_instance && !item->readonly;
}

AnswerConflict::Side side(const auto& write, bool stands) {
  return {write.value.value_or(""), write.hlc.instant(), write.device, stands};
}

}  // namespace

Result<forms::FormSession> Responses::session_of(const records::EntityState& state) const {
  MOTCUA_TRY_ASSIGN(auto form, catalog_->form(state.definition.id, state.definition.version));
  forms::SessionOptions options{
      .clock = clock_, .random = random_, .language = records::field_text(state, kLanguageField)};
  options.restore = stored_answers(state);
  return forms::FormSession::create(std::move(form), std::move(options));
}

Status Responses::hand_over(const EntityId& id) {
  MOTCUA_TRY_ASSIGN(const auto own, log_->own(id));
  if (!own || own->delivery != records::Delivery::open) return fail(ErrorCode::not_found, "draft " + id.hex());
  MOTCUA_TRY_ASSIGN(const auto state, log_->visible(id));
  if (!state) return fail(ErrorCode::not_found, "draft " + id.hex());
  if (records::field_text(*state, kStatusField) != kStatusDraft) {
    const records::FieldChange change{kStatusField, kStatusDraft, {}};
    MOTCUA_TRY(log_->edit({records::EntityType::response, id, state->definition, {&change, 1}}));
  }
  return log_->seal(id);
}

Result<std::vector<AnswerConflict>> Responses::conflicts(const EntityId& id) const {
  std::vector<AnswerConflict> out;
  MOTCUA_TRY_ASSIGN(const auto found, log_->conflicts(id));
  MOTCUA_TRY_ASSIGN(const auto state, log_->visible(id));
  if (found.empty() || !state) return out;
  MOTCUA_TRY_ASSIGN(const auto session, session_of(*state));
  for (const auto& conflict : found) {
    if (!is_answer(conflict.field)) continue;
    auto item = session.item(conflict.field);
    if (!is_asked(item)) continue;
    AnswerConflict& one = out.emplace_back();
    one.item = std::move(*item);
    one.sides.push_back(side(conflict.winner, true));
    for (const auto& loser : conflict.losers) one.sides.push_back(side(loser, false));
  }
  return out;
}

Status Responses::decide(const EntityId& id, std::string_view ref, std::string_view value) {
  MOTCUA_TRY_ASSIGN(const auto found, log_->conflicts(id));
  if (std::ranges::find(found, ref, &records::LocalLog::Conflict::field) == found.end())
    return fail(ErrorCode::conflict_gone);
  MOTCUA_TRY_ASSIGN(const auto state, log_->visible(id));
  if (!state) return fail(ErrorCode::not_found, id.hex());
  MOTCUA_TRY_ASSIGN(auto session, session_of(*state));
  std::map<std::string, std::string> decided;
  MOTCUA_TRY_ASSIGN(const auto changes, session.answer(ref, value));
  for (const auto& change : changes) decided[change.ref] = change.value;
  decided[std::string(ref)] = value;
  // What is in conflict and nobody is asked about follows from the answers, or does not matter: it stands as it is now.
  for (const auto& conflict : found) {
    if (is_asked(session.item(conflict.field)) && is_answer(conflict.field)) continue;
    const auto now = is_answer(conflict.field) ? session.value(conflict.field) : conflict.winner.value;
    decided.try_emplace(conflict.field, now.value_or(""));
  }
  std::vector<records::FieldChange> fields;
  for (const auto& [field, text] : decided)
    fields.push_back({field, text.empty() ? std::nullopt : std::optional(text), {}});
  return log_->settle({records::EntityType::response, id, state->definition, fields});
}

}  // namespace motcua::survey
