#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/base/bytes.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/feedback/feedback.hpp"

/// Ratings, feedback and its answers on the wire. Encoding as in sync/messages.hpp: `encode(message)`,
/// `decode<T>(frame)`.
namespace motcua::feedback {

inline constexpr const char* kRatePath = "/v1/ratings";
inline constexpr const char* kFeedbackPath = "/v1/feedback";
inline constexpr const char* kAnswersPath = "/v1/feedback/answers";
/// Receipts that may be asked about at once.
inline constexpr std::size_t kMaxReceipts = 20;

/// A rating of the dossier that both codes fit. Sent again it is taken as known.
struct RateRequest {
  Rating rating;
  std::string code;
  std::string lookup_code;
};
struct RateReply {
  Instant received;
  std::uint64_t epoch = 0;  ///< Of the office's log, as in sync::HelloReply; 0: an office before revision 1.5.
};

struct FeedbackRequest {
  Feedback feedback;
  std::string code;  ///< With lookup_code, the dossier that it is about; both empty: none.
  std::string lookup_code;
};
struct FeedbackReply {
  Instant received;
};

struct AnswersRequest {
  std::vector<std::string> receipts;  ///< May be none: who asks for the epoch only.
};
struct Answer {
  std::string receipt;
  Instant received;
  std::optional<Instant> answered;
  std::string text;  ///< Of the last answer.
  friend bool operator==(const Answer&, const Answer&) = default;
};
/// What the office does not know is not in it.
struct AnswersReply {
  std::vector<Answer> answers;
  std::uint64_t epoch = 0;  ///< As in RateReply.
};

[[nodiscard]] Bytes encode(const RateRequest& message);
[[nodiscard]] Bytes encode(const RateReply& message);
[[nodiscard]] Bytes encode(const FeedbackRequest& message);
[[nodiscard]] Bytes encode(const FeedbackReply& message);
[[nodiscard]] Bytes encode(const AnswersRequest& message);
[[nodiscard]] Bytes encode(const AnswersReply& message);
/// Says nothing of whether a rating or feedback is sound: `check` does.
template <class Message>
[[nodiscard]] Result<Message> decode(ByteView frame_bytes);

}  // namespace motcua::feedback
