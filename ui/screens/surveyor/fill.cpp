#include "screens/surveyor/fill.hpp"

#include <algorithm>
#include <utility>

#include "motcua/base/civil_time.hpp"
#include "screens/page.hpp"
#include "screens/surveyor/choice_search.hpp"
#include "screens/surveyor/languages.hpp"
#include "screens/surveyor/matrix.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "screens/surveyor/repeat_card.hpp"
#include "screens/surveyor/upload.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/progress.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

/// "survey", "fill", the draft.
constexpr std::size_t kDraftParts = 3;
/// How long the answer that ends a page is seen before the next page comes.
constexpr std::int64_t kTurnAfterMs = 400;
/// A tap on a choice or on what leads on, so soon after the page turned by itself, was meant for the page before.
constexpr std::int64_t kLateTapMs = 600;

/// Tag of a form's language where it differs from the interface's.
std::string tag_if_other(const Ui& ui, std::string_view form_language) {
  std::string form = motcua::ui::language_tag(form_language);
  return form == tag(ui.language()) ? std::string() : form;
}

/// One tap answers it: its choices are in sight.
bool lies_open(const forms::ItemView& item) {
  if (item.control == forms::ControlKind::select1) return !is_long_list(item) && !is_folded_list(item);
  return item.control == forms::ControlKind::input && item.type == forms::DataType::boolean;
}

std::string time_of_day(Instant instant) { return display_instant(instant).substr(0, 5); }

bool begins_with(const std::vector<std::string>& path, const std::vector<std::string>& start) {
  return path.size() >= start.size() && std::equal(start.begin(), start.end(), path.begin());
}

}  // namespace

FillScreen::FillScreen(Services& services, const Route& route, const std::string& form_id, const std::string& version)
    : services_(services), origin_(route.path), has_address_(false) {
  origin_.resize(std::min<std::size_t>(origin_.size(), version.empty() ? 3 : 4));
  begin(services.responses.start(form_id, version));
}

FillScreen::FillScreen(Services& services, const Route& route, std::size_t parts, Result<survey::ResponseDraft> draft)
    : services_(services), origin_(route.path), has_address_(false) {
  origin_.resize(parts);
  begin(std::move(draft));
}

FillScreen::FillScreen(Services& services, const EntityId& entity, const std::vector<std::string>& place)
    : services_(services), wanted_(Wanted{.entity = entity, .place = place}), has_address_(true) {
  open();
}

void FillScreen::open() {
  wanted_->tried = services_.revision;
  begin(services_.responses.open(wanted_->entity));
  if (!keeper_) {
    const auto all = services_.responses.list();
    wanted_->is_here = all && std::ranges::find(*all, wanted_->entity, &survey::ResponseSummary::id) != all->end();
    return;
  }
  if (guide_.empty()) return;
  const auto place = std::move(wanted_->place);
  wanted_.reset();
  if (place.empty() || !guide_.show(session(), guide_.ref_of(place))) {
    guide_.show_first_open(session());
    note_place(true);
  }
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
  guide_.refresh(session(), near);
  for (auto& [ref, state] : states_) state.searched = false;  // The choices may be others.
}

void FillScreen::answer(const std::string& ref, const std::string& value) {
  last_ref_ = ref;
  turns_at_.reset();
  keeper_->answer(ref, value);
  if (services_.snackbar && services_.snackbar->undo) services_.snackbar.reset();  // What it takes back is older.
  refresh(ref);
  settle();
}

void FillScreen::settle() {
  if (!keeper_->saved_at()) return;
  services_.keep_data();
  if (std::exchange(has_address_, true)) return;
  // The screen stays: the person is in the middle of a word, perhaps.
  note_place(true);
}

// --- going about -----------------------------------------------------------------------------------------------------
std::string FillScreen::address() const {
  Route route{has_address_ ? std::vector<std::string>{"survey", "fill", keeper_->draft().id().hex()} : origin_, {}};
  for (std::string& part : guide_.address()) route.path.push_back(std::move(part));
  return to_hash(route);
}

