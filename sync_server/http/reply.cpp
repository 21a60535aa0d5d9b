#include "http/reply.hpp"

#include "motcua/wire/message.hpp"

namespace motcua::server {

int http_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::frame_truncated:
    case ErrorCode::frame_malformed:
    case ErrorCode::frame_version:
    case ErrorCode::invalid_argument:
      return 400;
    case ErrorCode::not_signed_in:
    case ErrorCode::wrong_password:
      return 401;
    case ErrorCode::not_allowed:
    case ErrorCode::enrol_code_invalid:
      return 403;
    case ErrorCode::not_found:
    case ErrorCode::lookup_failed:
      return 404;
    case ErrorCode::already_exists:
    case ErrorCode::device_forked:
    case ErrorCode::attachment_mismatch:
      return 409;
    case ErrorCode::frame_too_large:
    case ErrorCode::attachment_too_large:
      return 413;
    case ErrorCode::encoding_unknown:
      return 415;
    case ErrorCode::too_many_attempts:
    case ErrorCode::too_many_connections:
      return 429;
    case ErrorCode::server_busy:
    case ErrorCode::database_busy:
      return 503;
    case ErrorCode::disk_full:
      return 507;
    default:
      return 500;
  }
}

ApiReply error_reply(const Error& error) {
  const int status = http_status(error.code);
  // What failed inside the server is for its log; a client learns that it failed, and that its data is kept. "The disk
  // is full" would send a surveyor to clear their own.
  const bool own_failure = status == 500 || error.code == ErrorCode::disk_full;
  return {status, wire::encode_error(own_failure ? Error{ErrorCode::server_failed, ""} : error), 0};
}

}  // namespace motcua::server
