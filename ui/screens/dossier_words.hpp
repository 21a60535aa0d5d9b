#pragma once
#include "messages.hpp"
#include "motcua/dossier/dossier.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {

/// How one of the ten national states is told to people.
struct StateWords {
  Text label;    ///< "Đang xử lý"
  Text meaning;  ///< What that is for the citizen.
  Text next;     ///< What the citizen does next; often only to wait.
  bool asks;     ///< The office waits for the citizen.
  Tone tone;
  Icon icon;
};

[[nodiscard]] const StateWords& words_of(dossier::State state);

/// The state as a chip.
void state_chip(Ui& ui, dossier::State state, bool silent = false);

}  // namespace motcua::ui
