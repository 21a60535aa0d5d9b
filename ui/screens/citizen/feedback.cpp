#include <algorithm>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "screens/citizen/citizen.hpp"
#include "screens/citizen/delivery.hpp"
#include "screens/page.hpp"
#include "widgets/choice_chip.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"

namespace motcua::ui {
namespace {

using feedback::Subject;

constexpr std::array kSubjects{
    std::pair(Subject::attitude, Text::subject_attitude), std::pair(Subject::time, Text::subject_time),
    std::pair(Subject::papers, Text::subject_papers), std::pair(Subject::cost, Text::subject_cost),
    std::pair(Subject::other, Text::subject_other)};

Text words_of(Subject subject) {
  const auto* const found = std::ranges::find(kSubjects, subject, [](const auto& entry) { return entry.first; });
  return found == kSubjects.end() ? Text::subject_other : found->second;
}

/// What the office answered, in a quiet box.
void answer_box(Ui& ui, const std::string& text, Instant answered) {
  const auto box = ui.column(
      {.gap = space::xs, .padding = Edges::all(space::l), .fill = Colour::success_container, .radius = radius::m});
  ui.text(ui.tr(Text::feedback_answered_at, display_instant(answered)),
          {.style = type::small_strong, .colour = Colour::on_success_container});
  ui.text(text.empty() ? ui.tr(Text::feedback_withdrawn) : text, {.colour = Colour::on_success_container});
}

/// "#/feedback": what was written on this phone, with the office's answers, and the answer to what was written
/// elsewhere.
class FeedbackScreen final : public Screen {
 public:
  explicit FeedbackScreen(Services& services) : services_(services), lookup_(services.requests) {
    services_.sender.wake();
  }

  std::string title(const Ui& ui) const override { return ui.tr(Text::feedback_title) + " – " + ui.tr(Text::app_name); }

  void build(Ui& ui) override {
    page(ui, services_, {.title = ui.tr(Text::feedback_title), .back = "#/"}, [&] {
      if (button(ui, "write", {.label = ui.tr(Text::feedback_write), .icon = Icon::edit}))
        services_.navigator.go("#/feedback/new");
      written(ui);
      by_receipt(ui);
    });
  }

 private:
  void written(Ui& ui) {
    const auto& mine = mine_.get(services_, [&] { return services_.outbox.list(); });
    if (!mine) {
      notice(ui, "broken", {.tone = Tone::danger, .icon = Icon::error, .text = services_.error_text(mine.error())});
      return;
    }
    if (mine->empty()) {
      empty_state(
          ui, "none",
          {.icon = Icon::mail, .title = ui.tr(Text::feedback_empty_title), .text = ui.tr(Text::feedback_empty_text)});
      return;
    }
    const auto unseen = [](const feedback::MyFeedback& one) { return one.answered && !one.answer_seen; };
    if (std::ranges::any_of(*mine, unseen)) {
      if (const Status noted = services_.outbox.note_answers_seen(); !noted)
        services_.show(services_.error_text(noted.error()));
    }
    const auto list =
        ui.node("mine", Flow::column, {.gap = space::m}, {.role = Role::list, .name = ui.tr(Text::feedback_title)});
    for (const auto& one : *mine) {
      const auto item = ui.node(one.feedback.id.hex(), Flow::column, {}, {.role = Role::list_item});
      written_card(ui, one);
    }
  }

  void written_card(Ui& ui, const feedback::MyFeedback& one) {
    const auto box = card(ui, {.gap = space::s});
    ui.text(ui.tr(words_of(one.feedback.subject)), {.style = type::headline, .heading = 2});
    ui.text(one.dossier_code, {.style = type::small, .colour = Colour::on_surface_muted, .may_break_words = true});
    ui.text(one.feedback.text);
    if (one.answered) {
      answer_box(ui, one.answer, *one.answered);
    } else {
      delivery_line(ui, services_, one.delivery, one.refused);
      if (one.delivery == feedback::Delivery::sent) ui.text(ui.tr(Text::feedback_waiting), {.style = type::small});
    }
    ui.text(ui.tr(Text::feedback_receipt_of, feedback::receipt_of(one.feedback.id)) + " · " + display_instant(one.made),
            {.style = type::caption, .colour = Colour::on_surface_muted});
    if (one.delivery == feedback::Delivery::unsent) return;
    if (button(ui, "forget",
               {.label = ui.tr(Text::dossier_remove),
                .icon = Icon::trash,
                .look = Look::text,
                .self = Align::start,
                .name = ui.tr(Text::dossier_remove) + ": " + feedback::receipt_of(one.feedback.id)})) {
      forget(ui, one.feedback.id);
    }
  }

  void forget(Ui& ui, const feedback::FeedbackId& id) {
    const auto gone = services_.outbox.forget_feedback(id);
    if (!gone) return services_.show(services_.error_text(gone.error()));
    if (!*gone) return;
    services_.show(ui.tr(Text::feedback_removed), ui.tr(Text::undo), [&services = services_, removed = **gone] {
      if (const Status back = services.outbox.put_back(removed); !back)
        services.show(services.error_text(back.error()));
    });
  }

