#include "motcua/sync/messages.hpp"

#include <type_traits>

#include "motcua/wire/message.hpp"
#include "pushed_list.hpp"

// The bodies of all messages are records, so that each can grow; what stands inside lists is fixed, to be small.
// Changing anything here changes the protocol: PROTOCOL.md has the layouts and tests/golden/wire the bytes.
namespace motcua::sync {
namespace {

using wire::field;
using wire::record;
using wire::varint;

/// The operations of a page of the feed.
struct SequencedList {
  std::vector<records::SequencedOperation>& list;
};

void save(wire::WireOut& out, const SequencedList& sequenced) {
  out.write_varint(sequenced.list.size());
  for (const auto& entry : sequenced.list) {
    out(varint(entry.commit_seq), entry.effective, entry.scope, entry.operation.device,
        records::encode_operation(entry.operation));
  }
}

void load(wire::WireIn& in, SequencedList& sequenced) {
  sequenced.list.clear();
  for (std::size_t count = in.read_count(27, sizeof(records::SequencedOperation)); count > 0; --count) {
    records::SequencedOperation& entry = sequenced.list.emplace_back();
    DeviceId device;
    in(varint(entry.commit_seq), entry.effective, entry.scope, device);
    auto operation = records::decode_operation(device, in.read_counted());
    if (!operation) throw wire::DecodeFailure(operation.error().code, operation.error().detail);
    entry.operation = std::move(*operation);
  }
}

}  // namespace
}  // namespace motcua::sync

namespace motcua::records {

template <class Archive>
void serialize(Archive& archive, LocalLog::Verdict& verdict) {
  wire::SentError error{verdict.error};
  archive(wire::varint(verdict.seq), error);
}

template <class Archive>
void serialize(Archive& archive, ScopeCursor& cursor) {
  archive(cursor.scope, wire::varint(cursor.after));
}

template <class Archive>
void serialize(Archive& archive, ScopeSum& scope) {
  archive(scope.scope, scope.sum);
}

template <class Archive>
void serialize(Archive& archive, Sequencer::Delivered& delivered) {
  archive(wire::varint(delivered.acked_through), wire::varint(delivered.stable_through));
}

}  // namespace motcua::records

namespace motcua::sync {

template <class Archive>
void serialize(Archive& archive, HelloRequest& m) {
  record(archive, field(1, m.device), field(2, m.unsent), field(3, m.protocol), field(4, m.build));
}

template <class Archive>
void serialize(Archive& archive, HelloReply& m) {
  record(archive, field(1, m.epoch), field(2, m.acked_through), field(3, m.stable_through), field(4, m.last_commit_seq),
         field(5, m.server_time), field(6, m.server.min_client_protocol), field(7, m.server.app_build));
}

template <class Archive>
void serialize(Archive& archive, PushRequest& m) {
  PushedList operations{m.operations};
  record(archive, field(1, m.epoch), field(2, m.device), field(3, operations));
}

template <class Archive>
void serialize(Archive& archive, PushReply& m) {
  record(archive, field(1, m.epoch), field(2, m.receipt.acked_through), field(3, m.receipt.forked),
         field(4, m.receipt.verdicts), field(5, m.stable_through));
}

template <class Archive>
void serialize(Archive& archive, ChangesRequest& m) {
  record(archive, field(1, m.epoch), field(2, m.after), field(3, m.device), field(4, m.unsent), field(5, m.scopes));
}

template <class Archive>
void serialize(Archive& archive, ChangesReply& m) {
  SequencedList operations{m.page.operations};
  record(archive, field(1, m.epoch), field(2, operations), field(3, m.page.next), field(4, m.page.has_more),
         field(5, m.page.scopes), field(6, m.left), field(7, m.delivered), field(8, m.server.min_client_protocol),
         field(9, m.server.app_build));
}

template <class Archive>
void serialize(Archive& archive, EnrolRequest& m) {
  record(archive, field(1, m.code), field(2, m.device));
}

template <class Archive>
void serialize(Archive& archive, FormerDevice& m) {
  archive(m.device, varint(m.unsent), m.last_seen);
}

template <class Archive>
void serialize(Archive& archive, EnrolReply& m) {
  if (std::is_same_v<Archive, wire::WireOut> && m.former.empty()) {  // As before there was the field.
    record(archive, field(1, m.token), field(2, m.account), field(3, m.account_name), field(4, m.office_name));
  } else {
    record(archive, field(1, m.token), field(2, m.account), field(3, m.account_name), field(4, m.office_name),
           field(5, m.former));
  }
}

template <class Archive>
void serialize(Archive& archive, SignInRequest& m) {
  record(archive, field(1, m.user), field(2, m.password));
}

template <class Archive>
void serialize(Archive& archive, SignInReply& m) {
  record(archive, field(1, m.token), field(2, m.account_name), field(3, m.role), field(4, m.office_name));
}

#define MOTCUA_MESSAGE(Message, kind)                                                              \
  Bytes encode(const Message& message) { return wire::encode_message(wire::Kind::kind, message); } \
  template <>                                                                                      \
  Result<Message> decode<Message>(ByteView frame_bytes) {                                          \
    return wire::decode_message<Message>(wire::Kind::kind, frame_bytes);                           \
  }
MOTCUA_MESSAGE(HelloRequest, hello_request)
MOTCUA_MESSAGE(HelloReply, hello_reply)
MOTCUA_MESSAGE(PushRequest, push_request)
MOTCUA_MESSAGE(PushReply, push_reply)
MOTCUA_MESSAGE(ChangesRequest, changes_request)
MOTCUA_MESSAGE(ChangesReply, changes_reply)
MOTCUA_MESSAGE(EnrolRequest, enrol_request)
MOTCUA_MESSAGE(EnrolReply, enrol_reply)
MOTCUA_MESSAGE(SignInRequest, sign_in_request)
MOTCUA_MESSAGE(SignInReply, sign_in_reply)
#undef MOTCUA_MESSAGE

}  // namespace motcua::sync
