#pragma once
#include <string>

#include "widgets/surface.hpp"

namespace motcua::ui {

/// Somebody, in words: no picture of a face and no circle of initials, which say nothing here.
struct PersonRowOptions {
  std::string name{};
  std::string role{};     ///< "Công chức một cửa, UBND phường Phú Thượng".
  std::string contact{};  ///< A telephone number, an address.
  std::string state{};    ///< On a chip: "Đang nghỉ".
  Tone tone = Tone::neutral;
};

void person_row(Ui& ui, const PersonRowOptions& options);

}  // namespace motcua::ui
