#pragma once
#include <expected>
#include <string>
#include <utility>

#include "motcua/base/error.hpp"

namespace motcua {

/// The outcome of a call that may fail in normal life. `Status` is for calls that have nothing to return.
template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

/// Shorthand: `return fail(ErrorCode::not_found, "form sipas");`
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string detail = {}) {
  return std::unexpected(Error{code, std::move(detail)});
}

}  // namespace motcua

#define MOTCUA_CONCAT_INNER(a, b) a##b
#define MOTCUA_CONCAT(a, b) MOTCUA_CONCAT_INNER(a, b)

/// `MOTCUA_TRY(expr);` returns the error of a `Status` or `Result` to the caller, else goes on.
#define MOTCUA_TRY(expr)                                            \
  do {                                                              \
    if (auto motcua_try_result = (expr); !motcua_try_result) {      \
      return std::unexpected(std::move(motcua_try_result).error()); \
    }                                                               \
  } while (false)

/// `MOTCUA_TRY_ASSIGN(auto x, expr);` is the same and binds the value.
#define MOTCUA_TRY_ASSIGN(target, expr) MOTCUA_TRY_ASSIGN_IMPL(MOTCUA_CONCAT(motcua_result_, __LINE__), target, expr)
// `target` may be a declaration, which parentheses would break. NOLINTBEGIN(bugprone-macro-parentheses)
#define MOTCUA_TRY_ASSIGN_IMPL(result, target, expr)              \
  auto result = (expr);                                           \
  if (!result) return std::unexpected(std::move(result).error()); \
  target = std::move(result).value()
// NOLINTEND(bugprone-macro-parentheses)
