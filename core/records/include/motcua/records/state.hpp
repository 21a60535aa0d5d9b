#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "motcua/records/operation.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::records {

/// People who work on the same responses.
using GroupId = Id<struct GroupTag>;

/// Who may see an entity: everybody, one account's devices, or the devices of a group's members.
inline constexpr const char* kPublicScope = "public";
[[nodiscard]] inline std::string account_scope(const AccountId& account) { return "account:" + account.hex(); }
[[nodiscard]] inline std::string group_scope(const GroupId& group) { return "group:" + group.hex(); }

/// Fields that tell who somebody is begin so. When the entity is removed, no value of them stays in the merged state of
/// any replica; the operations themselves stay in the server's log and in its backups.
inline constexpr std::string_view kPersonalPrefix = "@person:";
[[nodiscard]] inline bool is_personal(std::string_view field) { return field.starts_with(kPersonalPrefix); }

/// An operation with its place in the one order that the server's sequencer gave it.
struct SequencedOperation {
  std::uint64_t commit_seq = 0;
  Hlc effective;  ///< The operation's reading, held back to server time + 2 min: assigned once, used by every merge.
                  ///< Rises strictly within a device, so (effective, device) names one operation.
  std::string scope;  ///< kPublicScope, an account_scope() or a group_scope().
  Operation operation;
  friend bool operator==(const SequencedOperation&, const SequencedOperation&) = default;
};

/// A field's winning value and who wrote it.
struct FieldState {
  std::optional<std::string> value;
  Hlc effective;
  DeviceId device;
  bool conflict = false;  ///< A losing concurrent value is kept in the history and has not been reviewed.
  Hlc hlc;                ///< As the writer stamped it.
  Hlc base;               ///< What the writer had seen.
  friend bool operator==(const FieldState&, const FieldState&) = default;
};

/// One losing or superseded value. Rows are never deleted by sync.
struct HistoryEntry {
  std::string field;
  std::optional<std::string> value;
  Hlc effective;
  DeviceId device;
  bool conflict = false;  ///< Nobody who wrote this field later had seen this value.
  Hlc hlc;
  Hlc base;
  friend bool operator==(const HistoryEntry&, const HistoryEntry&) = default;
};

/// One deletion and the values that the person who deleted had seen.
struct Removal {
  Hlc effective;
  DeviceId device;
  std::map<std::string, Hlc, std::less<>> seen;
  friend bool operator==(const Removal&, const Removal&) = default;
};

struct EntityState {
  EntityType type = EntityType::response;
  EntityId entity;
  std::string scope;
  DefinitionRef definition;
  Hlc definition_effective;  ///< Of the newest operation: its definition counts.
  DeviceId definition_device;
  bool removed = false;  ///< Some deletion saw every value that stands now. So an edit that it did not see beats it.
  std::vector<Removal> removals;
  std::map<std::string, FieldState, std::less<>> fields;
  friend bool operator==(const EntityState&, const EntityState&) = default;
};

/// A field's value; empty when the entity has no such field or it was cleared.
[[nodiscard]] std::string field_text(const EntityState& state, std::string_view field);

/// The fields whose earlier entries decide what `operation` does. An edit of what its writer had seen needs none, so
/// that a record which is edited a thousand times costs the thousandth time what it cost the first.
[[nodiscard]] std::vector<std::string> fields_with_history(const EntityState& state,
                                                           const SequencedOperation& operation);

/// The pure rule: applies `operation` to `state` and its `history`, which must hold all earlier entries of the fields
/// of `fields_with_history`, and may hold others. The winner of a field is its greatest (effective, device). Every
/// other value is kept in the history, and is a conflict unless some writer of the field had seen it (`base`) or wrote
/// the same value. Applying the same operations in any order, any number of times, gives the same state and the same
/// set of history entries.
void merge(EntityState& state, const SequencedOperation& operation, std::vector<HistoryEntry>& history);

/// The merged state of everything that the sequencer has ordered, in SQLite: the same code on server and device.
/// Methods that write join the caller's transaction.
class StateStore {
 public:
  explicit StateStore(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);

  /// Applies one ordered operation. Applying it again is a no-op. What this build does not understand (a kind or type
  /// of a newer one) is parked as it came, and applied by the first build that understands it.
  [[nodiscard]] Status apply(const SequencedOperation& operation);
  [[nodiscard]] Result<std::optional<EntityState>> read(const EntityId& entity) const;
  /// Entities that are not removed, in the order in which they were first seen.
  [[nodiscard]] Result<std::vector<EntityId>> list(EntityType type) const;
  [[nodiscard]] Result<std::vector<HistoryEntry>> history(const EntityId& entity) const;

  /// Applies what was parked and is understood now.
  [[nodiscard]] Status retry_parked();
  /// Empties the merged state: the device is about to pull everything again.
  [[nodiscard]] Status clear();
  /// Empties one scope, to be pulled again or because it is not this device's any more.
  [[nodiscard]] Status clear_scope(std::string_view scope);
  /// `read` and `apply` in two steps, for a caller that looks at the state in between.
  [[nodiscard]] Status apply_to(std::optional<EntityState> state, const SequencedOperation& operation);

 private:
  storage::Database* database_;
};

}  // namespace motcua::records