void FillScreen::note_place(bool replace) {
  const std::string hash = address();
  if (hash == to_hash(services_.navigator.route())) return;
  services_.host.navigate(hash, replace);
  services_.navigator.arrive(parse_route(hash));
}

bool FillScreen::arrive(const Route& route) {
  if (!keeper_ || guide_.empty()) return false;
  const std::vector<std::string> own{"survey", "fill", keeper_->draft().id().hex()};
  const bool is_own = begins_with(route.path, own);
  if (!is_own && (origin_.empty() || !begins_with(route.path, origin_))) return false;
  const std::vector<std::string> place(
      route.path.begin() + static_cast<std::ptrdiff_t>(is_own ? kDraftParts : origin_.size()), route.path.end());
  if (!below_.empty() && below_.back() == place) below_.pop_back();
  move_on();
  checking_ = false;
  focus_heading_ = true;
  if (!guide_.show(session(), guide_.ref_of(place))) guide_.show_first_open(session());
  // What was begun under "new", or is not there any more, has another address now.
  if (address() != to_hash(route)) {
    services_.host.navigate(address(), true);
    services_.navigator.arrive(parse_route(address()));
  }
  return true;
}

void FillScreen::move_on() {
  turns_at_.reset();
  for (auto& [ref, state] : states_) {  // What measured or recorded stood on the page before.
    state.device.clear();
    state.recording.reset();
  }
}

void FillScreen::turn_to(std::size_t page) {
  move_on();
  guide_.turn_to(session(), page);
  checking_ = false;
  focus_heading_ = true;
  note_place(true);
}

void FillScreen::enter(const std::string& ref) {
  const std::vector<std::string> from = guide_.address();
  const std::string level = guide_.level();
  if (!guide_.show(session(), ref)) return;
  checking_ = false;
  focus_heading_ = true;
  move_on();
  if (guide_.level() == level) return note_place(true);
  below_.push_back(from);
  note_place(false);
}

void FillScreen::leave() {
  FormGuide up = guide_;
  if (!up.show(session(), repeat_of(guide_.level()))) return;
  if (!below_.empty() && below_.back() == up.address()) {
    // Back to the entry of the history that it was entered from: the screen follows when the address has changed, so
    // that the browser does not take the focus away again.
    services_.navigator.back();
    return;
  }
  guide_ = std::move(up);
  focus_heading_ = true;
  below_.clear();
  note_place(true);
}

void FillScreen::act(Ui& ui, const RepeatAction& action) {
  switch (action.kind) {
    case RepeatAction::Kind::open:
      enter(action.ref);
      return;
    case RepeatAction::Kind::show_more:
      shown_[action.ref] += 40;
      return;
    case RepeatAction::Kind::remove:
      remove(ui, action.ref);
      return;
    case RepeatAction::Kind::add:
      break;
  }
  const auto added = keeper_->add_repeat(action.ref);
  if (services_.snackbar && services_.snackbar->undo)
    services_.snackbar.reset();  // It would find nothing to take back.
  refresh(action.ref);
  settle();
  if (added) {
    enter(*added);
  } else if (!keeper_->failure()) {
    services_.show(services_.error_text(added.error()));
  }
}

bool FillScreen::has_unsaved() const {
  if (!keeper_) return false;
  const auto drawn = [](const auto& state) { return !state.second.strokes.empty(); };
  return keeper_->failure() || awaits_file({}) || std::ranges::any_of(states_, drawn);
}

bool FillScreen::awaits_file(std::string_view ref) const {
  const auto records = [&](const auto& state) {
    return state.first.starts_with(ref) && state.second.recording.has_value();
  };
  return std::ranges::any_of(states_, records) || services_.receives_file(upload_target(keeper_->draft().id(), ref));
}

