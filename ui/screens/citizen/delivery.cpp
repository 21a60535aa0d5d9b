#include "screens/citizen/delivery.hpp"

#include "widgets/controls.hpp"

namespace motcua::ui {

DeliveryWords delivery_words(const Ui& ui, const Services& services, feedback::Delivery delivery) {
  switch (delivery) {
    case feedback::Delivery::sent:
      return {ui.tr(Text::delivery_sent), Tone::success, Icon::cloud_done};
    case feedback::Delivery::refused:
      return {ui.tr(Text::delivery_refused), Tone::danger, Icon::block};
    case feedback::Delivery::unsent:
      break;
  }
  // Nothing outlives a private window: there it is not "saved".
  const Text label = services.storage_unavailable ? Text::delivery_keep_open : Text::delivery_unsent;
  return {ui.tr(label), Tone::warning, Icon::cloud_upload};
}

void delivery_line(Ui& ui, Services& services, feedback::Delivery delivery, std::optional<ErrorCode> refused) {
  const DeliveryWords words = delivery_words(ui, services, delivery);
  {
    const auto status = ui.node("delivery", Flow::column, {}, {.role = Role::status});
    chip(ui, words.label, words.tone, words.icon);
  }
  if (delivery != feedback::Delivery::refused) return;
  ui.text(services.error_text({refused.value_or(ErrorCode::unknown), {}}), {.style = type::small});
  if (!button(ui, "again", {.label = ui.tr(Text::delivery_again), .icon = Icon::send, .look = Look::tonal})) return;
  if (const Status kept = services.outbox.retry_refused(); !kept)
    return services.show(services.error_text(kept.error()));
  send_now(services);
}

void send_now(Services& services) {
  services.keep_data();
  services.sender.wake();
}

}  // namespace motcua::ui
