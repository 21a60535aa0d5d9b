#include "motcua/survey/responses.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "motcua/survey/recheck.hpp"
#include "motcua/survey/visits.hpp"
#include "visit_fields.hpp"
#include "visit_policy.hpp"

namespace motcua::survey {
namespace {

bool is_answer(std::string_view field) { return !field.starts_with('@'); }

ResponseState state_of(const std::optional<records::OwnOperation>& own, bool is_final) {
  const ResponseState on_server = is_final ? ResponseState::sent : ResponseState::shared;
  if (!own) return on_server;  // Known only from the server.
  switch (own->delivery) {
    case records::Delivery::open:
      return ResponseState::draft;
    case records::Delivery::unsent:
      return ResponseState::unsent;
    case records::Delivery::received:
      return on_server;
    case records::Delivery::refused:
      return ResponseState::refused;
  }
  return on_server;
}

}  // namespace

struct ResponseDraft::Impl {
  Impl(records::LocalLog& log_ref, forms::SessionOptions session_options,
       std::shared_ptr<const forms::FormDefinition> definition, const EntityId& entity, forms::FormSession filled)
      : log(log_ref),
        clock(*session_options.clock),
        options(std::move(session_options)),
        form(std::move(definition)),
        id(entity),
        session(std::move(filled)) {
    options.restore.clear();
  }

  void note(const std::vector<forms::NodeValue>& changes) {
    for (const auto& change : changes) pending[change.ref] = change.value;
  }

  /// What the first stored answer brings along: everything that is filled already.
  void note_all() {
    for (const auto& value : session.values()) pending.try_emplace(value.ref, value.value);
    pending.try_emplace(kStatusField, kStatusDraft);
    pending.try_emplace(kStartedField, format_instant(started));
    pending.try_emplace(kLanguageField, session.language());
    if (!assignment.is_nil()) pending.try_emplace(kAssignmentField, assignment.hex());
  }

  [[nodiscard]] std::vector<records::FieldChange> changes() const {
    std::vector<records::FieldChange> out;
    for (const auto& [field, value] : pending)
      out.push_back({field, value.empty() ? std::nullopt : std::optional(value), {}});
    return out;
  }
  [[nodiscard]] records::LocalLog::Edit edit(std::span<const records::FieldChange> fields) const {
    return {records::EntityType::response, id, {form->id(), form->version()}, fields};
  }

  /// Writes what is not stored yet in one transaction; keeps it for the next call if that fails.
  Status store() {
    if (!stored) note_all();
    if (pending.empty()) return {};
    MOTCUA_TRY(log.edit(edit(changes())));
    pending.clear();
    stored = true;
    finished = false;
    return {};
  }

  /// The last edit and its seal, and the visit that the interview was.
  Status store_final(Instant at) {
    if (!stored) note_all();
    pending[kStatusField] = kStatusFinal;
    pending[kFinishedField] = format_instant(at);
    const auto fields = changes();
    std::vector edits{edit(fields)};
    std::vector<records::FieldChange> visit;
    if (!assignment.is_nil()) {
      const EntityId visit_id = completed_visit_id(id);
      MOTCUA_TRY_ASSIGN(const auto noted, log.visible(visit_id));
      if (!noted) {
        visit = completed_visit(assignment, id, at);
        edits.push_back({records::EntityType::visit, visit_id, {form->id(), ""}, visit});
      }
    }
    if (Status sealed = log.edit_and_seal(edits); !sealed) {
      pending[kStatusField] = kStatusDraft;
      pending.erase(kFinishedField);
      return sealed;
    }
    pending.clear();
    stored = true;
    finished = true;
    return {};
  }

  /// Files whose answer was taken back go with the end of the filling: until then that can be undone.
  void drop_unnamed_files() {
    const auto values = session.values();
    std::erase_if(files, [&](const auto& file) {
      if (std::ranges::find(values, file.first, &forms::NodeValue::value) != values.end()) return false;
      pending[records::attachment_field(file.first)] = "";
      return true;
    });
  }

