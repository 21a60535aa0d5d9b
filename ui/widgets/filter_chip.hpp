#pragma once
#include <string>

#include "ui.hpp"

namespace motcua::ui {

struct FilterChipOptions {
  std::string label{};
  Icon icon = Icon::none;
  std::string count{};  ///< How many it lets through; said after the label.
  bool on = false;
  bool disabled = false;
};

/// A filter that stays pressed. Stand several in `ui.wrap({.gap = space::s})` inside a named group. True in the build
/// that handles its tap.
bool filter_chip(Ui& ui, Key key, const FilterChipOptions& options);

}  // namespace motcua::ui
