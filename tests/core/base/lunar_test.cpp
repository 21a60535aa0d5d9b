#include <doctest/doctest.h>

#include <array>
#include <set>

#include "motcua/base/lunar.hpp"

using namespace motcua;

TEST_CASE("Tết is the first day of the first month, by Vietnam's own time and not by China's") {
  // 1985, 2007 and 2030 begin on other days in China.
  for (const CivilDate& tet :
       {CivilDate{1968, 1, 29}, CivilDate{1975, 2, 11}, CivilDate{1985, 1, 21}, CivilDate{2000, 2, 5},
        CivilDate{2007, 2, 17}, CivilDate{2020, 1, 25}, CivilDate{2021, 2, 12}, CivilDate{2022, 2, 1},
        CivilDate{2023, 1, 22}, CivilDate{2024, 2, 10}, CivilDate{2025, 1, 29}, CivilDate{2026, 2, 17},
        CivilDate{2027, 2, 6}, CivilDate{2030, 2, 2}}) {
    CAPTURE(format_date(tet));
    CHECK(to_lunar(tet) == LunarDate{tet.year, 1, 1, false});
    const auto eve = to_lunar(CivilDate::from_days(tet.days() - 1));
    REQUIRE(eve);
    CHECK(eve->year == tet.year - 1);
    CHECK(eve->month == 12);
  }
}

TEST_CASE("a leap month repeats the number of the month before it") {
  CHECK(to_lunar({2023, 2, 20}) == LunarDate{2023, 2, 1, false});
  CHECK(to_lunar({2023, 3, 22}) == LunarDate{2023, 2, 1, true});
  CHECK(to_lunar({2023, 4, 20}) == LunarDate{2023, 3, 1, false});
  CHECK(to_lunar({2025, 6, 25}) == LunarDate{2025, 6, 1, false});
  CHECK(to_lunar({2025, 7, 25}) == LunarDate{2025, 6, 1, true});
  CHECK(to_lunar({2025, 8, 23}) == LunarDate{2025, 7, 1, false});
}

TEST_CASE("the days of remembrance fall where calendars have them") {
  CHECK(to_lunar({2025, 4, 7}) == LunarDate{2025, 3, 10, false});  // Giỗ Tổ Hùng Vương.
  CHECK(to_lunar({2026, 4, 26}) == LunarDate{2026, 3, 10, false});
  CHECK(to_lunar({2024, 9, 17}) == LunarDate{2024, 8, 15, false});  // Trung thu.
}

TEST_CASE("in two hundred years no day is left out and none comes twice") {
  std::optional<LunarDate> before;
  std::set<int> leap_years;
  for (std::int64_t day = CivilDate{1900, 1, 1}.days(); day <= CivilDate{2100, 12, 31}.days(); ++day) {
    const auto now = to_lunar(CivilDate::from_days(day));
    REQUIRE(now);
    if (now->is_leap_month) leap_years.insert(now->year);
    if (before) {
      const bool next_day = now->day == before->day + 1 && now->month == before->month && now->year == before->year &&
                            now->is_leap_month == before->is_leap_month;
      const bool next_month = now->day == 1 && before->day >= 29 &&
                              (now->is_leap_month ? now->month == before->month && !before->is_leap_month
                                                  : now->month == before->month % 12 + 1) &&
                              now->year == before->year + (now->month == 1 && !now->is_leap_month ? 1 : 0);
      REQUIRE_MESSAGE((next_day || next_month), format_date(CivilDate::from_days(day)));
    }
    before = now;
  }
  // Seven in nineteen years.
  CHECK(leap_years.size() >= 73);
  CHECK(leap_years.size() <= 75);
}

TEST_CASE("lunar years have names that come again after sixty years") {
  CHECK(lunar_year_name(2024) == "Giáp Thìn");
  CHECK(lunar_year_name(2025) == "Ất Tỵ");
  CHECK(lunar_year_name(2026) == "Bính Ngọ");
  CHECK(lunar_year_name(1964) == lunar_year_name(2024));
}

TEST_CASE("outside of the years that it is computed for there is no lunar date") {
  CHECK_FALSE(to_lunar({1899, 12, 31}));
  CHECK_FALSE(to_lunar({2101, 1, 1}));
}
