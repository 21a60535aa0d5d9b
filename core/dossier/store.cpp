#include "motcua/dossier/store.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "motcua/storage/database.hpp"
#include "search_tables.hpp"

namespace motcua::dossier {
namespace {

constexpr storage::Migration kMigrations[] = {
    {R"sql(
      CREATE TABLE dossier (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        lookup_hash BLOB NOT NULL,
        procedure_code TEXT NOT NULL,
        procedure_name TEXT NOT NULL,
        unit TEXT NOT NULL,
        collect_at TEXT NOT NULL,
        state INTEGER NOT NULL,
        received INTEGER,
        due INTEGER,
        finished INTEGER
      ) STRICT;
      CREATE INDEX dossier_by_received ON dossier(received);
      CREATE INDEX dossier_open ON dossier(state) WHERE state NOT IN (3, 7, 8, 10);
      CREATE TABLE dossier_event (
        dossier INTEGER NOT NULL REFERENCES dossier(id),
        number INTEGER NOT NULL,
        state INTEGER NOT NULL,
        at INTEGER NOT NULL,
        unit TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (dossier, number)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE dossier_key (key BLOB NOT NULL) STRICT;
    )sql"},
    // What lists are found by; see search_tables.hpp. The tally is kept by triggers, so that whatever writes dossiers
    // keeps it. Dossiers are never deleted.
    {R"sql(
      CREATE TABLE dossier_procedure (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        folded TEXT NOT NULL
      ) STRICT;
      INSERT INTO dossier_procedure (name, folded) SELECT DISTINCT procedure_name, '' FROM dossier;
      ALTER TABLE dossier ADD COLUMN procedure INTEGER NOT NULL DEFAULT 0;
      UPDATE dossier SET procedure = (SELECT id FROM dossier_procedure WHERE name = procedure_name);
      ALTER TABLE dossier DROP COLUMN procedure_name;

      CREATE TABLE dossier_part (
        part TEXT NOT NULL,
        dossier INTEGER NOT NULL,
        PRIMARY KEY (part, dossier)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE dossier_tally (
        procedure INTEGER NOT NULL,
        state INTEGER NOT NULL,
        dossiers INTEGER NOT NULL,
        PRIMARY KEY (procedure, state)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO dossier_tally SELECT procedure, state, count(*) FROM dossier GROUP BY procedure, state;
      CREATE TRIGGER dossier_added AFTER INSERT ON dossier BEGIN
        INSERT INTO dossier_tally VALUES (NEW.procedure, NEW.state, 1)
          ON CONFLICT (procedure, state) DO UPDATE SET dossiers = dossiers + 1;
      END;
      CREATE TRIGGER dossier_moved AFTER UPDATE OF procedure, state ON dossier
        WHEN OLD.procedure <> NEW.procedure OR OLD.state <> NEW.state BEGIN
        UPDATE dossier_tally SET dossiers = dossiers - 1 WHERE procedure = OLD.procedure AND state = OLD.state;
        INSERT INTO dossier_tally VALUES (NEW.procedure, NEW.state, 1)
          ON CONFLICT (procedure, state) DO UPDATE SET dossiers = dossiers + 1;
      END;

      DROP INDEX dossier_open;
      DROP INDEX dossier_by_received;
      CREATE INDEX dossier_open ON dossier(due, received, finished, state, procedure) WHERE state NOT IN (3, 7, 8, 10);
      CREATE INDEX dossier_by_received ON dossier(received, procedure);
      CREATE INDEX dossier_by_due ON dossier(due, procedure);
      CREATE INDEX dossier_by_state_received ON dossier(state, received, procedure);
      CREATE INDEX dossier_by_state_due ON dossier(state, due, procedure);
      CREATE INDEX dossier_by_procedure ON dossier(procedure, received);
    )sql",
     fill_search_tables},
};

using Mac = std::array<std::byte, 16>;

unsigned char* raw(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
const unsigned char* raw(const std::byte* bytes) { return reinterpret_cast<const unsigned char*>(bytes); }

// Keyed BLAKE2b over both codes, so that equal lookup codes of two dossiers do not look equal in the file.
Mac lookup_mac(ByteView key, std::string_view code, std::string_view lookup_code) {
  const std::string text = std::string(code) + '\n' + std::string(lookup_code);
  Mac mac;
  crypto_generichash(raw(mac.data()), mac.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     raw(key.data()), key.size());
  return mac;
}

Result<Bytes> read_key(storage::Database& database) {
  MOTCUA_TRY_ASSIGN(auto select, database.cached("SELECT key FROM dossier_key"));
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (!found) return fail(ErrorCode::database_corrupt, "dossier_key");
  const ByteView key = select->blob(0);
  Bytes copy(key.begin(), key.end());
  return copy;
}

std::optional<Instant> instant_at(const storage::Statement& statement, int column) {
  if (statement.is_null(column)) return std::nullopt;
  return Instant{statement.integer(column)};
}

std::optional<std::int64_t> ms(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return instant->ms;
}

std::string transition(State from, State to) {
  return std::to_string(static_cast<int>(from)) + " -> " + std::to_string(static_cast<int>(to));
}

bool ends_processing(State state) { return state == State::processed || is_terminal(state); }

// Where a dossier stands after its events so far.
struct Standing {
  std::optional<Event> last;
  std::int64_t events = 0;
  std::optional<Instant> received;
  std::optional<Instant> finished;

  Status follow(const Event& event) {
    if (!last && !may_start(event.state)) return fail(ErrorCode::state_transition, transition(State{}, event.state));
    if (last && !may_follow(last->state, event.state)) {
      return fail(ErrorCode::state_transition, transition(last->state, event.state));
    }
    if (last && event.at < last->at) return fail(ErrorCode::invalid_argument, "event.at");
    if (event.state == State::accepted) received = event.at;
    if (ends_processing(event.state) && !finished) finished = event.at;
    last = event;
    ++events;
    return {};
  }
};

struct Known {
  std::int64_t id = 0;
  std::vector<Event> events;
};

Result<std::vector<Event>> read_events(storage::Database& database, std::int64_t id) {
  MOTCUA_TRY_ASSIGN(
      auto select,
      database.cached("SELECT state, at, unit, note FROM dossier_event WHERE dossier = ? ORDER BY number"));
  select->bind_all(id);
  std::vector<Event> events;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool row, select->step());
    if (!row) return events;
    const auto state = state_from_number(static_cast<int>(select->integer(0)));
    if (!state) return fail(ErrorCode::database_corrupt, "dossier_event");
    events.push_back({*state, Instant{select->integer(1)}, std::string(select->text(2)), std::string(select->text(3))});
  }
}

Result<std::optional<Known>> find(storage::Database& database, std::string_view code) {
  MOTCUA_TRY_ASSIGN(auto select, database.cached("SELECT id FROM dossier WHERE code = ?"));
  select->bind_all(code);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (!found) return std::nullopt;
  Known known{select->integer(0), {}};
  MOTCUA_TRY_ASSIGN(known.events, read_events(database, known.id));
  return known;
}

Status insert(storage::Database& database, const NewDossier& dossier, Known& known) {
  const std::pair<const char*, const std::string*> required[] = {{"code", &dossier.code},
                                                                 {"lookup_code", &dossier.lookup_code},
                                                                 {"procedure_name", &dossier.procedure_name},
                                                                 {"unit", &dossier.unit}};
  for (const auto& [name, value] : required) {
    if (value->empty()) return fail(ErrorCode::invalid_argument, name);
  }
  if (dossier.events.empty()) return fail(ErrorCode::invalid_argument, "state");
  MOTCUA_TRY_ASSIGN(const Bytes key, read_key(database));
  const Mac mac = lookup_mac(key, dossier.code, dossier.lookup_code);
  MOTCUA_TRY_ASSIGN(const std::int64_t procedure, procedure_id(database, dossier.procedure_name));
  MOTCUA_TRY_ASSIGN(auto insert, database.cached(R"sql(
    INSERT INTO dossier (code, lookup_hash, procedure_code, procedure, unit, collect_at, state, due)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql"));
  insert->bind_all(std::string_view(dossier.code), ByteView(mac), std::string_view(dossier.procedure_code), procedure,
                   std::string_view(dossier.unit), std::string_view(dossier.collect_at), dossier.events.front().state,
                   ms(dossier.due));
  MOTCUA_TRY(insert->run());
  known.id = database.last_insert_rowid();
  return add_code_parts(database, known.id, dossier.code);
}

// What an import says anew of a known dossier replaces what was there; what it leaves empty stays.
Status update(storage::Database& database, const NewDossier& dossier, const Known& known) {
  std::optional<std::int64_t> procedure;
  if (!dossier.procedure_name.empty()) {
    MOTCUA_TRY_ASSIGN(procedure, procedure_id(database, dossier.procedure_name));
  }
  MOTCUA_TRY_ASSIGN(auto update, database.cached(R"sql(
    UPDATE dossier SET procedure_code = coalesce(nullif(?, ''), procedure_code),
      procedure = coalesce(?, procedure), unit = coalesce(nullif(?, ''), unit),
      collect_at = coalesce(nullif(?, ''), collect_at), due = coalesce(?, due) WHERE id = ?)sql"));
  update->bind_all(std::string_view(dossier.procedure_code), procedure, std::string_view(dossier.unit),
                   std::string_view(dossier.collect_at), ms(dossier.due), known.id);
  MOTCUA_TRY(update->run());
  if (dossier.lookup_code.empty()) return {};
  MOTCUA_TRY_ASSIGN(const Bytes key, read_key(database));
  const Mac mac = lookup_mac(key, dossier.code, dossier.lookup_code);
  MOTCUA_TRY_ASSIGN(auto rehash, database.cached("UPDATE dossier SET lookup_hash = ? WHERE id = ?"));
  rehash->bind_all(ByteView(mac), known.id);
  return rehash->run();
}

Status append_event(storage::Database& database, std::int64_t dossier, std::int64_t number, const Event& event) {
  MOTCUA_TRY_ASSIGN(
      auto insert,
      database.cached("INSERT INTO dossier_event (dossier, number, state, at, unit, note) VALUES (?, ?, ?, ?, ?, ?)"));
  insert->bind_all(dossier, number, event.state, event.at.ms, std::string_view(event.unit),
                   std::string_view(event.note));
  return insert->run();
}

// The id of some dossier, spread by the hash: what is read when a code is not known.
Result<std::int64_t> any_id(storage::Database& database, const Mac& mac) {
  MOTCUA_TRY_ASSIGN(auto select, database.cached("SELECT coalesce(max(id), 1) FROM dossier"));
  MOTCUA_TRY(select->step());
  const std::int64_t last = select->integer(0);
  std::uint32_t spread = 0;
  for (std::size_t i = 0; i < 4; ++i) spread = spread << 8U | std::to_integer<std::uint32_t>(mac[i]);
  return 1 + static_cast<std::int64_t>(spread) % last;
}

}  // namespace

Status DossierStore::migrate(storage::Database& database, Random& random) {
  MOTCUA_TRY(storage::migrate(database, "dossier", kMigrations));
  MOTCUA_TRY_ASSIGN(const auto keys, database.query_integer("SELECT count(*) FROM dossier_key"));
  if (keys.value_or(0) != 0) return {};
  std::array<std::byte, crypto_generichash_KEYBYTES> key;
  random.fill(key);
  // One statement: two programs that start together make one key.
  MOTCUA_TRY_ASSIGN(
      auto insert,
      database.prepare("INSERT INTO dossier_key (key) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM dossier_key)"));
  insert.bind_all(ByteView(key));
  return insert.run();
}

Status DossierStore::upsert(const NewDossier& dossier) {
  MOTCUA_TRY_ASSIGN(auto found, find(*database_, dossier.code));
  Known known = found ? std::move(*found) : Known{};
  Standing standing;
  for (const Event& event : known.events) {
    if (auto sound = standing.follow(event); !sound) return fail(ErrorCode::database_corrupt, "dossier_event");
  }
  std::vector<Event> fresh;
  for (const Event& event : dossier.events) {
    const bool repeated = std::ranges::any_of(
        known.events, [&](const Event& old) { return old.state == event.state && old.at == event.at; });
    if (repeated) continue;
    MOTCUA_TRY(standing.follow(event));
    fresh.push_back(event);
  }
  if (found) {
    MOTCUA_TRY(update(*database_, dossier, known));
  } else {
    MOTCUA_TRY(insert(*database_, dossier, known));
  }
  if (fresh.empty()) return {};
  auto number = standing.events - static_cast<std::int64_t>(fresh.size());
  for (const Event& event : fresh) MOTCUA_TRY(append_event(*database_, known.id, ++number, event));
  MOTCUA_TRY_ASSIGN(auto stand,
                    database_->cached("UPDATE dossier SET state = ?, received = ?, finished = ? WHERE id = ?"));
  stand->bind_all(standing.last->state, ms(standing.received), ms(standing.finished), known.id);
  return stand->run();
}

Result<PublicView> DossierStore::lookup(std::string_view code, std::string_view lookup_code, Instant now) const {
  // Whichever of the two is wrong, the same steps are done: one hash, one search by code, one row read, one comparison.
  // When the code is not known the row is another dossier's, which the hash (it covers the code) can never fit.
  const std::string wanted = normalise_code(code).value_or("");
  const std::string second = normalise_lookup_code(lookup_code).value_or("");
  MOTCUA_TRY_ASSIGN(const Bytes key, read_key(*database_));
  const Mac mac = lookup_mac(key, wanted, second);

  MOTCUA_TRY_ASSIGN(auto search, database_->cached("SELECT id FROM dossier WHERE code = ?"));
  search->bind_all(std::string_view(wanted));
  MOTCUA_TRY_ASSIGN(const bool found, search->step());
  MOTCUA_TRY_ASSIGN(const std::int64_t another, any_id(*database_, mac));
  const std::int64_t id = found ? search->integer(0) : another;
  MOTCUA_TRY_ASSIGN(auto row, database_->cached(R"sql(
    SELECT lookup_hash, code, procedure_code,
      (SELECT name FROM dossier_procedure WHERE dossier_procedure.id = dossier.procedure),
      unit, collect_at, state, received, due, finished
    FROM dossier WHERE id = ?)sql"));
  row->bind_all(id);
  MOTCUA_TRY_ASSIGN(const bool read, row->step());
  const bool fits = equal_constant_time(read ? row->blob(0) : ByteView{}, mac);
  if (!(found && read && fits)) {
    return fail(ErrorCode::lookup_failed);
  }
  PublicView view;
  view.code = row->text(1);
  view.procedure_code = row->text(2);
  view.procedure_name = row->text(3);
  view.unit = row->text(4);
  view.collect_at = row->text(5);
  view.state = state_from_number(static_cast<int>(row->integer(6))).value_or(State::registered);
  view.received = instant_at(*row, 7);
  view.due = instant_at(*row, 8);
  view.finished = instant_at(*row, 9);
  view.as_of = now;
  MOTCUA_TRY_ASSIGN(view.events, read_events(*database_, id));
  return view;
}

}  // namespace motcua::dossier
