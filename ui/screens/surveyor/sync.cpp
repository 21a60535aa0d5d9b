#include "screens/surveyor/sync.hpp"

#include <algorithm>
#include <utility>

#include "motcua/base/civil_time.hpp"
#include "motcua/sync/unsent_file.hpp"
#include "screens/page.hpp"
#include "screens/surveyor/sync_words.hpp"
#include "screens/surveyor/upload.hpp"
#include "widgets/controls.hpp"
#include "widgets/progress.hpp"
#include "widgets/surface.hpp"
#include "widgets/timeline.hpp"

namespace motcua::ui {
namespace {

using sync::SyncPhase;
using sync::SyncStatus;

constexpr std::size_t kShownRuns = 5;
/// Bytes; a photo may need five million of them.
constexpr double kLittleRoom = 50e6;

bool at_work(const SyncStatus& status) { return status.phase != SyncPhase::idle && status.phase != SyncPhase::waiting; }

/// `kept`: what is not sent is safe on this device.
std::string in_words(const Ui& ui, const SyncStatus& status, bool kept) {
  switch (status.phase) {
    case SyncPhase::saying_hello:
      return ui.tr(Text::sync_connecting);
    case SyncPhase::pushing:
      return ui.tr(Text::sync_sending, std::to_string(status.sent_this_run),
                   std::to_string(status.sent_this_run + status.unsent));
    case SyncPhase::pulling:
      return ui.tr(Text::sync_receiving);
    case SyncPhase::waiting:
      if (status.next_attempt) return ui.tr(Text::sync_waiting, display_instant(*status.next_attempt).substr(0, 5));
      break;
    case SyncPhase::idle:
      break;
  }
  if (status.unsent > 0) return kept ? ui.tr(Text::sync_idle_unsent) : std::string();
  return ui.tr(status.refused > 0 ? Text::sync_idle_refused : Text::sync_idle_done);
}

std::string headline(const Ui& ui, const SyncStatus& status) {
  std::string text =
      status.unsent == 0 ? ui.tr(Text::all_sent) : ui.tr(Text::unsent_count, std::to_string(status.unsent));
  if (status.refused > 0) text += ", " + ui.tr(Text::refused_count, std::to_string(status.refused));
  return text;
}

}  // namespace

std::string files_text(const Ui& ui, const sync::AttachmentCounts& files) {
  const std::uint64_t percent = files.bytes == 0 ? 0 : files.bytes_sent * 100 / files.bytes;
  std::string out =
      ui.tr(Text::files_sent, std::to_string(files.sent), std::to_string(files.files), std::to_string(percent));
  if (files.failed > 0) out += ". " + ui.tr(Text::files_failed, std::to_string(files.failed));
  return out;
}

void SyncScreen::build(Ui& ui) {
  if (!std::exchange(measured_, true)) services_.files.measure();
  page(ui, services_, {.area = Area::surveyor, .title = ui.tr(Text::sync_title), .current = "#/survey/sync"}, [&] {
    lost_.build(ui);
    const SyncStatus status = services_.sync().status();
    if (!status.enrolled) {
      if (empty_state(ui, "not-enrolled",
                      {.icon = Icon::badge,
                       .title = ui.tr(Text::surveys_not_enrolled),
                       .text = ui.tr(Text::surveys_not_enrolled_text),
                       .action = ui.tr(Text::enrol_title)}))
        services_.navigator.go("#/survey/enrol");
      return;
    }
    progress_card(ui, status);
    files(ui);
    problems(ui, status);
    little_room(ui);
    file_card(ui, status);
    history(ui);
    facts(ui, status);
  });
}

void SyncScreen::file_card(Ui& ui, const SyncStatus& status) {
  const std::int64_t drafts = drafts_.get(services_, [&] { return services_.log.draft_count().value_or(0); });
  if (status.unsent == 0 && drafts == 0) return;
  const auto box = card(ui, {.gap = space::m});
  ui.text(ui.tr(Text::file_title), {.style = type::headline, .heading = 2});
  ui.text(ui.tr(Text::file_text), {.colour = Colour::on_surface_muted});
  if (!button(ui, "file", {.label = ui.tr(Text::file_save), .icon = Icon::download, .look = Look::outlined})) return;
  const Status saved = save_file();
  services_.show(saved ? ui.tr(Text::file_saved, std::to_string(status.unsent), std::to_string(drafts))
                       : services_.error_text(saved.error()));
}

Status SyncScreen::save_file() {
  MOTCUA_TRY_ASSIGN(auto file, sync::collect_unsent(services_.log));
  MOTCUA_TRY_ASSIGN(const auto enrolment, services_.sync().enrolment());
  if (enrolment) {
    file.account_name = enrolment->account_name;
    file.office_name = enrolment->office_name;
  }
  file.written = services_.now();
  const std::string day = format_instant(file.written).substr(0, 10);
  services_.host.save_file("motcua-" + file.device.hex().substr(0, 8) + "-" + day + sync::kUnsentFileSuffix,
                           sync::encode_unsent_file(file));
  return {};
}

void SyncScreen::progress_card(Ui& ui, const SyncStatus& status) {
  const auto box = card(ui, {.gap = space::m});
  const bool working = at_work(status);
  {
    const auto row = ui.row({.gap = space::l, .align = Align::centre});
    {
      const Tone tone = status.unsent == 0 && status.refused == 0 ? Tone::success : Tone::warning;
      const auto badge = ui.row({.align = Align::centre,
                                 .justify = Justify::centre,
                                 .width = 56,
                                 .height = 56,
                                 .fill = container(tone),
                                 .radius = radius::full});
      const Icon done = status.refused == 0 ? Icon::cloud_done : Icon::sync_problem;
      ui.icon(status.unsent == 0 ? done : Icon::cloud_upload, 28, on_container(tone));
    }
    // The live region: tells of progress without being asked.
    const auto words = ui.node("state", Flow::column, {.grow = 1}, {.role = Role::status});
    ui.text(headline(ui, status), {.style = type::title});
    ui.text(in_words(ui, status, !services_.storage_unavailable), {.colour = Colour::on_surface_muted});
    const auto& runs = last_runs();
    if (!working && !runs.empty()) {
      const std::string did = run_text(ui, runs.front());
      if (!did.empty())
        ui.text(ui.tr(Text::run_comma, did, when(ui, runs.front().at, services_.now())), {.style = type::body_strong});
    }
  }
  if (working)
    progress_bar(ui, "progress", ui.tr(Text::sync_progress_name), status.sent_this_run,
                 status.phase == SyncPhase::pushing ? status.sent_this_run + status.unsent : 0);
  if (button(ui, "now", {.label = ui.tr(Text::sync_now), .icon = Icon::sync, .busy = working})) {
    services_.sync().wake();
    if (const Status again = services_.attachments().retry(); !again)
      services_.show(services_.error_text(again.error()));
  }
}

void SyncScreen::files(Ui& ui) {
  const sync::AttachmentStatus status = services_.attachments().status();
  if (status.counts.files == 0) return;
  const auto box = card(ui, {.gap = space::m});
  ui.text(ui.tr(Text::files_title), {.style = type::body_strong, .heading = 2});
  {
    const auto words = ui.node("files", Flow::column, {.gap = space::xs}, {.role = Role::status});
    ui.text(files_text(ui, status.counts), {.colour = Colour::on_surface_muted});
    if (status.last_error && status.counts.waiting() > 0)
      ui.text(services_.error_text(*status.last_error), {.style = type::small, .colour = Colour::on_surface_muted});
  }
  if (status.counts.waiting() > 0)
    progress_bar(ui, "files-progress", ui.tr(Text::files_progress_name),
                 static_cast<std::int64_t>(status.counts.bytes_sent), static_cast<std::int64_t>(status.counts.bytes));
}

const std::vector<sync::SyncRun>& SyncScreen::last_runs() {
  return runs_.get(services_, [&] { return services_.sync().history().value_or(std::vector<sync::SyncRun>{}); });
}

void SyncScreen::history(Ui& ui) {
  const auto& runs = last_runs();
  if (runs.empty()) return;
  std::vector<TimelineStep> steps;
  for (const sync::SyncRun& run : runs) {
    if (steps.size() == kShownRuns) break;
    const std::string did = run_text(ui, run);
    TimelineStep step{
        .title = did, .when = when(ui, run.at, services_.now()), .icon = Icon::cloud_done, .tone = Tone::success};
    if (run.error) {
      // What was moved before it failed was moved.
      step.title = ui.tr(Text::run_failed);
      step.detail = did;
      step.note = services_.error_text(*run.error);
      if (run.tries > 1) step.detail = ui.tr(Text::run_tries, std::to_string(run.tries));
      step.icon = Icon::sync_problem;
      step.tone = Tone::warning;
    }
    steps.push_back(std::move(step));
  }
  const auto box = card(ui, {.gap = space::m});
  ui.text(ui.tr(Text::sync_history), {.style = type::headline, .heading = 2});
  timeline(ui, "runs", ui.tr(Text::sync_history), steps);
}

void SyncScreen::little_room(Ui& ui) {
  const auto& room = services_.storage_room;
  if (!room || room->quota <= 0 || room->quota - room->used > kLittleRoom) return;
  notice(
      ui, "room",
      {.tone = Tone::warning,
       .icon = Icon::storage,
       .title = ui.tr(Text::sync_little_room),
       .text = ui.tr(Text::sync_little_room_text, size_text(ui.language(), std::max(0.0, room->quota - room->used)))});
}

void SyncScreen::problems(Ui& ui, const SyncStatus& status) {
  if (!services_.online) {
    notice(ui, "offline",
           {.tone = Tone::neutral,
            .icon = Icon::wifi_off,
            .title = ui.tr(Text::no_network_title),
            .text = services_.storage_unavailable ? std::string() : ui.tr(Text::sync_offline_text)});
  } else if (status.last_error) {
    const bool signed_out = status.last_error->code == ErrorCode::not_signed_in;
    if (notice(ui, "error",
               {.tone = Tone::warning,
                .icon = Icon::sync_problem,
                .title = ui.tr(Text::sync_last_error),
                .text = services_.error_text(*status.last_error),
                .action = signed_out ? ui.tr(Text::sync_enrol_again) : std::string()})) {
      services_.navigator.go("#/survey/enrol");
    }
  }
  if (status.notice)
    notice(ui, "notice",
           {.tone = Tone::neutral, .icon = Icon::sync_problem, .text = services_.error_text(*status.notice)});
  const auto& aside = aside_.get(services_, [&] { return services_.log.aside().value_or(records::LocalLog::Aside{}); });
  if (aside.unsent > 0 || aside.drafts > 0) {
    notice(ui, "aside",
           {.tone = Tone::neutral,
            .icon = Icon::person,
            .title = ui.tr(Text::sync_aside),
            .text = ui.tr(Text::sync_aside_text, std::to_string(aside.unsent), std::to_string(aside.drafts))});
  }
  if (status.refused > 0 && notice(ui, "refused",
                                   {.tone = Tone::danger,
                                    .icon = Icon::block,
                                    .title = ui.tr(Text::refused_count, std::to_string(status.refused)),
                                    .text = ui.tr(Text::sync_refused_text),
                                    .action = ui.tr(Text::my_responses_title)})) {
    services_.navigator.go("#/survey/responses");
  }
}

void SyncScreen::facts(Ui& ui, const SyncStatus& status) {
  const auto box = card(ui, {.gap = space::l});
  const auto& enrolment =
      enrolment_.get(services_, [&] { return services_.sync().enrolment().value_or(std::nullopt); });
  fact(ui, Icon::history, ui.tr(Text::sync_last_success),
       status.last_success ? when(ui, *status.last_success, services_.now()) : ui.tr(Text::sync_never));
  if (enrolment) {
    fact(ui, Icon::person, ui.tr(Text::sync_account), enrolment->account_name);
    fact(ui, Icon::apartment, ui.tr(Text::sync_office), enrolment->office_name);
  }
  fact(ui, Icon::smartphone, ui.tr(Text::sync_device), services_.log.device().hex().substr(0, 8));
  if (const auto& room = services_.storage_room) {
    fact(ui, Icon::save, ui.tr(Text::sync_room),
         ui.tr(Text::sync_room_left, size_text(ui.language(), room->used),
               size_text(ui.language(), std::max(0.0, room->quota - room->used))));
  }
  ui.text(ui.tr(Text::sync_kind), {.style = type::small, .colour = Colour::on_surface_muted});
}

}  // namespace motcua::ui
