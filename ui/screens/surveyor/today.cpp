#include "screens/surveyor/today.hpp"

#include <algorithm>
#include <utility>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "motcua/survey/day_summary.hpp"
#include "screens/page.hpp"
#include "screens/surveyor/visit_words.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/progress.hpp"
#include "widgets/segmented.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

constexpr std::size_t kRows = 30;
/// Older than this, the list may lack what the office assigned since: looking at it asks.
constexpr std::int64_t kFreshMs = 5LL * 60 * 1000;

constexpr const char* kToVisit = "to-visit";
constexpr const char* kDone = "done";
constexpr const char* kAll = "all";

bool matches(const survey::Assignment& assignment, const std::string& folded) {
  return fold(assignment.label + " " + assignment.address + " " + assignment.key + " " + assignment.unit)
             .find(folded) != std::string::npos;
}

}  // namespace

TodayScreen::TodayScreen(Services& services)
    : services_(services), lost_(services), surveys_(services), filter_(kToVisit), limit_(kRows) {
  const auto status = services.sync().status();
  if (!status.last_success || services.now().ms - status.last_success->ms > kFreshMs) services.sync().wake();
}

std::string TodayScreen::title(const Ui& ui) const {
  return has_tasks_ ? ui.tr(Text::today_title) : surveys_.title(ui);
}

TodayScreen::Content TodayScreen::read() const {
  Content out;
  auto tasks = services_.visits().tasks();
  if (!tasks) {
    out.error = tasks.error();
    return out;
  }
  out.tasks = std::move(*tasks);
  const CivilDate today = to_civil(services_.now()).date;
  const DeviceId self = services_.log.device();
  for (const survey::Task& task : out.tasks) {
    if (task.settled()) ++out.settled;
    for (const survey::Visit& visit : task.visits) {
      if (visit.device != self || to_civil(visit.at).date != today) continue;
      ++out.visits_today;
      if (visit.outcome == survey::VisitOutcome::completed) ++out.finished_today;
    }
  }
  return out;
}

std::vector<std::size_t> TodayScreen::shown(const Content& content) const {
  const std::string folded = fold(sought_);
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < content.tasks.size(); ++i) {
    const survey::Task& task = content.tasks[i];
    if (filter_ != kAll && task.settled() != (filter_ == kDone)) continue;
    if (matches(task.assignment, folded)) out.push_back(i);
  }
  return out;
}

void TodayScreen::build(Ui& ui) {
  const Content& content = content_.get(services_, [&] { return read(); });
  has_tasks_ = content.error || !content.tasks.empty();
  if (!has_tasks_) return surveys_.build(ui);
  page(
      ui, services_,
      {.area = Area::surveyor,
       .title = ui.tr(Text::today_title),
       .subtitle = day_text(ui, to_civil(services_.now()).date),
       .current = "#/survey"},
      [&] {
        lost_.build(ui);
        if (content.error) {
          notice(
              ui, "error",
              {.tone = Tone::danger, .icon = Icon::error, .text = services_.error_text(*content.error), .alert = true});
          return;
        }
        progress(ui, content);
        search(ui);
        list(ui, content);
        const auto box = card(ui, {.padding = Edges::all(space::xs)});
        link_row(ui, "surveys",
                 {.href = "#/survey/forms",
                  .icon = Icon::ballot,
                  .title = ui.tr(Text::today_other_surveys),
                  .subtitle = ui.tr(Text::today_other_surveys_text)});
      });
}

void TodayScreen::progress(Ui& ui, const Content& content) {
  const auto box = card(ui, {.gap = space::s});
  const std::string words =
      ui.tr(Text::today_progress, std::to_string(content.settled), std::to_string(content.tasks.size()));
  ui.text(words, {.style = type::headline});
  progress_bar(ui, "progress", words, static_cast<std::int64_t>(content.settled),
               static_cast<std::int64_t>(content.tasks.size()));
  link_row(ui, "day",
           {.href = "#/survey/day",
            .icon = Icon::bar_chart,
            .title = ui.tr(Text::day_title),
            .subtitle = ui.tr(Text::day_link_text, std::to_string(content.visits_today),
                              std::to_string(content.finished_today))});
}

