#include "motcua/sync/attachment_messages.hpp"

#include "motcua/wire/message.hpp"

// As messages.cpp: changing anything here changes the protocol.
namespace motcua::sync {

using wire::field;
using wire::record;
using wire::varint;

template <class Archive>
void serialize(Archive& archive, AskedAttachment& asked) {
  archive(asked.sha256, varint(asked.size));
}

template <class Archive>
void serialize(Archive& archive, AttachmentProgress& progress) {
  archive(progress.state, varint(progress.have));
  if (progress.state > AttachmentState::complete) progress.state = AttachmentState::unexpected;
}

template <class Archive>
void serialize(Archive& archive, AttachmentStatusRequest& m) {
  record(archive, field(1, m.files));
}

template <class Archive>
void serialize(Archive& archive, AttachmentStatusReply& m) {
  record(archive, field(1, m.files));
}

template <class Archive>
void serialize(Archive& archive, AttachmentChunkRequest& m) {
  record(archive, field(1, m.file), field(2, m.offset), field(3, m.bytes));
}

template <class Archive>
void serialize(Archive& archive, AttachmentChunkReply& m) {
  record(archive, field(1, m.progress));
}

#define MOTCUA_MESSAGE(Message, kind)                                                              \
  Bytes encode(const Message& message) { return wire::encode_message(wire::Kind::kind, message); } \
  template <>                                                                                      \
  Result<Message> decode<Message>(ByteView frame_bytes) {                                          \
    return wire::decode_message<Message>(wire::Kind::kind, frame_bytes);                           \
  }
MOTCUA_MESSAGE(AttachmentStatusRequest, attachment_status_request)
MOTCUA_MESSAGE(AttachmentStatusReply, attachment_status_reply)
MOTCUA_MESSAGE(AttachmentChunkRequest, attachment_chunk_request)
MOTCUA_MESSAGE(AttachmentChunkReply, attachment_chunk_reply)
#undef MOTCUA_MESSAGE

}  // namespace motcua::sync
