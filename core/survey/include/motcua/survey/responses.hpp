#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "motcua/forms/form_session.hpp"
#include "motcua/records/store.hpp"
#include "motcua/survey/surveys.hpp"

namespace motcua::survey {

/// Fields of a response that are not answers.
inline constexpr const char* kStatusField = "@status";  ///< kStatusDraft or kStatusFinal.
inline constexpr const char* kStatusDraft = "draft";
inline constexpr const char* kStatusFinal = "final";
inline constexpr const char* kStartedField = "@started";    ///< Instant, ISO 8601.
inline constexpr const char* kFinishedField = "@finished";  ///< Instant, ISO 8601.
inline constexpr const char* kLanguageField = "@language";
inline constexpr const char* kAssignmentField = "@assignment";  ///< Hex, of an interview that somebody was assigned to.

/// Where a response stands, in the words that the surveyor sees.
enum class ResponseState : std::uint8_t {
  draft,    ///< Being written on this device.
  unsent,   ///< The server does not have it yet.
  sent,     ///< The server has it, finished.
  refused,  ///< The server keeps it apart and says why.
  shared,   ///< The server has it, and it is not finished: whoever may see it may go on with it.
};

struct ResponseSummary {
  EntityId id;
  std::string form_id;
  std::string version;
  std::string title;
  ResponseState state = ResponseState::draft;
  std::optional<Instant> started;
  std::optional<Instant> finished;
  std::optional<Error> verdict;          ///< Why the server refused it.
  bool is_final = false;                 ///< Finished, wherever it is.
  std::size_t conflicts = 0;             ///< Questions to which two people gave different answers.
  std::optional<EntityId> assignment{};  ///< Whom it is about, when that was assigned.
};

/// A question that two people answered differently, neither having seen the other's answer.
struct AnswerConflict {
  struct Side {
    std::string value;  ///< Empty: the answer was taken back.
    Instant at;         ///< When it was given, by the clock of the device.
    DeviceId device;
    bool stands = false;  ///< What the response has now.
  };
  forms::ItemView item;  ///< As the response stands.
  std::vector<Side> sides;
};

/// A response being filled: a form session whose every answer is durable before `answer` returns.
class ResponseDraft {
 public:
  [[nodiscard]] const EntityId& id() const;
  [[nodiscard]] const forms::FormSession& session() const;
  /// Whether it is stored as final: the next answer makes it a draft again.
  [[nodiscard]] bool is_finished() const;
  /// FormSession::answer, then all changed nodes in one durable transaction. On a storage failure the error is returned
  /// and the stored draft is what it was before; the session still shows the new value, so calling again retries.
  [[nodiscard]] Status answer(std::string_view ref, std::string_view value);
  /// FormSession::add_repeat, stored as `answer` stores; the reference of the new instance.
  [[nodiscard]] Result<std::string> add_repeat(std::string_view repeat_ref);
  [[nodiscard]] Status remove_repeat(std::string_view instance_ref);
  /// Takes the last removal back: every value is again what it was before. Fails with not_found when something was
  /// answered, added or removed since.
  [[nodiscard]] Status put_back();
  /// Stores what could not be stored when it was changed.
  [[nodiscard]] Status store();
  /// Answers an upload question with a file that this device keeps: its name is the value. Both are stored in one
  /// transaction. Fails with invalid_argument for a name that no file may have, else as `answer`.
  [[nodiscard]] Status attach(std::string_view ref, std::string_view name, const records::Attachment& file);
  /// The files of the response by name, also of answers that were taken back: they go when it is finished.
  [[nodiscard]] const std::map<std::string, records::Attachment, std::less<>>& files() const;
  /// FormSession::provide, stored as `answer` stores.
  [[nodiscard]] Status provide(std::string_view ref, std::string_view value);
  [[nodiscard]] Status set_language(std::string_view language);
  /// Seals the response as final, and with it the completed visit when it is of an assignment: both are there or
  /// neither. Fails with the first of `session().problems()` when a rule is broken.
  [[nodiscard]] Status finish();

 private:
  friend class Responses;
  struct Impl;
  explicit ResponseDraft(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

/// An interview that the office asked for.
struct ForAssignment {
  EntityId assignment;
  std::vector<forms::NodeValue> answers;  ///< Filled in already. What the form does not take is left out.
};

/// The responses of this device.
class Responses {
 public:
  Responses(records::LocalLog& log, SurveyCatalog& catalog, Clock& clock, Random& random);

  /// A new draft of a survey version; it exists durably from its first answer on. A form that asks for the last saved
  /// record is given the newest one that this device finished.
  [[nodiscard]] Result<ResponseDraft> start(const std::string& form_id, const std::string& version,
                                            const ForAssignment& about = {});
  /// Continues a draft, or opens what was finished or shared for more, with the form version that it was begun with.
  /// What is finished is so until an answer of it is changed. Fails with not_found.
  [[nodiscard]] Result<ResponseDraft> open(const EntityId& id);
  [[nodiscard]] Status discard(const EntityId& id);
  /// Sends a draft as it is: others who may see it may go on with it, and so may this device. Fails with not_found when
  /// nothing of it is open.
  [[nodiscard]] Status hand_over(const EntityId& id);
  /// The questions of a response on which somebody must decide. Those that are not asked are none.
  [[nodiscard]] Result<std::vector<AnswerConflict>> conflicts(const EntityId& id) const;
  /// Lets one answer stand, whatever others wrote, with all that is calculated from it. It is sent at once. Fails with
  /// conflict_gone when there is nothing to decide there any more.
  [[nodiscard]] Status decide(const EntityId& id, std::string_view ref, std::string_view value);
  /// Newest first.
  [[nodiscard]] Result<std::vector<ResponseSummary>> list() const;

 private:
  [[nodiscard]] Result<forms::FormSession> session_of(const records::EntityState& state) const;
  [[nodiscard]] Result<std::string> last_saved(const forms::FormDefinition& form) const;

  records::LocalLog* log_;
  SurveyCatalog* catalog_;
  Clock* clock_;
  Random* random_;
};

/// The server's rule for what devices push. Of a response: a known form version, fields that the form has (or known "@"
/// fields; "@file:…" as records::Attachment has it), a definition that never changes. Of a visit: an outcome and reason
/// that there are, of an assignment that the author may see. What fails goes to quarantine.
class ResponsePolicy final : public records::OperationPolicy {
 public:
  explicit ResponsePolicy(SurveyCatalog& catalog, records::StateStore& state) : catalog_(catalog), state_(state) {}
  [[nodiscard]] Status check(const records::Author& author, const records::Operation& operation) override;
  /// With the assignment that it is of, for whoever sees that.
  [[nodiscard]] Result<std::string> home(const records::Author& author, const records::Operation& operation) override;

 private:
  SurveyCatalog& catalog_;
  records::StateStore& state_;
};

}  // namespace motcua::survey
