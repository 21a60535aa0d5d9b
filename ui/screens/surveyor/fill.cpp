#include "screens/surveyor/fill.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "motcua/base/civil_time.hpp"
#include "screens/page.hpp"
#include "screens/surveyor/languages.hpp"
#include "screens/surveyor/question.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/progress.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

constexpr const char* kHome = "#/survey";

/// Tag of a form's language where it differs from the interface's.
std::string tag_if_other(const Ui& ui, std::string_view form_language) {
  std::string form = motcua::ui::language_tag(form_language);
  return form == tag(ui.language()) ? std::string() : form;
}

std::string time_of_day(Instant instant) { return display_instant(instant).substr(0, 5); }

}  // namespace

FillScreen::FillScreen(Services& services, const std::string& form_id, const std::string& version)
    : services_(services), has_address_(false) {
  begin(services.responses.start(form_id, version));
}

FillScreen::FillScreen(Services& services, const EntityId& entity) : services_(services), has_address_(true) {
  begin(services.responses.open(entity));
  page_ = pages_.first_open();
}

void FillScreen::begin(Result<survey::ResponseDraft> draft) {
  if (!draft) {
    open_error_ = draft.error();
    return;
  }
  keeper_.emplace(std::move(*draft), services_.clock);
  refresh();
}

void FillScreen::refresh(std::string_view near) {
  const std::string key = pages_.pages.empty() ? std::string() : pages_.pages[page_].key;
  items_ = keeper_->draft().session().items();
  pages_ = split_into_pages(items_);
  const auto same =
      std::find_if(pages_.pages.begin(), pages_.pages.end(), [&](const FormPage& page) { return page.key == key; });
  if (same != pages_.pages.end()) {
    page_ = static_cast<std::size_t>(same - pages_.pages.begin());
  } else {
    page_ = pages_.page_of(near, items_).value_or(std::min(page_, pages_.pages.empty() ? 0 : pages_.pages.size() - 1));
  }
}

void FillScreen::answer(const std::string& ref, const std::string& value) {
  last_ref_ = ref;
  keeper_->answer(ref, value);
  refresh(ref);
  settle_address();
}

void FillScreen::settle_address() {
  if (!keeper_->saved_at()) return;
  services_.keep_data();
  if (std::exchange(has_address_, true)) return;
  const std::string hash = link_to({"survey", "fill", keeper_->draft().id().hex()});
  // The screen stays: the person is in the middle of a word, perhaps.
  services_.host.navigate(hash, true);
  services_.navigator.arrive(parse_route(hash));
}

void FillScreen::go_to(std::size_t page) {
  page_ = page;
  checking_ = false;
  focus_heading_ = true;
}

void FillScreen::finish() {
  checked_ = true;
  if (!keeper_->retry()) return;
  problems_ = keeper_->problems();
  if (!problems_.empty()) {
    checking_ = true;
    focus_heading_ = true;
    return;
  }
  if (!keeper_->finish()) return;
  ++services_.revision;
  services_.sync().wake();
  services_.navigator.go(link_to({"survey", "done", keeper_->draft().id().hex()}), true);
}

std::string FillScreen::title(const Ui& ui) const {
  return keeper_ ? keeper_->draft().session().definition().title() : ui.tr(Text::fill_open_failed);
}

void FillScreen::build(Ui& ui) {
  if (!keeper_ || pages_.pages.empty()) {
    build_failed(ui);
  } else if (checking_) {
    build_check(ui);
  } else {
    build_form(ui);
  }
}

void FillScreen::build_failed(Ui& ui) {
  page(ui, services_, {.area = Area::surveyor, .title = ui.tr(Text::fill_open_failed), .back = kHome, .plain = true},
       [&] {
         const bool gone = !open_error_ || open_error_->code == ErrorCode::not_found;
         if (empty_state(ui, "failed",
                         {.icon = Icon::description,
                          .text = gone ? ui.tr(Text::fill_gone_text) : services_.error_text(*open_error_),
                          .action = ui.tr(Text::to_surveys)})) {
           services_.navigator.go(kHome);
         }
       });
}

void FillScreen::build_form(Ui& ui) {
  const FormPage current = pages_.pages[page_];
  page(ui, services_,
       {.area = Area::surveyor,
        .back = kHome,
        .place = "fill " + current.key,
        .plain = true,
        .bottom = [&] { bottom(ui); }},
       [&] {
         page_head(ui, current);
         questions(ui, current);
       });
}

