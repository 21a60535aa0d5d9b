#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/feedback/messages.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::feedback {

/// How far something that a citizen wrote has come.
enum class Delivery : std::uint8_t {
  unsent = 0,   ///< Durable on the phone; the office does not have it.
  sent = 1,     ///< The office has it durably.
  refused = 2,  ///< The office will not take it; it stays on the phone.
};

struct MyRating {
  Rating rating;
  Instant made;
  Delivery delivery = Delivery::unsent;
  std::optional<ErrorCode> refused;  ///< Why.
};

struct MyFeedback {
  Feedback feedback;         ///< Without the telephone number once it was sent.
  std::string dossier_code;  ///< Empty: about none, as far as the office knows or will know.
  Instant made;
  Delivery delivery = Delivery::unsent;
  std::optional<ErrorCode> refused;
  std::optional<Instant> answered;
  std::string answer;
  bool answer_seen = false;
};

/// What a citizen wrote on this phone. Durable when a call returns; nothing unsent is ever removed by itself.
class Outbox {
 public:
  explicit Outbox(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);

  /// Takes the place of the phone's rating of that dossier before it. Codes as `dossier::normalise_code` gives them.
  /// Fails with invalid_argument as `check` does.
  [[nodiscard]] Status rate(std::string_view code, std::string_view lookup_code, const Rating& rating, Instant now);
  [[nodiscard]] Result<std::optional<MyRating>> rating_of(std::string_view code) const;
  /// Both codes empty: about no dossier.
  [[nodiscard]] Status write(std::string_view code, std::string_view lookup_code, const Feedback& feedback,
                             Instant now);
  /// Newest first.
  [[nodiscard]] Result<std::vector<MyFeedback>> list() const;
  [[nodiscard]] Result<std::int64_t> unsent_count() const;
  [[nodiscard]] Status note_answers_seen();
  /// What was refused is tried again.
  [[nodiscard]] Status retry_refused();
  /// The dossier goes from the phone, and with it its rating, unless that is still to be sent.
  [[nodiscard]] Status forget_dossier(std::string_view code);
  /// Feedback goes from the phone, unless it is still to be sent.
  [[nodiscard]] Status forget_feedback(const FeedbackId& id);

  // For Sender.
  /// The oldest that is unsent.
  [[nodiscard]] Result<std::variant<std::monostate, RateRequest, FeedbackRequest>> next() const;
  /// Of this very rating: the dossier's may be another one by now. What only the sending needed (lookup code, telephone
  /// number) is deleted.
  [[nodiscard]] Status note_sent(const RatingId& id);
  [[nodiscard]] Status note_sent(const FeedbackId& id);
  [[nodiscard]] Status note_refused(const RatingId& id, ErrorCode why);
  [[nodiscard]] Status note_refused(const FeedbackId& id, ErrorCode why);
  /// The newest kMaxReceipts that were sent and not answered.
  [[nodiscard]] Result<std::vector<std::string>> waiting_receipts() const;
  /// The office does not know a feedback that it had, as after a restore: it is to be sent again, under the same id.
  /// The lookup code that its dossier asks for is deleted by now, so it goes as feedback on none, and says so here too.
  [[nodiscard]] Status note_lost(std::string_view receipt);
  [[nodiscard]] Status note_answer(const Answer& answer);

 private:
  storage::Database* database_;
};

}  // namespace motcua::feedback
