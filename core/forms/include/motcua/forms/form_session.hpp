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

/// `items()` shows a repeat as an item `repeat` and then, for each instance, an item `repeat_instance` before its
/// content.
enum class ControlKind : std::uint8_t {
  none,
  input,
  select1,
  select,
  rank,
  range,
  trigger,
  upload,
  group,
  repeat,
  repeat_instance
};

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

/// A picture, sound or film that goes with a text, as written: "jr://images/a.png".
struct Media {
  enum class Kind : std::uint8_t { image, big_image, audio, video };
  Kind kind = Kind::image;
  std::string uri;
  friend bool operator==(const Media&, const Media&) = default;
};

struct Choice {
  std::string value;
  std::string label;  ///< In the session's language.
  std::vector<Media> media{};
};

/// What a range control offers: from `start` to `end` in steps of `step`, which is negative where it goes down.
struct Range {
  double start = 0;
  double end = 0;
  double step = 1;
};

/// What the interface needs to show one control now. A copy: stays valid when the session changes.
struct ItemView {
  std::string ref{};  ///< Path of the node in the instance, "/data/c9/q15"; inside repeats "/data/member[2]/age".
  int depth = 0;      ///< Groups, repeats and instances of repeats around it.
  ControlKind control = ControlKind::input;
  DataType type = DataType::string;
  std::string appearance{};  ///< As written in the form: "likert", "minimal", "field-list", …
  std::string label{};       ///< In the session's language, outputs filled in. Empty for an unlabelled group.
  std::string hint{};
  std::string guidance{};      ///< A longer hint for those who ask for it.
  std::vector<Media> media{};  ///< Of the label.
  std::string value{};         ///< Lexical form as in the submission; several choices are separated by spaces.
  std::vector<Choice> choices{};
  bool required = false;
  bool readonly = false;
  bool valid = true;      ///< False when a value is there and breaks the type or the constraint.
  std::string problem{};  ///< The constraint's message in the session's language; empty when the form has none.
  std::string required_message{};  ///< The form's own `jr:requiredMsg`, or empty.
  std::optional<Range> range{};    ///< Of a range control.
  std::string mediatype{};         ///< Of an upload: "image/*"; empty where any file will do.
  /// Other attributes of the control and its bind as written ("accuracyThreshold", "orx:max-pixels"), for the
  /// interface.
  std::vector<std::pair<std::string, std::string>> attributes{};
  std::size_t position = 0;  ///< Of a repeat's instance: its place, from 1.
  std::size_t count = 0;     ///< Of a repeat and its instances: how many there are.
  bool can_add = false;      ///< Of a repeat.
  bool can_remove = false;   ///< Of a repeat's instance.
};

/// Where a control stands and how far it is answered: an ItemView without its texts and choices, cheap for a whole
/// form.
struct ItemOutline {
  std::string ref{};
  int depth = 0;
  ControlKind control = ControlKind::input;
  std::string_view appearance{};  ///< Lives as long as the definition.
  std::string label{};            ///< Of groups, repeats and instances only.
  bool answered = false;
  bool required = false;
  bool readonly = false;
  bool valid = true;  ///< False when the constraint is broken; type and choices are not looked at.
  std::size_t position = 0, count = 0;
  bool can_add = false, can_remove = false;
};

/// A rule that the answers break now.
struct Problem {
  std::string ref;
  Error error;  ///< answer_required, answer_invalid (detail: the form's message) or answer_type.
};

/// A node's value: how sessions are restored and stored. A reference to a repeat ("/data/member") holds the number of
/// its instances.
struct NodeValue {
  std::string ref;
  std::string value;
};

/// What the form's `jr:preload="property"` may ask for. Empty: not known.
struct DeviceProperties {
  std::string device_id;
  std::string username;
  std::string email;
  std::string phone;
};

/// Something that an action of the form asks the device for; the host answers with `FormSession::provide`.
struct DeviceRequest {
  enum class Kind : std::uint8_t { geopoint, audio };
  Kind kind = Kind::geopoint;
  std::string ref;
  std::string quality;  ///< Of audio: "voice-only", "low", "normal", or empty.
};

