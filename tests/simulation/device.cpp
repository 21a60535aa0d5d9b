#include "device.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <string_view>

namespace motcua::simulation {

Status Device::open() {
  MOTCUA_TRY_ASSIGN(auto opened, storage::Database::open("main.db", {.vfs = disk.name(), .cache_kib = 512}));
  database = std::make_unique<storage::Database>(std::move(opened));
  MOTCUA_TRY(database->execute("PRAGMA wal_autocheckpoint=" + std::to_string(checkpoint_pages)));
  MOTCUA_TRY_ASSIGN(auto own_log, records::LocalLog::open(*database, clock, random));
  log = std::make_unique<records::LocalLog>(std::move(own_log));
  MOTCUA_TRY_ASSIGN(machine, sync::ClientMachine::open(*log, clock, random));
  ++starts;
  return {};
}

void Device::close() {
  machine.reset();
  log.reset();
  database.reset();
}

Status Device::enrol(const AccountId& account) {
  return machine->set_enrolment({account.hex(), "Lan", "UBND", account});
}

std::optional<Position> Device::position() {
  auto query = database->cached("SELECT device, epoch, acked_through, last_hlc, account FROM local_self");
  if (!query) return std::nullopt;
  const auto row = (*query)->step();
  const auto scopes = log->scopes();
  if (!row || !*row || !scopes) return std::nullopt;
  const auto number = [&](int column) { return static_cast<std::uint64_t>((*query)->integer(column)); };
  Position position;
  position.account = AccountId::from_bytes((*query)->blob(4)).value_or(AccountId{});
  position.device = DeviceId::from_bytes((*query)->blob(0)).value_or(DeviceId{});
  position.epoch = number(1);
  position.acked = number(2);
  position.hlc = Hlc{number(3)};
  for (const auto& [scope, after] : *scopes) {
    position.cursor = position.cursors.empty() ? after : std::min(position.cursor, after);
    position.cursors.emplace(scope, after);
  }
  return position;
}

std::optional<Drafts> Device::read_drafts() {
  Drafts found;
  auto query = database->cached("SELECT account, entity, field, value FROM local_draft_field");
  if (!query) return std::nullopt;
  for (;;) {
    const auto row = (*query)->step();
    if (!row) return std::nullopt;
    if (!*row) return found;
    const auto owner = AccountId::from_bytes((*query)->blob(0)).value_or(AccountId{});
    const auto entity = EntityId::from_bytes((*query)->blob(1)).value_or(EntityId{});
    auto& value = found[{owner, entity}][std::string((*query)->text(2))];
    if (!(*query)->is_null(3)) value = as_text((*query)->blob(3));
  }
}

std::optional<Keys> Device::read_kept() {
  Keys keys;
  if (!read_keys(*database, "SELECT bytes FROM local_operation WHERE bytes IS NOT NULL", keys)) return std::nullopt;
  return keys;
}

std::int64_t Device::count_forgotten_unseen() {
  const auto count =
      database->query_integer("SELECT count(*) FROM local_operation WHERE bytes IS NULL AND NOT returned");
  return count ? count->value_or(0) : 0;
}

std::optional<std::string> Device::dump() { return dump_tables(*database); }

std::optional<std::string> dump_tables(storage::Database& database) {
  std::string out;
  const auto each_row = [&](const std::string& sql, auto&& use) {
    sqlite3_stmt* rows = nullptr;
    int code = sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &rows, nullptr);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
      code = sqlite3_step(rows);
      if (code == SQLITE_ROW) use(rows);
    }
    sqlite3_finalize(rows);
    return code == SQLITE_DONE;
  };
  const auto text = [](sqlite3_stmt* row, int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
    return std::string_view(bytes == nullptr ? "" : bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
  };
  std::vector<std::string> tables;
  const bool listed = each_row("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
                               [&](sqlite3_stmt* row) { tables.emplace_back(text(row, 0)); });
  if (!listed) return std::nullopt;
  for (const std::string& table : tables) {
    out += table + '\n';
    const bool read = each_row("SELECT * FROM " + table + " ORDER BY 1, 2", [&](sqlite3_stmt* row) {
      for (int column = 0; column < sqlite3_column_count(row); ++column) {
        const bool null = sqlite3_column_type(row, column) == SQLITE_NULL;
        out += null ? std::string_view("NULL") : text(row, column);
        out += '|';
      }
      out += '\n';
    });
    if (!read) return std::nullopt;
  }
  return out;
}

}  // namespace motcua::simulation
