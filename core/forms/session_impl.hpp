#pragma once
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "answer_types.hpp"
#include "form_model.hpp"
#include "motcua/forms/form_session.hpp"

namespace motcua::forms {

/// What is computed about a node. Its relevance lives in the tree, where expressions see it.
struct NodeState {
  bool relevant = true;  ///< By its own rule; Node::relevant also counts the nodes around it.
  bool readonly = false;
  bool required = false;
  bool constraint_holds = true;
};

struct FormSession::Impl final : xpath::Host {
  Impl(std::shared_ptr<const FormDefinition> form, Clock& clock_port, Random& random_port);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  // session_rules.cpp: values and everything computed from them.

  Status restore(const std::vector<NodeValue>& values);
  void start();
  Result<std::vector<NodeValue>> answer(std::string_view ref, std::string_view value);
  std::vector<NodeValue> finalise();
  [[nodiscard]] const std::string& text(std::uint32_t node) const;
  /// Sets a leaf's text and marks the rules that read it.
  void set_text(std::uint32_t node, std::string value);
  /// Evaluates marked rules, in order, until none is left.
  void settle();
  void run_actions(ActionEvent event, std::uint32_t trigger);
  void preload();
  [[nodiscard]] std::vector<NodeValue> take_changes();
  [[nodiscard]] bool is_readonly(std::uint32_t node) const;
  [[nodiscard]] bool is_relevant(std::uint32_t node) const { return nodes[node]->relevant; }

  // session_views.cpp: what people see.

  [[nodiscard]] ItemView view(const ControlDefinition& control) const;
  [[nodiscard]] std::string render(const TextSource& source, std::uint32_t node) const;
  [[nodiscard]] std::string render(const TextTemplate& parts, std::uint32_t node) const;
  [[nodiscard]] std::string translated(std::uint32_t entry, std::uint32_t node) const;
  [[nodiscard]] std::vector<Choice> choices(const ControlDefinition& control, bool with_labels) const;
  /// Why the value may not stay: wrong type, no such choice.
  [[nodiscard]] Status check_value(std::uint32_t node, std::string_view value) const;
  [[nodiscard]] std::vector<Problem> problems() const;
  [[nodiscard]] bool is_shown(const ControlDefinition& control) const;

  // submission.cpp
  [[nodiscard]] std::string submission() const;

  // xpath::Host
  [[nodiscard]] const xpath::Document* instance(std::string_view name) const override;
  [[nodiscard]] std::string choice_name(const std::string& value, const std::string& path,
                                        const xpath::Node* context) const override;
  [[nodiscard]] std::string itext(const std::string& id) const override;

  [[nodiscard]] xpath::Environment environment() const;
  [[nodiscard]] xpath::Context context(xpath::Environment& env, std::uint32_t node) const;
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view ref) const;

  std::shared_ptr<const FormDefinition> definition;
  const FormModel& model;
  Clock& clock;
  Random& random;
  xpath::Document tree;
  std::vector<xpath::Node*> nodes;        ///< By definition.
  std::vector<const xpath::Node*> fixed;  ///< The same, as expressions take them.
  std::vector<NodeState> states;
  std::size_t language_index = 0;
  std::string language;

 private:
  void mark_dependents(std::uint32_t node);
  void evaluate(const Rule& rule);
  void set_relevant(std::uint32_t node, bool relevant);
  void spread_relevance(std::uint32_t node, bool around);

  std::vector<bool> marked_;
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> queue_;
  std::vector<std::pair<std::uint32_t, std::string>>
      changed_;             ///< Nodes set since take_changes, with the value before.
  bool calculates_ = true;  ///< False while a draft is restored: its values are what they were.
};

}  // namespace motcua::forms
