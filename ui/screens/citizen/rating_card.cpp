#include "screens/citizen/rating_card.hpp"

#include <algorithm>

#include "screens/citizen/delivery.hpp"
#include "widgets/choice_chip.hpp"
#include "widgets/controls.hpp"
#include "widgets/faces.hpp"
#include "widgets/field.hpp"

namespace motcua::ui {
namespace {

using feedback::Reason;
using feedback::Score;

constexpr std::array kScores{Text::score_1, Text::score_2, Text::score_3, Text::score_4, Text::score_5};
constexpr std::array kReasons{std::pair(Reason::attitude, Text::reason_attitude),
                              std::pair(Reason::time, Text::reason_time),
                              std::pair(Reason::guidance, Text::reason_guidance),
                              std::pair(Reason::cost, Text::reason_cost), std::pair(Reason::place, Text::reason_place)};

std::size_t level(Score score) { return static_cast<std::size_t>(score) - 1; }

}  // namespace

void RatingCard::build(Ui& ui, const dossier::SavedDossier& dossier) {
  const auto& given = given_.get(services_, [&] { return services_.outbox.rating_of(code_); });
  // Padded so that five faces have 48 dp each on the narrowest phone.
  const auto box = card(ui, "rating", {.role = Role::region, .name = ui.tr(Text::rating_title)},
                        {.gap = space::m, .padding = Edges::all(space::l)});
  if (!given) {
    ui.text(services_.error_text(given.error()));
  } else if (*given && !draft_) {
    show_given(ui, **given);
  } else {
    ask(ui, dossier, *given);
  }
}

void RatingCard::ask(Ui& ui, const dossier::SavedDossier& dossier, const std::optional<feedback::MyRating>& given) {
  const std::string question = ui.tr(Text::rating_question);
  ui.text(question, {.style = type::headline, .heading = 2});
  std::array<std::string, kScores.size()> labels;
  std::ranges::transform(kScores, labels.begin(), [&](Text label) { return ui.tr(label); });
  const auto chosen = draft_ ? std::optional(level(draft_->score)) : std::nullopt;
  if (const auto tapped = faces(ui, "faces", {.name = question, .labels = std::move(labels), .chosen = chosen})) {
    if (!draft_) draft_.emplace();
    draft_->score = static_cast<Score>(*tapped + 1);
  }
  if (!draft_) return;
  reasons(ui);
  if (auto typed =
          text_field(ui, "comment", {.label = ui.tr(Text::rating_comment), .value = draft_->comment, .area = true})) {
    draft_->comment = std::move(*typed);
  }
  ui.text(ui.tr(Text::rating_privacy), {.style = type::small, .colour = Colour::on_surface_muted});
  if (failed_)
    notice(ui, "failed",
           {.tone = Tone::danger, .icon = Icon::error, .text = services_.error_text(*failed_), .alert = true});
  const auto row = ui.wrap({.gap = space::s});
  if (button(ui, "give", {.label = ui.tr(Text::rating_send), .icon = Icon::send, .grow = 1})) give(ui, dossier);
  if (given && button(ui, "keep", {.label = ui.tr(Text::cancel), .look = Look::text})) draft_.reset();
}

void RatingCard::reasons(Ui& ui) {
  ui.text(ui.tr(Text::rating_reasons), {.style = type::small_strong, .silent = true});
  const auto group =
      ui.node("reasons", Flow::wrap, {.gap = space::s}, {.role = Role::group, .name = ui.tr(Text::rating_reasons)});
  for (const auto& [reason, label] : kReasons) {
    auto& chosen = draft_->reasons;
    const auto at = std::ranges::lower_bound(chosen, reason);
    const bool is_chosen = at != chosen.end() && *at == reason;
    if (!choice_chip(ui, std::to_string(static_cast<int>(reason)), Role::checkbox, ui.tr(label), is_chosen)) continue;
    if (is_chosen) {
      chosen.erase(at);
    } else {
      chosen.insert(at, reason);
    }
  }
}

void RatingCard::show_given(Ui& ui, const feedback::MyRating& given) {
  ui.text(ui.tr(Text::rating_given), {.style = type::headline, .heading = 2});
  {
    const auto row = ui.row({.gap = space::m, .align = Align::centre});
    ui.icon(face(level(given.rating.score)), 36, Colour::primary);
    ui.text(ui.tr(kScores[level(given.rating.score)]), {.style = type::body_strong, .grow = 1});
  }
  delivery_line(ui, services_, given.delivery, given.refused);
  if (button(ui, "change",
             {.label = ui.tr(Text::rating_change), .icon = Icon::edit, .look = Look::text, .self = Align::start}))
    draft_ = given.rating;
}

void RatingCard::give(Ui& ui, const dossier::SavedDossier& dossier) {
  draft_->id = feedback::RatingId::random(services_.random);
  const Status kept = services_.outbox.rate(code_, dossier.lookup_code, *draft_, services_.now());
  failed_.reset();
  if (!kept) {
    failed_ = kept.error();
    return;
  }
  draft_.reset();
  send_now(services_);
  ui.want_focus(ui.id("change"));
}

}  // namespace motcua::ui
