#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/dossier/dossier.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::dossier {

/// A dossier as an import brings it.
struct NewDossier {
  std::string code;         ///< Normalised.
  std::string lookup_code;  ///< Normalised; only a keyed hash of it is stored.
  std::string procedure_code;
  std::string procedure_name;
  std::string unit;
  std::string collect_at;
  std::optional<Instant> due;
  std::vector<Event> events;  ///< At least one, times rising, each transition allowed.
};

struct DossierRow {
  std::string code;
  std::string procedure_name;
  State state = State::registered;
  std::optional<Instant> received;
  std::optional<Instant> due;
};

/// The office's dossiers in SQLite. Methods that write join the caller's transaction.
class DossierStore {
 public:
  explicit DossierStore(storage::Database& database) : database_(&database) {}
  /// Also makes the random key under which lookup codes are hashed.
  [[nodiscard]] static Status migrate(storage::Database& database, Random& random);

  /// Adds it, or appends the events that are new to the known dossier. Fails with state_transition, invalid_argument.
  [[nodiscard]] Status upsert(const NewDossier& dossier);
  /// The public view when both codes fit; `lookup_failed` otherwise, in the same time and with the same work whichever
  /// of the two is wrong.
  [[nodiscard]] Result<PublicView> lookup(std::string_view code, std::string_view lookup_code, Instant now) const;
  [[nodiscard]] Result<std::int64_t> count() const;
  [[nodiscard]] Result<std::int64_t> count_open() const;
  /// Newest received first.
  [[nodiscard]] Result<std::vector<DossierRow>> list(std::uint32_t offset, std::uint32_t limit) const;

 private:
  storage::Database* database_;
};

struct SavedDossier {
  PublicView view;          ///< As last fetched.
  std::string lookup_code;  ///< So that it can be refreshed.
  Instant fetched_at;       ///< "dữ liệu lúc …": a cached state is not the current one.
};

/// The dossiers that a citizen keeps on their phone.
class SavedDossiers {
 public:
  explicit SavedDossiers(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);
  [[nodiscard]] Status save(const SavedDossier& dossier);
  [[nodiscard]] Status remove(std::string_view code);
  [[nodiscard]] Result<std::optional<SavedDossier>> find(std::string_view code) const;
  /// Last fetched first.
  [[nodiscard]] Result<std::vector<SavedDossier>> list() const;

 private:
  storage::Database* database_;
};

}  // namespace motcua::dossier
