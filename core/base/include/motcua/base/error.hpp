#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace motcua {

/// Every way a call can fail that a user or a caller may meet. The table is `errors.def`; numbers go over the wire.
enum class ErrorCode : std::uint16_t {
#define MOTCUA_ERROR(id, vi, en) id,
#include "motcua/base/errors.def"
#undef MOTCUA_ERROR
};

/// Number of codes; a code read from the wire that is not below it is mapped to `ErrorCode::unknown`.
[[nodiscard]] std::uint16_t error_code_count();

/// Languages of the interface. Vietnamese is the default everywhere.
enum class Language : std::uint8_t { vi, en };

/// A failure as a value: a code from the one table and the detail that fills its message.
struct Error {
  ErrorCode code = ErrorCode::unknown;
  std::string detail;  ///< UTF-8; never holds personal data, because it may be logged.

  friend bool operator==(const Error&, const Error&) = default;
};

/// The sentence for a user: what went wrong and what to do. UTF-8.
[[nodiscard]] std::string message(const Error& error, Language language);

/// The identifier in the table, for logs and scripts, e.g. "disk_full".
[[nodiscard]] std::string_view name(ErrorCode code);

/// `code` if the table has it, else `unknown` (a newer peer may send codes that this build does not know).
[[nodiscard]] ErrorCode error_code_from_wire(std::uint16_t code);

}  // namespace motcua
