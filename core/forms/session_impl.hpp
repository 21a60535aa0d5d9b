#pragma once
#include <functional>
#include <queue>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "answer_types.hpp"
#include "form_model.hpp"
#include "motcua/forms/form_session.hpp"

namespace motcua::forms {

struct Scope;

/// The instances of one repeat in one place.
struct RepeatRange {
  std::vector<std::unique_ptr<Scope>> instances;
  bool marked = false;  ///< Its number of instances waits to be computed.
};

/// An instance of a repeat, or the whole form: where the nodes of definitions are.
struct Scope {
  std::uint32_t repeat = kNone;  ///< kNone: the whole form.
  Scope* parent = nullptr;
  xpath::Node* node = nullptr;
  std::vector<xpath::Node*> slots;               ///< By NodePlace::slot.
  std::vector<const xpath::Node* const*> chain;  ///< The slots of the whole form, of each instance around, its own.
  std::vector<RepeatRange> ranges;               ///< By RepeatDefinition::place.
  [[nodiscard]] std::uint32_t depth() const { return static_cast<std::uint32_t>(chain.size()) - 1; }
};

/// What is computed about a node. Its relevance lives in the tree, where expressions see it.
struct NodeState {
  Scope* scope = nullptr;
  std::uint8_t marks = 0;  ///< Rules that wait, a bit for each RuleKind.
  bool relevant = true;    ///< By its own rule; Node::relevant also counts the nodes around it.
  bool readonly = false;
  bool required = false;
  bool constraint_holds = true;
  bool changed = false;  ///< Noted in `changed_`.
};

/// More nodes than this no repeat makes, unless the form is written larger.
inline constexpr std::size_t kMaxNodes = 500'000;

struct FormSession::Impl final : xpath::Host {
  Impl(std::shared_ptr<const FormDefinition> form, SessionOptions options);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() override = default;

  /// Reads SessionOptions::last_saved where the form asks for it. Fails with form_not_xml.
  Status read_last_saved();

  // session_tree.cpp: the tree and its repeats.

  /// The node that a reference names; nullptr when there is none, or no such instance.
  [[nodiscard]] xpath::Node* find(std::string_view ref) const;
  [[nodiscard]] Scope* scope_of(const NodeRef& ref, std::size_t depth) const;
  [[nodiscard]] std::string path_of(const xpath::Node& node) const;
  [[nodiscard]] std::string path_of(const Scope& around, std::uint32_t repeat) const;
  [[nodiscard]] std::string path_of(const Scope& scope) const;
  /// Calls `leaf` for each node that can hold a value, and `range` for each repeat before its instances, in order.
  void visit(const Scope& scope, const std::function<void(xpath::Node&)>& leaf,
             const std::function<void(const Scope&, std::uint32_t repeat)>& range) const;
  /// Calls `use` for each node of a definition in `scope`.
  template <class Use>
  void each(std::uint32_t definition_index, Scope& scope, const Use& use);
  [[nodiscard]] RepeatRange& range(Scope& around, std::uint32_t repeat) const {
    return around.ranges[model.repeats[repeat].place];
  }
  Result<RepeatChange> add_repeat(std::string_view ref);
  Result<RepeatChange> remove_repeat(std::string_view ref);
  /// Makes the number of instances `wanted`, at the end. Fails with form_too_large; there are as many then as fit.
  Status resize(Scope& around, std::uint32_t repeat, std::size_t wanted);

  // session_rules.cpp: values and everything computed from them.

  Status restore(const std::vector<NodeValue>& values);
  Status start();
  Result<std::vector<NodeValue>> answer(std::string_view ref, std::string_view value);
  std::vector<NodeValue> finalise();
  void set_language(std::size_t index);
  [[nodiscard]] static const std::string& text(const xpath::Node& node) {
    return node.kind == xpath::NodeKind::attribute ? node.text : node.first_child->text;
  }
  /// Sets a leaf's text and marks the rules that read it.
  void set_text(xpath::Node& node, std::string value);
  /// Evaluates marked rules, in order, until none is left.
  void settle();
  [[nodiscard]] std::vector<NodeValue> take_changes();
  [[nodiscard]] bool is_readonly(const xpath::Node& node) const;
  [[nodiscard]] const NodeState& state(const xpath::Node& node) const { return states_[node.index]; }
  [[nodiscard]] NodeState& state(const xpath::Node& node) { return states_[node.index]; }
  [[nodiscard]] const NodeDefinition& about(const xpath::Node& node) const { return model.nodes[node.id]; }

