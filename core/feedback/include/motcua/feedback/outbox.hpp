#pragma once
#include <cstdint>
#include <optional>
#include <set>
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
  unsent = 0,   ///< Durable on the phone; the office is still to answer.
  sent = 1,     ///< The office took it durably. (A restore may have lost it since.)
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

/// What was taken from the phone, for an undo.
struct RemovedRating {
  std::string code;
  std::string lookup_code;  ///< Empty when it was sent and is not on its way again.
  MyRating mine;
  std::uint64_t epoch = 0;  ///< Of the office that took it; 0: none has, or it did not say.
};
struct RemovedFeedback {
  std::string lookup_code;  ///< Empty when it was sent.
  MyFeedback mine;
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
  /// The dossier goes from the phone, and with it its rating, unless that is still to be sent for the first time.
  /// Returns what went.
  [[nodiscard]] Result<std::optional<RemovedRating>> forget_dossier(std::string_view code);
  /// Feedback goes from the phone, unless it is still to be sent. Returns what went.
  [[nodiscard]] Result<std::optional<RemovedFeedback>> forget_feedback(const FeedbackId& id);
  /// What went is there again. A rating that was made since stays instead.
  [[nodiscard]] Status put_back(const RemovedRating& removed);
  [[nodiscard]] Status put_back(const RemovedFeedback& removed);

  // For Sender.
  /// The oldest that is unsent and not among `but`: ratings, then feedback. monostate: there is none.
  using ItemId = std::variant<RatingId, FeedbackId>;
  [[nodiscard]] Result<std::variant<std::monostate, RateRequest, FeedbackRequest>> next(
      const std::set<ItemId>& but = {}) const;
  /// Of this very rating: the dossier's may be another one by now. What only the sending needed (lookup code, telephone
  /// number) is deleted.
  /// `epoch` is that of RateReply.
  [[nodiscard]] Status note_sent(const RatingId& id, std::uint64_t epoch);
  [[nodiscard]] Status note_sent(const FeedbackId& id);
  /// One that was on its way again counts as sent, as before: the office took it once. After lookup_failed it is sent
  /// once more later, since a restore may have cost the office the dossier too, until that is imported anew.
  [[nodiscard]] Status note_refused(const RatingId& id, ErrorCode why);
  [[nodiscard]] Status note_refused(const FeedbackId& id, ErrorCode why);
  /// kMaxReceipts at most of what was sent and is not among `but`: the newest first, and after all of them what has an
  /// answer, as an office may correct it.
  [[nodiscard]] Result<std::vector<std::string>> receipts(const std::set<std::string>& but = {}) const;
  /// Is there a rating that a restored office may lack one day?
  [[nodiscard]] Result<bool> has_sent_ratings() const;
  /// Codes of the dossiers whose rating was sent in another epoch of the office than this one: a restore may have lost
  /// it.
  [[nodiscard]] Result<std::vector<std::string>> rated_in_other_epochs(std::uint64_t epoch) const;
  /// The dossier's rating that was sent is unsent again, under the same id.
  [[nodiscard]] Status send_again(std::string_view code, std::string_view lookup_code);
  /// The office does not know a feedback that it had, as after a restore: without an answer it is to be sent again,
  /// under the same id. The lookup code that its dossier asks for is deleted by now, so it goes as feedback on none,
  /// and says so here too.
  [[nodiscard]] Status note_lost(std::string_view receipt);
  /// A later one than is there counts as not seen. Otherwise what the citizen has stays as it is: also when the office
  /// has forgotten it since, or was restored from before it.
  [[nodiscard]] Status note_answer(const Answer& answer);

 private:
  storage::Database* database_;
};

}  // namespace motcua::feedback
