#include "demo/demo_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/csv.hpp"
#include "office/secrets.hpp"

namespace motcua::server {
namespace {

using dossier::State;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

Result<std::map<std::string, std::size_t>> headings(const std::vector<CsvRow>& rows,
                                                    std::initializer_list<const char*> needed) {
  std::map<std::string, std::size_t> at;
  if (!rows.empty()) {
    for (std::size_t i = 0; i < rows.front().cells.size(); ++i) at[rows.front().cells[i]] = i;
  }
  for (const char* name : needed) {
    if (!at.contains(name)) return fail(ErrorCode::csv_row, std::string("1: ") + name);
  }
  for (const auto& row : rows) {
    if (row.cells.size() != rows.front().cells.size()) return fail(ErrorCode::csv_row, std::to_string(row.line));
  }
  return at;
}

/// Draws of one random source.
class Dice {
 public:
  explicit Dice(Random& random) : random_(random) {}
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(random_.next_u64() % static_cast<std::uint64_t>(limit));
  }
  bool percent(std::int64_t chance) { return below(100) < chance; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<std::int64_t>(from.size())))];
  }
  Random& source() { return random_; }

 private:
  Random& random_;
};

bool is_weekend(CivilDate date) { return date.weekday() >= 5; }

// The same time of day, `days` working days later. Holidays are left out: these dates are made up.
Instant add_working_days(Instant from, int days) {
  CivilTime civil = to_civil(from);
  std::int64_t day = civil.date.days();
  while (days > 0) {
    ++day;
    if (!is_weekend(CivilDate::from_days(day))) --days;
  }
  civil.date = CivilDate::from_days(day);
  return to_instant(civil);
}

// A moment in office hours of a working day, `days_ago` days back or a little more.
Instant office_moment(Dice& dice, Instant now, std::int64_t days_ago) {
  std::int64_t day = to_civil(now).date.days() - days_ago;
  while (is_weekend(CivilDate::from_days(day))) --day;
  const auto minute = 8 * 60 + dice.below(8 * 60);
  return to_instant({CivilDate::from_days(day), static_cast<int>(minute / 60), static_cast<int>(minute % 60), 0});
}

void add_course(dossier::NewDossier& dossier, const Procedure& procedure, Dice& dice, Instant received) {
  Instant at = received;
  const auto step = [&](State state, std::int64_t hours, const std::string& unit, std::string note = {}) {
    at.ms += hours * kHour + dice.below(50) * kMinute;
    dossier.events.push_back({state, at, unit, std::move(note)});
  };
  const std::string desk = "Bộ phận Một Cửa (mẫu)";
  const std::int64_t work = std::max<std::int64_t>(1, procedure.working_days) * 20;  // hours, weekends in part
  if (dice.percent(40))
    dossier.events.push_back({State::registered, {received.ms - 2 * kHour}, desk, "Nộp trực tuyến"});
  if (dice.percent(4)) return step(State::not_accepted, 0, desk, "Thiếu bản chính để đối chiếu");
  step(State::accepted, 0, desk);
  dossier.due = add_working_days(received, procedure.working_days);
  step(State::processing, 1, procedure.unit);
  if (dice.percent(12)) {
    step(State::supplement_requested, work / 3 + 1, procedure.unit,
         "Bổ sung bản sao giấy tờ còn thiếu ghi trong phiếu hướng dẫn");
    if (dice.percent(30)) return;
    step(State::processing, 20, procedure.unit);
  }
  if (dice.percent(6)) {
    step(State::payment_requested, work / 4 + 1, procedure.unit, "Nộp lệ phí theo thông báo");
    step(State::processing, 10, procedure.unit);
  }
  if (dice.percent(2)) return step(State::withdrawn, 3, desk, "Rút hồ sơ theo đề nghị");
  // Some are late, so that there is something to find and to catch up with.
  const std::int64_t pace = dice.percent(8) ? 4 : 1;
  step(State::processed, pace * (work / 2 + dice.below(work)), procedure.unit);
  step(State::returned, 2 + dice.below(40), desk);
}

}  // namespace

