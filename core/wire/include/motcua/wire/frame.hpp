#pragma once
#include <cstdint>

#include "motcua/base/bytes.hpp"
#include "motcua/base/result.hpp"

namespace motcua::wire {

/// What a frame holds. Numbers are the protocol: never reused. Requests are odd, their replies the next even number.
enum class Kind : std::uint16_t {
  error = 2,  ///< The reply to any request that failed: an ErrorReply.
  hello_request = 11,
  hello_reply = 12,
  push_request = 13,
  push_reply = 14,
  changes_request = 15,
  changes_reply = 16,
  enrol_request = 21,
  enrol_reply = 22,
  sign_in_request = 23,
  sign_in_reply = 24,
  lookup_request = 31,
  lookup_reply = 32,
  overview_request = 41,
  overview_reply = 42,
  response_list_request = 43,
  response_list_reply = 44,
  dossier_list_request = 45,
  dossier_list_reply = 46,
  response_review_request = 47,
  response_review_reply = 48,
  response_export_request = 49,
  response_export_reply = 50,
  attachment_status_request = 51,
  attachment_status_reply = 52,
  attachment_chunk_request = 53,
  attachment_chunk_reply = 54,
  dossier_export_request = 55,
  dossier_export_reply = 56,
  rate_request = 61,
  rate_reply = 62,
  feedback_request = 63,
  feedback_reply = 64,
  answers_request = 65,
  answers_reply = 66,
};

/// Protocol history.
/// 1 (2026): hello, push, changes, enrolment, sign-in, lookup, admin lists.
inline constexpr std::uint16_t kProtocol = 1;

/// Largest body of any frame, in bytes.
inline constexpr std::size_t kMaxBody = std::size_t{4} * 1024 * 1024;
/// Largest body of an exported list.
inline constexpr std::size_t kMaxExport = std::size_t{32} * 1024 * 1024;
/// Largest body of a request other than a push and a part of a file.
inline constexpr std::size_t kMaxSmallRequest = std::size_t{64} * 1024;
/// The limit that holds for frames of this kind; a server refuses larger HTTP bodies before it reads them.
[[nodiscard]] std::size_t max_body(Kind kind);
inline constexpr std::size_t kHeaderSize = 20;

/// Every message on the network is one frame: little-endian
/// `magic u32 "MCF1" | protocol u16 | kind u16 | flags u32 (0) | body_length u32 | crc32c(body) u32 | body`.
struct Frame {
  Kind kind;
  std::uint16_t protocol;
  ByteView body;  ///< Points into the bytes that were decoded.
};

/// Checks magic, length, CRC and that nothing trails. Allocates nothing in proportion to the claimed length. Fails with
/// frame_truncated, frame_malformed, frame_too_large or frame_version.
[[nodiscard]] Result<Frame> decode_frame(ByteView bytes);
[[nodiscard]] Bytes encode_frame(Kind kind, ByteView body);
/// Success when `frame` is of that kind; the error that it carries when it is an error frame; else frame_malformed.
[[nodiscard]] Status expect_kind(const Frame& frame, Kind expected);

}  // namespace motcua::wire