void TodayScreen::search(Ui& ui) {
  if (auto typed =
          text_field(ui, "search", {.label = ui.tr(Text::today_search), .value = sought_, .field = Field::search})) {
    sought_ = std::move(*typed);
    limit_ = kRows;
  }
  if (auto chosen = segmented(ui, "filter",
                              {.label = ui.tr(Text::today_filter),
                               .segments = {{kToVisit, ui.tr(Text::today_to_visit)},
                                            {kDone, ui.tr(Text::today_done)},
                                            {kAll, ui.tr(Text::today_all)}},
                               .chosen = filter_,
                               .hide_label = true})) {
    filter_ = std::move(*chosen);
    limit_ = kRows;
  }
}

void TodayScreen::list(Ui& ui, const Content& content) {
  const std::vector<std::size_t> places = shown(content);
  if (places.empty()) {
    const Text why = !sought_.empty()   ? Text::today_none_found
                     : filter_ == kDone ? Text::today_none_done
                                        : Text::today_none_left;
    empty_state(ui, "none", {.icon = sought_.empty() ? Icon::task_alt : Icon::search, .text = ui.tr(why)});
    return;
  }
  const std::size_t rows = std::min(limit_, places.size());
  {
    const auto scope =
        ui.node("tasks", Flow::column, {.gap = space::m}, {.role = Role::list, .name = ui.tr(Text::today_list)});
    for (std::size_t i = 0; i < rows; ++i) row(ui, content.tasks[places[i]], places[i] + 1);
  }
  if (rows < places.size() &&
      button(ui, "more",
             {.label = ui.tr(Text::show_more, std::to_string(std::min(kRows, places.size() - rows))),
              .look = Look::outlined}))
    limit_ += kRows;
}

void TodayScreen::row(Ui& ui, const survey::Task& task, std::size_t number) {
  const survey::Assignment& assignment = task.assignment;
  const std::string hex = assignment.id.hex();
  const VisitLook state = look_of(ui, task);
  const auto due = due_of(ui, task, day_of(services_.now()));
  std::string name = assignment.label + ", " + assignment.address + ", " + state.text;
  if (due) name += ", " + due->text;
  const auto item = ui.node(hex, Flow::column, {}, {.role = Role::list_item});
  const auto link = ui.node("open", Flow::row,
                            {.gap = space::m,
                             .padding = Edges::all(space::l),
                             .align = Align::start,
                             .min_height = kTouch,
                             .fill = Colour::surface,
                             .radius = radius::l,
                             .elevation = 1},
                            {.role = Role::link, .name = name, .value = link_to({"survey", "visit", hex})});
  if (!ui.huge_text()) {
    const auto badge = ui.row({.align = Align::centre,
                               .justify = Justify::centre,
                               .min_width = 36 * ui.icon_scale(),
                               .min_height = 36 * ui.icon_scale(),
                               .fill = container(task.settled() ? Tone::success : Tone::info),
                               .radius = radius::full});
    ui.text(std::to_string(number), {.style = type::body_strong,
                                     .colour = on_container(task.settled() ? Tone::success : Tone::info),
                                     .silent = true,
                                     .capped = true});
  }
  const auto words = ui.column({.gap = space::xs, .grow = 1});
  ui.text(assignment.label, {.style = type::body_strong, .silent = true, .may_break_words = true});
  ui.text(assignment.address,
          {.style = type::small, .colour = Colour::on_surface_muted, .silent = true, .may_break_words = true});
  const auto chips = ui.wrap({.gap = space::s});
  chip(ui, state.text, state.tone, state.icon, true);
  if (due) chip(ui, due->text, due->tone, due->icon, true);
}

}  // namespace motcua::ui
