#pragma once
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "motcua/records/store.hpp"

namespace motcua::testing {

/// Accepts everything but a field named "bad".
class TestPolicy final : public records::OperationPolicy {
 public:
  Status check(const records::Author&, const records::Operation& operation) override {
    for (const auto& change : operation.fields) {
      if (change.field == "bad") return fail(ErrorCode::operation_refused, "bad");
    }
    return {};
  }
};

/// Values of an entity's visible fields as "p=1 q=2", "" when there is none.
inline std::string shown(const std::optional<records::EntityState>& state) {
  std::string out;
  if (!state || state->removed) return out;
  for (const auto& [name, field] : state->fields) {
    if (!out.empty()) out += ' ';
    out += name + '=' + field.value.value_or("-");
  }
  return out;
}

}  // namespace motcua::testing
