#include "motcua/survey/surveys.hpp"

#include <algorithm>
#include <iterator>

#include "form_content.hpp"
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

SurveyVersion from_state(const records::EntityState& state) {
  SurveyVersion out{state.definition.id, state.definition.version, records::field_text(state, kTitleField), {}};
  const std::string languages = records::field_text(state, kLanguagesField);
  for (const std::string_view language : split(languages, '\n')) {
    if (!language.empty()) out.languages.emplace_back(language);
  }
  return out;
}

struct Content {
  std::string xml;
  std::vector<forms::FormFile> files;
};

/// What was published, whole. One that is small stands in a field, as all of them did once.
Result<Content> read_whole(const records::StateStore& store, const records::EntityState& state) {
  Content content;
  const std::string listed = records::field_text(state, kContentField);
  if (listed.empty()) {
    content.xml = records::field_text(state, kXmlField);
    return content;
  }
  MOTCUA_TRY_ASSIGN(const auto list, parse_content_list(listed));
  for (const ContentItem& item : list) {
    MOTCUA_TRY_ASSIGN(auto bytes, read_content(store, item));
    if (item.name.empty()) {
      content.xml = std::move(bytes);
    } else {
      content.files.push_back({item.name, std::move(bytes)});
    }
  }
  return content;
}

struct Published {
  std::optional<records::EntityState> same;  ///< The entity of this very version.
  ContentList parts;                         ///< Of every version of the form: what need not be sent again.
};
Result<Published> find_published(const records::StateStore& store, const records::DefinitionRef& definition) {
  Published out;
  MOTCUA_TRY_ASSIGN(const auto entities, store.list(records::EntityType::survey_version));
  for (const EntityId& entity : entities) {
    MOTCUA_TRY_ASSIGN(auto state, store.read(entity));
    if (!state || state->removed || state->definition.id != definition.id) continue;
    if (const std::string listed = records::field_text(*state, kContentField); !listed.empty()) {
      MOTCUA_TRY_ASSIGN(auto list, parse_content_list(listed));
      std::ranges::move(list, std::back_inserter(out.parts));
    }
    if (state->definition == definition) out.same = *std::move(state);
  }
  return out;
}

bool is_data(forms::FileKind kind) {
  return kind == forms::FileKind::csv || kind == forms::FileKind::xml || kind == forms::FileKind::geojson;
}

/// The files that the form reads, in its order. The others stay where they are.
Result<std::vector<forms::FormFile>> files_of(std::string_view xml, std::span<const forms::FormFile> given) {
  MOTCUA_TRY_ASSIGN(const auto wanted, forms::FormDefinition::needed_files(xml));
  std::vector<forms::FormFile> out;
  for (const forms::NeededFile& needed : wanted) {
    if (!is_data(needed.kind)) continue;
    const auto found = std::ranges::find(given, needed.name, &forms::FormFile::name);
    if (found == given.end() || std::ranges::find(out, needed.name, &forms::FormFile::name) != out.end()) continue;
    const bool printable =
        std::ranges::none_of(needed.name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (!printable) return fail(ErrorCode::invalid_argument, "file name");
    out.push_back(*found);
  }
  return out;
}

bool is_same(const Content& published, std::string_view xml, const std::vector<forms::FormFile>& files) {
  return published.xml == xml && std::ranges::equal(published.files, files, [](const auto& a, const auto& b) {
           return a.name == b.name && a.bytes == b.bytes;
         });
}

}  // namespace

Result<SurveyVersion> publish(records::Sequencer& sequencer, storage::Database& database, std::string_view xml,
                              Random& random, std::span<const forms::FormFile> given) {
  MOTCUA_TRY_ASSIGN(const auto files, files_of(xml, given));
  std::size_t size = xml.size();
  for (const auto& file : files) size += file.bytes.size();
  if (size > kMaxContentBytes) return fail(ErrorCode::frame_too_large, std::to_string(size));
  MOTCUA_TRY_ASSIGN(const auto form, forms::FormDefinition::parse(xml, files));
  const SurveyVersion survey{form->id(), form->version(), form->title(), form->languages()};
  const records::DefinitionRef definition{survey.form_id, survey.version};
  const records::StateStore store(database);
  MOTCUA_TRY_ASSIGN(const auto published, find_published(store, definition));
  if (published.same) {
    MOTCUA_TRY_ASSIGN(const auto content, read_whole(store, *published.same));
    if (is_same(content, xml, files)) return survey;
    return fail(ErrorCode::form_version_conflict, survey.form_id + " " + survey.version);
  }
  std::vector<records::FieldChange> changes = {{kLanguagesField, joined(survey.languages), {}},
                                               {kTitleField, survey.title, {}}};
  if (files.empty() && xml.size() <= kPartBytes) {
    changes.push_back({kXmlField, std::string(xml), {}});
  } else {
    ContentList list;
    MOTCUA_TRY_ASSIGN(list.emplace_back(), append_content(sequencer, {}, xml, published.parts, random));
    for (const auto& file : files) {
      MOTCUA_TRY_ASSIGN(list.emplace_back(), append_content(sequencer, file.name, file.bytes, published.parts, random));
    }
    changes.push_back({kContentField, format_content_list(list), {}});
  }
  // After its parts: a device that has this has them too.
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
    auto content = state->fields.find(std::string_view(kContentField));
    if (content == state->fields.end()) content = state->fields.find(std::string_view(kXmlField));
    if (content == state->fields.end()) continue;
    entries_.push_back({from_state(*state), entity, content->second.effective, nullptr});
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
    MOTCUA_TRY_ASSIGN(const auto content, read_whole(store, *state));
    MOTCUA_TRY_ASSIGN(entry->parsed, forms::FormDefinition::parse(content.xml, content.files));
  }
  return entry->parsed;
}

}  // namespace motcua::survey
