#include "motcua/dossier/messages.hpp"
#include "motcua/dossier/store.hpp"

namespace motcua::dossier {
namespace {

constexpr storage::Migration kMigrations[] = {
    {R"sql(
      CREATE TABLE saved_dossier (
        code TEXT PRIMARY KEY,
        lookup_code TEXT NOT NULL,
        view BLOB NOT NULL,
        fetched_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    )sql"},
};

Result<SavedDossier> read_row(const storage::Statement& row) {
  MOTCUA_TRY_ASSIGN(auto view, decode_view(row.blob(0)));
  return SavedDossier{std::move(view), std::string(row.text(1)), Instant{row.integer(2)}};
}

}  // namespace

Status SavedDossiers::migrate(storage::Database& database) {
  return storage::migrate(database, "saved_dossier", kMigrations);
}

Status SavedDossiers::save(const SavedDossier& dossier) {
  const Bytes view = encode_view(dossier.view);
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT INTO saved_dossier (code, lookup_code, view, fetched_at) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (code) DO UPDATE SET lookup_code = ?2, view = ?3, fetched_at = ?4)sql"));
  insert->bind_all(std::string_view(dossier.view.code), std::string_view(dossier.lookup_code), ByteView(view),
                   dossier.fetched_at.ms);
  return insert->run();
}

Status SavedDossiers::remove(std::string_view code) {
  MOTCUA_TRY_ASSIGN(auto statement, database_->cached("DELETE FROM saved_dossier WHERE code = ?"));
  statement->bind_all(code);
  return statement->run();
}

Result<std::optional<SavedDossier>> SavedDossiers::find(std::string_view code) const {
  MOTCUA_TRY_ASSIGN(auto select,
                    database_->cached("SELECT view, lookup_code, fetched_at FROM saved_dossier WHERE code = ?"));
  select->bind_all(code);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (!found) return std::nullopt;
  auto saved = read_row(*select);
  if (!saved) return std::unexpected(std::move(saved).error());
  return std::move(*saved);
}

Result<std::vector<SavedDossier>> SavedDossiers::list() const {
  MOTCUA_TRY_ASSIGN(
      auto select,
      database_->cached("SELECT view, lookup_code, fetched_at FROM saved_dossier ORDER BY fetched_at DESC, code"));
  std::vector<SavedDossier> out;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    MOTCUA_TRY_ASSIGN(auto saved, read_row(*select));
    out.push_back(std::move(saved));
  }
}

}  // namespace motcua::dossier
