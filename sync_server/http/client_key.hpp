#pragma once
#include <string>
#include <string_view>

namespace motcua::server {

/// What a limit counts a client by. Of an IPv6 address the first 64 bits: a household's line has all of the others to
/// choose from. An IPv4 address, also one written as IPv6 ("::ffff:192.0.2.7"), is itself; other text stays as it is.
[[nodiscard]] std::string client_key(std::string_view address);

}  // namespace motcua::server