  records::LocalLog& log;
  Clock& clock;
  forms::SessionOptions options;  ///< Of the session, without what it was restored from.
  std::shared_ptr<const forms::FormDefinition> form;
  EntityId id;
  EntityId assignment;  ///< Nil: nobody was assigned.
  forms::FormSession session;
  Instant started;
  bool stored = false;
  bool finished = false;  ///< As it is stored.
  std::map<std::string, records::Attachment, std::less<>> files;
  std::optional<std::vector<forms::NodeValue>> before_removal;  ///< While the last change was a removal.
  std::map<std::string, std::string> pending;                   ///< Changed since the last successful store.
};

ResponseDraft::ResponseDraft(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
const EntityId& ResponseDraft::id() const { return impl_->id; }
const forms::FormSession& ResponseDraft::session() const { return impl_->session; }

Status ResponseDraft::answer(std::string_view ref, std::string_view value) {
  MOTCUA_TRY_ASSIGN(const auto changes, impl_->session.answer(ref, value));
  impl_->before_removal.reset();
  impl_->note(changes);
  return impl_->store();
}

Result<std::string> ResponseDraft::add_repeat(std::string_view repeat_ref) {
  MOTCUA_TRY_ASSIGN(const auto change, impl_->session.add_repeat(repeat_ref));
  impl_->before_removal.reset();
  impl_->note(change.changed);
  MOTCUA_TRY(impl_->store());
  return change.ref;
}

Status ResponseDraft::remove_repeat(std::string_view instance_ref) {
  auto before = impl_->session.values();
  MOTCUA_TRY_ASSIGN(const auto change, impl_->session.remove_repeat(instance_ref));
  impl_->before_removal = std::move(before);
  impl_->note(change.changed);
  return impl_->store();
}

Status ResponseDraft::put_back() {
  if (!impl_->before_removal) return fail(ErrorCode::not_found, "removed instance");
  // A session of the same form with all values of before is the session of before, numbers of instances and all.
  forms::SessionOptions options = impl_->options;
  options.language = impl_->session.language();
  options.restore = std::move(*impl_->before_removal);
  impl_->before_removal.reset();
  MOTCUA_TRY_ASSIGN(auto session, forms::FormSession::create(impl_->form, std::move(options)));
  std::map<std::string, std::string> changed;
  for (const auto& value : impl_->session.values()) changed[value.ref] = "";
  for (auto& value : session.values()) changed[value.ref] = value.value;
  impl_->session = std::move(session);
  for (auto& [ref, value] : changed) impl_->pending[ref] = std::move(value);
  return impl_->store();
}

bool ResponseDraft::is_finished() const { return impl_->finished; }

Status ResponseDraft::attach(std::string_view ref, std::string_view name, const records::Attachment& file) {
  const std::string field = records::attachment_field(name);
  const std::string text = records::to_text(file);
  if (!records::attachment_of_field(field) || records::parse_attachment(text) != file)
    return fail(ErrorCode::invalid_argument, std::string(name));
  MOTCUA_TRY_ASSIGN(const auto changes, impl_->session.answer(ref, name));
  impl_->before_removal.reset();
  impl_->note(changes);
  impl_->files.insert_or_assign(std::string(name), file);
  impl_->pending[field] = text;
  return impl_->store();
}

const std::map<std::string, records::Attachment, std::less<>>& ResponseDraft::files() const { return impl_->files; }

Status ResponseDraft::store() { return impl_->pending.empty() ? Status() : impl_->store(); }

Status ResponseDraft::provide(std::string_view ref, std::string_view value) {
  MOTCUA_TRY_ASSIGN(const auto changes, impl_->session.provide(ref, value));
  impl_->note(changes);
  return impl_->store();
}

Status ResponseDraft::set_language(std::string_view language) {
  MOTCUA_TRY(impl_->session.set_language(language));
  if (!impl_->stored) return {};  // Stored with the first answer.
  impl_->pending[kLanguageField] = language;
  return impl_->store();
}

Status ResponseDraft::finish() {
  if (const auto problems = impl_->session.problems(); !problems.empty())
    return std::unexpected(problems.front().error);
  impl_->note(impl_->session.finalise());
  impl_->drop_unnamed_files();
  return impl_->store_final(impl_->clock.now());
}

Responses::Responses(records::LocalLog& log, SurveyCatalog& catalog, Clock& clock, Random& random)
    : log_(&log), catalog_(&catalog), clock_(&clock), random_(&random) {}

Result<std::string> Responses::last_saved(const forms::FormDefinition& form) const {
  const bool wanted =
      std::ranges::find(form.files(), forms::FileKind::last_saved, &forms::NeededFile::kind) != form.files().end();
  if (!wanted) return std::string();
  std::optional<records::EntityState> last;
  MOTCUA_TRY_ASSIGN(const auto entities, log_->visible_entities(records::EntityType::response));
  for (const EntityId& entity : entities) {
    MOTCUA_TRY_ASSIGN(auto state, log_->visible(entity));
    if (!state || state->removed || state->definition.id != form.id()) continue;
    if (records::field_text(*state, kStatusField) != kStatusFinal) continue;
    MOTCUA_TRY_ASSIGN(const auto own, log_->own(entity));
    if (!own || own->delivery == records::Delivery::open) continue;
    const auto finished = [](const records::EntityState& one) {
      return parse_instant(records::field_text(one, kFinishedField)).value_or(Instant{});
    };
    if (!last || finished(*last) < finished(*state)) last = std::move(*state);
  }
  if (!last) return std::string();
  MOTCUA_TRY_ASSIGN(auto filled_with, catalog_->form(last->definition.id, last->definition.version));
  MOTCUA_TRY_ASSIGN(const auto session,
                    forms::FormSession::create(std::move(filled_with),
                                               {.clock = clock_, .random = random_, .restore = stored_answers(*last)}));
  return session.submission_xml();
}

Result<ResponseDraft> Responses::start(const std::string& form_id, const std::string& version,
                                       const ForAssignment& about) {
  MOTCUA_TRY_ASSIGN(auto form, catalog_->form(form_id, version));
  forms::SessionOptions options{.clock = clock_, .random = random_};
  MOTCUA_TRY_ASSIGN(options.last_saved, last_saved(*form));
  MOTCUA_TRY_ASSIGN(auto session, forms::FormSession::create(form, options));
  auto impl = std::make_shared<ResponseDraft::Impl>(*log_, options, std::move(form), EntityId::random(*random_),
                                                    std::move(session));
  impl->started = clock_->now();
  impl->assignment = about.assignment;
  for (const auto& answer : about.answers) {
    // A newer version of the form may not have the question, or not the choice: then it is asked.
    if (const auto filled = impl->session.answer(answer.ref, answer.value); !filled) continue;
  }
  return ResponseDraft(std::move(impl));
}

Result<ResponseDraft> Responses::open(const EntityId& id) {
  MOTCUA_TRY_ASSIGN(const auto state, log_->visible(id));
  if (!state || state->removed || state->type != records::EntityType::response)
    return fail(ErrorCode::not_found, "response " + id.hex());
  MOTCUA_TRY_ASSIGN(auto form, catalog_->form(state->definition.id, state->definition.version));
  forms::SessionOptions options{
      .clock = clock_, .random = random_, .language = records::field_text(*state, kLanguageField)};
  options.restore = stored_answers(*state);
  MOTCUA_TRY_ASSIGN(options.last_saved, last_saved(*form));
  MOTCUA_TRY_ASSIGN(auto session, forms::FormSession::create(form, options));
  auto impl = std::make_shared<ResponseDraft::Impl>(*log_, std::move(options), std::move(form), id, std::move(session));
  impl->started = parse_instant(records::field_text(*state, kStartedField)).value_or(clock_->now());
  impl->stored = true;
  impl->assignment = EntityId::from_hex(records::field_text(*state, kAssignmentField)).value_or(EntityId{});
  for (const auto& [field, stored] : state->fields) {
    const auto name = records::attachment_of_field(field);
    auto file = name && stored.value ? records::parse_attachment(*stored.value) : std::nullopt;
    if (file) impl->files.emplace(*name, *std::move(file));
  }
  // What was finished is a draft again with the next answer.
  impl->finished = records::field_text(*state, kStatusField) != kStatusDraft;
  if (impl->finished) impl->pending[kStatusField] = kStatusDraft;
  return ResponseDraft(std::move(impl));
}

Status Responses::discard(const EntityId& id) {
  MOTCUA_TRY_ASSIGN(const auto own, log_->own(id));
  if (!own || own->delivery != records::Delivery::open) return fail(ErrorCode::not_found, "draft " + id.hex());
  return log_->discard_open(id);
}

Result<std::vector<ResponseSummary>> Responses::list() const {
  MOTCUA_TRY_ASSIGN(const auto surveys, catalog_->all());
  MOTCUA_TRY_ASSIGN(const auto entities, log_->visible_entities(records::EntityType::response));
  std::vector<ResponseSummary> out;
  for (const EntityId& entity : entities) {
    MOTCUA_TRY_ASSIGN(const auto state, log_->visible(entity));
    if (!state || state->removed) continue;
    MOTCUA_TRY_ASSIGN(const auto own, log_->own(entity));
    ResponseSummary summary;
    summary.id = entity;
    summary.form_id = state->definition.id;
    summary.version = state->definition.version;
    summary.title = state->definition.id;
    const auto survey = std::ranges::find_if(surveys, [&](const SurveyVersion& known) {
      return known.form_id == summary.form_id && known.version == summary.version;
    });
    if (survey != surveys.end()) summary.title = survey->title;
    summary.is_final = records::field_text(*state, kStatusField) == kStatusFinal;
    summary.state = state_of(own, summary.is_final);
    const bool differs = std::ranges::any_of(
        state->fields, [](const auto& field) { return field.second.conflict && is_answer(field.first); });
    if (differs) {
      MOTCUA_TRY_ASSIGN(const auto open_questions, conflicts(entity));
      summary.conflicts = open_questions.size();
    }
    summary.started = parse_instant(records::field_text(*state, kStartedField));
    summary.finished = parse_instant(records::field_text(*state, kFinishedField));
    if (!summary.is_final || summary.state == ResponseState::draft) summary.finished.reset();
    if (own) summary.verdict = own->verdict;
    summary.assignment = EntityId::from_hex(records::field_text(*state, kAssignmentField));
    out.push_back(std::move(summary));
  }
  std::ranges::sort(out, [](const ResponseSummary& a, const ResponseSummary& b) {
    return a.started != b.started ? a.started > b.started : a.id < b.id;
  });
  return out;
}

namespace {

std::unexpected<Error> refuse(std::string why) { return fail(ErrorCode::operation_refused, std::move(why)); }

Status check_field(const forms::FormDefinition& form, const records::FieldChange& change) {
  static constexpr std::array kKnown = {kStatusField, kStartedField, kFinishedField, kLanguageField, kAssignmentField};
  const std::string_view value = change.value ? std::string_view(*change.value) : std::string_view();
  if (!is_valid_utf8(change.field)) return refuse("field name");
  if (!value.empty() && !is_valid_utf8(value)) return refuse(change.field);
  if (is_answer(change.field)) {
    return form.has_node(change.field) ? Status() : Status(refuse("field " + change.field));
  }
  if (records::attachment_of_field(change.field))
    return value.empty() || records::parse_attachment(value) ? Status() : Status(refuse(change.field));
  if (std::ranges::find(kKnown, std::string_view(change.field)) == kKnown.end()) return refuse("field " + change.field);
  const bool is_status = change.field == kStatusField;
  if (is_status && change.value && value != kStatusDraft && value != kStatusFinal) return refuse(change.field);
  // Whose it is may be gone or another's by now: an interview is not refused for that.
  if (change.field == kAssignmentField && change.value && !EntityId::from_hex(value)) return refuse(change.field);
  return {};
}

}  // namespace

Result<std::string> ResponsePolicy::home(const records::Author&, const records::Operation& operation) {
  return scope_of_assignment(state_, operation);
}

Status ResponsePolicy::check(const records::Author& author, const records::Operation& operation) {
  if (operation.entity_type == records::EntityType::visit) return check_visit(state_, author, operation);
  if (operation.entity_type != records::EntityType::response) return refuse("only the server publishes forms");
  const records::DefinitionRef& definition = operation.definition;
  const auto form = catalog_.form(definition.id, definition.version);
  if (!form) {
    // A form that is not there is the operation's fault; a disk that cannot be read is not.
    if (form.error().code != ErrorCode::not_found) return std::unexpected(form.error());
    return refuse("form " + definition.id + " " + definition.version);
  }
  MOTCUA_TRY_ASSIGN(const auto known, state_.read(operation.entity));
  if (known && known->type != records::EntityType::response) return refuse("entity");
  if (known && known->definition != definition) return refuse("form version changed");
  for (const records::FieldChange& change : operation.fields) MOTCUA_TRY(check_field(**form, change));
  return {};
}

}  // namespace motcua::survey
