#pragma once
#include <string>
#include <vector>

#include "motcua/sync/attachment_messages.hpp"
#include "motcua/sync/messages.hpp"
#include "motcua/wire/message.hpp"

/// One message of each kind with every field set, as revision 1.1 of the protocol has it.
namespace motcua::testing {

template <class Id>
Id example_id(unsigned char first) {
  Id id;
  for (std::size_t i = 0; i < 16; ++i) id.value[i] = static_cast<std::byte>(first + i);
  return id;
}

inline records::Operation example_operation() {
  records::Operation operation;
  operation.device = example_id<DeviceId>(0x10);
  operation.seq = 7;
  operation.hlc = {0x018C'0000'1111'0001};
  operation.entity = example_id<EntityId>(0x20);
  operation.definition = {"sipas", "2023-1"};
  operation.fields = {
      {"/data/c9/q15", "4", {}}, {"/data/c9/q16", std::nullopt, {0x018C'0000'0000'0000}}, {"@status", "final", {}}};
  return operation;
}

/// Somebody to visit, as the office assigns them, and a visit: new types of entities with revision 1.3.
inline records::Operation example_assignment() {
  records::Operation operation = example_operation();
  operation.entity_type = records::EntityType::assignment;
  operation.definition = {"sipas", ""};
  operation.fields = {{"@due", "2026-11-30", {}},
                      {"@key", "MAU-01-01", {}},
                      {"@order", "101", {}},
                      {"@person:/data/a/comm", "Phường Mẫu", {}},
                      {"@person:address", "Số 3, ngõ Mẫu 1", {}},
                      {"@person:label", "Hộ mẫu 101", {}},
                      {"@person:notes", "Gọi cửa sau", {}},
                      {"@reserve", "1", {}},
                      {"@unit", "Tổ dân phố Mẫu 1", {}}};
  return operation;
}
inline records::Operation example_withdrawal() {
  records::Operation operation = example_assignment();
  operation.kind = records::OperationKind::remove;
  ++operation.seq;
  for (records::FieldChange& field : operation.fields) {
    field.value.reset();
    field.base = operation.hlc;
  }
  return operation;
}
inline records::Operation example_visit() {
  records::Operation operation = example_operation();
  operation.entity_type = records::EntityType::visit;
  operation.entity = example_id<EntityId>(0x40);
  operation.definition = {"sipas", ""};
  operation.fields = {{"@assignment", example_id<EntityId>(0x20).hex(), {}},
                      {"@at", "2026-11-28T09:30:00+07:00", {}},
                      {"@note", "Bận việc đồng", {}},
                      {"@outcome", "replaced", {}},
                      {"@reason", "other", {}},
                      {"@reserve", example_id<EntityId>(0x60).hex(), {}}};
  return operation;
}

inline sync::HelloRequest hello_request() { return {example_id<DeviceId>(0x10), 3, 1, "0.1.0"}; }
inline sync::HelloReply hello_reply() {
  return {0x1122334455667788, 7, 5, 1000, {1'764'000'000'000}, {2, "3f9a1c2e77aa"}};
}
inline sync::PushRequest push_request() {
  return {0x1122334455667788,
          example_id<DeviceId>(0x10),
          {{7, records::encode_operation(example_operation())}, {8, to_bytes("next")}}};
}
inline sync::PushRequest push_request_visit() {
  return {0x1122334455667788, example_id<DeviceId>(0x10), {{7, records::encode_operation(example_visit())}}};
}
inline sync::PushReply push_reply() {
  return {0x1122334455667788, {8, true, {{8, {ErrorCode::operation_refused, "câu 3"}}}}, 5};
}
inline sync::ChangesRequest changes_request() {
  return {0x1122334455667788, 999, example_id<DeviceId>(0x10), 3,
          std::vector<records::ScopeCursor>{{"account:2030", 999}, {"public", 0}}};
}
inline sync::ChangesReply changes_reply() {
  return {0x1122334455667788,
          {{{1000, {0x018C'0000'1111'0002}, "account:2030", example_operation()}},
           1001,
           true,
           {{"public", 0x0102030405060708}, {"account:2030", 0}}},
          {"group:4050"},
          records::Sequencer::Delivered{7, 5},
          {2, "3f9a1c2e77aa"}};
}
inline sync::ChangesReply changes_reply_assigned() {
  return {0x1122334455667788,
          {{{1000, {0x018C'0000'1111'0002}, "account:2030", example_assignment()},
            {1001, {0x018C'0000'1111'0003}, "account:2030", example_withdrawal()}},
           1001,
           false,
           {{"account:2030", 7}}},
          {},
          records::Sequencer::Delivered{7, 5},
          {1, "3f9a1c2e77aa"}};
}
inline sync::EnrolRequest enrol_request() { return {"K7P2-9QXM", example_id<DeviceId>(0x10)}; }
inline sync::EnrolReply enrol_reply() {
  return {"token", example_id<AccountId>(0x30), "Nguyễn Thị Lan", "UBND phường Cửa Nam"};
}
inline sync::SignInRequest sign_in_request() { return {"admin", "mật khẩu"}; }
inline sync::SignInReply sign_in_reply() { return {"token", "Quản trị", "admin", "UBND phường Cửa Nam"}; }

inline Hash example_hash() { return sha256(as_bytes("ảnh")); }
inline sync::AttachmentStatusRequest attachment_status_request() { return {{{example_hash(), 700'000}}}; }
inline sync::AttachmentStatusReply attachment_status_reply() {
  return {{{sync::AttachmentState::wanted, 262'144}, {sync::AttachmentState::complete, 5}}};
}
inline sync::AttachmentChunkRequest attachment_chunk_request() {
  return {{example_hash(), 700'000}, 262'144, to_bytes("ảnh")};
}
inline sync::AttachmentChunkReply attachment_chunk_reply() { return {{sync::AttachmentState::wanted, 262'148}}; }

struct Example {
  std::string name;
  Bytes bytes;
  /// Decodes and encodes again; the error when it cannot.
  Result<Bytes> (*again)(ByteView);
};

template <class Message>
Result<Bytes> again(ByteView bytes) {
  MOTCUA_TRY_ASSIGN(const Message message, sync::decode<Message>(bytes));
  return encode(message);
}

inline Result<Bytes> error_again(ByteView bytes) {
  const auto refused = sync::decode<sync::HelloReply>(bytes);
  if (refused) return Bytes();
  if (refused.error().code == ErrorCode::frame_malformed || refused.error().code == ErrorCode::frame_truncated)
    return std::unexpected(refused.error());
  return wire::encode_error(refused.error());
}

inline std::vector<Example> examples() {
  return {{"error", wire::encode_error({ErrorCode::not_signed_in, "phiên"}), error_again},
          {"hello_request", encode(hello_request()), again<sync::HelloRequest>},
          {"hello_reply", encode(hello_reply()), again<sync::HelloReply>},
          {"push_request", encode(push_request()), again<sync::PushRequest>},
          {"push_request_visit", encode(push_request_visit()), again<sync::PushRequest>},
          {"push_reply", encode(push_reply()), again<sync::PushReply>},
          {"changes_request", encode(changes_request()), again<sync::ChangesRequest>},
          {"changes_reply", encode(changes_reply()), again<sync::ChangesReply>},
          {"changes_reply_assigned", encode(changes_reply_assigned()), again<sync::ChangesReply>},
          {"enrol_request", encode(enrol_request()), again<sync::EnrolRequest>},
          {"enrol_reply", encode(enrol_reply()), again<sync::EnrolReply>},
          {"sign_in_request", encode(sign_in_request()), again<sync::SignInRequest>},
          {"sign_in_reply", encode(sign_in_reply()), again<sync::SignInReply>},
          {"attachment_status_request", encode(attachment_status_request()), again<sync::AttachmentStatusRequest>},
          {"attachment_status_reply", encode(attachment_status_reply()), again<sync::AttachmentStatusReply>},
          {"attachment_chunk_request", encode(attachment_chunk_request()), again<sync::AttachmentChunkRequest>},
          {"attachment_chunk_reply", encode(attachment_chunk_reply()), again<sync::AttachmentChunkReply>}};
}

}  // namespace motcua::testing
