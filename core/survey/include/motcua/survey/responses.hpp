#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "motcua/forms/form_session.hpp"
#include "motcua/records/store.hpp"
#include "motcua/survey/surveys.hpp"

namespace motcua::survey {

/// Fields of a response that are not answers.
inline constexpr const char* kStatusField = "@status";      ///< "draft" or "final".
inline constexpr const char* kStartedField = "@started";    ///< Instant, ISO 8601.
inline constexpr const char* kFinishedField = "@finished";  ///< Instant, ISO 8601.
inline constexpr const char* kLanguageField = "@language";

/// Where a response stands, in the words that the surveyor sees.
enum class ResponseState : std::uint8_t { draft, unsent, sent, refused };

struct ResponseSummary {
  EntityId id;
  std::string form_id;
  std::string version;
  std::string title;
  ResponseState state = ResponseState::draft;
  std::optional<Instant> started;
  std::optional<Instant> finished;
  std::optional<Error> verdict;  ///< Why the server refused it.
};

/// A response being filled: a form session whose every answer is durable before `answer` returns.
class ResponseDraft {
 public:
  [[nodiscard]] const EntityId& id() const;
  [[nodiscard]] const forms::FormSession& session() const;
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
  /// FormSession::provide, stored as `answer` stores.
  [[nodiscard]] Status provide(std::string_view ref, std::string_view value);
  [[nodiscard]] Status set_language(std::string_view language);
  /// Seals the response as final. Fails with the first of `session().problems()` when a rule is broken.
  [[nodiscard]] Status finish();

 private:
  friend class Responses;
  struct Impl;
  explicit ResponseDraft(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

/// The responses of this device.
class Responses {
 public:
  Responses(records::LocalLog& log, SurveyCatalog& catalog, Clock& clock, Random& random);

  /// A new draft of a survey version; it exists durably from its first answer on. A form that asks for the last saved
  /// record is given the newest one that this device finished.
  [[nodiscard]] Result<ResponseDraft> start(const std::string& form_id, const std::string& version);
  /// Continues a draft with the form version that it was begun with. Fails with not_found.
  [[nodiscard]] Result<ResponseDraft> open(const EntityId& id);
  [[nodiscard]] Status discard(const EntityId& id);
  /// Newest first.
  [[nodiscard]] Result<std::vector<ResponseSummary>> list() const;

 private:
  [[nodiscard]] Result<std::string> last_saved(const forms::FormDefinition& form) const;

  records::LocalLog* log_;
  SurveyCatalog* catalog_;
  Clock* clock_;
  Random* random_;
};

/// The server's rule for pushed responses: a known form version, fields that the form has (or known "@" fields), a
/// definition that never changes. What fails goes to quarantine.
class ResponsePolicy final : public records::OperationPolicy {
 public:
  explicit ResponsePolicy(SurveyCatalog& catalog, records::StateStore& state) : catalog_(catalog), state_(state) {}
  [[nodiscard]] Status check(const records::Author& author, const records::Operation& operation) override;

 private:
  SurveyCatalog& catalog_;
  records::StateStore& state_;
};

}  // namespace motcua::survey
