#include <map>

#include "server_tables.hpp"

namespace motcua::records {
namespace {

/// The chain of one device, from its operations and its quarantine in the order of seq.
Status verify_chains(storage::Database& database, std::vector<std::string>& faults) {
  MOTCUA_TRY_ASSIGN(auto devices, database.prepare("SELECT id FROM log_device ORDER BY number"));
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, devices.step());
    if (!row) return {};
    MOTCUA_TRY_ASSIGN(const auto device,
                      server::read_device(database, DeviceId::from_bytes(devices.blob(0)).value_or(DeviceId{})));
    if (!device) return fail(ErrorCode::database_corrupt, "log_device");
    MOTCUA_TRY_ASSIGN(auto query,
                      database.cached("SELECT seq, bytes FROM log_operation WHERE device = ?1 UNION ALL "
                                      "SELECT seq, bytes FROM log_quarantine WHERE device = ?1 ORDER BY seq"));
    query->bind_all(device->number);
    Hash head{};
    std::uint64_t seq = 0;
    bool gap = false;
    for (;;) {
      MOTCUA_TRY_ASSIGN(const bool link, query->step());
      if (!link) break;
      gap = gap || static_cast<std::uint64_t>(query->integer(0)) != ++seq;
      head = chain_hash(head, device->id, query->blob(1));
    }
    if (gap || seq != device->acked_through) faults.push_back("device " + device->id.hex() + ": its numbers have gaps");
    if (head != device->head) faults.push_back("device " + device->id.hex() + ": its hash chain does not match");
  }
}

Status replay(storage::Database& database, StateStore& into, std::vector<std::string>& faults) {
  MOTCUA_TRY_ASSIGN(auto query,
                    database.prepare("SELECT o.commit_seq, o.effective, d.id, o.bytes, s.name FROM log_operation o "
                                     "JOIN log_device d ON d.number = o.device JOIN log_scope s ON s.number = o.scope "
                                     "ORDER BY o.commit_seq"));
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query.step());
    if (!row) return {};
    auto operation = decode_operation(DeviceId::from_bytes(query.blob(2)).value_or(DeviceId{}), query.blob(3));
    if (!operation) {
      faults.push_back("operation " + std::to_string(query.integer(0)) + ": it cannot be read");
      continue;
    }
    MOTCUA_TRY(into.apply({static_cast<std::uint64_t>(query.integer(0)),
                           {static_cast<std::uint64_t>(query.integer(1))},
                           std::string(query.text(4)),
                           std::move(*operation)}));
  }
}

/// One row as comparable text, for each entity.
Result<std::map<std::string, std::string>> dump(storage::Database& database, const char* sql) {
  std::map<std::string, std::string> out;
  MOTCUA_TRY_ASSIGN(auto query, database.prepare(sql));
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query.step());
    if (!row) return out;
    out[std::string(query.text(0))] += query.text(1);
  }
}

}  // namespace

Result<std::vector<std::string>> Sequencer::verify(storage::Database& database) {
  std::vector<std::string> faults;
  MOTCUA_TRY(verify_chains(database, faults));

  MOTCUA_TRY_ASSIGN(auto scratch, storage::Database::open(":memory:"));
  MOTCUA_TRY(StateStore::migrate(scratch));
  StateStore state(scratch);
  MOTCUA_TRY(replay(database, state, faults));
  for (const char* sql :
       {"SELECT hex(entity), type || scope || removed || hex(body) FROM state_entity",
        "SELECT hex(entity), field || effective || hex(device) || hlc || base || coalesce(hex(value), '-') || conflict "
        "FROM state_history ORDER BY entity, field, effective, device"}) {
    MOTCUA_TRY_ASSIGN(auto stored, dump(database, sql));
    MOTCUA_TRY_ASSIGN(const auto replayed, dump(scratch, sql));
    for (const auto& [entity, row] : replayed) {
      const auto found = stored.find(entity);
      if (found == stored.end() || found->second != row)
        faults.push_back("entity " + entity + ": not what a replay of the log gives");
      if (found != stored.end()) stored.erase(found);
    }
    for (const auto& [entity, row] : stored) faults.push_back("entity " + entity + ": not in the log");
  }
  return faults;
}

}  // namespace motcua::records
