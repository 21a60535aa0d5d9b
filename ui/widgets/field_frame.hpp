#pragma once
#include <string>

#include "ui.hpp"

/// The parts that fields with something beside their text are made of.
namespace motcua::ui {

struct FrameOptions {
  Edges padding{};
  float radius = radius::m;
  float grow = 0;
  bool invalid = false;
  bool readonly = false;
};

/// The frame around the text of the field `id` and what stands beside it; shows the field's focus.
Ui::Scope field_frame(Ui& ui, NodeId id, const FrameOptions& options);

/// The field itself, in a field_frame: `shown` is painted while it has no focus, or `example` where that is empty.
void field_text(Ui& ui, Key key, Meaning meaning, const std::string& shown, const std::string& example = {});

}  // namespace motcua::ui
