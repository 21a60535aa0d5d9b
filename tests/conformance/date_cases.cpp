#include "function_cases.hpp"

namespace motcua::conformance {

Cases date_cases() {
  return {
      {"ODK fn:today", "today()", "2023-11-15"},
      {"ODK fn:now", "now()", "2023-11-15T05:13:20.000+07:00"},
      {"ODK fn:format-date", "format-date('2026-02-03', '%Y')", "2026"},
      {"ODK fn:format-date", "format-date('2026-02-03', '%y')", "26"},
      {"ODK fn:format-date", "format-date('2026-02-03', '%m')", "02"},
      {"ODK fn:format-date", "format-date('2026-02-03', '%n')", "2"},
      {"ODK fn:format-date", "format-date('2026-02-03', '%b')", "Feb"},
      {"ODK fn:format-date", "format-date('2026-02-03', '%d')", "03"},
      {"ODK fn:format-date", "format-date('2026-02-03', '%e')", "3"},
      {"ODK fn:format-date", "format-date('2026-02-03', '%a')", "Tue"},
      {"ODK fn:format-date", "format-date(empty, '%Y')", ""},
      {"ODK fn:format-date", "format-date('not a date', '%Y')", ""},
      {"ODK fn:format-date-time", "format-date-time('2026-02-03T08:05:09.007+07:00', '%H:%M:%S.%3')", "08:05:09.007"},
      {"ODK fn:format-date-time", "format-date-time('2026-02-03T08:05:09.007+07:00', '%h')", "8"},
      {"ODK fn:format-date-time", "format-date-time('2026-02-03T20:00:00.000Z', '%d %H')", "04 03"},
      {"ODK fn:date", "date('2026-02-03')", "2026-02-03"},
      {"ODK fn:date", "date('2026-2-3')", "2026-02-03"},
      {"ODK fn:date", "date('2026-02-28' + 1)", "2026-03-01"},
      {"ODK fn:date", "date('2024-02-28' + 1)", "2024-02-29"},
      {"ODK fn:date", "date('2026-02-30')", ""},
      {"ODK fn:date", "date('x')", ""},
      {"ODK fn:date", "date-time('2026-02-03')", "2026-02-03"},
      {"ODK fn:decimal-date-time", "decimal-date-time('1970-01-02T00:00:00.000Z')", "1"},
      {"ODK fn:decimal-date-time", "decimal-date-time('1969-12-31T12:00:00.000Z')", "-0.5"},
      {"ODK fn:decimal-date-time", "decimal-date-time('x')", "NaN"},
      {"ODK fn:decimal-time", "decimal-time('12:00:00.000+07:00')", "0.5"},
      {"ODK fn:decimal-time", "decimal-time('18:00')", "0.75"},
      {"ODK fn:decimal-time", "decimal-time('11:00:00.000Z')", "0.75"},
      {"ODK fn:decimal-time", "decimal-time('25:00')", "NaN"},
  };
}

Cases select_cases() {
  return {
      {"ODK fn:selected", "selected(list, 'yes')", "true"},   {"ODK fn:selected", "selected(list, 'ye')", "false"},
      {"ODK fn:selected", "selected(empty, 'yes')", "false"}, {"ODK fn:selected", "selected(empty, '')", "true"},
      {"ODK fn:selected", "is-selected(list, 'no')", "true"}, {"ODK fn:selected-at", "selected-at(list, 0)", "yes"},
      {"ODK fn:selected-at", "selected-at(list, 1)", "no"},   {"ODK fn:selected-at", "selected-at(list, 2)", ""},
      {"ODK fn:selected-at", "selected-at(list, -1)", ""},    {"ODK fn:selected-at", "selected-at(empty, 0)", ""},
      {"ODK fn:count-selected", "count-selected(list)", "2"}, {"ODK fn:count-selected", "count-selected(empty)", "0"},
  };
}

Cases geography_cases() {
  // A degree of the equator, and the square between the equator and its first degrees, on a sphere of 6,378,100 m.
  return {
      {"ODK fn:area", "area('0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0')", "12391256135.81"},
      {"ODK fn:area", "area('0 0;0 1;1 1;1 0')", "12391256135.81"},
      {"ODK fn:area", "area('1 0;1 1;0 1;0 0')", "12391256135.81"},
      {"ODK fn:area", "area(instance('points')/root/item)", "12391256135.81"},
      {"ODK fn:area", "area('0 0;0 1')", "0"},
      {"ODK fn:area", "area(empty)", "0"},
      {"ODK fn:area", "area('0 0;0 1;x y')", "NaN"},
      {"ODK fn:area", "enclosed-area('0 0;0 1;1 1;1 0')", "12391256135.81"},
      {"ODK fn:distance", "distance('0 0 0 0;0 1 0 0')", "111318.85"},
      {"ODK fn:distance", "distance('0 0;0 1;0 2')", "222637.69"},
      {"ODK fn:distance", "distance(instance('points')/root/item)", "333939.58"},
      {"ODK fn:distance", "distance('0 0', '0 1')", "111318.85"},
      {"ODK fn:distance", "distance('10 20;10 20')", "0"},
      {"ODK fn:distance", "distance(empty)", "NaN"},
      {"ODK fn:distance", "distance('91 0;0 0')", "NaN"},
      {"ODK fn:geofence", "geofence('0.5 0.5 0 0', '0 0;0 1;1 1;1 0;0 0')", "true"},
      {"ODK fn:geofence", "geofence('0.5 1.5 0 0', '0 0;0 1;1 1;1 0;0 0')", "false"},
      {"ODK fn:geofence", "geofence('0.5 0.5', '0 0;0 1;1 1;1 0')", "false"},
      {"ODK fn:geofence", "geofence('', '0 0;0 1;1 1;1 0;0 0')", "false"},
      {"ODK fn:intersects", "intersects('0 0;1 1;0 1;1 0')", "true"},
      {"ODK fn:intersects", "intersects('0 0;0 1;1 1;1 0;0 0')", "false"},
      {"ODK fn:intersects", "intersects('0 0;0 2;0 1')", "true"},
      {"ODK fn:intersects", "intersects('0 0;0 1')", "false"},
      {"ODK fn:intersects", "intersects('0 0;0 2;1 2;0 1')", "true"},
      {"ODK fn:intersects", "intersects(empty)", "false"},
  };
}

}  // namespace motcua::conformance
