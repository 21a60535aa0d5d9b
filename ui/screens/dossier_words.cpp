#include "screens/dossier_words.hpp"

#include <array>

namespace motcua::ui {

const StateWords& words_of(dossier::State state) {
  static constexpr std::array kWords{
      StateWords{Text::state_registered, Text::meaning_registered, Text::next_registered, false, Tone::info,
                 Icon::schedule},
      StateWords{Text::state_accepted, Text::meaning_accepted, Text::next_accepted, false, Tone::info, Icon::task_alt},
      StateWords{Text::state_not_accepted, Text::meaning_not_accepted, Text::next_not_accepted, true, Tone::danger,
                 Icon::block},
      StateWords{Text::state_processing, Text::meaning_processing, Text::next_processing, false, Tone::info,
                 Icon::hourglass_top},
      StateWords{Text::state_supplement_requested, Text::meaning_supplement_requested, Text::next_supplement_requested,
                 true, Tone::warning, Icon::post_add},
      StateWords{Text::state_payment_requested, Text::meaning_payment_requested, Text::next_payment_requested, true,
                 Tone::warning, Icon::payments},
      StateWords{Text::state_withdrawn, Text::meaning_withdrawn, Text::next_withdrawn, false, Tone::neutral,
                 Icon::undo},
      StateWords{Text::state_stopped, Text::meaning_stopped, Text::next_stopped, true, Tone::danger,
                 Icon::pause_circle},
      StateWords{Text::state_processed, Text::meaning_processed, Text::next_processed, true, Tone::success,
                 Icon::check_circle},
      StateWords{Text::state_returned, Text::meaning_returned, Text::next_returned, false, Tone::success,
                 Icon::check_circle},
  };
  return kWords[static_cast<std::size_t>(state) - 1];
}

void state_chip(Ui& ui, dossier::State state, bool silent) {
  const StateWords& words = words_of(state);
  chip(ui, ui.tr(words.label), words.tone, words.icon, silent);
}

}  // namespace motcua::ui