void FillScreen::remove(Ui& ui, const std::string& instance_ref) {
  // A file goes to the place that its question had when it was chosen: the places must stay until it is there.
  if (awaits_file(repeat_of(instance_ref))) return services_.show(ui.tr(Text::fill_file_first));
  const std::string name = instance_name(ui, guide_.instance(instance_ref));
  const std::string summary = guide_.summary(session(), instance_ref);
  const Status removed = keeper_->remove_repeat(instance_ref);
  states_.clear();  // The instances after it have other references now.
  shown_.clear();
  refresh(repeat_of(instance_ref));
  settle();
  if (!removed) {
    if (!keeper_->failure()) services_.show(services_.error_text(removed.error()));
    return;
  }
  services_.show(ui.tr(Text::repeat_removed, summary.empty() ? name : name + ": " + summary), ui.tr(Text::undo),
                 [screen = std::weak_ptr(self_)] {
                   if (const auto alive = screen.lock()) (*alive)->put_back();
                 });
}

void FillScreen::put_back() {
  if (awaits_file({})) return services_.show(translate(services_.language, Text::fill_file_first));
  const Status back = keeper_->put_back();
  states_.clear();
  refresh();
  if (!back && !keeper_->failure()) services_.show(services_.error_text(back.error()));
}

bool FillScreen::file_kept(std::string_view target, const KeptFile& file) {
  const auto where = parse_upload_target(target);
  if (!keeper_ || !where || where->response != keeper_->draft().id()) return false;
  const std::string before = session().value(where->ref).value_or(std::string());
  auto taken = take_file(services_, keeper_->draft(), where->ref, file);
  if (!taken) {
    services_.incoming.insert_or_assign(std::string(target), IncomingFile{.busy = false, .error = taken.error()});
    services_.show(services_.error_text(taken.error()));
    return true;
  }
  last_ref_ = where->ref;
  const Status kept = keeper_->attach(where->ref, taken->name, taken->file);
  if (services_.snackbar && services_.snackbar->undo) services_.snackbar.reset();
  refresh(where->ref);
  settle();
  if (!kept && !keeper_->failure()) services_.show(services_.error_text(kept.error()));
  if (kept && !before.empty()) offer_file_back(Text::upload_replaced, where->ref, before);
  return true;
}

void FillScreen::offer_file_back(Text what, const std::string& ref, const std::string& name) {
  services_.show(translate(services_.language, what), translate(services_.language, Text::undo),
                 [screen = std::weak_ptr(self_), ref, name] {
                   if (const auto alive = screen.lock()) (*alive)->answer(ref, name);
                 });
}

// --- what is on screen -----------------------------------------------------------------------------------------------
std::string FillScreen::title(const Ui& ui) const {
  return keeper_ ? session().definition().title() : ui.tr(Text::fill_open_failed);
}

void FillScreen::build(Ui& ui) {
  if (!keeper_ && wanted_ && wanted_->tried != services_.revision) {
    open();
    if (keeper_) focus_heading_ = true;
  }
  if (keeper_ && !checking_) turn_by_itself(ui);
  if (!keeper_ || guide_.empty()) {
    build_failed(ui);
  } else if (checking_) {
    build_check(ui);
  } else {
    build_form(ui);
  }
}

void FillScreen::build_failed(Ui& ui) {
  page(ui, services_, {.area = Area::surveyor, .title = ui.tr(Text::fill_open_failed), .back = kSurveys, .plain = true},
       [&] {
         const bool lacking = !open_error_ || open_error_->code == ErrorCode::not_found;
         const Text why = wanted_ && wanted_->is_here ? Text::fill_form_coming : Text::fill_gone_text;
         if (empty_state(ui, "failed",
                         {.icon = Icon::description,
                          .text = lacking ? ui.tr(why) : services_.error_text(*open_error_),
                          .action = ui.tr(Text::to_surveys)})) {
           services_.navigator.go(kSurveys);
         }
       });
}

void FillScreen::build_form(Ui& ui) {
  PageOptions options{.area = Area::surveyor,
                      .back = kSurveys,
                      .place = "fill " + guide_.level() + " " + guide_.page().key,
                      .plain = true,
                      .bottom = [&] { bottom(ui); }};
  bool up = false;
  if (!guide_.level().empty()) options.on_back = [&] { up = true; };
  page(ui, services_, options, [&] {
    page_head(ui);
    questions(ui);
  });
  if (up) leave();  // Only now: the rest of the page was still that of the instance.
}

