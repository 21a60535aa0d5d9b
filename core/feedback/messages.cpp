#include "motcua/feedback/messages.hpp"

#include "motcua/wire/message.hpp"

// Field numbers are the protocol: never reused.
namespace motcua::feedback {

template <class Archive>
void serialize(Archive& archive, RateRequest& message) {
  Rating& rating = message.rating;
  wire::record(archive, wire::field(1, rating.id), wire::field(2, message.code), wire::field(3, message.lookup_code),
               wire::field(4, rating.score), wire::field(5, rating.reasons), wire::field(6, rating.comment));
}

template <class Archive>
void serialize(Archive& archive, RateReply& message) {
  wire::record(archive, wire::field(1, message.received), wire::field(2, message.epoch));
}

template <class Archive>
void serialize(Archive& archive, FeedbackRequest& message) {
  Feedback& feedback = message.feedback;
  wire::record(archive, wire::field(1, feedback.id), wire::field(2, message.code), wire::field(3, message.lookup_code),
               wire::field(4, feedback.subject), wire::field(5, feedback.text), wire::field(6, feedback.phone));
}

template <class Archive>
void serialize(Archive& archive, FeedbackReply& message) {
  wire::record(archive, wire::field(1, message.received));
}

template <class Archive>
void serialize(Archive& archive, AnswersRequest& message) {
  wire::record(archive, wire::field(1, message.receipts));
}

template <class Archive>
void serialize(Archive& archive, Answer& answer) {
  wire::record(archive, wire::field(1, answer.receipt), wire::field(2, answer.received),
               wire::field(3, answer.answered), wire::field(4, answer.text));
}

template <class Archive>
void serialize(Archive& archive, AnswersReply& message) {
  wire::record(archive, wire::field(1, message.answers), wire::field(2, message.epoch));
}

Bytes encode(const RateRequest& message) { return wire::encode_message(wire::Kind::rate_request, message); }
Bytes encode(const RateReply& message) { return wire::encode_message(wire::Kind::rate_reply, message); }
Bytes encode(const FeedbackRequest& message) { return wire::encode_message(wire::Kind::feedback_request, message); }
Bytes encode(const FeedbackReply& message) { return wire::encode_message(wire::Kind::feedback_reply, message); }
Bytes encode(const AnswersRequest& message) { return wire::encode_message(wire::Kind::answers_request, message); }
Bytes encode(const AnswersReply& message) { return wire::encode_message(wire::Kind::answers_reply, message); }

template <>
Result<RateRequest> decode<RateRequest>(ByteView frame) {
  return wire::decode_message<RateRequest>(wire::Kind::rate_request, frame);
}
template <>
Result<RateReply> decode<RateReply>(ByteView frame) {
  return wire::decode_message<RateReply>(wire::Kind::rate_reply, frame);
}
template <>
Result<FeedbackRequest> decode<FeedbackRequest>(ByteView frame) {
  return wire::decode_message<FeedbackRequest>(wire::Kind::feedback_request, frame);
}
template <>
Result<FeedbackReply> decode<FeedbackReply>(ByteView frame) {
  return wire::decode_message<FeedbackReply>(wire::Kind::feedback_reply, frame);
}
template <>
Result<AnswersRequest> decode<AnswersRequest>(ByteView frame) {
  return wire::decode_message<AnswersRequest>(wire::Kind::answers_request, frame);
}
template <>
Result<AnswersReply> decode<AnswersReply>(ByteView frame) {
  return wire::decode_message<AnswersReply>(wire::Kind::answers_reply, frame);
}

}  // namespace motcua::feedback
