#include "motcua/sync/http_failure.hpp"

#include "motcua/wire/message.hpp"

namespace motcua::sync {

Status check_reply(int status, ByteView body) {
  const auto frame = wire::decode_frame(body);
  const bool ok = status >= 200 && status < 300;
  if (frame) {
    if (ok || frame->kind == wire::Kind::error) return {};  // The decoder of the message tells the error it carries.
    return fail(ErrorCode::server_failed, std::to_string(status));
  }
  switch (status) {
    case 401:
      return fail(ErrorCode::not_signed_in);
    case 403:
      return fail(ErrorCode::not_allowed);
    case 413:
      return fail(ErrorCode::frame_too_large, "HTTP 413");
    case 429:
    case 503:
      return fail(ErrorCode::server_busy);
    default:
      break;
  }
  if (status >= 500) return fail(ErrorCode::server_failed, std::to_string(status));
  // A frame that was damaged on its way still begins like one; anything else is not from our server.
  const bool damaged = ok && as_text(body).starts_with("MCF");
  return damaged ? std::unexpected(frame.error())
                 : Status(fail(ErrorCode::network_unreachable, std::to_string(status)));
}

}  // namespace motcua::sync