  // session_actions.cpp

  void run_actions(ActionEvent event, xpath::Node* trigger);
  void run_action(const Action& action, xpath::Node& target);
  [[nodiscard]] std::string preloaded(Preload kind) const;
  void preload(Scope& scope);
  void preload_end();
  Result<std::vector<NodeValue>> provide(std::string_view ref, std::string_view value);

  // session_views.cpp: what people see.

  [[nodiscard]] std::vector<ItemView> items() const;
  [[nodiscard]] std::optional<ItemView> item(std::string_view ref) const;
  [[nodiscard]] std::vector<ItemOutline> outline() const;
  [[nodiscard]] std::vector<Problem> problems() const;

  // session_choices.cpp: texts and choices.

  [[nodiscard]] std::string render(const TextSource& source, const Scope& scope, const xpath::Node* node) const;
  [[nodiscard]] std::string render(const TextTemplate& parts, const Scope& scope, const xpath::Node* node) const;
  /// What goes with a text in the session's language; nullptr: nothing.
  [[nodiscard]] const Itext::Extras* extras(std::optional<std::uint32_t> entry) const;
  [[nodiscard]] std::vector<Choice> choices(const ControlDefinition& control, const xpath::Node& node) const;
  /// Why the value may not stay: wrong type, no such choice.
  [[nodiscard]] Status check_value(const xpath::Node& node, std::string_view value) const;

  // session_recheck.cpp
  [[nodiscard]] std::optional<std::vector<NodeValue>> differing_calculations();

  // submission.cpp
  [[nodiscard]] std::string submission() const;

  // xpath::Host
  [[nodiscard]] const xpath::Document* instance(std::string_view name) const override;
  [[nodiscard]] std::string choice_name(const std::string& value, const std::string& path,
                                        const xpath::Node* context) const override;
  [[nodiscard]] std::string itext(const std::string& id) const override;
  [[nodiscard]] std::string form_version() const override { return definition->version(); }
  [[nodiscard]] std::string device_property(const std::string& name) const override;

  std::shared_ptr<const FormDefinition> definition;
  const FormModel& model;
  const SessionOptions options;
  xpath::Document tree;
  Scope whole;
  std::vector<DeviceRequest> requests;
  std::size_t language_index = 0;
  std::string language;

 private:
  struct Phantom;
  struct Evaluation;

  // session_tree.cpp
  [[nodiscard]] std::unique_ptr<Scope> make_scope(std::uint32_t repeat, Scope& around) const;
  void open_scope(Scope& scope, std::uint32_t slots, std::size_t inner) const;
  xpath::Node* copy(const xpath::Node& source, xpath::Node* parent, xpath::Node* before, Scope& scope);
  void place(xpath::Node& node, std::uint32_t id, Scope& scope);
  Scope& append_instance(Scope& around, std::uint32_t repeat);
  void remove_instance(Scope& around, std::uint32_t repeat, std::size_t index);
  void forget(Scope& scope);
  void announce(Scope& scope);
  void note_count(const Scope& around, std::uint32_t repeat);
  void note_before(std::string ref, std::string before);
  [[nodiscard]] std::string stored(std::string_view ref) const;
  [[nodiscard]] Result<Scope*> range_owner(const NodeRef& ref, std::string_view written) const;

  // session_rules.cpp
  void mark(std::uint32_t rule, xpath::Node& home);
  void mark_dependents(xpath::Node& node, std::uint32_t below);
  void mark_all(bool speaking_only);
  void evaluate(std::uint32_t rule, xpath::Node& home);
  void evaluate_count(const Rule& rule, Scope& around, const xpath::Node& home);
  void set_relevant(xpath::Node& node, bool relevant);
  void spread_relevance(xpath::Node& node, bool around);
  void make_instance_id();
  void forget_changes();