  void by_receipt(Ui& ui) {
    const auto form = card(ui, "by-receipt", {.role = Role::region, .name = ui.tr(Text::feedback_by_receipt)},
                           {.gap = space::m, .padding = Edges::all(20)});
    ui.text(ui.tr(Text::feedback_by_receipt), {.style = type::headline, .heading = 2});
    if (auto typed = text_field(ui, "receipt",
                                {.label = ui.tr(Text::feedback_receipt),
                                 .value = receipt_,
                                 .field = Field::code,
                                 .hint = ui.tr(Text::feedback_receipt_hint),
                                 .problem = problem_,
                                 .example = "7K2M-9QXD-4TBA"})) {
      receipt_ = std::move(*typed);
    }
    if (found_) {
      const auto status = ui.node("found", Flow::column, {.gap = space::s}, {.role = Role::status});
      if (found_->answered) {
        answer_box(ui, found_->text, *found_->answered);
      } else {
        ui.text(ui.tr(Text::feedback_received_at, display_instant(found_->received)));
      }
    }
    const bool busy = lookup_.waiting();
    if (button(ui, "look-up",
               {.label = ui.tr(Text::feedback_see_answer), .icon = Icon::search, .look = Look::tonal, .busy = busy}) ||
        (!busy && entered(ui, "receipt"))) {
      look_up(ui);
    }
  }

  void look_up(Ui& ui) {
    found_.reset();
    problem_.clear();
    const auto receipt = feedback::normalise_receipt(receipt_);
    if (!receipt) {
      problem_ = ui.tr(Text::feedback_receipt_wrong);
      return ui.want_focus(ui.id("receipt"));
    }
    lookup_.post({feedback::kAnswersPath, feedback::encode(feedback::AnswersRequest{{*receipt}}), {}},
                 [this](const Reply& reply) {
                   const auto answers = read_reply<feedback::AnswersReply>(
                       reply, [](ByteView bytes) { return feedback::decode<feedback::AnswersReply>(bytes); });
                   if (!answers) {
                     problem_ = services_.error_text(answers.error());
                   } else if (answers->answers.empty()) {
                     problem_ = translate(services_.language, Text::feedback_receipt_unknown);
                   } else {
                     found_ = answers->answers.front();
                   }
                 });
  }

  Services& services_;
  Pending lookup_;
  Cached<Result<std::vector<feedback::MyFeedback>>> mine_;
  std::string receipt_, problem_;
  std::optional<feedback::Answer> found_;
};

/// "#/feedback/new", "#/feedback/new/CODE": writing.
class WriteScreen final : public Screen {
 public:
  WriteScreen(std::string code, Services& services) : services_(services) {
    if (code.empty()) return;
    if (auto found = services_.saved.find(code); found && *found) about_ = std::move(*found);
  }

  std::string title(const Ui& ui) const override { return ui.tr(Text::feedback_write) + " – " + ui.tr(Text::app_name); }

  [[nodiscard]] bool has_unsaved() const override { return !trim(draft_.text).empty(); }

  void build(Ui& ui) override {
    const std::string back = about_ ? link_to({"dossier", about_->view.code}) : "#/feedback";
    const std::string about = about_ ? about_->view.procedure_name + " · " + about_->view.code : std::string();
    page(ui, services_, {.title = ui.tr(Text::feedback_write), .subtitle = about, .back = back}, [&] {
      subject(ui);
      if (auto typed =
              text_field(ui, "text",
                         {.label = ui.tr(Text::feedback_text),
                          .value = draft_.text,
                          .problem = tried_ && trim(draft_.text).empty() ? ui.tr(Text::field_empty) : std::string(),
                          .required = true,
                          .area = true})) {
        draft_.text = std::move(*typed);
      }
      if (auto typed =
              text_field(ui, "phone",
                         {.label = ui.tr(Text::feedback_phone),
                          .value = phone_,
                          .field = Field::telephone,
                          .hint = ui.tr(Text::feedback_phone_consent),
                          .problem = tried_ && !feedback::normalise_phone(phone_) ? ui.tr(Text::feedback_phone_wrong)
                                                                                  : std::string()})) {
        phone_ = std::move(*typed);
      }
      if (failed_)
        notice(ui, "failed",
               {.tone = Tone::danger, .icon = Icon::error, .text = services_.error_text(*failed_), .alert = true});
      if (button(ui, "send", {.label = ui.tr(Text::feedback_send), .icon = Icon::send})) send(ui);
    });
  }

 private:
  void subject(Ui& ui) {
    ui.text(ui.tr(Text::feedback_subject), {.style = type::small_strong, .silent = true});
    const auto group = ui.node("subject", Flow::wrap, {.gap = space::s},
                               {.role = Role::radio_group, .name = ui.tr(Text::feedback_subject)});
    for (const auto& [subject, label] : kSubjects) {
      if (choice_chip(ui, std::to_string(static_cast<int>(subject)), Role::radio, ui.tr(label),
                      draft_.subject == subject))
        draft_.subject = subject;
    }
  }

  void send(Ui& ui) {
    tried_ = true;
    failed_.reset();
    if (trim(draft_.text).empty()) return ui.want_focus(ui.id("text"));
    const auto phone = feedback::normalise_phone(phone_);
    if (!phone) return ui.want_focus(ui.id("phone"));
    draft_.phone = *phone;
    draft_.id = feedback::FeedbackId::random(services_.random);
    const Status kept = about_ ? services_.outbox.write(about_->view.code, about_->lookup_code, draft_, services_.now())
                               : services_.outbox.write("", "", draft_, services_.now());
    if (!kept) {
      failed_ = kept.error();
      return;
    }
    send_now(services_);
    services_.navigator.go("#/feedback", true);
  }

  Services& services_;
  std::optional<dossier::SavedDossier> about_;
  feedback::Feedback draft_;
  std::string phone_;
  bool tried_ = false;
  std::optional<Error> failed_;
};

}  // namespace

std::unique_ptr<Screen> make_feedback_screen(const Route& route, Services& services) {
  if (route.path.size() == 1) return std::make_unique<FeedbackScreen>(services);
  if (route.part(1) != "new" || route.path.size() > 3) return nullptr;
  return std::make_unique<WriteScreen>(std::string(route.part(2)), services);
}

}  // namespace motcua::ui
