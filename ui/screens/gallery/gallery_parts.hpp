#pragma once
#include <set>
#include <string>
#include <vector>

#include "services.hpp"
#include "ui.hpp"
#include "widgets/select.hpp"

/// The gallery's pages. Names of people, offices and papers in it are made up.
namespace motcua::ui::gallery {

/// What the visitor has done to the parts that can be used.
struct State {
  std::set<std::string, std::less<>> on{"big", "late"};
  std::string segment = "week";
  std::string tab = "waiting";
  std::string people = "4";
  std::string search, name = "Nguyễn Thị Hạnh", ward = "3";
  std::optional<double> score = 7;
  SelectState select;
};

void buttons(Ui& ui);
void choices(Ui& ui, State& state);
void fields(Ui& ui, Services& services, State& state);
void lists(Ui& ui);
void messages(Ui& ui, Services& services);
void charts(Ui& ui);
void looks(Ui& ui);

/// The wards that the select offers.
[[nodiscard]] const std::vector<SelectEntry>& wards();

/// A heading with a card below it.
Ui::Scope section(Ui& ui, Text title);

/// A long name, as procedures here have them.
inline constexpr const char* kLong =
    "Cấp giấy xác nhận tình trạng hôn nhân để sử dụng vào mục đích khác, không để đăng ký kết hôn";

}  // namespace motcua::ui::gallery
