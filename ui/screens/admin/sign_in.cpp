#include "screens/admin/sign_in.hpp"

#include "motcua/base/text.hpp"
#include "motcua/sync/messages.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {

void SignIn::build(Ui& ui) {
  page(ui, services_,
       {.area = Area::admin,
        .title = ui.tr(Text::sign_in_title),
        .subtitle = ui.tr(Text::sign_in_text),
        .back = "#/",
        .plain = true},
       [&] {
         const auto form = card(ui, "sign-in", {.role = Role::region, .name = ui.tr(Text::sign_in_title)},
                                {.gap = space::l, .padding = Edges::all(20)});
         const auto missing = [&](const std::string& value) {
           return tried_ && value.empty() ? ui.tr(Text::field_empty) : std::string();
         };
         if (auto typed = text_field(ui, "user",
                                     {.label = ui.tr(Text::user_name),
                                      .value = user_,
                                      .field = Field::user_name,
                                      .problem = missing(user_)})) {
           user_ = trim(*typed);
         }
         if (auto typed = text_field(ui, "password",
                                     {.label = ui.tr(Text::password),
                                      .value = password_,
                                      .field = Field::password,
                                      .problem = missing(password_)})) {
           password_ = std::move(*typed);
         }
         if (problem_) {
           const std::string text = problem_->code == ErrorCode::network_unreachable ? ui.tr(Text::desk_offline)
                                                                                     : services_.error_text(*problem_);
           notice(ui, "problem", {.tone = Tone::danger, .icon = Icon::error, .text = text, .alert = true});
         }
         const bool busy = request_.waiting();
         const bool enter = !busy && (entered(ui, "user") || entered(ui, "password"));
         if (button(ui, "go",
                    {.label = ui.tr(busy ? Text::signing_in : Text::sign_in), .icon = Icon::login, .busy = busy}) ||
             enter) {
           send(ui);
         }
       });
}

void SignIn::send(Ui& ui) {
  tried_ = true;
  problem_.reset();
  if (user_.empty()) return ui.want_focus(ui.id("user"));
  if (password_.empty()) return ui.want_focus(ui.id("password"));
  request_.post(
      {sync::kSignInPath, sync::encode(sync::SignInRequest{user_, password_}), {}}, [this](const Reply& reply) {
        auto session =
            read_reply<sync::SignInReply>(reply, [](ByteView bytes) { return sync::decode<sync::SignInReply>(bytes); });
        password_.clear();
        tried_ = false;
        if (!session) {
          problem_ = session.error();
          return;
        }
        services_.desk = DeskSession{session->token, session->account_name, session->role, session->office_name};
        services_.heading_wanted = true;
      });
}

}  // namespace motcua::ui
