#pragma once
#include <functional>
#include <string>

#include "services.hpp"
#include "ui.hpp"

namespace motcua::ui {

/// Which navigation a page carries.
enum class Area : std::uint8_t { citizen, surveyor, admin, officer };

struct PageOptions {
  Area area = Area::citizen;
  std::string title{};  ///< The h1. Empty: the content brings its own.
  std::string subtitle{};
  std::string back{};               ///< Where the arrow at the top leads ("#/"); empty: the app's sign stands there.
  std::function<void()> on_back{};  ///< What the arrow does instead of leading to `back`.
  std::string current{};            ///< The navigation entry that is current, by its href.
  std::string place{};              ///< What the scroll position belongs to; empty: the address.
  bool plain = false;               ///< Without the area's navigation: forms, sign-in.
  bool table = false;               ///< Content as wide as a table.
  bool fill = false;                ///< Content has the page's height and does not scroll as a whole.
  std::function<void()> hero{};     ///< Across the whole width, above the content.
  std::function<void()> bottom{};   ///< Stays at the lower edge, above the navigation.
  std::function<void()> dialog{};   ///< Over everything, e.g. confirm_dialog.
};

/// The frame of every screen: app bar, banners, navigation, and `content` in a scroller, in a column with gaps.
void page(Ui& ui, Services& services, const PageOptions& options, const std::function<void()>& content);

/// The lower edge of a page, for PageOptions::bottom: a bar with a column in it, as wide as the content.
struct BottomRoom {
  Ui::Scope bar;
  Ui::Scope room;
};
[[nodiscard]] BottomRoom bottom_room(Ui& ui);

/// "Vừa xong", "5 phút trước", "08:30 23/11/2026".
[[nodiscard]] std::string when(const Ui& ui, Instant then, Instant now);

}  // namespace motcua::ui
