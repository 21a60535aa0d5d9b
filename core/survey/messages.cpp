#include "motcua/survey/messages.hpp"

#include "motcua/wire/message.hpp"

// Field numbers are the protocol: never reused.
namespace motcua::survey {

template <class Archive>
void serialize(Archive&, OverviewRequest&) {}

template <class Archive>
void serialize(Archive& archive, OverviewReply& message) {
  wire::record(archive, wire::field(1, message.surveys), wire::field(2, message.responses),
               wire::field(3, message.quarantined), wire::field(4, message.devices), wire::field(5, message.dossiers),
               wire::field(6, message.dossiers_open), wire::field(7, message.server_time),
               wire::field(8, message.responses_broken));
}

template <class Archive>
void serialize(Archive& archive, ResponseListRequest& message) {
  wire::record(archive, wire::field(1, message.offset), wire::field(2, message.limit));
}

template <class Archive>
void serialize(Archive& archive, BrokenRule& rule) {
  auto code = static_cast<std::uint16_t>(rule.error.code);
  wire::record(archive, wire::field(1, rule.ref), wire::field(2, code), wire::field(3, rule.error.detail));
  rule.error.code = error_code_from_wire(code);
}

template <class Archive>
void serialize(Archive& archive, ResponseRow& row) {
  wire::record(archive, wire::field(1, row.id), wire::field(2, row.survey), wire::field(3, row.version),
               wire::field(4, row.surveyor), wire::field(5, row.received), wire::field(6, row.broken),
               wire::field(7, row.rules));
}

template <class Archive>
void serialize(Archive& archive, ResponseListReply& message) {
  wire::record(archive, wire::field(1, message.total), wire::field(2, message.rows));
}

Bytes encode(const OverviewRequest& message) { return wire::encode_message(wire::Kind::overview_request, message); }
Bytes encode(const OverviewReply& message) { return wire::encode_message(wire::Kind::overview_reply, message); }
Bytes encode(const ResponseListRequest& message) {
  return wire::encode_message(wire::Kind::response_list_request, message);
}
Bytes encode(const ResponseListReply& message) {
  return wire::encode_message(wire::Kind::response_list_reply, message);
}

template <>
Result<OverviewRequest> decode<OverviewRequest>(ByteView frame) {
  return wire::decode_message<OverviewRequest>(wire::Kind::overview_request, frame);
}
template <>
Result<OverviewReply> decode<OverviewReply>(ByteView frame) {
  return wire::decode_message<OverviewReply>(wire::Kind::overview_reply, frame);
}
template <>
Result<ResponseListRequest> decode<ResponseListRequest>(ByteView frame) {
  return wire::decode_message<ResponseListRequest>(wire::Kind::response_list_request, frame);
}
template <>
Result<ResponseListReply> decode<ResponseListReply>(ByteView frame) {
  return wire::decode_message<ResponseListReply>(wire::Kind::response_list_reply, frame);
}

}  // namespace motcua::survey
