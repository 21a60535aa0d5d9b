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
  /// The promised time has passed and nothing is finished. While the citizen is asked for a supplement the time of that
  /// request counts, not today: waiting for them makes nobody late.
  bool overdue = false;
  std::string unit{};
  std::optional<Instant> finished{};
  friend bool operator==(const DossierRow&, const DossierRow&) = default;
};

enum class DossierOrder : std::uint8_t { received = 0, due = 1 };

/// Which dossiers a list has, and in which order. All that is asked for must hold.
struct DossierQuery {
  /// As typed: the beginning of a code, four digits or more of what follows a dash in it ("0001" of
  /// H26.18-231101-0001), or words of the procedure's name. Case and the marks of words do not matter.
  std::string search{};
  std::optional<State> state{};
  bool open = false;     ///< Not at its end: in no terminal state.
  bool overdue = false;  ///< See DossierRow::overdue.
  DossierOrder order = DossierOrder::received;
  bool ascending = false;
  friend bool operator==(const DossierQuery&, const DossierQuery&) = default;
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
  /// How many dossiers a query has at `now`. Milliseconds among a million; see tests/benchmarks/server.
  [[nodiscard]] Result<std::uint64_t> count(const DossierQuery& query, Instant now) const;
  /// Those of them from `offset` on. A dossier that lacks the time they are put in order by comes last.
  [[nodiscard]] Result<std::vector<DossierRow>> list(const DossierQuery& query, std::uint64_t offset,
                                                     std::uint32_t limit, Instant now) const;

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
