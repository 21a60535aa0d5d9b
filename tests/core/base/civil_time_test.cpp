#include <doctest/doctest.h>

#include "motcua/base/civil_time.hpp"

using namespace motcua;

TEST_CASE("days are counted from 1970 over leap years and centuries") {
  CHECK(CivilDate{1970, 1, 1}.days() == 0);
  CHECK(CivilDate{2000, 2, 29}.days() == 11'016);
  CHECK(CivilDate{1969, 12, 31}.days() == -1);
  for (std::int64_t day = -200'000; day < 200'000; day += 37) CHECK(CivilDate::from_days(day).days() == day);
}

TEST_CASE("weekdays count from Monday") {
  CHECK(CivilDate{2026, 11, 23}.weekday() == 0);
  CHECK(CivilDate{2026, 11, 22}.weekday() == 6);
  CHECK(CivilDate{1969, 12, 31}.weekday() == 2);
}

TEST_CASE("only days that the calendar has are dates") {
  CHECK(parse_date("2024-02-29") == CivilDate{2024, 2, 29});
  for (const char* bad : {"2023-02-29", "2100-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-00",
                          "2024-1-01", "24-01-01", "2024-01-01 ", "2024/01/01", "", "hôm nay"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_date(bad));
  }
}

TEST_CASE("a time of day is Vietnam's, seven hours ahead of UTC, without daylight saving") {
  const CivilTime morning{{2026, 7, 1}, 6, 30, 15};
  CHECK(to_instant(morning).ms == 1'782'862'215'000);
  CHECK(to_civil(to_instant(morning)) == morning);
  CHECK(to_civil({-1}) == CivilTime{{1970, 1, 1}, 6, 59, 59});
}

TEST_CASE("an instant is read with its offset, or as Vietnam's without one") {
  const Instant expected = to_instant({{2026, 11, 23}, 8, 30, 0});
  for (const char* text : {"2026-11-23T08:30:00+07:00", "2026-11-23T01:30:00Z", "2026-11-23 08:30",
                           "2026-11-23T08:30:00.000", "2026-11-22T20:30:00-05:00", "2026-11-23T08:30+0700"}) {
    CAPTURE(text);
    CHECK(parse_instant(text) == expected);
  }
  CHECK(parse_instant("2026-11-23T08:30:00.25Z")->ms % 1000 == 250);
  CHECK(parse_instant("2026-11-23") == to_instant({{2026, 11, 23}, 0, 0, 0}));
}

TEST_CASE("what is no instant is refused") {
  for (const char* bad :
       {"2026-11-23T24:00", "2026-11-23T08:60", "2026-11-23T08:30:60", "2026-11-23T08", "2026-11-23T08:30+7",
        "2026-11-23T08:30+15:00", "2026-11-23T08:30:00.Z", "2026-11-23T08:30Zx", "2026-11-31T08:30", "T08:30"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_instant(bad));
  }
}

TEST_CASE("times are written for machines and for people") {
  const Instant instant = to_instant({{2026, 1, 2}, 3, 4, 5});
  CHECK(format_instant(instant) == "2026-01-02T03:04:05+07:00");
  CHECK(format_date({2026, 1, 2}) == "2026-01-02");
  CHECK(display_instant(instant) == "03:04 02/01/2026");
  CHECK(display_date({2026, 1, 2}) == "02/01/2026");
  CHECK(parse_instant(format_instant(instant)) == instant);
}