void FillScreen::page_head(Ui& ui) {
  // Copies: the language switch makes the pages anew.
  const FormPage current = guide_.page();
  const Tally tally = guide_.pages().tally;
  const std::string level = guide_.level();
  const bool first = level.empty() && guide_.page_number() == 0;
  const auto head = ui.column({.gap = space::s, .padding = Edges::symmetric(space::xs, 0)});
  if (first) {
    ui.text(session().definition().title(),
            {.style = type::small, .colour = Colour::on_surface_muted, .language = title_language(ui)});
  }
  const std::string language = language_tag(ui);
  // Inside an instance a page without a title is called by it.
  const std::string place = around(ui, level);
  const std::string title = !current.title.empty() ? current.title
                            : place.empty()        ? ui.tr(Text::fill_questions)
                                                   : place;
  if (!current.title.empty()) {
    ui.text(place,
            {.style = type::body_strong, .colour = Colour::primary, .may_break_words = true, .language = language});
  }
  {
    const auto row = ui.wrap({.gap = space::s, .align = Align::centre});
    const std::string number = std::to_string(guide_.page_number() + 1);
    const std::string of = std::to_string(guide_.pages().pages.size());
    ui.text(tally.questions == 0 ? ui.tr(Text::fill_part, number, of)
                                 : ui.tr(Text::fill_progress, number, of, std::to_string(tally.answered),
                                         std::to_string(tally.questions)),
            {.style = type::small_strong, .colour = Colour::primary, .grow = 1});
    language_switch(ui);
  }
  if (tally.questions > 0) {
    progress_bar(ui, "progress", ui.tr(Text::fill_progress_name), static_cast<std::int64_t>(tally.answered),
                 static_cast<std::int64_t>(tally.questions));
  }
  ui.gap(space::xs);
  ui.text(current.context, {.style = type::body, .colour = Colour::on_surface_muted, .language = language});
  heading(ui, title, current.title.empty() && place.empty() ? std::string() : language);
  if (first) ui.text(ui.tr(Text::fill_required_legend), {.style = type::small, .colour = Colour::on_surface_muted});
}

void FillScreen::heading(Ui& ui, const std::string& text, std::string_view language) {
  if (std::exchange(focus_heading_, false)) ui.want_focus(ui.id("heading"));
  const auto box = ui.node("heading", Flow::column, {},
                           {.role = Role::heading, .name = text, .level = 1, .language = std::string(language)});
  ui.text(text, {.style = type::title, .silent = true, .may_break_words = true});
}

void FillScreen::language_switch(Ui& ui) {
  const auto& languages = session().definition().languages();
  if (languages.size() < 2) return;
  const auto now = std::find(languages.begin(), languages.end(), session().language());
  const std::string& next = now == languages.end() || now + 1 == languages.end() ? languages.front() : *(now + 1);
  const std::string name = language_name(next);
  if (button(ui, "language",
             {.label = name, .icon = Icon::language, .look = Look::text, .name = ui.tr(Text::fill_language, name)})) {
    keeper_->set_language(next);
    refresh();
  }
}

