#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "motcua/records/store.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::server {

/// Which files the responses name, and which of them have arrived: what the server expects, what an export copies, what
/// is still missing. A projection of the operation log and of BlobStore.
class AttachmentIndex {
 public:
  explicit AttachmentIndex(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);

  /// Whether an operation may change what `update` writes: most do not.
  [[nodiscard]] static bool concerns(const records::Operation& operation);
  /// Takes up a response after operations on it were appended. Joins the caller's transaction.
  [[nodiscard]] Status update(const records::StateStore& state, const EntityId& response);

  /// Whether some response names the file with this size.
  [[nodiscard]] Result<bool> is_expected(const Hash& file, std::uint64_t size) const;
  /// The whole file is stored. Joins the caller's transaction.
  [[nodiscard]] Status note_arrived(const Hash& file, std::uint64_t size, Instant now);
  [[nodiscard]] Result<bool> has_arrived(const Hash& file) const;

  struct Row {
    EntityId response;
    std::string name;
    Hash file{};
    std::uint64_t size = 0;
    bool arrived = false;
    friend bool operator==(const Row&, const Row&) = default;
  };
  /// Of one response, by name.
  [[nodiscard]] Result<std::vector<Row>> of(const EntityId& response) const;
  /// Of all, by response and name.
  [[nodiscard]] Result<std::vector<Row>> all() const;
  /// Responses that name a file which has not arrived.
  [[nodiscard]] Result<std::int64_t> waiting_responses() const;

  /// Responses whose rows are not what the log says. Empty means sound.
  [[nodiscard]] Result<std::vector<EntityId>> verify(const records::StateStore& state) const;

 private:
  storage::Database* database_;
};

}  // namespace motcua::server
