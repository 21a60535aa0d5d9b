#include "motcua/base/error.hpp"

#include <array>

namespace motcua {
namespace {

struct Row {
  std::string_view id, vi, en;
};

constexpr auto kRows = std::to_array<Row>({
#define MOTCUA_ERROR(id, vi, en) Row{#id, vi, en},
#include "motcua/base/errors.def"
#undef MOTCUA_ERROR
});

const Row& row(ErrorCode code) {
  const auto index = static_cast<std::size_t>(code);
  return kRows[index < kRows.size() ? index : 0];
}

}  // namespace

std::uint16_t error_code_count() { return static_cast<std::uint16_t>(kRows.size()); }

std::string message(const Error& error, Language language) {
  const std::string_view text = language == Language::vi ? row(error.code).vi : row(error.code).en;
  std::string out(text);
  if (const auto at = out.find("{}"); at != std::string::npos) out.replace(at, 2, error.detail);
  return out;
}

std::string_view name(ErrorCode code) { return row(code).id; }

ErrorCode error_code_from_wire(std::uint16_t code) {
  return code < kRows.size() ? static_cast<ErrorCode>(code) : ErrorCode::unknown;
}

}  // namespace motcua
