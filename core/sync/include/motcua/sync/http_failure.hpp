#pragma once
#include "motcua/base/bytes.hpp"
#include "motcua/base/result.hpp"

namespace motcua::sync {

/// Why a reply that should have been a frame counts as a failure: the HTTP status tells when no frame does. A page with
/// status 200 that is no frame is a captive portal's: the server was not reached.
[[nodiscard]] Status check_reply(int status, ByteView body);

}  // namespace motcua::sync
