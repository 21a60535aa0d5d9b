#include <string>

#include "motcua/storage/database.hpp"

namespace motcua::storage {
namespace {

/// 0 when the component has no tables yet.
Result<std::int64_t> stored_version(Database& database, std::string_view component) {
  MOTCUA_TRY_ASSIGN(const auto known,
                    database.query_integer("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'"));
  if (!known) return 0;
  MOTCUA_TRY_ASSIGN(auto query, database.prepare("SELECT version FROM schema_version WHERE component = ?"));
  query.bind(1, component);
  MOTCUA_TRY_ASSIGN(const bool row, query.step());
  return row ? query.integer(0) : 0;
}

}  // namespace

Status migrate(Database& database, std::string_view component, std::span<const Migration> migrations) {
  const auto wanted = static_cast<std::int64_t>(migrations.size());
  MOTCUA_TRY_ASSIGN(const std::int64_t version, stored_version(database, component));
  if (version == wanted) return {};
  if (version > wanted) {
    return fail(ErrorCode::database_newer,
                std::string(component) + " " + std::to_string(version) + " > " + std::to_string(wanted));
  }
  MOTCUA_TRY(database.announce_migration());
  MOTCUA_TRY_ASSIGN(auto transaction, Transaction::begin(database));
  MOTCUA_TRY(
      database.execute("CREATE TABLE IF NOT EXISTS schema_version(component TEXT PRIMARY KEY, version INTEGER NOT "
                       "NULL) STRICT, WITHOUT ROWID"));
  for (const Migration& step : migrations.subspan(static_cast<std::size_t>(version))) {
    MOTCUA_TRY(database.execute(step.sql));
    if (step.then != nullptr) MOTCUA_TRY(step.then(database));
  }
  MOTCUA_TRY_ASSIGN(auto update, database.prepare("INSERT INTO schema_version VALUES(?, ?) "
                                                  "ON CONFLICT DO UPDATE SET version = excluded.version"));
  MOTCUA_TRY(update.bind_all(component, wanted).run());
  return transaction.commit();
}

}  // namespace motcua::storage
