#include "xpath/functions.hpp"

namespace motcua::forms::xpath {
namespace {

/// The cell of a row: its child of that name, or its attribute where the name is "@name".
const Node* cell_named(const Node& parent, std::string_view name) {
  if (name.starts_with('@')) {
    const Node* at = parent.first_attribute;
    while (at != nullptr && *at->name.local != name.substr(1)) at = at->next;
    return at;
  }
  for (const Node* at = parent.first_child; at != nullptr; at = at->next) {
    if (at->kind == NodeKind::element && *at->name.local == name) return at;
  }
  return nullptr;
}

}  // namespace

/// pulldata(instance, wanted, key, value) is instance(…)/root/item[key = value]/wanted, whose names are not known
/// before it is evaluated. Compared as texts, as the table that it reads from holds them.
Value call_pulldata(const Call& call) {
  Environment& environment = call.environment();
  const Document* table = environment.host != nullptr ? environment.host->instance(call.text(0)) : nullptr;
  if (table == nullptr || table->element() == nullptr) return std::string();
  const std::string wanted = call.text(1);
  const std::string key = call.text(2);
  const std::string value = call.text(3);
  std::string scratch;
  for (const Node* row = table->element()->first_child; row != nullptr; row = row->next) {
    if (row->kind != NodeKind::element) continue;
    if (!environment.spend(1)) break;
    const Node* cell = cell_named(*row, key);
    if (cell == nullptr || text_of(*cell, scratch, environment) != value) continue;
    const Node* found = cell_named(*row, wanted);
    return found != nullptr ? string_value(*found) : std::string();
  }
  return std::string();
}

}  // namespace motcua::forms::xpath
