#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "motcua/survey/responses.hpp"

namespace motcua::ui {

/// Brings answers into a draft and knows what may be said of them: "saved" only of what the draft has taken durably.
class AnswerKeeper {
 public:
  AnswerKeeper(survey::ResponseDraft draft, Clock& clock) : draft_(std::move(draft)), clock_(&clock) {}

  [[nodiscard]] const survey::ResponseDraft& draft() const { return draft_; }

  /// Answers and saves, after what could not be saved before. True when everything is saved.
  bool answer(std::string_view ref, std::string_view value);
  /// Answers with a file that this device keeps, and saves.
  [[nodiscard]] Status attach(std::string_view ref, std::string_view name, const records::Attachment& file);
  /// Saves again what could not be saved. True when everything is saved.
  bool retry();
  bool set_language(std::string_view language);
  /// Adds an instance to a repeat and saves it; its reference. Fails with what the form says against it, or with the
  /// storage's error, which is then `failure()` too.
  [[nodiscard]] Result<std::string> add_repeat(std::string_view repeat_ref);
  [[nodiscard]] Status remove_repeat(std::string_view instance_ref);
  /// Takes the last removal back, where nothing was answered since.
  [[nodiscard]] Status put_back();
  /// Makes the response final. Fails with the storage's error, or the first rule that is broken.
  [[nodiscard]] Status finish();

  /// When the last answer was saved; nullopt before the first in this sitting.
  [[nodiscard]] std::optional<Instant> saved_at() const { return saved_at_; }
  /// Why the newest answers are not saved; nullopt when all are.
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

  /// What a person typed into a question that cannot hold it ("12a" for a number).
  struct Refused {
    std::string text;
    Error error;
  };
  [[nodiscard]] const std::map<std::string, Refused, std::less<>>& refused() const { return refused_; }
  /// Every rule that keeps the response from being final, in the form's order; refused texts first.
  [[nodiscard]] std::vector<forms::Problem> problems() const;

 private:
  Status note(Status saved);

  survey::ResponseDraft draft_;
  Clock* clock_;
  std::vector<std::pair<std::string, std::string>> unsaved_;  ///< In the order in which they were given.
  std::map<std::string, Refused, std::less<>> refused_;
  std::optional<Instant> saved_at_;
  std::optional<Error> failure_;
};

}  // namespace motcua::ui