void FillScreen::questions(Ui& ui) {
  const std::string language = language_tag(ui);
  const auto list = ui.keyed("questions");
  const bool failed = keeper_->failure().has_value();
  const auto& entries = guide_.entries();
  std::optional<Given> given;
  std::optional<RepeatAction> action;
  for (std::size_t i = 0; i < entries.size();) {
    const forms::ItemOutline& outline = entries[i].outline;
    if (const std::size_t rows = matrix_run(entries, i)) {
      const auto box = card(ui, {.gap = space::l});
      for (const std::size_t end = i + rows; i < end; ++i) {
        ask(ui, entries[i], true, given);
        if (i + 1 < end) divider(ui);
      }
      continue;
    }
    ++i;
    if (is_table_head(outline)) continue;  // Each row tells its choices.
    if (is_group(outline.control)) {
      if (!outline.label.empty()) ui.text(outline.label, {.style = type::headline, .heading = 2, .language = language});
    } else if (outline.control == forms::ControlKind::repeat) {
      const auto known = shown_.find(outline.ref);
      auto pressed = repeat_card(
          ui, outline, guide_.instances(outline.ref),
          {.language = language,
           .hide_label = guide_.page().title_is_item,
           .shown = known == shown_.end() ? 0 : known->second,
           .summary = [this](const std::string& ref) -> const std::string& { return guide_.summary(session(), ref); }});
      if (pressed) action = std::move(pressed);
    } else {
      ask(ui, entries[i - 1], false, given);
    }
  }
  const auto shows = [this](const FormGuide::Entry& entry) { return entry.outline.ref == last_ref_; };
  if (failed && std::ranges::none_of(entries, shows)) failure_notice(ui);
  // Only now: it makes the entries anew.
  if (given && !(given->one_tap && is_late_tap())) {
    answer(given->ref, given->value);
    if (given->taken_back) offer_file_back(Text::upload_removed, given->ref, *given->taken_back);
    // With the keyboard an arrow key chooses already: only Enter, on what is chosen, goes on.
    const bool goes_on = given->quick || services_.preferences.goes_on(!ui.wide());
    if (goes_on && given->one_tap && (ui.uses_keyboard() ? given->again : given->first)) go_on(given->ref);
  }
  if (action) act(ui, *action);
}

void FillScreen::ask(Ui& ui, const FormGuide::Entry& entry, bool in_matrix, std::optional<Given>& given) {
  const forms::ItemView& item = entry.view;
  const std::string language = language_tag(ui);
  const auto refused = keeper_->refused().find(item.ref);
  const bool focus = focus_ref_ == item.ref;
  if (focus) focus_ref_.clear();
  const bool is_upload = item.control == forms::ControlKind::upload;
  const UploadState upload = is_upload ? upload_state(services_, keeper_->draft(), item) : UploadState{};
  auto value = question(ui, item,
                        {.problem = problem_of(ui, item),
                         .typed = refused == keeper_->refused().end() ? nullptr : &refused->second.text,
                         .language = language,
                         .focus = focus,
                         .hide_label = guide_.page().title_is_item,
                         .in_matrix = in_matrix,
                         .state = &states_[item.ref],
                         .upload = &upload});
  if (value) {
    given = Given{.ref = item.ref,
                  .value = std::move(*value),
                  .quick = item.appearance.contains("quick"),
                  .first = item.value.empty()};
    given->one_tap = lies_open(item) && !given->value.empty();
    given->again = given->value == item.value;
    if (is_upload) given->taken_back = item.value;
  }
  if (keeper_->failure() && item.ref == last_ref_) failure_notice(ui);
}

void FillScreen::go_on(const std::string& ref) {
  const auto is_open = [](const FormGuide::Entry& entry) {
    return is_question(entry.outline) && entry.view.value.empty();
  };
  const auto takes_one_tap = [](const FormGuide::Entry& entry) { return lies_open(entry.view); };
  const auto& entries = guide_.entries();
  const auto at = std::ranges::find(entries, ref, [](const FormGuide::Entry& entry) { return entry.outline.ref; });
  if (at == entries.end()) return;
  auto next = std::find_if(at + 1, entries.end(), is_open);
  if (next == entries.end()) {
    // Nothing is left below: what must be answered above comes first.
    next = std::find_if(entries.begin(), at,
                        [&](const FormGuide::Entry& entry) { return is_open(entry) && entry.outline.required; });
    if (next == at) next = entries.end();
  }
  if (next != entries.end()) {
    // A field would open the keyboard: it is left for the person to choose.
    if (takes_one_tap(*next)) focus_ref_ = next->outline.ref;
    return;
  }
  const Tally& tally = guide_.page().tally;
  const bool last = guide_.page_number() + 1 >= guide_.pages().pages.size();
  // The end of a form or of an instance is the person's own step, and so is the way back to a list of problems.
  if (last || checked_ || tally.missing > 0 || tally.wrong > 0 || keeper_->failure()) return;
  if (at + 1 != entries.end() && std::any_of(at + 1, entries.end(), [](const FormGuide::Entry& entry) {
        return entry.outline.control == forms::ControlKind::repeat;
      }))
    return;
  turns_at_ = Instant{services_.now().ms + kTurnAfterMs};
}

