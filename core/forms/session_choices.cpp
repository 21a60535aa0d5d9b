#include <algorithm>

#include "motcua/base/text.hpp"
#include "session_impl.hpp"

namespace motcua::forms {

using xpath::Node;

namespace {

bool is_choice(ControlKind kind) {
  return kind == ControlKind::select || kind == ControlKind::select1 || kind == ControlKind::rank;
}

Status check_range(const Range& range, std::string_view value) {
  const double number = xpath::to_number(value, 0);
  if (number >= std::min(range.start, range.end) && number <= std::max(range.start, range.end)) return {};
  return fail(ErrorCode::answer_type, xpath::to_text(range.start) + " … " + xpath::to_text(range.end));
}

}  // namespace

std::string FormSession::Impl::render(const TextTemplate& parts, const Scope& scope, const Node* node) const {
  constexpr int kMostNested = 16;
  constexpr int kMostTexts = 1000;
  std::string out;
  if (rendering_ == 0) rendered_ = 0;
  if (rendering_ == kMostNested || ++rendered_ > kMostTexts) return out;
  ++rendering_;
  for (const TextPart& part : parts) {
    out += part.text;
    if (part.output) out += xpath::evaluate_text(part.output.root(), Evaluation(*this, scope, node).context);
  }
  --rendering_;
  return out;
}

std::string FormSession::Impl::translated(std::uint32_t entry, const Scope& scope, const Node* node) const {
  const Itext& table = model.itext_table;
  if (const auto& own = table.texts[language_index][entry]) return render(*own, scope, node);
  for (const auto& texts : table.texts) {  // A text that this language lacks is shown in the first that has it.
    if (texts[entry]) return render(*texts[entry], scope, node);
  }
  return {};
}

std::string FormSession::Impl::render(const TextSource& source, const Scope& scope, const Node* node) const {
  if (source.itext) return translated(*source.itext, scope, node);
  if (!source.expression) return render(source.parts, scope, node);
  return xpath::evaluate_text(source.expression.root(), Evaluation(*this, scope, node).context);
}

const Itext::Extras* FormSession::Impl::extras(std::optional<std::uint32_t> entry) const {
  if (!entry) return nullptr;
  const auto& table = model.itext_table.extras;
  if (const auto own = table[language_index].find(*entry); own != table[language_index].end()) return &own->second;
  for (const auto& language_extras : table) {
    if (const auto other = language_extras.find(*entry); other != language_extras.end()) return &other->second;
  }
  return nullptr;
}

std::vector<Choice> FormSession::Impl::choices(const ControlDefinition& control, const Node& node) const {
  const Scope& scope = *state(node).scope;
  std::vector<Choice> out;
  for (const ChoiceDefinition& choice : control.choices) {
    Choice& made = out.emplace_back(Choice{choice.value, render(choice.label, scope, &node)});
    if (const auto* more = extras(choice.label.itext)) made.media = more->media;
  }
  if (!control.itemset) return out;
  Evaluation evaluation(*this, scope, &node);
  const xpath::NodeSet items = xpath::evaluate_nodes(control.itemset->nodes.root(), evaluation.context);
  xpath::Context about_item = evaluation.context;
  about_item.size = items.size();
  out.reserve(out.size() + items.size());
  const xpath::Expr& label = control.itemset->label.root();
  const bool translates = label.op == xpath::Op::call && label.function == xpath::FunctionId::itext;
  for (std::size_t i = 0; i < items.size(); ++i) {
    about_item.node = items[i];
    about_item.position = i + 1;
    std::string value = xpath::evaluate_text(control.itemset->value.root(), about_item);
    Choice& made = out.emplace_back(Choice{std::move(value), xpath::evaluate_text(label, about_item)});
    if (!translates) continue;
    const auto entry = model.itext_table.entries.find(xpath::evaluate_text(*label.args[0], about_item));
    if (entry == model.itext_table.entries.end()) continue;
    if (const auto* more = extras(entry->second)) made.media = more->media;
  }
  return out;
}

const FormSession::Impl::ChoiceIndex& FormSession::Impl::index_of(const ControlDefinition& control,
                                                                  const Node& node) const {
  const auto [entry, is_new] = choice_indexes_.try_emplace(&control);
  if (!is_new) return entry->second;
  Evaluation evaluation(*this, *state(node).scope, &node);
  xpath::Context about_item = evaluation.context;
  for (const Node* item : xpath::evaluate_nodes(control.itemset->nodes.root(), evaluation.context)) {
    about_item.node = item;
    entry->second.emplace(xpath::evaluate_text(control.itemset->value.root(), about_item), item);
  }
  return entry->second;
}

Status FormSession::Impl::check_value(const Node& node, std::string_view value) const {
  if (value.empty()) return {};
  const NodeDefinition& question = about(node);
  const ControlDefinition* control = question.control == kNone ? nullptr : &model.controls[question.control];
  if (control != nullptr && control->range) {
    MOTCUA_TRY(check_type(question.type, value));
    return check_range(*control->range, value);
  }
  if (control == nullptr || !is_choice(control->kind)) return check_type(question.type, value);
  std::vector<std::string_view> chosen;
  if (control->kind == ControlKind::select1) {
    chosen.push_back(value);
  } else {
    chosen = split(value, ' ');
    std::vector<std::string_view> sorted = chosen;
    std::ranges::sort(sorted);
    const bool twice = std::ranges::adjacent_find(sorted) != sorted.end();
    if (twice || sorted.front().empty()) return fail(ErrorCode::answer_type, path_of(node));
  }
  std::erase_if(chosen, [control](std::string_view one) {
    return std::ranges::find(control->choices, one, &ChoiceDefinition::value) != control->choices.end();
  });
  if (!chosen.empty() && control->itemset) {
    if (control->itemset->constant) {
      const ChoiceIndex& known = index_of(*control, node);
      std::erase_if(chosen, [&known](std::string_view one) { return known.contains(one); });
    } else {
      Evaluation evaluation(*this, *state(node).scope, &node);
      xpath::Context about_item = evaluation.context;
      for (const Node* item : xpath::evaluate_nodes(control->itemset->nodes.root(), evaluation.context)) {
        about_item.node = item;
        const std::string own = xpath::evaluate_text(control->itemset->value.root(), about_item);
        std::erase(chosen, std::string_view(own));
        if (chosen.empty()) break;
      }
    }
  }
  if (!chosen.empty()) return fail(ErrorCode::answer_type, path_of(node));
  return {};
}

std::string FormSession::Impl::label_of(const ControlDefinition& control, const Node& node,
                                        const std::string& value) const {
  const auto written = std::ranges::find(control.choices, value, &ChoiceDefinition::value);
  const Scope& scope = *state(node).scope;
  if (written != control.choices.end()) return render(written->label, scope, &node);
  if (!control.itemset) return {};
  Evaluation evaluation(*this, scope, &node);
  xpath::Context about_item = evaluation.context;
  const auto label = [&](const Node* item) {
    about_item.node = item;
    return xpath::evaluate_text(control.itemset->label.root(), about_item);
  };
  if (control.itemset->constant) {
    const ChoiceIndex& known = index_of(control, node);
    const auto found = known.find(value);
    return found == known.end() ? std::string() : label(found->second);
  }
  for (const Node* item : xpath::evaluate_nodes(control.itemset->nodes.root(), evaluation.context)) {
    about_item.node = item;
    if (xpath::evaluate_text(control.itemset->value.root(), about_item) == value) return label(item);
  }
  return {};
}

const xpath::Document* FormSession::Impl::instance(std::string_view name) const {
  const xpath::Document* found = model.instance(name);
  if (std::ranges::find(model.last_saved, name) != model.last_saved.end()) return &last_saved_;
  return found == &model.primary ? &tree : found;
}

/// Of a question in repeats: the one in the instances around `context`, else in the first ones.
std::string FormSession::Impl::choice_name(const std::string& value, const std::string& path,
                                           const Node* context) const {
  const auto found = model.locate(trim(path));
  if (!found || model.nodes[found->node].control == kNone) return value;
  NodeRef ref = *found;
  const Scope* around = context != nullptr && context->id != kNone ? state(*context).scope : &whole;
  const std::uint32_t repeat = model.nodes[ref.node].repeat;
  for (; around->repeat != kNone; around = around->parent) {
    const std::size_t level = around->depth() - 1;
    if (level >= ref.positions.size() || model.repeats[repeat].line[level] != around->repeat) continue;
    if (ref.positions[level] == 0) ref.positions[level] = around->node->position;
  }
  const Scope* scope = scope_of(ref, ref.positions.size());
  if (scope == nullptr) return {};
  const ControlDefinition& control = model.controls[model.nodes[ref.node].control];
  return label_of(control, *scope->slots[model.places[ref.node].slot], value);
}

std::string FormSession::Impl::itext(const std::string& id) const {
  const auto found = model.itext_table.entries.find(id);
  return found == model.itext_table.entries.end() ? id : translated(found->second, whole, nullptr);
}

}  // namespace motcua::forms
