#pragma once
#include <cstddef>
#include <string_view>

#include "motcua/base/bytes.hpp"
#include "motcua/base/result.hpp"

/// HTTP's content codings (RFC 9110 8.4). Frames have gzip (RFC 1952) or none.
namespace motcua::server {

/// A request's body without its encoding. `encoding` is the Content-Encoding header; "", "identity", "gzip" and
/// "x-gzip" are known. Never makes more than `limit` bytes, whatever the body claims. Fails with encoding_unknown,
/// frame_too_large, or frame_malformed for what is cut, damaged or followed by something.
[[nodiscard]] Result<Bytes> decode_content(std::string_view encoding, ByteView body, std::size_t limit);

[[nodiscard]] Bytes gzip(ByteView bytes);

/// Whether an Accept-Encoding header has the coding, and not with the weight 0 ("br;q=0").
[[nodiscard]] bool accepts(std::string_view accept_encoding, std::string_view coding);

}  // namespace motcua::server
