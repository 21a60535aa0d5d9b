#pragma once
#include <array>
#include <optional>

#include "motcua/ui/app.hpp"
#include "settings.hpp"

namespace motcua::ui {

enum class ThemeChoice : std::uint8_t { system, light, dark };

/// The text sizes that people choose from, in percent of what their browser says.
inline constexpr std::array kTextSizes{100, 115, 130, 160};

/// How the reader wants the app to look and behave. Kept in the settings; what cannot be read there is as at first.
struct Preferences {
  int text_size = kTextSizes.front();
  ThemeChoice theme = ThemeChoice::system;
  bool one_hand = false;                 ///< What is pressed lies low, within reach of a thumb.
  std::optional<bool> next_by_itself{};  ///< nullopt: on phones only.

  [[nodiscard]] static Preferences read(const Settings& settings);
  /// Fails with the storage's error.
  [[nodiscard]] Status write(Settings& settings) const;

  /// The window as the reader wants it.
  [[nodiscard]] Viewport applied(Viewport viewport) const;
  /// Whether an answer that takes one tap brings up the next question.
  [[nodiscard]] bool goes_on(bool is_phone) const { return next_by_itself.value_or(is_phone); }

  friend bool operator==(const Preferences&, const Preferences&) = default;
};

}  // namespace motcua::ui