void FillScreen::page_head(Ui& ui, const FormPage& current) {
  const auto head = ui.column({.gap = space::s, .padding = Edges::symmetric(space::xs, 0)});
  if (page_ == 0) {
    ui.text(keeper_->draft().session().definition().title(),
            {.style = type::small, .colour = Colour::on_surface_muted, .language = title_language(ui)});
  }
  {
    const auto row = ui.wrap({.gap = space::s, .align = Align::centre});
    ui.text(ui.tr(Text::fill_progress, std::to_string(page_ + 1), std::to_string(pages_.pages.size()),
                  std::to_string(pages_.answered), std::to_string(pages_.questions)),
            {.style = type::small_strong, .colour = Colour::primary, .grow = 1});
    language_switch(ui);
  }
  progress_bar(ui, "progress", ui.tr(Text::fill_progress_name), static_cast<std::int64_t>(pages_.answered),
               static_cast<std::int64_t>(pages_.questions));
  ui.gap(space::xs);
  const std::string language = language_tag(ui);
  ui.text(current.context, {.style = type::body, .colour = Colour::on_surface_muted, .language = language});
  heading(ui, current.title.empty() ? ui.tr(Text::fill_questions) : current.title,
          current.title.empty() ? std::string() : language);
  if (page_ == 0)
    ui.text(ui.tr(Text::fill_required_legend), {.style = type::small, .colour = Colour::on_surface_muted});
}

void FillScreen::heading(Ui& ui, const std::string& text, std::string_view language) {
  if (std::exchange(focus_heading_, false)) ui.want_focus(ui.id("heading"));
  const auto box = ui.node("heading", Flow::column, {},
                           {.role = Role::heading, .name = text, .level = 1, .language = std::string(language)});
  ui.text(text, {.style = type::title, .silent = true});
}

void FillScreen::language_switch(Ui& ui) {
  const auto& session = keeper_->draft().session();
  const auto& languages = session.definition().languages();
  if (languages.size() < 2) return;
  const auto now = std::find(languages.begin(), languages.end(), session.language());
  const std::string& next = now == languages.end() || now + 1 == languages.end() ? languages.front() : *(now + 1);
  const std::string name = language_name(next);
  if (button(ui, "language",
             {.label = name, .icon = Icon::language, .look = Look::text, .name = ui.tr(Text::fill_language, name)})) {
    keeper_->set_language(next);
    refresh();
  }
}

void FillScreen::questions(Ui& ui, const FormPage& current) {
  const std::string language = language_tag(ui);
  const auto list = ui.keyed("questions");
  const bool failed = keeper_->failure().has_value();
  bool told = false;
  std::optional<std::pair<std::string, std::string>> given;
  for (const std::size_t index : current.items) {
    const forms::ItemView& item = items_[index];
    const auto refused = keeper_->refused().find(item.ref);
    const bool focus = focus_ref_ == item.ref;
    if (focus) focus_ref_.clear();
    auto value = question(ui, item,
                          {.problem = problem_of(ui, item),
                           .typed = refused == keeper_->refused().end() ? nullptr : &refused->second.text,
                           .language = language,
                           .focus = focus,
                           .hide_label = current.title_is_question});
    if (value) given.emplace(item.ref, std::move(*value));
    if (failed && item.ref == last_ref_) {
      failure_notice(ui);
      told = true;
    }
  }
  if (failed && !told) failure_notice(ui);
  if (given) answer(given->first, given->second);
}

void FillScreen::failure_notice(Ui& ui) {
  const bool again = notice(ui, "failure",
                            {.tone = Tone::danger,
                             .icon = Icon::error,
                             .title = ui.tr(Text::fill_not_saved),
                             .text = ui.tr(Text::fill_not_saved_text, services_.error_text(*keeper_->failure())),
                             .action = ui.tr(Text::fill_save_again),
                             .alert = true});
  if (!again) return;
  keeper_->retry();
  settle_address();
}

