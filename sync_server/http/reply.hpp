#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "motcua/base/bytes.hpp"
#include "motcua/base/result.hpp"

namespace motcua::server {

/// A request to the interface under /v1/, free of any HTTP library.
struct ApiRequest {
  std::string path;
  ByteView body;           ///< A frame; valid only until `handle` returns.
  std::string token;       ///< Of "Authorization: Bearer …"; empty without one.
  std::string client;      ///< Its `client_key`; used for rate limits only, never logged.
  std::size_t thread = 0;  ///< Number of the serving thread: chooses its database connection.
};

struct ApiReply {
  int status = 200;
  Bytes body;                      ///< A frame, whatever the status.
  std::int64_t retry_after_s = 0;  ///< 0: no Retry-After header.
};

/// Called once, from any thread.
using Respond = std::function<void(ApiReply)>;

/// The HTTP status that goes with an error.
[[nodiscard]] int http_status(ErrorCode code);
/// An error frame with its status. Details of the server's own failures stay in its log.
[[nodiscard]] ApiReply error_reply(const Error& error);

}  // namespace motcua::server