/// What holds for a node now, whether it is shown or not.
struct NodeStatus {
  bool relevant = true;
  bool readonly = false;  ///< By its own rule or one around it.
  bool required = false;
};

/// What became of adding or removing an instance of a repeat.
struct RepeatChange {
  std::string ref;  ///< Of the new instance, or of the repeat.
  std::vector<NodeValue>
      changed;  ///< As `answer` returns it; a removal lists what moved up and blanks for what is gone.
};

struct SessionOptions {
  Clock* clock = nullptr;    ///< Required: today(), now(), start, end.
  Random* random = nullptr;  ///< Required: uuid(), random(), instanceID.
  std::string language{};    ///< Empty: the form's default.
  std::vector<NodeValue>
      restore{};  ///< A saved draft: set as they are; first-load actions and defaults do not run again.
  DeviceProperties properties{};
  /// `restore` is a final response that is opened again: it gets an instanceID of its own, and the one that it had
  /// becomes its deprecatedID.
  bool edit = false;
  /// The submission XML of the response of this form that was saved last: what `jr://instance/last-saved` reads.
  /// Empty: there is none, and all that reads it is blank.
  std::string last_saved{};
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
  /// Fails with form_too_large, and changes nothing, where a repeat would get too many instances.
  /// Returns every node whose stored value changed: the question and each calculation that followed.
  [[nodiscard]] Result<std::vector<NodeValue>> answer(std::string_view ref, std::string_view value);

  /// Adds an instance at the end of the repeat that `ref` names or is in: "/data/member", "/data/member[2]/child".
  /// Fails with form_reference, repeat_fixed (`jr:count`, `jr:noAddRemove`) or form_too_large.
  [[nodiscard]] Result<RepeatChange> add_repeat(std::string_view repeat_ref);
  /// Takes out the instance "/data/member[2]"; those after it move up. Fails with form_reference or repeat_fixed.
  [[nodiscard]] Result<RepeatChange> remove_repeat(std::string_view instance_ref);

  /// What the form's actions asked the device for and did not get yet.
  [[nodiscard]] std::vector<DeviceRequest> requests() const;
  /// Answers a request: a geopoint, or the name of a recording; "" when there is none to be had. Returns what changed.
  /// Fails with form_reference or answer_type.
  [[nodiscard]] Result<std::vector<NodeValue>> provide(std::string_view ref, std::string_view value);

  /// What ODK does when a response becomes final: sets the `end` time where the form asks for it. Returns what changed.
  [[nodiscard]] std::vector<NodeValue> finalise();

  /// Fails with invalid_argument for a language that the form does not have.
  [[nodiscard]] Status set_language(std::string_view language);
  [[nodiscard]] const std::string& language() const;

  /// The relevant controls in document order, groups before their content.
  [[nodiscard]] std::vector<ItemView> items() const;
  [[nodiscard]] std::optional<ItemView> item(std::string_view ref) const;
  /// The same controls in the same order, in brief.
  [[nodiscard]] std::vector<ItemOutline> outline() const;
  /// Of a repeat ("/data/member"): the number of its instances. nullopt for what cannot have a value.
  [[nodiscard]] std::optional<std::string> value(std::string_view ref) const;
  /// Of any node, groups and instances of repeats too; nullopt where there is none.
  [[nodiscard]] std::optional<NodeStatus> status(std::string_view ref) const;

  /// Every non-empty node value and the number of instances of each repeat: what a draft stores.
  [[nodiscard]] std::vector<NodeValue> values() const;

  /// Rules broken now, in document order, of relevant nodes only. Empty means that the response may be final.
  [[nodiscard]] std::vector<Problem> problems() const;

  /// Calculations of relevant nodes whose value is not what they come to now, with what it should be: of a filling that
  /// was restored, whose values were taken as they are. Left out are those that a clock, chance, the language or the
  /// device has a part in, and those that people may overwrite. nullopt when it takes too long to tell.
  [[nodiscard]] std::optional<std::vector<NodeValue>> differing_calculations() const;

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
