#include "motcua/forms/form_session.hpp"

#include <algorithm>

#include "session_impl.hpp"
#include "xml_tree.hpp"

namespace motcua::forms {

FormSession::FormSession(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FormSession::FormSession(FormSession&&) noexcept = default;
FormSession& FormSession::operator=(FormSession&&) noexcept = default;
FormSession::~FormSession() = default;

Result<FormSession> FormSession::create(std::shared_ptr<const FormDefinition> definition, SessionOptions options) {
  if (definition == nullptr || options.clock == nullptr || options.random == nullptr) {
    return fail(ErrorCode::invalid_argument, "form session without a form, clock or random");
  }
  const auto& languages = definition->languages();
  const auto language = options.language.empty() ? languages.begin() : std::ranges::find(languages, options.language);
  if (!options.language.empty() && language == languages.end()) {
    return fail(ErrorCode::invalid_argument, "language " + options.language);
  }
  FormSession session(std::make_unique<Impl>(std::move(definition), std::move(options)));
  Impl& impl = *session.impl_;
  if (language != languages.end()) {
    impl.language_index = static_cast<std::size_t>(language - languages.begin());
    impl.language = *language;
  }
  MOTCUA_TRY(impl.read_last_saved());
  if (impl.options.restore.empty()) {
    MOTCUA_TRY(impl.start());
  } else {
    MOTCUA_TRY(impl.restore(impl.options.restore));
  }
  return session;
}

Status FormSession::Impl::read_last_saved() {
  if (model.last_saved.empty() || options.last_saved.empty()) return {};
  MOTCUA_TRY(read_tree(options.last_saved, TreeContent::values, last_saved_names_, last_saved_));
  last_saved_.number(static_cast<std::uint32_t>(model.instances.size()) + 1);
  return {};
}

const FormDefinition& FormSession::definition() const { return *impl_->definition; }

Result<std::vector<NodeValue>> FormSession::answer(std::string_view ref, std::string_view value) {
  return impl_->answer(ref, value);
}

Result<RepeatChange> FormSession::add_repeat(std::string_view repeat_ref) { return impl_->add_repeat(repeat_ref); }
Result<RepeatChange> FormSession::remove_repeat(std::string_view instance_ref) {
  return impl_->remove_repeat(instance_ref);
}

std::vector<DeviceRequest> FormSession::requests() const { return impl_->requests; }
Result<std::vector<NodeValue>> FormSession::provide(std::string_view ref, std::string_view value) {
  return impl_->provide(ref, value);
}

std::vector<NodeValue> FormSession::finalise() { return impl_->finalise(); }

Status FormSession::set_language(std::string_view language) {
  const auto& languages = definition().languages();
  const auto found = std::ranges::find(languages, language);
  if (found == languages.end()) return fail(ErrorCode::invalid_argument, "language " + std::string(language));
  impl_->set_language(static_cast<std::size_t>(found - languages.begin()));
  return {};
}

const std::string& FormSession::language() const { return impl_->language; }

std::vector<ItemView> FormSession::items() const { return impl_->items(); }
std::optional<ItemView> FormSession::item(std::string_view ref) const { return impl_->item(ref); }
std::vector<ItemOutline> FormSession::outline() const { return impl_->outline(); }

std::optional<std::string> FormSession::value(std::string_view ref) const {
  const auto found = impl_->model.locate(ref);
  if (!found) return std::nullopt;
  const bool is_range = impl_->model.is_repeat(found->node) && found->positions.back() == 0;
  const Scope* scope = impl_->scope_of(*found, found->positions.size() - (is_range ? 1 : 0));
  if (scope == nullptr) return std::nullopt;
  if (is_range) {
    const std::uint32_t place = impl_->model.repeats[impl_->model.nodes[found->node].repeat].place;
    return std::to_string(scope->ranges[place].instances.size());
  }
  if (!impl_->model.nodes[found->node].leaf) return std::nullopt;
  return Impl::text(*scope->slots[impl_->model.places[found->node].slot]);
}

std::optional<NodeStatus> FormSession::status(std::string_view ref) const {
  const xpath::Node* node = impl_->find(ref);
  if (node == nullptr) return std::nullopt;
  return NodeStatus{node->relevant, impl_->is_readonly(*node), impl_->state(*node).required};
}

std::vector<NodeValue> FormSession::values() const {
  std::vector<NodeValue> out;
  impl_->visit(
      impl_->whole,
      [&](const xpath::Node& node) {
        if (!Impl::text(node).empty()) out.push_back({impl_->path_of(node), Impl::text(node)});
      },
      [&](const Scope& around, std::uint32_t repeat) {
        const std::size_t count = around.ranges[impl_->model.repeats[repeat].place].instances.size();
        out.push_back({impl_->path_of(around, repeat), std::to_string(count)});
      });
  return out;
}

std::vector<Problem> FormSession::problems() const { return impl_->problems(); }
std::optional<std::vector<NodeValue>> FormSession::differing_calculations() const {
  return impl_->differing_calculations();
}
std::string FormSession::submission_xml() const { return impl_->submission(); }

std::string FormSession::instance_id() const {
  return Impl::text(*impl_->whole.slots[impl_->model.places[impl_->model.instance_id].slot]);
}

}  // namespace motcua::forms
