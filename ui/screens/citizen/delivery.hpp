#pragma once
#include <optional>
#include <string>

#include "motcua/feedback/outbox.hpp"
#include "screens/screen.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {

/// Whether the office has what a citizen wrote, in words that are true of where it is now.
struct DeliveryWords {
  std::string label;
  Tone tone;
  Icon icon;
};
[[nodiscard]] DeliveryWords delivery_words(const Ui& ui, const Services& services, feedback::Delivery delivery);

/// That line; for what the office refused also why, and a button that sends it again.
void delivery_line(Ui& ui, Services& services, feedback::Delivery delivery, std::optional<ErrorCode> refused);

/// Gives the network what was just written.
void send_now(Services& services);

}  // namespace motcua::ui
