#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "form_tools/form_source.hpp"
#include "motcua/base/error.hpp"

namespace motcua::server {

enum class FindingId : std::uint16_t {
#define MOTCUA_FINDING(id, vi, en) id,
#include "form_tools/findings.def"
#undef MOTCUA_FINDING
};

/// One thing that is wrong with a form, or legal but unwise.
struct Finding {
  bool error = false;
  FindingId id = FindingId::not_loaded;
  std::string detail;    ///< Fills the sentence.
  Error cause;           ///< Of not_loaded: what the engine said. Of unwise_table: what the conversion said.
  std::string ref;       ///< The field, "/data/age"; empty when it is about no field.
  std::size_t line = 0;  ///< In the XForm; 0 when it is about no place.
};

/// Whether `cause` says what it is, and not a sentence of the table.
[[nodiscard]] bool has_cause(FindingId id);
/// The identifier of the table, for scripts.
[[nodiscard]] std::string_view name(FindingId id);
[[nodiscard]] std::string sentence(const Finding& finding, Language language);

/// Everything that can be said of a form without filling it, errors first, then in document order.
[[nodiscard]] std::vector<Finding> lint_form(const FormSource& source);

}  // namespace motcua::server
