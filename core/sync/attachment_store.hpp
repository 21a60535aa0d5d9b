#pragma once
#include <string_view>
#include <vector>

#include "motcua/records/store.hpp"

namespace motcua::sync {

/// What AttachmentMachine keeps in the database: this device's files, which records name them, how far they have come.
class AttachmentStore {
 public:
  explicit AttachmentStore(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);

  [[nodiscard]] Status add(const AccountId& account, const EntityId& entity, std::string_view name,
                           const records::Attachment& file);
  /// What was kept before an account was known is the first one's.
  [[nodiscard]] Status adopt_unknown(const AccountId& account);

  /// A file and one record that names it.
  struct Use {
    AccountId account;  ///< Whose record it is: several people may share the device.
    EntityId entity;
    std::string name;
    Hash sha256{};
    std::uint64_t size = 0;
    std::uint64_t sent = 0;
    std::optional<Instant> completed;
    bool failed = false;
  };
  [[nodiscard]] Result<std::vector<Use>> all() const;
  [[nodiscard]] Result<std::vector<Use>> incomplete() const;
  [[nodiscard]] Result<std::vector<Use>> of(const EntityId& entity) const;
  [[nodiscard]] Status remove(const Use& use);
  /// Forgets files that no record names.
  [[nodiscard]] Status remove_unused();

  [[nodiscard]] Status note_progress(const Hash& file, std::uint64_t sent);
  [[nodiscard]] Status note_complete(const Hash& file, Instant now);
  [[nodiscard]] Status note_failed(const Hash& file, const Error& error);
  /// The bytes arrived, the digest was wrong: it begins anew. How often this has happened.
  [[nodiscard]] Result<std::int64_t> note_mismatch(const Hash& file);
  [[nodiscard]] Status clear_failures();
  /// When the server's epoch is not the one known, nothing counts as sent any more: a restored server may lack it.
  [[nodiscard]] Status see_epoch(std::uint64_t epoch);

 private:
  storage::Database* database_;
};

}  // namespace motcua::sync
