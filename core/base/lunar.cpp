#include "motcua/base/lunar.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace motcua {
namespace {

constexpr double kUnixEpoch = 2440587.5;         ///< Julian day of 1970-01-01, 0:00 UTC.
constexpr double kFirstNewMoon = 2451550.09766;  ///< Of January 2000: number 0.
constexpr double kMonth = 29.530588861;          ///< Days.
constexpr double kVietnam = 7.0 / 24;            ///< Days ahead of UTC.

double sine(double degrees) { return std::sin(degrees * std::numbers::pi / 180); }

/// Days by which the clocks of the sky (TT) are ahead of UT, from the observed values of each tenth year.
double clock_difference(double julian_day) {
  constexpr std::array kSeconds{-2.8, 10.5, 21.2, 24.0, 24.3, 29.2, 33.2, 40.2, 50.5, 56.9, 63.8, 66.1, 69.4};
  const double decade = (julian_day - 2415020.5) / 3652.5;
  const double at = std::clamp(decade, 0.0, static_cast<double>(kSeconds.size() - 1));
  const auto before = std::min(static_cast<std::size_t>(at), kSeconds.size() - 2);
  const double part = at - static_cast<double>(before);
  return (kSeconds[before] + (kSeconds[before + 1] - kSeconds[before]) * part) / 86'400;
}

/// Julian day (UT) of new moon `number`, to about a minute.
double new_moon(std::int64_t number) {
  const auto k = static_cast<double>(number);
  const double t = k / 1236.85;
  const double t2 = t * t;
  const double t3 = t2 * t;
  const double e = 1 - 0.002516 * t - 0.0000074 * t2;
  const double sun = 2.5534 + 29.10535670 * k - 0.0000014 * t2 - 0.00000011 * t3;
  const double moon = 201.5643 + 385.81693528 * k + 0.0107582 * t2 + 0.00001238 * t3;
  const double latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t2 - 0.00000227 * t3;
  const double node = 124.7746 - 1.56375588 * k + 0.0020672 * t2 + 0.00000215 * t3;
  double day = kFirstNewMoon + kMonth * k + 0.00015437 * t2 - 0.000000150 * t3;
  day += -0.40720 * sine(moon) + 0.17241 * e * sine(sun) + 0.01608 * sine(2 * moon) + 0.01039 * sine(2 * latitude);
  day += 0.00739 * e * sine(moon - sun) - 0.00514 * e * sine(moon + sun) + 0.00208 * e * e * sine(2 * sun);
  day += -0.00111 * sine(moon - 2 * latitude) - 0.00057 * sine(moon + 2 * latitude);
  day += 0.00056 * e * sine(2 * moon + sun) - 0.00042 * sine(3 * moon) + 0.00042 * e * sine(sun + 2 * latitude);
  day += 0.00038 * e * sine(sun - 2 * latitude) - 0.00024 * e * sine(2 * moon - sun) - 0.00017 * sine(node);
  day += -0.00007 * sine(moon + 2 * sun) + 0.00004 * sine(2 * moon - 2 * latitude) + 0.00004 * sine(3 * sun);
  day += 0.00003 * (sine(moon + sun - 2 * latitude) + sine(2 * moon + 2 * latitude) - sine(moon + sun + 2 * latitude) +
                    sine(moon - sun + 2 * latitude));
  day += 0.000325 * sine(299.77 + 0.107408 * k - 0.009173 * t2) + 0.000165 * sine(251.88 + 0.016321 * k);
  day += 0.000164 * sine(251.83 + 26.651886 * k) + 0.000126 * sine(349.42 + 36.412478 * k);
  day += 0.000110 * sine(84.66 + 18.206239 * k);
  return day - clock_difference(day);
}

/// The day (since 1970) in Vietnam on which the moon is new.
std::int64_t month_start(std::int64_t number) {
  return static_cast<std::int64_t>(std::floor(new_moon(number) - kUnixEpoch + kVietnam));
}

/// Of the twelve signs of 30 degrees the one in which the sun stands when the day begins in Vietnam: 9 from the winter
/// solstice on.
int sign_of_sun(std::int64_t day) {
  double moment = kUnixEpoch + static_cast<double>(day) - kVietnam;
  moment += clock_difference(moment);
  const double t = (moment - 2451545.0) / 36525;
  const double anomaly = 357.52911 + 35999.05029 * t - 0.0001537 * t * t;
  const double centre = (1.914602 - 0.004817 * t) * sine(anomaly) + (0.019993 - 0.000101 * t) * sine(2 * anomaly) +
                        0.000289 * sine(3 * anomaly);
  const double longitude =
      280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre - 0.00569 - 0.00478 * sine(125.04 - 1934.136 * t);
  const double turned = longitude - 360 * std::floor(longitude / 360);
  return static_cast<int>(turned / 30) % 12;
}

/// Number of the new moon that begins on `day` or is the last before it.
std::int64_t month_of(std::int64_t day) {
  auto number = static_cast<std::int64_t>(std::floor((static_cast<double>(day) + kUnixEpoch - kFirstNewMoon) / kMonth));
  while (month_start(number + 1) <= day) ++number;
  while (month_start(number) > day) --number;
  return number;
}

/// The month with the winter solstice of a civil year.
std::int64_t eleventh_month(int year) {
  const std::int64_t last = month_of(CivilDate{year, 12, 31}.days());
  return sign_of_sun(month_start(last)) >= 9 ? last - 1 : last;
}

}  // namespace

std::optional<LunarDate> to_lunar(const CivilDate& date) {
  if (date.year < 1900 || date.year > 2100) return std::nullopt;
  const std::int64_t day = date.days();
  const std::int64_t month = month_of(day);
  // The year of the calendar from one solstice month to the next that holds this month.
  int year = date.year;
  std::int64_t first = eleventh_month(year);
  if (first > month) {
    first = eleventh_month(--year);
  }
  const std::int64_t next = eleventh_month(year + 1);
  std::int64_t leap = next;  // None.
  if (next - first == 13) {
    leap = first + 1;
    while (sign_of_sun(month_start(leap)) != sign_of_sun(month_start(leap + 1))) ++leap;
  }
  const std::int64_t since = month - first - (month >= leap ? 1 : 0);
  LunarDate out{.year = since < 2 ? year : year + 1,
                .month = static_cast<int>((since + 10) % 12 + 1),
                .day = static_cast<int>(day - month_start(month) + 1),
                .is_leap_month = month == leap};
  return out;
}

std::string lunar_year_name(int year) {
  constexpr std::array kStems{"Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"};
  constexpr std::array kBranches{"Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"};
  const auto at = [year](int count) { return static_cast<std::size_t>(((year - 4) % count + count) % count); };
  return std::string(kStems[at(10)]) + " " + kBranches[at(12)];
}

}  // namespace motcua
