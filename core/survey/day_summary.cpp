#include "motcua/survey/day_summary.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_set>
#include <vector>

namespace motcua::survey {
namespace {

/// The middle of the sorted durations; of the two middle ones their mean. Milliseconds to whole minutes.
std::optional<std::int64_t> median_minutes(std::vector<std::int64_t> durations) {
  if (durations.empty()) return std::nullopt;
  std::ranges::sort(durations);
  const std::size_t middle = durations.size() / 2;
  const std::int64_t ms =
      durations.size() % 2 == 1 ? durations[middle] : std::midpoint(durations[middle - 1], durations[middle]);
  return (ms + 30'000) / 60'000;
}

class Summary {
 public:
  Summary(const records::LocalLog& log, const CivilDate& day) : log_(log) { out_.day = day; }

  Result<DaySummary> run() {
    MOTCUA_TRY_ASSIGN(const auto made, log_.visible_entities(records::EntityType::visit));
    for (const EntityId& id : made) {
      MOTCUA_TRY_ASSIGN(const auto own, log_.own(id));
      if (!own) continue;
      MOTCUA_TRY_ASSIGN(const auto state, log_.visible(id));
      const auto visit = state ? read_visit(*state) : std::nullopt;
      if (!visit || !is_today(visit->at)) continue;
      ++out_.visits[static_cast<std::size_t>(visit->outcome)];
      if (people_.insert(visit->assignment).second) ++out_.people;
      note_delivery(*own);
    }
    MOTCUA_TRY_ASSIGN(const auto filled, log_.visible_entities(records::EntityType::response));
    for (const EntityId& id : filled) {
      MOTCUA_TRY_ASSIGN(const auto own, log_.own(id));
      if (!own) continue;
      if (own->delivery == records::Delivery::open) {
        ++out_.drafts;
        continue;
      }
      MOTCUA_TRY_ASSIGN(const auto state, log_.visible(id));
      if (state) note_response(*state, *own);
    }
    out_.median_minutes = median_minutes(std::move(durations_));
    return out_;
  }

 private:
  [[nodiscard]] bool is_today(Instant at) const { return to_civil(at).date == out_.day; }

  void note_delivery(const records::OwnOperation& own) {
    if (own.delivery == records::Delivery::unsent) ++out_.unsent;
    if (own.delivery == records::Delivery::refused) ++out_.refused;
  }

  void note_response(const records::EntityState& state, const records::OwnOperation& own) {
    if (records::field_text(state, kStatusField) != kStatusFinal) return;
    const auto finished = state.fields.find(kFinishedField);
    if (finished == state.fields.end() || !finished->second.value) return;
    const auto at = parse_instant(*finished->second.value);
    if (!at || !is_today(*at)) return;
    ++out_.finished;
    note_delivery(own);
    const auto started = parse_instant(records::field_text(state, kStartedField));
    if (started && *started <= *at) durations_.push_back(at->ms - started->ms);
  }

  const records::LocalLog& log_;
  DaySummary out_;
  std::unordered_set<EntityId> people_;
  std::vector<std::int64_t> durations_;
};

}  // namespace

std::size_t DaySummary::all_visits() const { return std::accumulate(visits.begin(), visits.end(), std::size_t{0}); }

Result<DaySummary> summarise_day(const records::LocalLog& log, const CivilDate& day) { return Summary(log, day).run(); }

}  // namespace motcua::survey
