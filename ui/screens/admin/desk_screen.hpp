#pragma once
#include <functional>
#include <optional>

#include "screens/admin/sign_in.hpp"
#include "screens/screen.hpp"
#include "widgets/controls.hpp"
#include "widgets/skeleton.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {

/// What the desk's screens share: signing in first, one message fetched from the server, and its loading, failed and
/// shown states.
template <class ReplyMessage>
class DeskScreen : public Screen {
 public:
  explicit DeskScreen(Services& services) : services_(services), request_(services.requests), sign_in_(services) {}

  std::string title(const Ui& ui) const final {
    return (services_.desk ? desk_title(ui) : ui.tr(Text::sign_in_title)) + " – " + ui.tr(Text::app_name);
  }

  void build(Ui& ui) final {
    if (!services_.desk) {
      // Nothing of one account is shown to the next, nor what is still on its way.
      request_.drop();
      message_.reset();
      failed_.reset();
      return sign_in_.build(ui);
    }
    if (!message_ && !failed_ && !request_.waiting()) fetch();
    page(ui, services_, frame(ui), [&] { content(ui); });
  }

 protected:
  [[nodiscard]] virtual std::string desk_title(const Ui& ui) const = 0;
  [[nodiscard]] virtual PageOptions frame(const Ui& ui) const = 0;
  [[nodiscard]] virtual sync::HttpRequest request() const = 0;
  [[nodiscard]] virtual Result<ReplyMessage> read(ByteView bytes) const = 0;
  virtual void show(Ui& ui, const ReplyMessage& message) = 0;
  [[nodiscard]] Services& services() const { return services_; }
  void fetch() {
    failed_.reset();
    sync::HttpRequest request = this->request();
    request.token = services_.desk->token;
    request_.post(request, [this](const Reply& reply) {
      if (!services_.desk) return;  // Signed out since.
      auto message = read_reply<ReplyMessage>(reply, [this](ByteView bytes) { return read(bytes); });
      if (message) {
        message_ = std::move(*message);
      } else if (message.error().code == ErrorCode::not_signed_in) {
        services_.desk.reset();
        message_.reset();
        sign_in_.expired(message.error());
      } else {
        failed_ = message.error();
      }
    });
  }

 private:
  void content(Ui& ui) {
    if (failed_) {
      const std::string text =
          failed_->code == ErrorCode::network_unreachable ? ui.tr(Text::desk_offline) : services_.error_text(*failed_);
      if (notice(ui, "failed",
                 {.tone = Tone::danger,
                  .icon = Icon::cloud_off,
                  .text = text,
                  .action = ui.tr(Text::try_again),
                  .alert = true}))
        fetch();
    }
    if (message_) {
      show(ui, *message_);
    } else if (!failed_) {
      const auto waiting = ui.node("loading", Flow::column, {.gap = space::l},
                                   {.role = Role::status, .name = ui.tr(Text::loading), .flags = kBusy});
      const auto box = card(ui, {.padding = Edges::all(space::xl)});
      skeleton(ui, 6);
    }
  }

  Services& services_;
  Pending request_;
  SignIn sign_in_;
  std::optional<ReplyMessage> message_;
  std::optional<Error> failed_;
};

}  // namespace motcua::ui
