#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "motcua/forms/form_definition.hpp"
#include "motcua/forms/form_session.hpp"
#include "xpath/analysis.hpp"
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
  /// What else an entry has in a language.
  struct Extras {
    std::vector<Media> media;
    TextTemplate guidance;
  };
  std::vector<std::unordered_map<std::uint32_t, Extras>> extras;  ///< By language.
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
  std::vector<xpath::Read> reads;  ///< What `nodes` depends on.
  bool constant = false;           ///< The same choices whatever the answers are.
};

inline constexpr std::uint32_t kNone = xpath::kNoId;

struct ControlDefinition {
  ControlKind kind = ControlKind::input;
  std::uint32_t node = kNone;    ///< kNone: a group without a node.
  std::uint32_t parent = kNone;  ///< The control around it.
  std::uint32_t end = 0;         ///< Controls after this one that are in it end before this index.
  int depth = 0;
  std::string appearance;
  TextSource label;
  TextSource hint;
  std::vector<ChoiceDefinition> choices;
  std::optional<Itemset> itemset;
  std::optional<Range> range;
  std::string mediatype;
  std::vector<std::pair<std::string, std::string>> attributes;  ///< Those that mean nothing to the engine.
};

enum class Preload : std::uint8_t { none, uid, start, end, today, device_id, username, email, phone };

/// An element or attribute of the primary instance.
struct NodeDefinition {
  std::string path;
  std::uint32_t parent = kNone;
  std::uint32_t subtree_end = 0;  ///< Nodes after this one that are below it end before this index.
  std::uint32_t repeat = kNone;   ///< The innermost repeat that it is in or an instance of.
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
  std::vector<std::pair<std::string, std::string>> attributes;  ///< Of its bind, as written, for the interface.
};

/// A repeat and its template. `nodes` of the model holds the definitions of one instance.
struct RepeatDefinition {
  std::uint32_t node = kNone;    ///< Of an instance.
  std::uint32_t parent = kNone;  ///< The repeat around it.
  std::uint32_t place = 0;       ///< Among the repeats directly in its parent, or in the form.
  std::uint32_t slots = 0;       ///< Nodes of one instance, without those of repeats in it.
  std::uint32_t control = kNone;
  std::uint32_t count = kNone;       ///< The rule of `jr:count`.
  bool fixed = false;                ///< People may neither add nor remove instances.
  std::vector<std::uint32_t> inner;  ///< Repeats directly in it.
  std::vector<std::uint32_t> line;   ///< Repeats around it from the outermost on, and itself.
};

/// `count` is the number of instances of a repeat; its node is the repeat's.
enum class RuleKind : std::uint8_t { calculate, relevant, readonly, required, constraint, count };

/// One computed property of a node: a vertex of the dependency graph.
struct Rule {
  RuleKind kind = RuleKind::calculate;
  std::uint32_t node = kNone;
  xpath::Expression expression;
  std::vector<xpath::Read> reads;         ///< Nodes whose value or relevance it depends on, in rising order.
  std::vector<std::string> choice_names;  ///< Paths of questions whose choices it reads by jr:choice-name.
  bool speaks = false;                    ///< Depends on the language.
  bool pure = true;                       ///< Depends on neither the clock nor randomness.
  bool circular = false;                  ///< Depends on itself in other instances.
};

/// A rule that depends on a node, and the repeats that both have in common.
struct Dependent {
  std::uint32_t rule = kNone;
  std::uint32_t shared = 0;
};

/// A reference to a node with the positions written in it: by depth of repeat, 0 where none is.
struct NodeRef {
  std::uint32_t node = kNone;
  std::vector<std::uint32_t> positions;
};

enum class ActionEvent : std::uint8_t { first_load, load, new_repeat, value_changed };
enum class ActionKind : std::uint8_t { set_value, set_geopoint, record_audio };

struct Action {
  ActionKind kind = ActionKind::set_value;
  ActionEvent event = ActionEvent::first_load;
  std::uint32_t trigger = kNone;  ///< The question or repeat that it is written in; kNone: in the model.
  std::uint32_t target = kNone;
  std::uint32_t shared = 0;   ///< Repeats around both: the target is in the trigger's instances of these.
  xpath::Expression value{};  ///< Absent: `text`.
  std::string text{};
  std::string quality{};  ///< record_audio: as written.
};

/// Everything read from a form; never changes after loading.
struct FormModel final : xpath::Host {
  std::string id;
  std::string version;
  std::string title;
  std::string own_namespace;  ///< The instance root's own xmlns, if it declares one.
  Itext itext_table;
  xpath::NameTable names;
  std::string primary_name;  ///< The `id` of the primary instance's <instance>, mostly empty.
  /// The primary instance as written, templates of repeats among it; Node::id counts `nodes`.
  xpath::Document primary;
  std::vector<NodeDefinition> nodes;         ///< In document order, attributes after their element.
  std::vector<xpath::NodePlace> places;      ///< By node.
  std::vector<RepeatDefinition> repeats;     ///< In document order.
  std::vector<std::uint32_t> outer_repeats;  ///< Those in no other.
  std::uint32_t outer_slots = 0;             ///< Nodes in no repeat.
  TextMap<std::uint32_t> by_path;
  TextMap<xpath::Document> instances;
  std::vector<NeededFile> files;        ///< What the form takes from outside.
  std::vector<std::string> last_saved;  ///< Names of the instances that are the response saved last.
  std::vector<ControlDefinition> controls;
  std::vector<Rule> rules;                         ///< In an order in which each rule comes after all it depends on.
  std::vector<std::vector<Dependent>> dependents;  ///< By node: rules that read it.
  std::vector<Action> actions;
  std::vector<std::uint32_t> preloads;  ///< Nodes that have one.
  std::uint32_t instance_id = kNone;
  std::uint32_t deprecated_id = kNone;
  bool deprecated_id_made = false;  ///< The form does not have it: it is written where it has a value.

  /// Of the template: while a form is loaded, no labels are known.
  [[nodiscard]] const xpath::Document* instance(std::string_view name) const override;
  [[nodiscard]] std::string choice_name(const std::string&, const std::string&, const xpath::Node*) const override {
    return {};
  }
  [[nodiscard]] std::string itext(const std::string&) const override { return {}; }
  /// A path without positions.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view path) const;
  /// A path with positions, "/data/member[2]/age". A position where no repeat is must be 1.
  [[nodiscard]] std::optional<NodeRef> locate(std::string_view ref) const;
  [[nodiscard]] bool is_repeat(std::uint32_t node) const {
    return nodes[node].repeat != kNone && repeats[nodes[node].repeat].node == node;
  }
  /// True when an element of `primary` is a template (`jr:template`): no instance of the repeat.
  [[nodiscard]] static bool is_template(const xpath::Node& element);
};

}  // namespace motcua::forms
