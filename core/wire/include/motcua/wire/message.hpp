#pragma once
#include "motcua/wire/archive.hpp"
#include "motcua/wire/frame.hpp"
#include "motcua/wire/record.hpp"

/// How a room writes its messages. Example:
///
///   struct LookupReply { std::string code; std::vector<Step> steps; std::optional<Instant> due; };
///
///   template <class Archive>
///   void serialize(Archive& archive, Step& s) { archive(s.state, s.at); }        // fixed: can never grow
///   template <class Archive>
///   void serialize(Archive& archive, LookupReply& m) {                           // a record: grows by new numbers
///     wire::record(archive, wire::field(1, m.code), wire::field(2, m.steps), wire::field(3, m.due));
///   }
///
///   Bytes encode(const LookupReply& m) { return wire::encode_message(wire::Kind::lookup_reply, m); }
///   Result<LookupReply> decode_lookup_reply(ByteView frame) {
///     return wire::decode_message<LookupReply>(wire::Kind::lookup_reply, frame);
///   }
///
/// `serialize` stands in the namespace of its type. Types that work: integers of fixed width, bool, double, enums
/// (their underlying integer: the room checks that the value is one of its own), std::string (UTF-8), Bytes,
/// std::vector, std::optional, ids, Hash, Instant, Hlc, `wire::varint(n)` for small unsigned numbers, and what has a
/// `serialize`.
namespace motcua::wire {

/// A whole frame.
template <class Message>
[[nodiscard]] Bytes encode_message(Kind kind, const Message& message) {
  return encode_frame(kind, encode_body(message));
}

/// Checks the frame, its kind and its body. A frame of kind `error` fails with the error that it carries, so a caller
/// handles a refused request and a damaged one alike.
template <class Message>
[[nodiscard]] Result<Message> decode_message(Kind expected, ByteView frame_bytes) {
  MOTCUA_TRY_ASSIGN(const Frame frame, decode_frame(frame_bytes));
  MOTCUA_TRY(expect_kind(frame, expected));
  return decode_body<Message>(frame.body);
}

/// The reply to a request that failed: a frame of kind `error`. A detail that is not UTF-8 or very long is left out.
[[nodiscard]] Bytes encode_error(const Error& error);

/// An error as it stands inside a message: the same care with its detail.
struct SentError {
  Error& error;
};
void save(WireOut& out, const SentError& sent);
void load(WireIn& in, SentError& sent);

}  // namespace motcua::wire
