#include "motcua/forms/form_session.hpp"

#include <algorithm>

#include "session_impl.hpp"

namespace motcua::forms {

FormSession::FormSession(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FormSession::FormSession(FormSession&&) noexcept = default;
FormSession& FormSession::operator=(FormSession&&) noexcept = default;
FormSession::~FormSession() = default;

Result<FormSession> FormSession::create(std::shared_ptr<const FormDefinition> definition, SessionOptions options) {
  if (definition == nullptr || options.clock == nullptr || options.random == nullptr) {
    return fail(ErrorCode::invalid_argument, "form session without a form, clock or random");
  }
  FormSession session(std::make_unique<Impl>(std::move(definition), *options.clock, *options.random));
  const auto& languages = session.definition().languages();
  if (!languages.empty()) session.impl_->language = languages.front();
  if (!options.language.empty()) MOTCUA_TRY(session.set_language(options.language));
  if (options.restore.empty()) {
    session.impl_->start();
  } else {
    MOTCUA_TRY(session.impl_->restore(options.restore));
  }
  return session;
}

const FormDefinition& FormSession::definition() const { return *impl_->definition; }

Result<std::vector<NodeValue>> FormSession::answer(std::string_view ref, std::string_view value) {
  return impl_->answer(ref, value);
}

std::vector<NodeValue> FormSession::finalise() { return impl_->finalise(); }

Status FormSession::set_language(std::string_view language) {
  const auto& languages = definition().languages();
  const auto found = std::ranges::find(languages, language);
  if (found == languages.end()) return fail(ErrorCode::invalid_argument, "language " + std::string(language));
  impl_->language_index = static_cast<std::size_t>(found - languages.begin());
  impl_->language = *found;
  return {};
}

const std::string& FormSession::language() const { return impl_->language; }

std::vector<ItemView> FormSession::items() const {
  std::vector<ItemView> out;
  for (const ControlDefinition& control : impl_->model.controls) {
    if (impl_->is_shown(control)) out.push_back(impl_->view(control));
  }
  return out;
}

std::optional<ItemView> FormSession::item(std::string_view ref) const {
  const auto node = impl_->find(ref);
  if (!node || impl_->model.nodes[*node].control == kNone) return std::nullopt;
  const ControlDefinition& control = impl_->model.controls[impl_->model.nodes[*node].control];
  return impl_->is_shown(control) ? std::optional(impl_->view(control)) : std::nullopt;
}

std::optional<std::string> FormSession::value(std::string_view ref) const {
  const auto node = impl_->find(ref);
  if (!node || !impl_->model.nodes[*node].leaf) return std::nullopt;
  return impl_->text(*node);
}

std::vector<NodeValue> FormSession::values() const {
  std::vector<NodeValue> out;
  const FormModel& model = impl_->model;
  for (std::uint32_t i = 0; i < model.nodes.size(); ++i) {
    const NodeDefinition& node = model.nodes[i];
    if (!node.leaf || (node.attribute && !node.bound) || impl_->text(i).empty()) continue;
    out.push_back({node.path, impl_->text(i)});
  }
  return out;
}

std::vector<Problem> FormSession::problems() const { return impl_->problems(); }
std::string FormSession::submission_xml() const { return impl_->submission(); }
std::string FormSession::instance_id() const { return impl_->text(impl_->model.instance_id); }

}  // namespace motcua::forms
