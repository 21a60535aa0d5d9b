#include "motcua/dossier/messages.hpp"

#include "motcua/wire/message.hpp"

// Field numbers are the protocol: never reused.
namespace motcua::dossier {

template <class Archive>
void serialize(Archive& archive, Event& event) {
  wire::record(archive, wire::field(1, event.state), wire::field(2, event.at), wire::field(3, event.unit),
               wire::field(4, event.note));
}

template <class Archive>
void serialize(Archive& archive, PublicView& view) {
  wire::record(archive, wire::field(1, view.code), wire::field(2, view.procedure_code),
               wire::field(3, view.procedure_name), wire::field(4, view.state), wire::field(5, view.received),
               wire::field(6, view.due), wire::field(7, view.finished), wire::field(8, view.unit),
               wire::field(9, view.collect_at), wire::field(10, view.events), wire::field(11, view.as_of));
}

template <class Archive>
void serialize(Archive& archive, DossierRow& row) {
  wire::record(archive, wire::field(1, row.code), wire::field(2, row.procedure_name), wire::field(3, row.state),
               wire::field(4, row.received), wire::field(5, row.due), wire::field(6, row.overdue),
               wire::field(7, row.unit), wire::field(8, row.finished));
}

template <class Archive>
void serialize(Archive& archive, DossierQuery& query) {
  auto state = static_cast<std::uint8_t>(query.state ? static_cast<int>(*query.state) : 0);
  wire::record(archive, wire::field(1, query.search), wire::field(2, state), wire::field(3, query.open),
               wire::field(4, query.overdue), wire::field(5, query.order), wire::field(6, query.ascending));
  query.state.reset();
  if (state != 0) query.state = static_cast<State>(state);
}

template <class Archive>
void serialize(Archive& archive, LookupRequest& message) {
  wire::record(archive, wire::field(1, message.code), wire::field(2, message.lookup_code));
}

template <class Archive>
void serialize(Archive& archive, LookupReply& message) {
  wire::record(archive, wire::field(1, message.view));
}

template <class Archive>
void serialize(Archive& archive, DossierListRequest& message) {
  wire::record(archive, wire::field(1, message.offset), wire::field(2, message.limit), wire::field(3, message.query));
}

template <class Archive>
void serialize(Archive& archive, DossierListReply& message) {
  wire::record(archive, wire::field(1, message.total), wire::field(2, message.rows));
}

template <class Archive>
void serialize(Archive& archive, DossierExportRequest& message) {
  wire::record(archive, wire::field(1, message.query));
}

template <class Archive>
void serialize(Archive& archive, DossierExportReply& message) {
  wire::record(archive, wire::field(1, message.csv));
}

namespace {

Status check(const DossierQuery& query) {
  if (query.state && !state_from_number(static_cast<int>(*query.state)))
    return fail(ErrorCode::frame_malformed, "state");
  if (query.order > DossierOrder::due) return fail(ErrorCode::frame_malformed, "order");
  return {};
}

// A state that this build does not know cannot be shown, so the whole message is refused.
Status check(const PublicView& view) {
  bool sound = state_from_number(static_cast<int>(view.state)).has_value();
  for (const Event& event : view.events) sound = sound && state_from_number(static_cast<int>(event.state)).has_value();
  if (!sound) return fail(ErrorCode::frame_malformed, "state");
  return {};
}

}  // namespace

Bytes encode(const LookupRequest& message) { return wire::encode_message(wire::Kind::lookup_request, message); }
Bytes encode(const LookupReply& message) { return wire::encode_message(wire::Kind::lookup_reply, message); }
Bytes encode(const DossierListRequest& message) {
  return wire::encode_message(wire::Kind::dossier_list_request, message);
}
Bytes encode(const DossierListReply& message) { return wire::encode_message(wire::Kind::dossier_list_reply, message); }
Bytes encode(const DossierExportRequest& message) {
  return wire::encode_message(wire::Kind::dossier_export_request, message);
}
Bytes encode(const DossierExportReply& message) {
  return wire::encode_message(wire::Kind::dossier_export_reply, message);
}

template <>
Result<LookupRequest> decode<LookupRequest>(ByteView frame) {
  return wire::decode_message<LookupRequest>(wire::Kind::lookup_request, frame);
}

template <>
Result<LookupReply> decode<LookupReply>(ByteView frame) {
  MOTCUA_TRY_ASSIGN(auto message, wire::decode_message<LookupReply>(wire::Kind::lookup_reply, frame));
  MOTCUA_TRY(check(message.view));
  return message;
}

template <>
Result<DossierListRequest> decode<DossierListRequest>(ByteView frame) {
  MOTCUA_TRY_ASSIGN(auto message, wire::decode_message<DossierListRequest>(wire::Kind::dossier_list_request, frame));
  MOTCUA_TRY(check(message.query));
  return message;
}

template <>
Result<DossierExportRequest> decode<DossierExportRequest>(ByteView frame) {
  MOTCUA_TRY_ASSIGN(auto message,
                    wire::decode_message<DossierExportRequest>(wire::Kind::dossier_export_request, frame));
  MOTCUA_TRY(check(message.query));
  return message;
}

template <>
Result<DossierExportReply> decode<DossierExportReply>(ByteView frame) {
  return wire::decode_message<DossierExportReply>(wire::Kind::dossier_export_reply, frame);
}

template <>
Result<DossierListReply> decode<DossierListReply>(ByteView frame) {
  MOTCUA_TRY_ASSIGN(auto message, wire::decode_message<DossierListReply>(wire::Kind::dossier_list_reply, frame));
  for (const DossierRow& row : message.rows) {
    if (!state_from_number(static_cast<int>(row.state))) return fail(ErrorCode::frame_malformed, "state");
  }
  return message;
}

Bytes encode_view(const PublicView& view) { return wire::encode_body(view); }

Result<PublicView> decode_view(ByteView bytes) {
  MOTCUA_TRY_ASSIGN(auto view, wire::decode_body<PublicView>(bytes));
  MOTCUA_TRY(check(view));
  return view;
}

}  // namespace motcua::dossier
