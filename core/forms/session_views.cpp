#include <algorithm>

#include "motcua/base/text.hpp"
#include "session_impl.hpp"

namespace motcua::forms {
namespace {

bool is_choice(ControlKind kind) { return kind == ControlKind::select || kind == ControlKind::select1; }

bool has_choice(const std::vector<Choice>& choices, std::string_view value) {
  return std::ranges::find(choices, value, &Choice::value) != choices.end();
}

}  // namespace

std::string FormSession::Impl::render(const TextTemplate& parts, std::uint32_t node) const {
  std::string out;
  for (const TextPart& part : parts) {
    out += part.text;
    if (!part.output) continue;
    xpath::Environment env = environment();
    out += xpath::evaluate_text(part.output.root(), context(env, node));
  }
  return out;
}

std::string FormSession::Impl::translated(std::uint32_t entry, std::uint32_t node) const {
  const Itext& table = model.itext_table;
  if (const auto& own = table.texts[language_index][entry]) return render(*own, node);
  for (const auto& texts : table.texts) {  // A text that this language lacks is shown in the first that has it.
    if (texts[entry]) return render(*texts[entry], node);
  }
  return {};
}

std::string FormSession::Impl::render(const TextSource& source, std::uint32_t node) const {
  if (source.itext) return translated(*source.itext, node);
  if (!source.expression) return render(source.parts, node);
  xpath::Environment env = environment();
  return xpath::evaluate_text(source.expression.root(), context(env, node));
}

std::vector<Choice> FormSession::Impl::choices(const ControlDefinition& control, bool with_labels) const {
  std::vector<Choice> out;
  for (const ChoiceDefinition& choice : control.choices) {
    out.push_back({choice.value, with_labels ? render(choice.label, control.node) : std::string()});
  }
  if (!control.itemset) return out;
  xpath::Environment env = environment();
  const xpath::NodeSet items = xpath::evaluate_nodes(control.itemset->nodes.root(), context(env, control.node));
  xpath::Context about = context(env, control.node);
  about.size = items.size();
  for (std::size_t i = 0; i < items.size(); ++i) {
    about.node = items[i];
    about.position = i + 1;
    Choice choice{xpath::evaluate_text(control.itemset->value.root(), about), {}};
    if (with_labels) choice.label = xpath::evaluate_text(control.itemset->label.root(), about);
    out.push_back(std::move(choice));
  }
  return out;
}

Status FormSession::Impl::check_value(std::uint32_t node, std::string_view value) const {
  if (value.empty()) return {};
  const NodeDefinition& definition_of = model.nodes[node];
  const ControlDefinition* control = definition_of.control == kNone ? nullptr : &model.controls[definition_of.control];
  if (control == nullptr || !is_choice(control->kind)) return check_type(definition_of.type, value);
  const std::vector<Choice> known = choices(*control, false);
  std::vector<std::string_view> chosen;
  if (control->kind == ControlKind::select1) {
    chosen.push_back(value);
  } else {
    chosen = split(value, ' ');
  }
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const bool twice = std::ranges::find(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(i), chosen[i]) !=
                       chosen.begin() + static_cast<std::ptrdiff_t>(i);
    if (twice || !has_choice(known, chosen[i])) return fail(ErrorCode::answer_type, definition_of.path);
  }
  return {};
}

bool FormSession::Impl::is_shown(const ControlDefinition& control) const {
  const ControlDefinition* at = &control;
  while (true) {
    if (at->node != kNone && !is_relevant(at->node)) return false;
    if (at->parent == kNone) return true;
    at = &model.controls[at->parent];
  }
}

ItemView FormSession::Impl::view(const ControlDefinition& control) const {
  ItemView out;
  out.control = control.kind;
  out.depth = control.depth;
  out.appearance = control.appearance;
  out.label = render(control.label, control.node);
  out.hint = render(control.hint, control.node);
  if (control.node == kNone) return out;
  const NodeDefinition& node = model.nodes[control.node];
  out.ref = node.path;
  out.type = node.type;
  out.readonly = is_readonly(control.node);
  if (!node.leaf) return out;
  out.value = text(control.node);
  out.required = states[control.node].required;
  if (out.required) out.required_message = render(node.required_message, control.node);
  if (is_choice(control.kind)) out.choices = choices(control, true);
  out.valid = states[control.node].constraint_holds && check_value(control.node, out.value).has_value();
  if (!out.valid) out.problem = render(node.constraint_message, control.node);
  return out;
}

std::vector<Problem> FormSession::Impl::problems() const {
  std::vector<Problem> out;
  for (std::uint32_t i = 0; i < model.nodes.size(); ++i) {
    const NodeDefinition& node = model.nodes[i];
    if (node.control == kNone || !node.leaf || !is_relevant(i) || !is_shown(model.controls[node.control])) continue;
    const std::string& value = text(i);
    if (value.empty()) {
      if (states[i].required)
        out.push_back({node.path, {ErrorCode::answer_required, render(node.required_message, i)}});
      continue;
    }
    if (const auto checked = check_value(i, value); !checked) {
      out.push_back({node.path, checked.error()});
    } else if (!states[i].constraint_holds) {
      std::string message = render(node.constraint_message, i);
      if (message.empty()) message = render(model.controls[node.control].label, i);
      out.push_back({node.path, {ErrorCode::answer_invalid, std::move(message)}});
    }
  }
  return out;
}

const xpath::Document* FormSession::Impl::instance(std::string_view name) const {
  const xpath::Document* found = model.instance(name);
  return found == &model.primary ? &tree : found;
}

std::string FormSession::Impl::choice_name(const std::string& value, const std::string& path,
                                           const xpath::Node*) const {
  const auto node = find(trim(path));
  if (!node || model.nodes[*node].control == kNone) return value;
  for (const Choice& choice : choices(model.controls[model.nodes[*node].control], true)) {
    if (choice.value == value) return choice.label;
  }
  return {};
}

std::string FormSession::Impl::itext(const std::string& id) const {
  const auto found = model.itext_table.entries.find(id);
  return found == model.itext_table.entries.end() ? id : translated(found->second, kNone);
}

}  // namespace motcua::forms