Result<std::vector<Procedure>> read_procedures(std::string_view csv) {
  MOTCUA_TRY_ASSIGN(const auto rows, parse_csv(csv));
  MOTCUA_TRY_ASSIGN(auto at, headings(rows, {"code", "name", "unit", "collect_at", "working_days"}));
  std::vector<Procedure> out;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& cells = rows[i].cells;
    const std::string& days = cells[at["working_days"]];
    Procedure procedure{cells[at["code"]], cells[at["name"]], cells[at["unit"]], cells[at["collect_at"]], 0};
    const auto [end, error] = std::from_chars(days.data(), days.data() + days.size(), procedure.working_days);
    if (error != std::errc{}) return fail(ErrorCode::csv_row, std::to_string(rows[i].line) + ": working_days");
    out.push_back(std::move(procedure));
  }
  if (out.empty()) return fail(ErrorCode::csv_row, "2");
  return out;
}

Result<std::vector<std::string>> read_units(std::string_view csv) {
  MOTCUA_TRY_ASSIGN(const auto rows, parse_csv(csv));
  MOTCUA_TRY_ASSIGN(auto at, headings(rows, {"name", "parent", "valid_to"}));
  std::vector<std::string> out;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& cells = rows[i].cells;
    if (!cells[at["parent"]].empty() && cells[at["valid_to"]].empty()) out.push_back(cells[at["name"]]);
  }
  if (out.empty()) return fail(ErrorCode::csv_row, "2");
  return out;
}

std::vector<dossier::NewDossier> make_dossiers(std::size_t count, const std::vector<Procedure>& procedures,
                                               const std::vector<std::string>& units, Random& random, Instant now) {
  Dice dice(random);
  std::vector<dossier::NewDossier> out;
  std::map<std::string, int> serials;
  while (out.size() < count) {
    const Procedure& procedure = dice.pick(procedures);
    const Instant received = office_moment(dice, now, 1 + dice.below(90));
    const CivilDate day = to_civil(received).date;
    const auto unit = dice.below(static_cast<std::int64_t>(units.size()));
    const std::string prefix = fmt::format("Z99.{:02}-{:02}{:02}{:02}-", 1 + unit, day.year % 100, day.month, day.day);
    dossier::NewDossier one;
    one.code = fmt::format("{}{:04}", prefix, ++serials[prefix]);
    one.lookup_code = make_code(dice.source(), 2);
    std::erase(one.lookup_code, '-');
    one.procedure_code = procedure.code;
    one.procedure_name = procedure.name;
    one.unit = "UBND " + units[static_cast<std::size_t>(unit)] + " (mẫu)";
    one.collect_at = procedure.collect_at;
    add_course(one, procedure, dice, received);
    std::erase_if(one.events, [&](const dossier::Event& event) { return event.at > now; });
    out.push_back(std::move(one));
  }
  return out;
}

std::string make_assignments(Instant now) {
  std::string csv;
  append_csv_row(
      csv, {"key", "label", "address", "unit", "notes", "due", "order", "reserve", "answer: comm", "answer: vill"});
  const std::int64_t today = to_civil(now).date.days();
  for (int group = 1; group <= 2; ++group) {
    for (int house = 1; house <= 8; ++house) {
      const bool reserve = house > 6;
      append_csv_row(csv,
                     {fmt::format("MAU-{:02}-{:02}", group, house), fmt::format("Hộ mẫu {}", group * 100 + house),
                      fmt::format("Số {}, ngõ Mẫu {}, phường Mẫu", house * 2 + 1, group),
                      fmt::format("Tổ dân phố Mẫu {}", group), house == 2 ? "Chỉ có người ở nhà sau 17:00" : "",
                      format_date(CivilDate::from_days(today + group * 2 - 2)), std::to_string(group * 100 + house),
                      reserve ? "x" : "", "Phường Mẫu", fmt::format("Tổ dân phố Mẫu {}", group)});
    }
  }
  return csv;
}

}  // namespace motcua::server
