#include "screens/surveyor/drawing.hpp"

#include "screens/surveyor/form_pages.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "widgets/controls.hpp"
#include "widgets/pad.hpp"

namespace motcua::ui {
namespace {

using forms::ItemView;

constexpr float kSignatureHeight = 180, kDrawingHeight = 320;

bool is_signature(const ItemView& item) { return has_appearance(item.appearance, "signature"); }

/// The pad and what is done with it. The keyboard's way is a picture that is there already.
void draw(Ui& ui, const ItemView& item, const UploadState& upload, const QuestionOptions& options) {
  std::vector<PadStroke>& strokes = options.state->strokes;
  const bool signs = is_signature(item);
  const std::string name = name_of(item);
  const std::string label = ui.tr(signs ? Text::draw_sign : Text::draw_here);
  if (pad(ui, "pad",
          {.label = label,
           .name = label + ": " + name,
           .description = description_of(item, options),
           .height = signs ? kSignatureHeight : kDrawingHeight,
           .invalid = !options.problem.empty(),
           .language = std::string(options.language)},
          strokes))
    options.state->drawn_over = item.value;
  {
    const auto row = ui.wrap({.gap = space::s});
    const auto small = [&](Key key, Text what, Icon icon) {
      return button(ui, key,
                    {.label = ui.tr(what),
                     .icon = icon,
                     .look = Look::text,
                     .disabled = strokes.empty(),
                     .name = ui.tr(what) + ": " + name});
    };
    if (small("undo", Text::draw_undo, Icon::undo)) strokes.pop_back();
    if (small("clear", Text::draw_clear, Icon::close)) strokes.clear();
  }
  const auto row = ui.wrap({.gap = space::s});
  const std::string keep = ui.tr(upload.busy ? Text::upload_busy : signs ? Text::draw_keep_sign : Text::draw_keep);
  keep_drawing_button(ui, "keep",
                      {.label = keep,
                       .name = keep + ": " + name,
                       .file = signs ? "signature.png" : "drawing.png",
                       .target = upload.target,
                       .busy = upload.busy},
                      ui.id("pad"), strokes);
  if (options.focus) ui.want_focus(ui.id("answer"));
  const std::string choose = ui.tr(Text::draw_file);
  file_button(ui, "answer",
              {.label = choose,
               .icon = Icon::attach_file,
               .busy = upload.busy,
               .required = item.required,
               .name = choose + ": " + name,
               .description = description_of(item, options),
               .accept = "image/*",
               .target = upload.target});
}

}  // namespace

bool is_drawing(const ItemView& item) {
  return item.control == forms::ControlKind::upload && item.mediatype.starts_with("image/") &&
         (is_signature(item) || has_appearance(item.appearance, "draw"));
}

std::optional<std::string> drawing_question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  static const UploadState kNone;
  const UploadState& upload = options.upload != nullptr ? *options.upload : kNone;
  QuestionState& state = *options.state;
  QuestionOptions shown = options;
  if (!upload.problem.empty()) shown.problem = upload.problem;
  label_line(ui, item, shown);
  hint_or_problem(ui, item, shown);
  if (!item.value.empty() && item.value != state.drawn_over) {  // What was drawn is kept.
    state.drawing = false;
    state.strokes.clear();
    state.drawn_over = item.value;
  }
  if (item.value.empty() || state.drawing) {
    draw(ui, item, upload, shown);
    return std::nullopt;
  }
  shown_file(ui, item, upload);
  const auto buttons = ui.wrap({.gap = space::s});
  const std::string again = ui.tr(is_signature(item) ? Text::draw_again_sign : Text::draw_again);
  if (options.focus) ui.want_focus(ui.id("again"));
  if (button(ui, "again",
             {.label = again, .icon = Icon::draw, .look = Look::tonal, .name = again + ": " + name_of(item)})) {
    state.drawing = true;
    state.strokes.clear();
  }
  if (button(ui, "remove",
             {.label = ui.tr(Text::upload_remove),
              .icon = Icon::trash,
              .look = Look::text,
              .name = ui.tr(Text::upload_remove) + ": " + name_of(item)}))
    return std::string();
  return std::nullopt;
}

}  // namespace motcua::ui