  // session_views.cpp
  /// What a control stands for where it is shown: itself, a repeat, or one of its instances, which is `scope` then.
  enum class Shown : std::uint8_t { control, repeat, instance };
  using Use = std::function<void(const ControlDefinition& control, const Scope& scope, Shown as)>;
  void each_shown(std::uint32_t from, std::uint32_t to, const Scope& scope, const Use& use) const;
  [[nodiscard]] ItemOutline outline_of(const ControlDefinition& control, const Scope& scope, Shown as) const;
  [[nodiscard]] xpath::Node* node_of(const ControlDefinition& control, const Scope& scope) const;
  [[nodiscard]] bool is_shown(const ControlDefinition& control, const Scope& scope) const;
  [[nodiscard]] bool is_shown(const Scope& around, std::uint32_t repeat) const;
  [[nodiscard]] ItemView view(const ControlDefinition& control, const Scope& scope) const;
  [[nodiscard]] ItemView range_view(const ControlDefinition& control, const Scope& around) const;
  [[nodiscard]] ItemView instance_view(const ControlDefinition& control, const Scope& instance) const;

  // session_choices.cpp
  [[nodiscard]] std::string translated(std::uint32_t entry, const Scope& scope, const xpath::Node* node) const;
  [[nodiscard]] std::string label_of(const ControlDefinition& control, const xpath::Node& node,
                                     const std::string& value) const;
  /// The choices of a constant itemset by value.
  using ChoiceIndex = std::unordered_map<std::string, const xpath::Node*, TextHash, std::equal_to<>>;
  [[nodiscard]] const ChoiceIndex& index_of(const ControlDefinition& control, const xpath::Node& node) const;

  struct Waiting {
    std::uint32_t rule = kNone;
    std::uint32_t turn = 0;  ///< Of a circular rule: how often it has gone through its instances.
    std::uint64_t order = 0;
    xpath::Node* home = nullptr;
    friend bool operator>(const Waiting& a, const Waiting& b) {
      return std::tie(a.rule, a.turn, a.order) > std::tie(b.rule, b.turn, b.order);
    }
  };
  struct Before {
    std::string ref;
    std::string value;
  };

  std::vector<NodeState> states_;  ///< By Node::index.
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> queue_;
  std::vector<std::pair<xpath::Node*, std::string>> changed_;  ///< Since take_changes, with the value before.
  std::vector<Before> before_;  ///< Of references whose node was removed or moved since take_changes.
  std::unordered_set<std::string> before_refs_;
  std::vector<std::unique_ptr<Scope>> removed_;  ///< Kept while the queue may name their nodes.
  std::optional<Error> failure_;                 ///< What could not be computed since it was last asked for.
  std::size_t most_nodes_ = kMaxNodes;
  std::size_t circular_ = 0;  ///< Evaluations of circular rules in this settling.
  std::size_t circular_counts_ = 0;
  std::uint64_t circular_budget_ = 0;  ///< Nodes that circular rules may still look at.
  Waiting turn_;                       ///< What is being evaluated; no rule: nothing.
  bool calculates_ = true;             ///< False while a draft is restored: its values are what they were.
  mutable std::unordered_map<const ControlDefinition*, ChoiceIndex> choice_indexes_;
  mutable std::uint64_t budget_ = 0;
  mutable int rendering_ = 0;  ///< Texts around the one that is being put together: some contain themselves.
  mutable int rendered_ = 0;   ///< Texts in the outermost one.
  xpath::NameTable last_saved_names_{&model.names};
  xpath::Document last_saved_;
};

/// An instance that is not there, where one could be: what a repeat without instances is asked about.
struct FormSession::Impl::Phantom {
  Phantom(const Impl& session, const Scope& around, std::uint32_t repeat);
  Phantom(const Phantom&) = delete;
  Phantom& operator=(const Phantom&) = delete;
  xpath::Node node;
  xpath::Node blank;
  Scope scope;
};

/// Evaluates one expression about a node.
struct FormSession::Impl::Evaluation {
  Evaluation(const Impl& session, const Scope& scope, const xpath::Node* node);
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;
  xpath::Environment environment;
  xpath::Context context;
};

template <class Use>
void FormSession::Impl::each(std::uint32_t definition_index, Scope& scope, const Use& use) {
  const xpath::NodePlace& wanted = model.places[definition_index];
  if (wanted.depth == scope.depth()) {
    use(*scope.slots[wanted.slot]);
    return;
  }
  const std::uint32_t next = model.repeats[model.nodes[definition_index].repeat].line[scope.depth()];
  for (const auto& instance : range(scope, next).instances) each(definition_index, *instance, use);
}

}  // namespace motcua::forms
