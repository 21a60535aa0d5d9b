#include "server_tables.hpp"

namespace motcua::records {
namespace {

/// How often long work is told of.
constexpr std::int64_t kTellEvery = 10'000;

void tell(const storage::Progress& progress, std::int64_t done, std::int64_t total) {
  if (progress && (done % kTellEvery == 0 || done == total)) progress(done, total);
}

Result<std::int64_t> count(storage::Database& database, std::string_view sql) {
  MOTCUA_TRY_ASSIGN(const auto rows, database.query_integer(sql));
  return rows.value_or(0);
}

Status replay(storage::Database& database, StateStore& into, std::vector<std::string>& faults,
              const storage::Progress& progress) {
  MOTCUA_TRY_ASSIGN(const std::int64_t total, count(database, "SELECT count(*) FROM log_operation"));
  std::int64_t done = 0;
  MOTCUA_TRY_ASSIGN(auto query,
                    database.prepare("SELECT o.commit_seq, o.effective, d.id, o.bytes, s.name FROM log_operation o "
                                     "JOIN log_device d ON d.number = o.device JOIN log_scope s ON s.number = o.scope "
                                     "ORDER BY o.commit_seq"));
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query.step());
    if (!row) break;
    tell(progress, ++done, total);
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
  if (done != total) faults.push_back("log: operations of no known device or scope");
  return {};
}

Status verify_sums(storage::Database& database, std::vector<std::string>& faults) {
  MOTCUA_TRY_ASSIGN(auto summed, server::sum_scopes(database));
  MOTCUA_TRY_ASSIGN(auto query, database.prepare("SELECT number, name, sum FROM log_scope"));
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query.step());
    if (!row) return {};
    if (summed[query.integer(0)] != static_cast<std::uint64_t>(query.integer(2)))
      faults.push_back("scope " + std::string(query.text(1)) + ": its sum does not match");
  }
}

/// The rows of a projection in the order of their key, one at a time. Columns: entity, rest of the key, content.
class Rows {
 public:
  static Result<Rows> open(storage::Database& database, const char* sql) {
    MOTCUA_TRY_ASSIGN(auto query, database.prepare(sql));
    Rows rows(std::move(query));
    MOTCUA_TRY(rows.next());
    return rows;
  }
  [[nodiscard]] Status next() {
    MOTCUA_TRY_ASSIGN(more_, query_.step());
    return {};
  }
  [[nodiscard]] bool at_end() const { return !more_; }
  [[nodiscard]] std::string entity() const { return std::string(query_.text(0)); }
  [[nodiscard]] bool same_content(const Rows& other) const { return query_.text(2) == other.query_.text(2); }
  /// Before zero: this row's key comes first.
  [[nodiscard]] int compare_keys(const Rows& other) const {
    if (at_end() || other.at_end()) return static_cast<int>(at_end()) - static_cast<int>(other.at_end());
    const int entity = query_.text(0).compare(other.query_.text(0));
    return entity != 0 ? entity : query_.text(1).compare(other.query_.text(1));
  }

 private:
  explicit Rows(storage::Statement query) : query_(std::move(query)) {}
  storage::Statement query_;
  bool more_ = false;
};

Status compare(storage::Database& stored_in, storage::Database& replayed_in, const char* sql,
               std::vector<std::string>& faults) {
  MOTCUA_TRY_ASSIGN(Rows stored, Rows::open(stored_in, sql));
  MOTCUA_TRY_ASSIGN(Rows replayed, Rows::open(replayed_in, sql));
  std::string last;
  const auto fault = [&](const std::string& entity, const char* what) {
    if (entity != last) faults.push_back("entity " + entity + ": " + what);
    last = entity;
  };
  while (!stored.at_end() || !replayed.at_end()) {
    const int order = stored.compare_keys(replayed);
    if (order < 0) {
      fault(stored.entity(), "not in the log");
    } else if (order > 0 || !stored.same_content(replayed)) {
      fault(replayed.entity(), "not what a replay of the log gives");
    }
    if (order <= 0) MOTCUA_TRY(stored.next());
    if (order >= 0) MOTCUA_TRY(replayed.next());
  }
  return {};
}

}  // namespace

Status Sequencer::verify_chains(storage::Database& database, std::vector<std::string>& faults,
                                const storage::Progress& progress) {
  MOTCUA_TRY_ASSIGN(
      const std::int64_t total,
      count(database, "SELECT (SELECT count(*) FROM log_operation) + (SELECT count(*) FROM log_quarantine)"));
  std::int64_t done = 0;
  MOTCUA_TRY_ASSIGN(auto devices, database.prepare("SELECT id FROM log_device ORDER BY number"));
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, devices.step());
    if (!row) break;
    MOTCUA_TRY_ASSIGN(const auto device,
                      server::read_device(database, DeviceId::from_bytes(devices.blob(0)).value_or(DeviceId{})));
    if (!device) return fail(ErrorCode::database_corrupt, "log_device");
    // The chain of one device: its operations and its quarantine in the order of seq.
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
      tell(progress, ++done, total);
      gap = gap || static_cast<std::uint64_t>(query->integer(0)) != ++seq;
      head = chain_hash(head, device->id, query->blob(1));
    }
    const auto fault = [&](const char* what) { faults.push_back("device " + device->id.hex() + ": " + what); };
    if (gap || seq != device->acked_through) fault("its numbers have gaps");
    if (head != device->head) fault("its hash chain does not match");
    if (device->stable_through > device->acked_through) fault("a backup is said to hold more than the log does");
  }
  if (done != total) faults.push_back("log: operations of no known device");
  return {};
}

Result<std::vector<std::string>> Sequencer::verify(storage::Database& database, const storage::Progress& progress) {
  std::vector<std::string> faults;
  MOTCUA_TRY(verify_chains(database, faults, progress));
  MOTCUA_TRY(verify_sums(database, faults));

  // A file that goes away by itself: the state of a large office need not fit into memory.
  MOTCUA_TRY_ASSIGN(auto scratch, storage::Database::open(""));
  MOTCUA_TRY(StateStore::migrate(scratch));
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(scratch));
  StateStore state(scratch);
  MOTCUA_TRY(replay(database, state, faults, progress));
  for (const char* sql :
       {"SELECT hex(entity), '', type || scope || removed || hex(body) FROM state_entity ORDER BY entity",
        "SELECT hex(entity), field || ' ' || printf('%020d', effective) || ' ' || hex(device), "
        "hlc || base || coalesce(hex(value), '-') || conflict FROM state_history ORDER BY 1, 2"}) {
    MOTCUA_TRY(compare(database, scratch, sql, faults));
  }
  return faults;
}

}  // namespace motcua::records
