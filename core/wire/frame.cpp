#include "motcua/wire/frame.hpp"

#include "error_reply.hpp"

namespace motcua::wire {
namespace {

constexpr std::uint32_t kMagic = 0x3146434D;  // "MCF1" in little-endian order.

}  // namespace

std::size_t max_body(Kind kind) {
  const bool request = static_cast<std::uint16_t>(kind) % 2 == 1;
  const bool large = kind == Kind::push_request || kind == Kind::attachment_chunk_request;
  if (kind == Kind::response_export_reply || kind == Kind::dossier_export_reply) return kMaxExport;
  return request && !large ? kMaxSmallRequest : kMaxBody;
}

Result<Frame> decode_frame(ByteView bytes) {
  std::uint16_t protocol = 0;
  std::uint16_t kind = 0;
  std::uint32_t flags = 0;
  std::uint32_t length = 0;
  std::uint32_t crc = 0;
  if (bytes.size() < kHeaderSize) return fail(ErrorCode::frame_truncated);
  WireIn in(bytes.first(kHeaderSize));
  if (in.read_integer<std::uint32_t>() != kMagic) return fail(ErrorCode::frame_malformed, "not a frame");
  in(protocol, kind, flags, length, crc);
  if (protocol > kProtocol) {
    return fail(ErrorCode::frame_version, std::to_string(protocol) + " > " + std::to_string(kProtocol));
  }
  if (protocol == 0 || flags != 0) return fail(ErrorCode::frame_malformed, "header");

  const Frame frame{static_cast<Kind>(kind), protocol, bytes.subspan(kHeaderSize)};
  if (length > max_body(frame.kind)) {
    return fail(ErrorCode::frame_too_large, std::to_string(length) + " > " + std::to_string(max_body(frame.kind)));
  }
  if (frame.body.size() < length) return fail(ErrorCode::frame_truncated);
  if (frame.body.size() > length) return fail(ErrorCode::frame_malformed, "bytes after the end");
  if (crc32c(frame.body) != crc) return fail(ErrorCode::frame_malformed, "checksum");
  return frame;
}

Bytes encode_frame(Kind kind, ByteView body) {
  WireOut out;
  out(kMagic, kProtocol, static_cast<std::uint16_t>(kind), std::uint32_t{0}, static_cast<std::uint32_t>(body.size()),
      crc32c(body));
  out.write(body);
  return out.take();
}

Status expect_kind(const Frame& frame, Kind expected) {
  if (frame.kind == expected) return {};
  if (frame.kind != Kind::error) {
    return fail(ErrorCode::frame_malformed, "kind " + std::to_string(static_cast<unsigned>(frame.kind)));
  }
  MOTCUA_TRY_ASSIGN(ErrorReply reply, decode_body<ErrorReply>(frame.body));
  return std::unexpected(std::move(reply.error));
}

Bytes encode_error(const Error& error) { return encode_message(Kind::error, ErrorReply{error}); }

}  // namespace motcua::wire
