#pragma once
#include <optional>
#include <string>

#include "motcua/base/civil_time.hpp"

namespace motcua {

/// A day of Vietnam's lunar calendar. The year is the civil year in which its first day (Tết) lies.
struct LunarDate {
  int year = 1970;
  int month = 1;
  int day = 1;
  bool is_leap_month = false;  ///< The second month of this number: "tháng 6 nhuận".
  friend auto operator<=>(const LunarDate&, const LunarDate&) = default;
};

/// The lunar date of a day from 1900 to 2100; nullopt outside of these years.
///
/// The rules are those that Hồ Ngọc Đức published ("Thuật toán tính âm lịch", informatik.uni-leipzig.de/~duc/amlich): a
/// month begins on the day in UTC+07:00 on which the moon is new, the winter solstice lies in month 11, and where 13
/// months begin from one month 11 to the next, the first of them in which the sun enters no new sign is a leap month.
/// Moon and sun are those of Meeus, Astronomical Algorithms, chapters 49 and 25. Before 1968 the North kept another
/// time, and calendars printed then may differ by a day.
[[nodiscard]] std::optional<LunarDate> to_lunar(const CivilDate& date);

/// "Giáp Thìn": the name of a lunar year in the cycle of sixty.
[[nodiscard]] std::string lunar_year_name(int year);

}  // namespace motcua
