#include "exchange/visit_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/csv.hpp"
#include "office/accounts.hpp"
#include "office/sample.hpp"

namespace motcua::server {
namespace {

using survey::VisitOutcome;

constexpr const char* kAllUnits = "*";

std::string with_heading(const std::vector<std::string>& cells) {
  std::string out(kByteOrderMark);
  append_csv_row(out, cells);
  return out;
}

std::string hex_or_empty(const EntityId& id) { return id.is_nil() ? std::string() : id.hex(); }

struct Counts {
  std::size_t assigned = 0;
  std::array<std::size_t, std::size(survey::kVisitOutcomes)> by_outcome{};

  void add(const std::optional<VisitOutcome>& outcome) {
    ++assigned;
    if (outcome) ++by_outcome[static_cast<std::size_t>(*outcome)];
  }
  [[nodiscard]] std::size_t visited() const {
    std::size_t sum = 0;
    for (const std::size_t count : by_outcome) sum += count;
    return sum;
  }
  [[nodiscard]] std::size_t completed() const { return by_outcome[static_cast<std::size_t>(VisitOutcome::completed)]; }
};

class Writer {
 public:
  Writer(const std::vector<Sampled>& sample, const std::vector<EnrolledDevice>& devices) {
    for (const EnrolledDevice& device : devices) surveyors_.emplace(device.id, device.account);
    for (const Sampled& one : sample) keys_.emplace(one.assignment.id, one.assignment.key);
    for (const Sampled& one : sample) {
      for (const auto& visit : one.visits) {
        if (!visit.reserve.is_nil()) originals_.emplace(visit.reserve, one.assignment.key);
      }
    }
  }

  void add(const Sampled& one) {
    const auto& assignment = one.assignment;
    const auto outcome = one.outcome();
    std::string reason;
    std::string response;
    std::string replaced_by;
    std::size_t number = 0;
    for (const survey::Visit& visit : one.visits) {
      add_visit(one, visit, ++number);
      if (visit.outcome == outcome) reason = visit.reason;
      if (!visit.response.is_nil()) response = visit.response.hex();
      if (!visit.reserve.is_nil()) replaced_by = key_of(visit.reserve);
    }
    const auto at = [&](bool first) {
      if (one.visits.empty()) return std::string();
      return format_instant(first ? one.visits.front().at : one.visits.back().at);
    };
    const auto original = originals_.find(assignment.id);
    append_csv_row(out_.assignments,
                   {assignment.key, assignment.form_id, assignment.unit, one.assigned_to, assignment.reserve ? "1" : "",
                    original == originals_.end() ? "" : original->second, assignment.due,
                    outcome ? std::string(word(*outcome)) : "", reason, std::to_string(one.visits.size()), at(true),
                    at(false), response, replaced_by, one.removed ? "1" : ""});
    const bool in_play = !assignment.reserve || original != originals_.end() || !one.visits.empty();
    if (!in_play) return;
    for (const std::string& unit : {assignment.unit, std::string(kAllUnits)})
      counts_[{assignment.form_id, unit}].add(outcome);
    all_.add(outcome);
  }

  ExportedVisits take() {
    for (const auto& [place, counts] : counts_) {
      std::vector<std::string> cells = {place.first, place.second, std::to_string(counts.assigned),
                                        std::to_string(counts.assigned - counts.visited())};
      for (const std::size_t count : counts.by_outcome) cells.push_back(std::to_string(count));
      cells.push_back(std::to_string(counts.visited()));
      cells.push_back(counts.visited() == 0 ? std::string()
                                            : fmt::format("{:.2f}", 100.0 * static_cast<double>(counts.completed()) /
                                                                        static_cast<double>(counts.visited())));
      append_csv_row(out_.rates, cells);
    }
    out_.assigned = all_.assigned;
    out_.visited = all_.visited();
    out_.completed = all_.completed();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string key_of(const EntityId& assignment) const {
    const auto found = keys_.find(assignment);
    return found == keys_.end() ? assignment.hex() : found->second;
  }

  void add_visit(const Sampled& one, const survey::Visit& visit, std::size_t number) {
    const auto surveyor = surveyors_.find(visit.device);
    append_csv_row(out_.visits,
                   {one.assignment.key, one.assignment.form_id, one.assignment.unit, std::to_string(number),
                    format_instant(visit.at), std::string(word(visit.outcome)), visit.reason, visit.note,
                    surveyor == surveyors_.end() ? "" : surveyor->second, hex_or_empty(visit.response),
                    visit.reserve.is_nil() ? std::string() : key_of(visit.reserve)});
  }

  std::unordered_map<DeviceId, std::string> surveyors_;
  std::unordered_map<EntityId, std::string> keys_;
  std::unordered_map<EntityId, std::string> originals_;  ///< Of a reserve that was taken: whose place.
  std::map<std::pair<std::string, std::string>, Counts> counts_;
  Counts all_;
  ExportedVisits out_{
      with_heading({"key", "form", "unit", "assigned_to", "reserve", "in_place_of", "due", "outcome", "reason",
                    "visits", "first_visit", "last_visit", "response", "replaced_by", "removed"}),
      with_heading(
          {"key", "form", "unit", "visit", "at", "outcome", "reason", "note", "surveyor", "response", "replaced_by"}),
      with_heading({"form", "unit", "assigned", "not_visited", "completed", "refused", "absent", "wrong_address",
                    "replaced", "n", "response_rate"}),
      0,
      0,
      0};
};

}  // namespace

Result<ExportedVisits> export_visits(storage::Database& database, std::string_view form_id) {
  MOTCUA_TRY_ASSIGN(const auto sample, read_sample(database));
  MOTCUA_TRY_ASSIGN(const auto devices, Accounts(database).devices());
  Writer writer(sample, devices);
  for (const Sampled& one : sample) {
    if (form_id.empty() || one.assignment.form_id == form_id) writer.add(one);
  }
  return writer.take();
}

}  // namespace motcua::server
