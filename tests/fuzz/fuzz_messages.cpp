// Any bytes as a message of the network: refused with a reason, or read, and then written and read again as the same.
// The first byte chooses the message; the rest is the body of its frame, so that the checksum is not in the way.
#include <array>
#include <cstdint>

#include "error_reply.hpp"
#include "motcua/dossier/messages.hpp"
#include "motcua/feedback/messages.hpp"
#include "motcua/survey/messages.hpp"
#include "motcua/sync/messages.hpp"
#include "motcua/wire/message.hpp"

namespace {

using namespace motcua;
using wire::Kind;

void expect(bool sound) {
  if (!sound) __builtin_trap();
}

template <class Message, auto decode, auto encode>
void read_and_write(ByteView frame) {
  const Result<Message> message = decode(frame);
  if (!message) {
    expect(message.error().code != ErrorCode::unknown);
    return;
  }
  const Bytes written = encode(*message);
  const Result<Message> again = decode(written);
  expect(again.has_value());
  expect(encode(*again) == written);
}

template <class Message>
constexpr auto kSync = read_and_write<Message, sync::decode<Message>, [](const Message& m) { return encode(m); }>;
template <class Message>
constexpr auto kSurvey = read_and_write<Message, survey::decode<Message>, [](const Message& m) { return encode(m); }>;
template <class Message>
constexpr auto kDossier = read_and_write<Message, dossier::decode<Message>, [](const Message& m) { return encode(m); }>;

template <class Message>
constexpr auto kFeedback =
    read_and_write<Message, feedback::decode<Message>, [](const Message& m) { return encode(m); }>;

struct Target {
  Kind kind;
  void (*run)(ByteView frame);
};

// The seeds name messages by their places here: new ones go to the end.
constexpr std::array kTargets = {
    Target{Kind::error,
           read_and_write<wire::ErrorReply,
                          [](ByteView frame) { return wire::decode_body<wire::ErrorReply>(frame.subspan(20)); },
                          [](const wire::ErrorReply& m) { return wire::encode_error(m.error); }>},
    Target{Kind::hello_request, kSync<sync::HelloRequest>},
    Target{Kind::hello_reply, kSync<sync::HelloReply>},
    Target{Kind::push_request, kSync<sync::PushRequest>},
    Target{Kind::push_reply, kSync<sync::PushReply>},
    Target{Kind::changes_request, kSync<sync::ChangesRequest>},
    Target{Kind::changes_reply, kSync<sync::ChangesReply>},
    Target{Kind::enrol_request, kSync<sync::EnrolRequest>},
    Target{Kind::enrol_reply, kSync<sync::EnrolReply>},
    Target{Kind::sign_in_request, kSync<sync::SignInRequest>},
    Target{Kind::sign_in_reply, kSync<sync::SignInReply>},
    Target{Kind::lookup_request, kDossier<dossier::LookupRequest>},
    Target{Kind::lookup_reply, kDossier<dossier::LookupReply>},
    Target{Kind::dossier_list_request, kDossier<dossier::DossierListRequest>},
    Target{Kind::dossier_list_reply, kDossier<dossier::DossierListReply>},
    Target{Kind::overview_request, kSurvey<survey::OverviewRequest>},
    Target{Kind::overview_reply, kSurvey<survey::OverviewReply>},
    Target{Kind::response_list_request, kSurvey<survey::ResponseListRequest>},
    Target{Kind::response_list_reply, kSurvey<survey::ResponseListReply>},
    Target{Kind::response_review_request, kSurvey<survey::ResponseReviewRequest>},
    Target{Kind::response_review_reply, kSurvey<survey::ResponseReviewReply>},
    Target{Kind::response_export_request, kSurvey<survey::ResponseExportRequest>},
    Target{Kind::response_export_reply, kSurvey<survey::ResponseExportReply>},
    Target{Kind::dossier_export_request, kDossier<dossier::DossierExportRequest>},
    Target{Kind::dossier_export_reply, kDossier<dossier::DossierExportReply>},
    Target{Kind::rate_request, kFeedback<feedback::RateRequest>},
    Target{Kind::rate_reply, kFeedback<feedback::RateReply>},
    Target{Kind::feedback_request, kFeedback<feedback::FeedbackRequest>},
    Target{Kind::feedback_reply, kFeedback<feedback::FeedbackReply>},
    Target{Kind::answers_request, kFeedback<feedback::AnswersRequest>},
    Target{Kind::answers_reply, kFeedback<feedback::AnswersReply>},
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView body(reinterpret_cast<const std::byte*>(data) + 1, size - 1);
  if (data[0] >= kTargets.size()) {  // The frame itself.
    const auto frame = wire::decode_frame(body);
    if (frame)
      expect(frame->protocol != wire::kProtocol ||
             wire::encode_frame(frame->kind, frame->body) == Bytes(body.begin(), body.end()));
    return 0;
  }
  const Target& target = kTargets[data[0]];
  target.run(wire::encode_frame(target.kind, body));
  return 0;
}
