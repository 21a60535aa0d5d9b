#include "motcua/survey/surveys.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"

namespace motcua::survey {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

std::string field_text(const records::EntityState& state, std::string_view name) {
  const auto found = state.fields.find(name);
  return found == state.fields.end() ? std::string() : found->second.value.value_or("");
}

SurveyVersion from_state(const records::EntityState& state) {
  SurveyVersion out{state.definition.id, state.definition.version, field_text(state, kTitleField), {}};
  const std::string languages = field_text(state, kLanguagesField);
  for (const std::string_view language : split(languages, '\n')) {
    if (!language.empty()) out.languages.emplace_back(language);
  }
  return out;
}

/// The published entity of one version; nullopt when there is none.
Result<std::optional<records::EntityState>> find_published(const records::StateStore& store,
                                                           const records::DefinitionRef& definition) {
  MOTCUA_TRY_ASSIGN(const auto entities, store.list(records::EntityType::survey_version));
  for (const EntityId& entity : entities) {
    MOTCUA_TRY_ASSIGN(auto state, store.read(entity));
    if (state && !state->removed && state->definition == definition) return state;
  }
  return std::nullopt;
}

}  // namespace

Result<SurveyVersion> publish(records::Sequencer& sequencer, storage::Database& database, std::string_view xml,
                              Random& random) {
  MOTCUA_TRY_ASSIGN(const auto form, forms::FormDefinition::parse(xml));
  const SurveyVersion survey{form->id(), form->version(), form->title(), form->languages()};
  const records::DefinitionRef definition{survey.form_id, survey.version};
  const records::StateStore store(database);
  MOTCUA_TRY_ASSIGN(const auto published, find_published(store, definition));
  if (published) {
    if (field_text(*published, kXmlField) == xml) return survey;
    return fail(ErrorCode::form_version_conflict, survey.form_id + " " + survey.version);
  }
  const std::vector<records::FieldChange> changes = {
      {kLanguagesField, joined(survey.languages), {}},
      {kTitleField, survey.title, {}},
      {kXmlField, std::string(xml), {}},
  };
  MOTCUA_TRY(sequencer.append_own(records::EntityType::survey_version, EntityId::random(random), definition, changes));
  return survey;
}

Status SurveyCatalog::refresh() const {
  const records::StateStore store(*database_);
  MOTCUA_TRY_ASSIGN(const auto entities, store.list(records::EntityType::survey_version));
  // A version can go only when a device starts over with another server's data.
  std::erase_if(entries_,
                [&](const Entry& entry) { return std::ranges::find(entities, entry.entity) == entities.end(); });
  bool grown = false;
  for (const EntityId& entity : entities) {
    if (std::ranges::find(entries_, entity, &Entry::entity) != entries_.end()) continue;
    MOTCUA_TRY_ASSIGN(const auto state, store.read(entity));
    if (!state || state->removed) continue;
    const auto xml = state->fields.find(std::string_view(kXmlField));
    if (xml == state->fields.end()) continue;
    entries_.push_back({from_state(*state), entity, xml->second.effective, nullptr});
    grown = true;
  }
  if (grown) {
    std::ranges::sort(entries_, [](const Entry& a, const Entry& b) {
      if (a.survey.title != b.survey.title) return fold(a.survey.title) < fold(b.survey.title);
      if (a.survey.form_id != b.survey.form_id) return a.survey.form_id < b.survey.form_id;
      return a.published > b.published;
    });
  }
  return {};
}

SurveyCatalog::Entry* SurveyCatalog::find(const std::string& form_id, const std::string& version) const {
  const auto found = std::ranges::find_if(
      entries_, [&](const Entry& entry) { return entry.survey.form_id == form_id && entry.survey.version == version; });
  return found == entries_.end() ? nullptr : &*found;
}

Result<std::vector<SurveyVersion>> SurveyCatalog::all() const {
  MOTCUA_TRY(refresh());
  std::vector<SurveyVersion> out;
  for (const Entry& entry : entries_) out.push_back(entry.survey);
  return out;
}

Result<std::vector<SurveyVersion>> SurveyCatalog::current() const {
  MOTCUA_TRY(refresh());
  std::vector<SurveyVersion> out;
  for (const Entry& entry : entries_) {
    const bool newest = std::ranges::none_of(entries_, [&](const Entry& other) {
      return other.survey.form_id == entry.survey.form_id && other.published > entry.published;
    });
    if (newest) out.push_back(entry.survey);
  }
  return out;
}

Result<std::shared_ptr<const forms::FormDefinition>> SurveyCatalog::form(const std::string& form_id,
                                                                         const std::string& version) {
  Entry* entry = find(form_id, version);
  if (entry == nullptr) {
    MOTCUA_TRY(refresh());
    entry = find(form_id, version);
  }
  if (entry == nullptr) return fail(ErrorCode::not_found, form_id + " " + version);
  if (entry->parsed == nullptr) {
    const records::StateStore store(*database_);
    MOTCUA_TRY_ASSIGN(const auto state, store.read(entry->entity));
    if (!state) return fail(ErrorCode::not_found, form_id + " " + version);
    MOTCUA_TRY_ASSIGN(entry->parsed, forms::FormDefinition::parse(field_text(*state, kXmlField)));
  }
  return entry->parsed;
}

}  // namespace motcua::survey
