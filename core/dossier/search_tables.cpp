#include "search_tables.hpp"

#include <string>
#include <utility>
#include <vector>

#include "motcua/base/text.hpp"

namespace motcua::dossier {

namespace {

Status fold_procedures(storage::Database& database) {
  std::vector<std::pair<std::int64_t, std::string>> names;
  {
    MOTCUA_TRY_ASSIGN(auto select, database.prepare("SELECT id, name FROM dossier_procedure"));
    while (true) {
      MOTCUA_TRY_ASSIGN(const bool more, select.step());
      if (!more) break;
      names.emplace_back(select.integer(0), select.text(1));
    }
  }
  MOTCUA_TRY_ASSIGN(auto update, database.prepare("UPDATE dossier_procedure SET folded = ? WHERE id = ?"));
  for (const auto& [id, name] : names) {
    update.bind_all(fold(name), id);
    MOTCUA_TRY(update.run());
  }
  return {};
}

}  // namespace

Status fill_search_tables(storage::Database& database) {
  MOTCUA_TRY(fold_procedures(database));
  MOTCUA_TRY_ASSIGN(auto select, database.prepare("SELECT id, code FROM dossier"));
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select.step());
    if (!more) return {};
    MOTCUA_TRY(add_code_parts(database, select.integer(0), select.text(1)));
  }
}

Result<std::int64_t> procedure_id(storage::Database& database, std::string_view name) {
  {
    MOTCUA_TRY_ASSIGN(auto select, database.cached("SELECT id FROM dossier_procedure WHERE name = ?"));
    select->bind_all(name);
    MOTCUA_TRY_ASSIGN(const bool known, select->step());
    if (known) return select->integer(0);
  }
  MOTCUA_TRY_ASSIGN(auto insert, database.cached("INSERT INTO dossier_procedure (name, folded) VALUES (?, ?)"));
  insert->bind_all(name, fold(name));
  MOTCUA_TRY(insert->run());
  return database.last_insert_rowid();
}

Status add_code_parts(storage::Database& database, std::int64_t dossier, std::string_view code) {
  MOTCUA_TRY_ASSIGN(auto insert,
                    database.cached("INSERT INTO dossier_part (part, dossier) VALUES (?, ?) ON CONFLICT DO NOTHING"));
  for (auto dash = code.find('-'); dash != std::string_view::npos; dash = code.find('-', dash + 1)) {
    insert->bind_all(code.substr(dash + 1), dossier);
    MOTCUA_TRY(insert->run());
  }
  return {};
}

}  // namespace motcua::dossier
