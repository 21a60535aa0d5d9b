// The end of a response: what keeps it from being final, and the way to each of those questions.
#include <fmt/format.h>

#include <algorithm>

#include "screens/page.hpp"
#include "screens/surveyor/fill.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"

namespace motcua::ui {
namespace {

constexpr std::size_t kListed = 30;

}  // namespace

void FillScreen::finish() {
  if (awaits_file({})) return services_.show(translate(services_.language, Text::fill_file_first));
  checked_ = true;
  if (!keeper_->retry()) return;
  const auto problems = keeper_->problems();
  if (!problems.empty()) {
    problems_ = problems.size();
    listed_ = kListed;
    found_.clear();
    checking_ = true;
    focus_heading_ = true;
    return;
  }
  if (!keeper_->finish()) return;
  // Files that were taken back go. What fails here is done when the program starts next.
  [[maybe_unused]] const Status settled = services_.attachments().settle(keeper_->draft().id());
  ++services_.revision;
  services_.sync().wake();
  services_.navigator.go(link_to({"survey", "done", keeper_->draft().id().hex()}), true);
}

void FillScreen::build_check(Ui& ui) {
  if (found_.size() < std::min(listed_, problems_)) {  // Read once, not in each frame.
    found_.clear();
    for (forms::Problem& problem : keeper_->problems()) {
      if (found_.size() >= listed_) break;
      Found found{.problem = std::move(problem), .item = {}, .around = {}};
      if (auto item = session().item(found.problem.ref)) found.item = std::move(*item);
      found.item.choices.clear();
      found.around = around(ui, level_of(found.problem.ref));
      found_.push_back(std::move(found));
    }
  }
  std::string target;
  page(ui, services_,
       {.area = Area::surveyor, .back = kSurveys, .place = "fill check", .plain = true, .bottom = [&] { bottom(ui); }},
       [&] {
         {
           const auto head = ui.column({.gap = space::s, .padding = Edges::symmetric(space::xs, 0)});
           heading(ui, ui.tr(Text::fill_check_title, std::to_string(problems_)), {});
           ui.text(ui.tr(Text::fill_check_text), {.colour = Colour::on_surface_muted});
         }
         const std::string language = language_tag(ui);
         {
           const auto list = ui.node("problems", Flow::column, {.gap = space::s}, {.role = Role::list});
           for (const Found& found : found_) {
             const std::string& ref = found.problem.ref;
             const std::string label = found.item.ref.empty() ? ref : name_of(found.item);
             std::string text = found.item.ref.empty() ? std::string() : problem_of(ui, found.item);
             if (text.empty()) text = message(found.problem.error, ui.language());
             const auto entry = ui.node(ref, Flow::column, {}, {.role = Role::list_item});
             const NodeId id = ui.id("go");
             const auto row =
                 ui.node("go", Flow::row,
                         {.gap = space::m,
                          .padding = Edges::all(space::l),
                          .align = Align::centre,
                          .min_height = kTouch,
                          .fill = Colour::surface,
                          .radius = radius::l,
                          .elevation = 1},
                         {.role = Role::button,
                          .name = found.around.empty() ? fmt::format("{}: {}", label, text)
                                                       : fmt::format("{}, {}: {}", found.around, label, text),
                          .language = language});
             {
               const auto words = ui.column({.gap = space::xs, .grow = 1});
               ui.text(
                   found.around,
                   {.style = type::small, .colour = Colour::on_surface_muted, .silent = true, .may_break_words = true});
               ui.text(label, {.style = type::body_strong, .silent = true});
               problem_line(ui, text, true);
             }
             ui.icon(Icon::chevron_right, 22, Colour::on_surface_muted);
             if (ui.activated(id)) target = ref;
           }
         }
         if (found_.size() < problems_ &&
             button(ui, "more", {.label = ui.tr(Text::fill_check_more), .icon = Icon::expand_more, .look = Look::text}))
           listed_ += kListed;
       });
  if (target.empty()) return;
  enter(target);
  if (checking_) return;
  focus_heading_ = false;
  focus_ref_ = target;
}

}  // namespace motcua::ui
