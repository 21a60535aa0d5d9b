#include "http/encoding.hpp"

#include <zlib.h>

#include <algorithm>
#include <memory>
#include <string>

#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

constexpr int kGzipWindow = MAX_WBITS + 16;  // 16: the gzip format, no other.
constexpr std::size_t kStep = 64U * 1024;

Bytef* as_input(ByteView bytes) { return reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data())); }
Bytef* as_output(Bytes& bytes, std::size_t at) { return reinterpret_cast<Bytef*>(bytes.data() + at); }

/// Grows by steps, so that what is made is bounded by what really comes out.
Result<Bytes> gunzip(ByteView body, std::size_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return fail(ErrorCode::server_failed, "inflate");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, inflateEnd);
  stream.next_in = as_input(body);
  stream.avail_in = static_cast<uInt>(body.size());
  Bytes out;
  std::size_t made = 0;
  int outcome = Z_OK;
  while (outcome != Z_STREAM_END) {
    if (made > limit) return fail(ErrorCode::frame_too_large, "> " + std::to_string(limit));
    out.resize(made + std::min(kStep, limit + 1 - made));
    stream.next_out = as_output(out, made);
    stream.avail_out = static_cast<uInt>(out.size() - made);
    outcome = inflate(&stream, Z_NO_FLUSH);
    if (outcome != Z_OK && outcome != Z_STREAM_END) return fail(ErrorCode::frame_malformed, "gzip");
    made = out.size() - stream.avail_out;
    if (outcome == Z_OK && stream.avail_in == 0 && stream.avail_out != 0)
      return fail(ErrorCode::frame_malformed, "gzip cut");
  }
  if (made > limit) return fail(ErrorCode::frame_too_large, "> " + std::to_string(limit));
  if (stream.avail_in != 0) return fail(ErrorCode::frame_malformed, "bytes after gzip");
  out.resize(made);
  return out;
}

std::string lower(std::string_view text) {
  std::string out(trim(text));
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

}  // namespace

Result<Bytes> decode_content(std::string_view encoding, ByteView body, std::size_t limit) {
  const std::string name = lower(encoding);
  if (name == "gzip" || name == "x-gzip") return gunzip(body, limit);
  if (!name.empty() && name != "identity") return fail(ErrorCode::encoding_unknown, is_valid_utf8(name) ? name : "");
  if (body.size() > limit) return fail(ErrorCode::frame_too_large, "> " + std::to_string(limit));
  return Bytes(body.begin(), body.end());
}

Bytes gzip(ByteView bytes) {
  z_stream stream{};
  constexpr int kMemoryLevel = 8;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  Bytes out(deflateBound(&stream, bytes.size()));
  stream.next_in = as_input(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = as_output(out, 0);
  stream.avail_out = static_cast<uInt>(out.size());
  const int outcome = deflate(&stream, Z_FINISH);
  out.resize(outcome == Z_STREAM_END ? out.size() - stream.avail_out : 0);
  deflateEnd(&stream);
  return out;
}

bool accepts(std::string_view accept_encoding, std::string_view coding) {
  for (const std::string_view part : split(accept_encoding, ',')) {
    const auto pieces = split(part, ';');
    if (trim(pieces.front()) != coding) continue;
    return pieces.size() < 2 || (trim(pieces[1]) != "q=0" && trim(pieces[1]) != "q=0.0");
  }
  return false;
}

}  // namespace motcua::server
