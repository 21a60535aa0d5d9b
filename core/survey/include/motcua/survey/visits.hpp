#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/survey/assignments.hpp"
#include "motcua/survey/responses.hpp"

namespace motcua::survey {

/// Fields of a visit in the log. Its definition is the assignment's.
inline constexpr const char* kVisitAssignmentField = kAssignmentField;
inline constexpr const char* kVisitAtField = "@at";              ///< Instant, ISO 8601.
inline constexpr const char* kVisitOutcomeField = "@outcome";    ///< A word of VisitOutcome.
inline constexpr const char* kVisitReasonField = "@reason";      ///< A word of visit_reasons.def.
inline constexpr const char* kVisitNoteField = "@note";          ///< The reason in the surveyor's own words.
inline constexpr const char* kVisitResponseField = "@response";  ///< Hex; of a completed visit.
inline constexpr const char* kVisitReserveField = "@reserve";    ///< Hex; of a replacement: who is visited instead.

inline constexpr std::size_t kMaxVisitNote = 500;  ///< Bytes.

/// What came of one visit.
enum class VisitOutcome : std::uint8_t { completed, refused, absent, wrong_address, replaced };
inline constexpr VisitOutcome kVisitOutcomes[] = {VisitOutcome::completed, VisitOutcome::refused, VisitOutcome::absent,
                                                  VisitOutcome::wrong_address, VisitOutcome::replaced};
/// "completed", "wrong_address": as it is stored and exported.
[[nodiscard]] std::string_view word(VisitOutcome outcome);
[[nodiscard]] std::optional<VisitOutcome> visit_outcome(std::string_view word);
/// The words of visit_reasons.def, in its order; none for a completed visit.
[[nodiscard]] std::vector<std::string_view> visit_reasons(VisitOutcome outcome);

/// One time that a surveyor was there.
struct Visit {
  EntityId id;
  EntityId assignment;
  Instant at;
  VisitOutcome outcome = VisitOutcome::absent;
  std::string reason;
  std::string note;
  EntityId response;  ///< Nil unless it was completed.
  EntityId reserve;   ///< Nil unless it was replaced.
  DeviceId device;    ///< Which wrote it.
};
/// nullopt for what is no visit that this build can read.
[[nodiscard]] std::optional<Visit> read_visit(const records::EntityState& state);
/// The visit that a finished interview is: always the same one, whichever device of a group notes it.
[[nodiscard]] EntityId completed_visit_id(const EntityId& response);

/// How an assignment stands after its visits: completed as soon as one of them was, else as the last one came out.
/// nullopt before the first. `visits` are in the order of time.
[[nodiscard]] std::optional<VisitOutcome> disposition(const std::vector<Visit>& visits);
/// Whether nobody needs to go there again: all but those who were not at home.
[[nodiscard]] bool is_settled(const std::optional<VisitOutcome>& outcome);

/// An assignment as its surveyor sees it.
struct Task {
  Assignment assignment;
  std::vector<Visit> visits;              ///< The oldest first.
  std::optional<EntityId> draft;          ///< The interview that is being filled in on this device.
  std::optional<Assignment> in_place_of;  ///< A reserve: whom it replaces.
  [[nodiscard]] std::optional<VisitOutcome> outcome() const { return disposition(visits); }
  [[nodiscard]] bool settled() const { return is_settled(outcome()); }
};

/// A visit that came to no interview.
struct NewVisit {
  EntityId assignment;
  VisitOutcome outcome = VisitOutcome::absent;
  std::string reason;
  std::string note{};
};

/// The assignments of this device's account and groups, and the visits that are made for them.
class Visits {
 public:
  Visits(records::LocalLog& log, Clock& clock, Random& random) : log_(&log), clock_(&clock), random_(&random) {}

  /// In the order in which they are to be visited. A reserve is among them, right after whom it replaces, once it was
  /// taken.
  [[nodiscard]] Result<std::vector<Task>> tasks() const;
  /// Fails with not_found for what is not assigned (any more), and for a reserve that nobody took.
  [[nodiscard]] Result<Task> task(const EntityId& assignment) const;
  /// Who would be visited instead: the next reserve of the same form and unit that nobody has taken or visited.
  [[nodiscard]] Result<std::optional<Assignment>> next_reserve(const EntityId& assignment) const;
  /// The response that somebody who may see it began for the assignment and did not finish.
  [[nodiscard]] Result<std::optional<EntityId>> unfinished_response(const EntityId& assignment) const;

  /// Records a visit, durably; it is sent with the next sync. A replacement takes the next reserve. Fails with
  /// invalid_argument for a completed visit (finishing its response records it) and for a reason that its outcome does
  /// not have, with not_found for what is not assigned, and when no reserve is left.
  [[nodiscard]] Result<Visit> record(const NewVisit& visit);
  /// Takes a visit back; a reserve that it took is free again. Fails with not_found.
  [[nodiscard]] Status take_back(const EntityId& visit);

 private:
  records::LocalLog* log_;
  Clock* clock_;
  Random* random_;
};

}  // namespace motcua::survey
