#include "motcua/feedback/sender.hpp"

#include <algorithm>
#include <utility>

#include "motcua/sync/http_failure.hpp"

namespace motcua::feedback {
namespace {

constexpr std::int64_t kAskAgainMs = 10LL * 60 * 1000;

/// What the office says of the thing itself: sending it again would not help.
bool is_final(ErrorCode code) {
  switch (code) {
    case ErrorCode::lookup_failed:
    case ErrorCode::invalid_argument:
    case ErrorCode::frame_malformed:
    case ErrorCode::frame_too_large:
      return true;
    default:
      return false;
  }
}

}  // namespace

void Sender::wake() {
  backoff_.reset();
  go_on();
}

void Sender::go_on() {
  awake_ = true;
  rest_.reset();
  ask_ = ask_ || !until_asking_ || until_asking_->over(clock_.now());
}

std::optional<Instant> Sender::wake_at() const {
  return rest_ ? std::optional(rest_->end(clock_.now())) : std::nullopt;
}

std::optional<sync::HttpRequest> Sender::next() {
  if (!std::holds_alternative<std::monostate>(sending_)) return std::nullopt;
  if (rest_ && rest_->over(clock_.now())) go_on();
  if (!awake_ || rest_) return std::nullopt;
  auto request = make_request();
  if (!request) {
    pause();
    return std::nullopt;
  }
  awake_ = request->has_value();
  return *std::move(request);
}

Result<std::optional<sync::HttpRequest>> Sender::make_request() {
  MOTCUA_TRY_ASSIGN(auto request, send_unsent());
  if (!request && ask_) {
    MOTCUA_TRY_ASSIGN(request, ask_for_answers());
  }
  if (!request && !std::exchange(failed_, {}).empty()) return send_unsent();
  return request;
}

Result<std::optional<sync::HttpRequest>> Sender::send_unsent() {
  MOTCUA_TRY_ASSIGN(const auto unsent, outbox_.next(failed_));
  if (const auto* rating = std::get_if<RateRequest>(&unsent)) {
    sending_ = rating->rating.id;
    return sync::HttpRequest{kRatePath, encode(*rating), {}, ++number_};
  }
  if (const auto* feedback = std::get_if<FeedbackRequest>(&unsent)) {
    sending_ = feedback->feedback.id;
    return sync::HttpRequest{kFeedbackPath, encode(*feedback), {}, ++number_};
  }
  return std::nullopt;
}

Result<std::optional<sync::HttpRequest>> Sender::ask_for_answers() {
  MOTCUA_TRY_ASSIGN(auto receipts, outbox_.receipts(asked_));
  if (receipts.empty() && !std::exchange(asked_, {}).empty()) {
    MOTCUA_TRY_ASSIGN(receipts, outbox_.receipts());
  }
  ask_ = false;
  MOTCUA_TRY_ASSIGN(const bool rated, outbox_.has_sent_ratings());
  if (receipts.empty() && !rated) return std::nullopt;
  sending_ = Asking{receipts};
  until_asking_.emplace(clock_.now(), kAskAgainMs);
  return sync::HttpRequest{kAnswersPath, encode(AnswersRequest{std::move(receipts)}), {}, ++number_};
}

void Sender::on_lost(std::uint64_t number) {
  if (number != number_ || std::holds_alternative<std::monostate>(sending_)) return;
  fail();
}

void Sender::on_reply(std::uint64_t number, int status, ByteView body) {
  if (number != number_ || std::holds_alternative<std::monostate>(sending_)) return;
  // Without a frame nobody of ours has answered: whatever it says, the thing itself is not refused.
  Status outcome = sync::check_reply(status, body);
  if (outcome) outcome = settle(body);
  if (!outcome) return fail();
  // That something else comes through does not make more of what fails.
  if (failed_.empty()) backoff_.reset();
  sending_ = {};
  awake_ = true;
}

Status Sender::settle(ByteView body) {
  if (const auto* rating = std::get_if<RatingId>(&sending_)) {
    const auto reply = decode<RateReply>(body);
    return reply ? outbox_.note_sent(*rating, reply->epoch) : settle_refusal(*rating, reply.error());
  }
  if (const auto* feedback = std::get_if<FeedbackId>(&sending_)) {
    const auto reply = decode<FeedbackReply>(body);
    return reply ? outbox_.note_sent(*feedback) : settle_refusal(*feedback, reply.error());
  }
  return take_answers(body);
}

template <class Id>
Status Sender::settle_refusal(const Id& id, const Error& why) {
  if (!is_final(why.code)) return std::unexpected(why);
  return outbox_.note_refused(id, why.code);
}

Status Sender::take_answers(ByteView body) {
  MOTCUA_TRY_ASSIGN(const auto reply, decode<AnswersReply>(body));
  for (const Answer& answer : reply.answers) MOTCUA_TRY(outbox_.note_answer(answer));
  // The office deletes none: what it does not know came after the backup that it was restored from.
  for (const std::string& receipt : std::get<Asking>(sending_).receipts) {
    if (std::ranges::find(reply.answers, receipt, &Answer::receipt) == reply.answers.end())
      MOTCUA_TRY(outbox_.note_lost(receipt));
    asked_.insert(receipt);
  }
  return send_again_after_restore(reply.epoch);
}

Status Sender::send_again_after_restore(std::uint64_t epoch) {
  if (epoch == 0) return {};
  MOTCUA_TRY_ASSIGN(const auto codes, outbox_.rated_in_other_epochs(epoch));
  for (const std::string& code : codes) {
    // Of one that is not kept any more, or cannot be read, the phone has no lookup code.
    const auto dossier = saved_.find(code);
    if (dossier && *dossier) MOTCUA_TRY(outbox_.send_again(code, (*dossier)->lookup_code));
  }
  return {};
}

void Sender::fail() {
  if (const auto* rating = std::get_if<RatingId>(&sending_)) failed_.insert(*rating);
  if (const auto* feedback = std::get_if<FeedbackId>(&sending_)) failed_.insert(*feedback);
  sending_ = {};
  pause();
}

void Sender::pause() {
  awake_ = false;
  rest_.emplace(clock_.now(), backoff_.next_pause_ms());
}

}  // namespace motcua::feedback
