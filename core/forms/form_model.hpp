#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "motcua/forms/form_definition.hpp"
#include "motcua/forms/form_session.hpp"
#include "xpath/evaluator.hpp"
#include "xpath/expression.hpp"

namespace motcua::forms {

/// A map from text that can be asked with views.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
template <class T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

/// A piece of a text: written out, or an `<output value="…"/>`.
struct TextPart {
  std::string text;
  xpath::Expression output;
};
using TextTemplate = std::vector<TextPart>;

/// A label, hint or message: written out, an entry of the translations, or an expression.
struct TextSource {
  TextTemplate parts;
  std::optional<std::uint32_t> itext;
  xpath::Expression expression;
  [[nodiscard]] bool empty() const { return parts.empty() && !itext && !expression; }
};

/// The translations: texts[language][entry].
struct Itext {
  std::vector<std::string> languages;
  TextMap<std::uint32_t> entries;
  std::vector<std::vector<std::optional<TextTemplate>>> texts;
};

struct ChoiceDefinition {
  std::string value;
  TextSource label;
};

/// Choices taken from an instance: `nodes` relative to the question, `value` and `label` relative to each node.
struct Itemset {
  xpath::Expression nodes;
  xpath::Expression value;
  xpath::Expression label;
};

inline constexpr std::uint32_t kNone = xpath::kNoId;

struct ControlDefinition {
  ControlKind kind = ControlKind::input;
  std::uint32_t node = kNone;    ///< kNone: a group without a node.
  std::uint32_t parent = kNone;  ///< The control around it.
  int depth = 0;
  std::string appearance;
  TextSource label;
  TextSource hint;
  std::vector<ChoiceDefinition> choices;
  std::optional<Itemset> itemset;
};

enum class Preload : std::uint8_t { none, uid, start, end, today };

/// An element or attribute of the primary instance.
struct NodeDefinition {
  std::string path;
  std::uint32_t parent = kNone;
  std::uint32_t subtree_end = 0;  ///< Nodes after this one that are below it end before this index.
  bool leaf = true;
  bool attribute = false;
  bool bound = false;
  DataType type = DataType::string;
  Preload preload = Preload::none;
  std::uint32_t control = kNone;
  std::uint32_t calculate = kNone;  ///< Their rules.
  std::uint32_t relevant = kNone;
  std::uint32_t readonly = kNone;
  std::uint32_t required = kNone;
  std::uint32_t constraint = kNone;
  TextSource constraint_message;
  TextSource required_message;
};

enum class RuleKind : std::uint8_t { calculate, relevant, readonly, required, constraint };

/// One computed property of a node: a vertex of the dependency graph.
struct Rule {
  RuleKind kind = RuleKind::calculate;
  std::uint32_t node = kNone;
  xpath::Expression expression;
  std::vector<std::uint32_t> reads;  ///< Nodes whose value or relevance it depends on, in rising order.
};

enum class ActionEvent : std::uint8_t { first_load, load, value_changed };

struct SetValue {
  ActionEvent event = ActionEvent::first_load;
  std::uint32_t trigger = kNone;  ///< value_changed: the question.
  std::uint32_t target = kNone;
  xpath::Expression value;  ///< Absent: `text`.
  std::string text;
};

/// Everything read from a form; never changes after loading.
struct FormModel final : xpath::Host {
  std::string id;
  std::string version;
  std::string title;
  std::string own_namespace;  ///< The instance root's own xmlns, if it declares one.
  Itext itext_table;
  xpath::NameTable names;
  std::string primary_name;                   ///< The `id` of the primary instance's <instance>, mostly empty.
  xpath::Document primary;                    ///< The template of the primary instance; Node::id counts `nodes`.
  std::vector<NodeDefinition> nodes;          ///< In document order, attributes after their element.
  std::vector<std::uint32_t> template_index;  ///< By node: its place in `primary`.
  TextMap<std::uint32_t> by_path;
  TextMap<xpath::Document> instances;
  std::vector<NeededFile> files;        ///< What the form takes from outside.
  std::vector<std::string> last_saved;  ///< Names of the instances that are the response saved last.
  std::vector<ControlDefinition> controls;
  std::vector<Rule> rules;  ///< In an order in which each rule comes after all it depends on.
  std::vector<std::vector<std::uint32_t>> dependents;  ///< By node: rules that read it.
  std::vector<SetValue> actions;
  std::uint32_t instance_id = kNone;

  /// Of the template: while a form is loaded, no labels are known.
  [[nodiscard]] const xpath::Document* instance(std::string_view name) const override;
  [[nodiscard]] std::string choice_name(const std::string&, const std::string&, const xpath::Node*) const override {
    return {};
  }
  [[nodiscard]] std::string itext(const std::string&) const override { return {}; }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view path) const;
};

}  // namespace motcua::forms
