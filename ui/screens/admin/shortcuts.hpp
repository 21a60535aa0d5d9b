#pragma once
#include <optional>

#include "screens/page.hpp"

namespace motcua::ui {

inline constexpr std::string_view kOfficerRole = "officer";

/// The keys of the desk's screens, and the list of them. Keys that are a character work only outside of fields, and can
/// be turned off for good (WCAG 2.1.4); those of the rows of a table go on.
class Shortcuts {
 public:
  explicit Shortcuts(Services& services) : services_(services) {}

  /// Takes the key of this build, if it is one of those that work everywhere. Call it first.
  void listen(Ui& ui);
  /// "/" was pressed: the field that searches is to have the focus.
  [[nodiscard]] bool search_wanted() const { return search_wanted_; }
  /// Escape was pressed.
  [[nodiscard]] bool clear_wanted() const { return clear_wanted_; }

  /// A button that opens the list, where there is likely a keyboard.
  void help_button(Ui& ui);
  /// The list, while the address has it; false when it has not.
  bool dialog(Ui& ui);

 private:
  [[nodiscard]] bool on() const;
  void take(std::string_view key);
  void go(std::string_view key);

  Services& services_;
  mutable std::optional<bool> on_;
  std::optional<Instant> led_;  ///< When "g" was pressed: the next key says where to.
  bool search_wanted_ = false, clear_wanted_ = false;
};

}  // namespace motcua::ui
