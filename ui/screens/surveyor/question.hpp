#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/forms/form_session.hpp"
#include "ui.hpp"
#include "widgets/pad.hpp"

namespace motcua::ui {

/// What a question on screen remembers that is no answer.
struct QuestionState {
  std::string search{};              ///< Typed above a long list of choices.
  std::vector<std::size_t> found{};  ///< The choices that it finds, while `searched`.
  bool searched = false;
  std::size_t more = 0;    ///< Choices shown beyond the first, because somebody asked for them.
  bool open = false;       ///< A folded list of choices is open.
  bool guidance = false;   ///< The longer explanation is open.
  std::string latitude{};  ///< A place of which only one part is typed.
  std::string longitude{};
  std::string device{};      ///< What the page said last of what it measures, records or scans: "on", "denied", …
  std::string best_place{};  ///< The most accurate reading so far, as the answer has it.
  double best_accuracy = 0;  ///< Metres.
  std::string walked{};      ///< Points of a line or an area that has too few yet.
  std::optional<Instant> recording{};  ///< Since when the microphone is on.
  std::vector<PadStroke> strokes{};    ///< Drawn, not kept yet.
  bool drawing = false;                ///< Draws again over what is kept.
  std::string drawn_over{};            ///< The answer that was there then.
  std::string dragged{};               ///< The choice that is being dragged to another place.
  float dragged_by = 0;                ///< dp.
};

struct UploadState;

struct QuestionOptions {
  std::string problem{};                ///< Shown beside it; empty: none.
  const std::string* typed = nullptr;   ///< Text that the question refused: shown instead of the value.
  std::string_view language{};          ///< Tag of the form's language when it is not the interface's.
  bool focus = false;                   ///< Asks for the keyboard focus now.
  bool hide_label = false;              ///< The page's title says it already.
  bool in_matrix = false;               ///< A row of a card of statements, not a card of its own.
  QuestionState* state = nullptr;       ///< Kept from frame to frame; required.
  const UploadState* upload = nullptr;  ///< Of a question that is answered with a file.
};

/// One control of a form that is no group: a card with the label and what answers it, or words for what is only to be
/// read. Returns the new value, in lexical form, in the build in which the person gave it.
[[nodiscard]] std::optional<std::string> question(Ui& ui, const forms::ItemView& item, const QuestionOptions& options);

/// "12 3" with `choice` put in or taken out, in the order of the choices.
[[nodiscard]] std::string toggled(const forms::ItemView& item, std::string_view choice);

}  // namespace motcua::ui