std::optional<Instant> FillScreen::wake_at() const {
  std::optional<Instant> at = turns_at_;
  for (const auto& [ref, state] : states_) {
    if (!state.recording) continue;  // Its seconds are shown.
    const std::int64_t passed = services_.now().ms - state.recording->ms;
    const Instant next{state.recording->ms + (passed / 1000 + 1) * 1000};
    at = at ? std::min(*at, next) : next;
  }
  return at;
}

void FillScreen::turn_by_itself(const Ui& ui) {
  if (!turns_at_ || services_.now() < *turns_at_) return;
  turn_to(guide_.page_number() + 1);
  turned_at_ = services_.now();
  if (std::exchange(turned_, true)) return;
  services_.show(ui.tr(Text::fill_turned), ui.tr(Text::fill_turned_back), [screen = std::weak_ptr(self_)] {
    const auto alive = screen.lock();
    if (alive && (*alive)->guide_.page_number() > 0) (*alive)->turn_to((*alive)->guide_.page_number() - 1);
  });
}

bool FillScreen::is_late_tap() const {
  const std::int64_t since = turned_at_ ? services_.now().ms - turned_at_->ms : kLateTapMs;
  return 0 <= since && since < kLateTapMs;  // The clock may have been set back.
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
  settle();
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
  const std::size_t number = guide_.page_number();
  const bool last = number + 1 >= guide_.pages().pages.size();
  const bool inside = !guide_.level().empty();
  if (checking_) {
    if (button(ui, "leave-check", {.label = ui.tr(Text::fill_check_back), .look = Look::outlined, .grow = 1}))
      turn_to(number);
    return;
  }
  const bool late = is_late_tap();
  // On the first page "next" was where "previous" is now.
  if (number > 0 && button(ui, "previous", {.label = ui.tr(Text::fill_back), .look = Look::outlined}) &&
      !(late && number == 1)) {
    turn_to(number - 1);
    return;
  }
  if (inside && last) {
    if (button(ui, "done",
               {.label = ui.tr(Text::fill_instance_done),
                .icon = Icon::check,
                .grow = 1,
                .name = ui.tr(Text::fill_instance_done_name)}) &&
        !late)
      leave();
  } else if (last || (checked_ && !inside)) {
    if (button(ui, "finish", {.label = ui.tr(Text::fill_finish), .icon = Icon::check, .grow = 1}) && !late) finish();
  } else if (button(ui, "next", {.label = ui.tr(Text::fill_next), .icon = Icon::arrow_forward, .grow = 1}) && !late) {
    turn_to(number + 1);
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

std::string FillScreen::around(const Ui& ui, std::string_view level) {
  std::string out;
  for (; !level.empty(); level = level_of(repeat_of(level))) {
    const std::string ref(level);
    const std::string& summary = guide_.summary(session(), ref);
    std::string name = instance_name(ui, guide_.instance(ref));
    // Its first answer is enough here.
    if (!summary.empty()) name += ": " + summary.substr(0, summary.find(" · "));
    out = out.empty() ? name : name + " · " + out;
  }
  return out;
}

std::string FillScreen::problem_of(const Ui& ui, const forms::ItemView& item) const {
  if (const auto refused = keeper_->refused().find(item.ref); refused != keeper_->refused().end()) {
    const Error& error = refused->second.error;
    std::string text = error.code == ErrorCode::answer_type ? wrong_type_text(ui, item) : std::string();
    return text.empty() ? message(error, ui.language()) : text;
  }
  if (!item.valid) return item.problem.empty() ? ui.tr(Text::fill_wrong_value) : item.problem;
  if (!checked_ || !item.required || !item.value.empty()) return {};
  return item.required_message.empty() ? message({ErrorCode::answer_required, {}}, ui.language())
                                       : item.required_message;
}

std::string FillScreen::language_tag(const Ui& ui) const { return tag_if_other(ui, session().language()); }

std::string FillScreen::title_language(const Ui& ui) const {
  const auto& languages = session().definition().languages();
  return languages.empty() ? std::string() : tag_if_other(ui, languages.front());
}

}  // namespace motcua::ui
