#include "screens/surveyor/enrol.hpp"

#include <utility>

#include "motcua/base/text.hpp"
#include "motcua/sync/messages.hpp"
#include "screens/page.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {

void EnrolScreen::send() {
  empty_ = trim(code_).empty();
  error_.reset();
  focus_code_ = empty_;
  if (empty_) return;
  pending_.post(
      {.path = sync::kEnrolPath, .body = sync::encode(sync::EnrolRequest{code_, services_.log.device()}), .token = {}},
      [this](const Reply& reply) { take(reply); });
}

void EnrolScreen::take(const Reply& reply) {
  const auto answer = read_reply<sync::EnrolReply>(reply, sync::decode<sync::EnrolReply>);
  const Status kept =
      answer
          ? services_.sync().set_enrolment({answer->token, answer->account_name, answer->office_name, answer->account})
          : Status(std::unexpected(answer.error()));
  if (!kept) {
    error_ = kept.error();
    focus_code_ = true;
    return;
  }
  std::vector<DeviceId> own{services_.log.device()};
  if (const auto aside = services_.log.aside()) own.insert(own.end(), aside->devices.begin(), aside->devices.end());
  // A note to the person: that it could not be written must not undo the enrolment.
  (void)LostWork::note_former(services_.settings, answer->former, own);
  services_.keep_data();
  services_.sync().wake();
  services_.show(translate(services_.language, Text::enrol_done, {answer->account_name}));
  services_.navigator.go("#/survey", true);
}

std::string EnrolScreen::problem(const Ui& ui) const {
  if (empty_) return ui.tr(Text::field_empty);
  if (!error_) return {};
  return error_->code == ErrorCode::network_unreachable ? ui.tr(Text::enrol_offline) : services_.error_text(*error_);
}

void EnrolScreen::build(Ui& ui) {
  page(
      ui, services_,
      {.area = Area::surveyor,
       .title = ui.tr(Text::enrol_title),
       .subtitle = ui.tr(Text::enrol_text),
       .back = "#/survey",
       .plain = true},
      [&] {
        const auto& enrolment =
            enrolment_.get(services_, [&] { return services_.sync().enrolment().value_or(std::nullopt); });
        lost_.build(ui);
        if (enrolment) {
          notice(ui, "already",
                 {.tone = Tone::success,
                  .icon = Icon::check_circle,
                  .title = ui.tr(Text::enrol_already),
                  .text = ui.tr(Text::enrol_already_text, enrolment->account_name, enrolment->office_name)});
        }
        if (!services_.online) {
          notice(ui, "offline",
                 {.tone = Tone::warning,
                  .icon = Icon::wifi_off,
                  .title = ui.tr(Text::no_network_title),
                  .text = ui.tr(Text::enrol_offline)});
        }
        const auto box = card(ui, {.gap = space::l});
        if (std::exchange(focus_code_, false)) ui.want_focus(ui.id("code"));
        if (auto typed = text_field(ui, "code",
                                    {.label = ui.tr(Text::enrol_code),
                                     .value = code_,
                                     .field = Field::one_time_code,
                                     .hint = ui.tr(Text::enrol_code_hint),
                                     .problem = problem(ui),
                                     .required = true})) {
          code_ = std::move(*typed);
          empty_ = false;
          error_.reset();
        }
        const bool busy = pending_.waiting();
        const bool enter = !busy && entered(ui, "code");
        if (button(
                ui, "enrol",
                {.label = ui.tr(busy ? Text::enrol_working : Text::enrol_button), .icon = Icon::badge, .busy = busy}) ||
            enter) {
          send();
        }
      });
}

}  // namespace motcua::ui
