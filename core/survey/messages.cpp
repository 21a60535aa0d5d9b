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
               wire::field(8, message.responses_broken), wire::field(9, message.responses_unseen),
               wire::field(10, message.dossiers_overdue), wire::field(11, message.ratings),
               wire::field(12, message.feedback_unanswered), wire::field(13, message.ratings_through));
}

template <class Archive>
void serialize(Archive& archive, ResponseQuery& query) {
  wire::record(archive, wire::field(1, query.search), wire::field(2, query.broken), wire::field(3, query.unseen),
               wire::field(4, query.ascending));
}

template <class Archive>
void serialize(Archive& archive, ResponseSelection& selection) {
  wire::record(archive, wire::field(1, selection.ids), wire::field(2, selection.all), wire::field(3, selection.newest));
}

template <class Archive>
void serialize(Archive& archive, ResponseListRequest& message) {
  wire::record(archive, wire::field(1, message.offset), wire::field(2, message.limit), wire::field(3, message.query));
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
               wire::field(7, row.rules), wire::field(8, row.seen_by), wire::field(9, row.seen_at));
}

template <class Archive>
void serialize(Archive& archive, ResponseListReply& message) {
  wire::record(archive, wire::field(1, message.total), wire::field(2, message.rows), wire::field(3, message.newest));
}

template <class Archive>
void serialize(Archive& archive, ResponseReviewRequest& message) {
  wire::record(archive, wire::field(1, message.selection), wire::field(2, message.undo));
}

template <class Archive>
void serialize(Archive& archive, ResponseReviewReply& message) {
  wire::record(archive, wire::field(1, message.number), wire::field(2, message.changed));
}

template <class Archive>
void serialize(Archive& archive, ResponseExportRequest& message) {
  wire::record(archive, wire::field(1, message.selection));
}

template <class Archive>
void serialize(Archive& archive, ExportedFile& file) {
  wire::record(archive, wire::field(1, file.name), wire::field(2, file.csv));
}

template <class Archive>
void serialize(Archive& archive, ResponseExportReply& message) {
  wire::record(archive, wire::field(1, message.files));
}

Bytes encode(const OverviewRequest& message) { return wire::encode_message(wire::Kind::overview_request, message); }
Bytes encode(const OverviewReply& message) { return wire::encode_message(wire::Kind::overview_reply, message); }
Bytes encode(const ResponseListRequest& message) {
  return wire::encode_message(wire::Kind::response_list_request, message);
}
Bytes encode(const ResponseListReply& message) {
  return wire::encode_message(wire::Kind::response_list_reply, message);
}
Bytes encode(const ResponseReviewRequest& message) {
  return wire::encode_message(wire::Kind::response_review_request, message);
}
Bytes encode(const ResponseReviewReply& message) {
  return wire::encode_message(wire::Kind::response_review_reply, message);
}
Bytes encode(const ResponseExportRequest& message) {
  return wire::encode_message(wire::Kind::response_export_request, message);
}
Bytes encode(const ResponseExportReply& message) {
  return wire::encode_message(wire::Kind::response_export_reply, message);
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
template <>
Result<ResponseReviewRequest> decode<ResponseReviewRequest>(ByteView frame) {
  return wire::decode_message<ResponseReviewRequest>(wire::Kind::response_review_request, frame);
}
template <>
Result<ResponseReviewReply> decode<ResponseReviewReply>(ByteView frame) {
  return wire::decode_message<ResponseReviewReply>(wire::Kind::response_review_reply, frame);
}
template <>
Result<ResponseExportRequest> decode<ResponseExportRequest>(ByteView frame) {
  return wire::decode_message<ResponseExportRequest>(wire::Kind::response_export_request, frame);
}
template <>
Result<ResponseExportReply> decode<ResponseExportReply>(ByteView frame) {
  return wire::decode_message<ResponseExportReply>(wire::Kind::response_export_reply, frame);
}

}  // namespace motcua::survey