void FillScreen::bottom(Ui& ui) {
  const Viewport& v = ui.viewport();
  const auto bar =
      ui.column({.padding = {space::l + v.inset_left, space::s, space::l + v.inset_right, space::m + v.inset_bottom},
                 .fill = Colour::surface,
                 .elevation = 2});
  const auto room = ui.column({.gap = space::s, .max_width = kContentWidth * ui.text_scale() - 2 * space::l});
  saved_line(ui);
  const auto row = ui.wrap({.gap = space::s});
  const bool last = page_ + 1 >= pages_.pages.size();
  if (checking_) {
    if (button(ui, "leave-check", {.label = ui.tr(Text::fill_check_back), .look = Look::outlined, .grow = 1}))
      go_to(page_);
    return;
  }
  if (page_ > 0 && button(ui, "previous", {.label = ui.tr(Text::fill_back), .look = Look::outlined})) {
    go_to(page_ - 1);
    return;
  }
  if (last || checked_) {
    if (button(ui, "finish", {.label = ui.tr(Text::fill_finish), .icon = Icon::check, .grow = 1})) finish();
  } else if (button(ui, "next", {.label = ui.tr(Text::fill_next), .icon = Icon::arrow_forward, .grow = 1})) {
    go_to(page_ + 1);
  }
}

void FillScreen::saved_line(Ui& ui) {
  // Always there: a screen reader announces what changes inside.
  const auto line = ui.node("saved", Flow::row, {.gap = 6, .align = Align::centre, .justify = Justify::centre},
                            {.role = Role::status});
  if (keeper_->failure()) {
    ui.icon(Icon::error, 18, Colour::danger);
    ui.text(ui.tr(Text::fill_not_saved), {.style = type::small_strong, .colour = Colour::danger});
  } else if (keeper_->saved_at()) {
    ui.icon(Icon::task_alt, 18, Colour::on_surface_muted);
    ui.text(ui.tr(Text::fill_saved_at, time_of_day(*keeper_->saved_at())),
            {.style = type::small, .colour = Colour::on_surface_muted});
  }
}

void FillScreen::build_check(Ui& ui) {
  page(ui, services_,
       {.area = Area::surveyor, .back = kHome, .place = "fill check", .plain = true, .bottom = [&] { bottom(ui); }},
       [&] {
         {
           const auto head = ui.column({.gap = space::s, .padding = Edges::symmetric(space::xs, 0)});
           heading(ui, ui.tr(Text::fill_check_title, std::to_string(problems_.size())), {});
           ui.text(ui.tr(Text::fill_check_text), {.colour = Colour::on_surface_muted});
         }
         const std::string language = language_tag(ui);
         const auto list = ui.node("problems", Flow::column, {.gap = space::s}, {.role = Role::list});
         for (const forms::Problem& problem : problems_) {
           const forms::ItemView* item = find(problem.ref);
           const std::string label = item == nullptr ? problem.ref : item->label;
           const std::string text = problem_text(ui, problem);
           const auto entry = ui.node(problem.ref, Flow::column, {}, {.role = Role::list_item});
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
                       {.role = Role::button, .name = fmt::format("{}: {}", label, text), .language = language});
           {
             const auto words = ui.column({.gap = space::xs, .grow = 1});
             ui.text(label, {.style = type::body_strong, .silent = true});
             problem_line(ui, text, true);
           }
           ui.icon(Icon::chevron_right, 22, Colour::on_surface_muted);
           if (!ui.activated(id)) continue;
           if (const auto target = pages_.page_of(problem.ref, items_)) {
             go_to(*target);
             focus_heading_ = false;
             focus_ref_ = problem.ref;
           }
         }
       });
}

std::string FillScreen::problem_of(const Ui& ui, const forms::ItemView& item) const {
  if (const auto refused = keeper_->refused().find(item.ref); refused != keeper_->refused().end())
    return message(refused->second.error, ui.language());
  if (!item.valid) return item.problem.empty() ? ui.tr(Text::fill_wrong_value) : item.problem;
  if (!checked_ || !item.required || !item.value.empty()) return {};
  return item.required_message.empty() ? message({ErrorCode::answer_required, {}}, ui.language())
                                       : item.required_message;
}

std::string FillScreen::problem_text(const Ui& ui, const forms::Problem& problem) const {
  const forms::ItemView* item = find(problem.ref);
  const std::string text = item == nullptr ? std::string() : problem_of(ui, *item);
  return text.empty() ? message(problem.error, ui.language()) : text;
}

const forms::ItemView* FillScreen::find(std::string_view ref) const {
  const auto found =
      std::find_if(items_.begin(), items_.end(), [ref](const forms::ItemView& item) { return item.ref == ref; });
  return found == items_.end() ? nullptr : &*found;
}

std::string FillScreen::language_tag(const Ui& ui) const {
  return tag_if_other(ui, keeper_->draft().session().language());
}

std::string FillScreen::title_language(const Ui& ui) const {
  const auto& languages = keeper_->draft().session().definition().languages();
  return languages.empty() ? std::string() : tag_if_other(ui, languages.front());
}

}  // namespace motcua::ui
