#include "settings.hpp"

#include <array>

namespace motcua::ui {
namespace {

constexpr std::array kMigrations{
    storage::Migration{"CREATE TABLE ui_setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID"},
};

}  // namespace

Status Settings::migrate(storage::Database& database) { return storage::migrate(database, "ui", kMigrations); }

Result<std::optional<std::string>> Settings::read(std::string_view key) const {
  MOTCUA_TRY_ASSIGN(auto statement, database_->cached("SELECT value FROM ui_setting WHERE key = ?1"));
  statement->bind_all(key);
  MOTCUA_TRY_ASSIGN(const bool row, statement->step());
  if (!row) return std::optional<std::string>();
  return std::optional(std::string(statement->text(0)));
}

Status Settings::write(std::string_view key, std::string_view value) {
  MOTCUA_TRY_ASSIGN(auto statement,
                    database_->cached("INSERT OR REPLACE INTO ui_setting (key, value) VALUES (?1, ?2)"));
  statement->bind_all(key, value);
  return statement->run();
}

}  // namespace motcua::ui
