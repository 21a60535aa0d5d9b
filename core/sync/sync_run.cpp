#include "motcua/sync/sync_run.hpp"

namespace motcua::sync {

void SyncCounts::count(records::OperationHead operation) {
  const bool removal = operation.kind == records::OperationKind::remove;
  switch (operation.type) {
    case records::EntityType::response:
      ++(removal ? other : responses);
      return;
    case records::EntityType::visit:
      ++(removal ? other : visits);
      return;
    case records::EntityType::assignment:
      ++(removal ? withdrawn : assignments);
      return;
    case records::EntityType::survey_version:
      ++forms;
      return;
    case records::EntityType::form_part:
      return;  // Of a form that is counted.
  }
  ++other;  // Of a newer version of the program.
}

}  // namespace motcua::sync
