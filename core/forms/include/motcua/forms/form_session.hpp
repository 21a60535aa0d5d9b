#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"
#include "motcua/forms/form_definition.hpp"

namespace motcua::forms {

enum class ControlKind : std::uint8_t { none, input, select1, select, rank, range, trigger, upload, group, repeat };

enum class DataType : std::uint8_t {
  string,
  integer,
  decimal,
  boolean,
  date,
  time,
  date_time,
  geopoint,
  geotrace,
  geoshape,
  binary,
  barcode,
  intent
};

struct Choice {
  std::string value;
  std::string label;  ///< In the session's language.
};

/// What the interface needs to show one control now. A copy: stays valid when the session changes.
struct ItemView {
  std::string ref{};  ///< Path of the node in the instance, "/data/c9/q15"; inside repeats "/data/member[2]/age".
  int depth = 0;      ///< Groups and repeats around it.
  ControlKind control = ControlKind::input;
  DataType type = DataType::string;
  std::string appearance{};  ///< As written in the form: "likert", "minimal", "field-list", …
  std::string label{};       ///< In the session's language, outputs filled in. Empty for an unlabelled group.
  std::string hint{};
  std::string value{};  ///< Lexical form as in the submission; several choices are separated by spaces.
  std::vector<Choice> choices{};
  bool required = false;
  bool readonly = false;
  bool valid = true;      ///< False when a value is there and breaks the type or the constraint.
  std::string problem{};  ///< The constraint's message in the session's language; empty when the form has none.
  std::string required_message{};  ///< The form's own `jr:requiredMsg`, or empty.
};

/// A rule that the answers break now.
struct Problem {
  std::string ref;
  Error error;  ///< answer_required, answer_invalid (detail: the form's message) or answer_type.
};

/// A node's value: how sessions are restored and stored.
struct NodeValue {
  std::string ref;
  std::string value;
};

struct SessionOptions {
  Clock* clock = nullptr;    ///< Required: today(), now(), start, end.
  Random* random = nullptr;  ///< Required: uuid(), random(), instanceID.
  std::string language;      ///< Empty: the form's default.
  std::vector<NodeValue>
      restore;  ///< A saved draft: set as they are; first-load actions and defaults do not run again.
};

/// One filling of a form: the primary instance and everything computed from it. Not thread-safe.
/// After each call all calculations, relevance, constraints and labels are up to date.
class FormSession {
 public:
  [[nodiscard]] static Result<FormSession> create(std::shared_ptr<const FormDefinition> definition,
                                                  SessionOptions options);
  FormSession(FormSession&&) noexcept;
  FormSession& operator=(FormSession&&) noexcept;
  ~FormSession();

  [[nodiscard]] const FormDefinition& definition() const;

  /// Sets the value of a question; "" clears it. Text is stored NFC. A value of the wrong type is refused with
  /// answer_type and nothing changes; a value that breaks the constraint is kept and shows as `valid == false` (people
  /// correct it later; `finish` rules it out). Fails with answer_readonly, form_reference.
  /// Returns every node whose stored value changed: the question and each calculation that followed.
  [[nodiscard]] Result<std::vector<NodeValue>> answer(std::string_view ref, std::string_view value);

  /// What ODK does when a response becomes final: sets the `end` time where the form asks for it. Returns what changed.
  [[nodiscard]] std::vector<NodeValue> finalise();

  /// Fails with invalid_argument for a language that the form does not have.
  [[nodiscard]] Status set_language(std::string_view language);
  [[nodiscard]] const std::string& language() const;

  /// The relevant controls in document order, groups before their content.
  [[nodiscard]] std::vector<ItemView> items() const;
  [[nodiscard]] std::optional<ItemView> item(std::string_view ref) const;
  [[nodiscard]] std::optional<std::string> value(std::string_view ref) const;

  /// Every non-empty node value: what a draft stores.
  [[nodiscard]] std::vector<NodeValue> values() const;

  /// Rules broken now, in document order, of relevant nodes only. Empty means that the response may be final.
  [[nodiscard]] std::vector<Problem> problems() const;

  /// The submission as ODK defines it: non-relevant nodes left out, `meta/instanceID` filled.
  [[nodiscard]] std::string submission_xml() const;
  /// "uuid:…"
  [[nodiscard]] std::string instance_id() const;

 private:
  struct Impl;
  explicit FormSession(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::forms
