#include <doctest/doctest.h>

#include <set>

#include "motcua/dossier/store.hpp"

using namespace motcua;
using namespace motcua::dossier;

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr Instant kMonday{1'795'000'000'000};
Instant after_hours(std::int64_t hours) { return {kMonday.ms + hours * kHour}; }

struct Office {
  SeededRandom random{7};
  storage::Database database = open();
  DossierStore store{database};

  storage::Database open() {
    auto opened = storage::Database::open(":memory:");
    REQUIRE(opened);
    REQUIRE(DossierStore::migrate(*opened, random));
    return std::move(*opened);
  }
  /// Received at `received` hours, due at `due` (0: never), and then these states an hour apart.
  void add(const std::string& code, const std::string& procedure, std::int64_t received, std::int64_t due,
           const std::vector<State>& states = {}) {
    NewDossier dossier{code, "K7M29QXD", "1.0", procedure, "UBND phường", "Quầy 1", std::nullopt, {}};
    if (due != 0) dossier.due = after_hours(due);
    dossier.events = {{State::accepted, after_hours(received), "Một cửa", ""}};
    for (const State state : states) {
      dossier.events.push_back({state, Instant{dossier.events.back().at.ms + kHour}, "Một cửa", ""});
    }
    REQUIRE(store.upsert(dossier));
  }
  std::vector<std::string> codes(const DossierQuery& query, std::uint64_t offset = 0, std::uint32_t limit = 50,
                                 Instant now = after_hours(100)) {
    const auto rows = store.list(query, offset, limit, now);
    REQUIRE(rows);
    std::vector<std::string> out;
    for (const auto& row : *rows) out.push_back(row.code);
    return out;
  }
  std::uint64_t count(const DossierQuery& query, Instant now = after_hours(100)) {
    const auto count = store.count(query, now);
    REQUIRE(count);
    return *count;
  }
};

using Codes = std::vector<std::string>;

/// Three days, two procedures, all kinds of standing.
void fill(Office& office) {
  using enum State;
  office.add("H26.1-261123-0001", "Đăng ký khai sinh", 0, 60, {processing});  // Late.
  office.add("H26.1-261123-0002", "Đăng ký khai sinh", 1, 60, {processing, processed});
  office.add("H26.1-261124-0001", "Đăng ký kết hôn", 24, 200, {processing});
  office.add("H26.1-261124-0002", "Cấp giấy phép xây dựng", 25, 80, {processing, supplement_requested});  // Waits.
  office.add("H26.1-261125-0001", "Cấp giấy phép xây dựng", 48, 30, {processing, supplement_requested});  // Asked late.
  office.add("H26.1-261125-0002", "Đăng ký kết hôn", 49, 0, {processing, processed, returned});
}

}  // namespace

TEST_CASE("a list begins with what was received last, or first; what was never received comes last in both") {
  Office office;
  fill(office);
  NewDossier registered{"A-1", "K7M29QXD", "1.0", "Đăng ký khai sinh", "UBND phường", "", {}, {}};
  registered.events = {{State::registered, after_hours(90), "", ""}};
  REQUIRE(office.store.upsert(registered));
  CHECK(office.count({}) == 7);
  CHECK(office.codes({}, 0, 2) == Codes{"H26.1-261125-0002", "H26.1-261125-0001"});
  CHECK(office.codes({}, 5) == Codes{"H26.1-261123-0001", "A-1"});
  CHECK(office.codes({.ascending = true}, 0, 1) == Codes{"H26.1-261123-0001"});
  CHECK(office.codes({.ascending = true}, 6) == Codes{"A-1"});
  CHECK(office.codes({}, 7).empty());
}

TEST_CASE("a list by promised time has those without one last") {
  Office office;
  fill(office);
  const auto rising = office.codes({.order = DossierOrder::due, .ascending = true});
  CHECK(rising.front() == "H26.1-261125-0001");
  CHECK(rising.back() == "H26.1-261125-0002");
  const auto falling = office.codes({.order = DossierOrder::due});
  CHECK(falling.front() == "H26.1-261124-0001");
  CHECK(falling.back() == "H26.1-261125-0002");
}

TEST_CASE("a dossier is overdue once its time has passed, unless it waits for the citizen since before") {
  Office office;
  fill(office);
  const DossierQuery overdue{.overdue = true, .order = DossierOrder::due, .ascending = true};
  CHECK(office.codes(overdue, 0, 50, after_hours(59)) == Codes{"H26.1-261125-0001"});
  CHECK(office.codes(overdue) == Codes{"H26.1-261125-0001", "H26.1-261123-0001"});
  CHECK(office.count(overdue) == 2);
  const auto rows = office.store.list({}, 0, 50, after_hours(100));
  REQUIRE(rows);
  for (const auto& row : *rows) {
    CAPTURE(row.code);
    CHECK(row.overdue == (row.code == "H26.1-261125-0001" || row.code == "H26.1-261123-0001"));
  }
  CHECK(office.codes({.state = State::supplement_requested, .overdue = true}) == Codes{"H26.1-261125-0001"});
}

TEST_CASE("a list of one state, and of what is not at its end") {
  Office office;
  fill(office);
  CHECK(office.codes({.state = State::processing}) == Codes{"H26.1-261124-0001", "H26.1-261123-0001"});
  CHECK(office.count({.state = State::processing}) == 2);
  CHECK(office.count({.state = State::withdrawn}) == 0);
  CHECK(office.count({.open = true}) == 5);
  CHECK(office.codes({.open = true}, 0, 1) == Codes{"H26.1-261125-0001"});
  CHECK(office.count({.state = State::returned, .open = true}) == 0);
}

TEST_CASE("a search finds words of the procedure without their marks, in any order") {
  Office office;
  fill(office);
  CHECK(office.codes({.search = "dang ky"}).size() == 4);
  CHECK(office.codes({.search = "SINH khai"}) == Codes{"H26.1-261123-0002", "H26.1-261123-0001"});
  CHECK(office.count({.search = "khai sinh"}) == 2);
  CHECK(office.codes({.search = "khai sinh", .state = State::processing}) == Codes{"H26.1-261123-0001"});
  CHECK(office.count({.search = "khai sinh", .state = State::processing}) == 1);
  CHECK(office.codes({.search = "không có"}).empty());
  CHECK(office.count({.search = "không có"}) == 0);
}

TEST_CASE("a search finds a code by its beginning, its day or its number") {
  Office office;
  fill(office);
  CHECK(office.count({.search = "h26"}) == 6);
  CHECK(office.codes({.search = " h26.1–261124 "}) == Codes{"H26.1-261124-0002", "H26.1-261124-0001"});
  CHECK(office.codes({.search = "261124"}) == Codes{"H26.1-261124-0002", "H26.1-261124-0001"});
  CHECK(office.codes({.search = "0001"}).size() == 3);
  CHECK(office.count({.search = "0001"}) == 3);
  CHECK(office.codes({.search = "0001", .overdue = true}, 0, 1) == Codes{"H26.1-261125-0001"});
  CHECK(office.codes({.search = "24-0001"}).empty());
  CHECK(office.codes({.search = "'; DROP TABLE dossier; --"}).empty());
}

TEST_CASE("a search that finds few of many is the same list as one that finds many") {
  Office office;
  for (int i = 0; i < 100; ++i) office.add("A-" + std::to_string(1000 + i), "Thường", i, 0);
  office.add("B-2001", "Hiếm", 7, 0);
  office.add("B-2002", "Hiếm hơn", 3, 0, {State::processing});
  CHECK(office.codes({.search = "hiem"}) == Codes{"B-2001", "B-2002"});
  CHECK(office.count({.search = "hiem"}) == 2);
  CHECK(office.codes({.search = "thuong"}, 0, 1) == Codes{"A-1099"});
  CHECK(office.codes({.search = "b-"}) == Codes{"B-2001", "B-2002"});
  CHECK(office.count({.search = "b-", .state = State::processing}) == 1);
}

TEST_CASE("pages put together are the whole list, from whichever end they are read") {
  Office office;
  // Many at one moment: their order must be the same on every page.
  for (int i = 0; i < 3000; ++i) office.add("A-" + std::to_string(10'000 + i), "P" + std::to_string(i % 7), i / 50, 0);
  for (const bool ascending : {false, true}) {
    const DossierQuery query{.ascending = ascending};
    const auto whole = office.codes(query, 0, 3000);
    REQUIRE(whole.size() == 3000);
    Codes pages;
    for (std::uint64_t at = 0; at < 3000; at += 170) {
      const auto page = office.codes(query, at, 170);
      pages.insert(pages.end(), page.begin(), page.end());
    }
    CHECK(pages == whole);
  }
}

TEST_CASE("the tally follows a dossier from state to state, and to another name of its procedure") {
  Office office;
  office.add("A-1", "Cũ", 0, 0);
  office.add("A-1", "Mới", 0, 0, {State::processing});
  CHECK(office.count({}) == 1);
  CHECK(office.count({.state = State::accepted}) == 0);
  CHECK(office.count({.search = "cu"}) == 0);
  CHECK(office.count({.search = "moi", .state = State::processing}) == 1);
}

TEST_CASE("what the first schema kept can be searched after the update") {
  auto database = storage::Database::open(":memory:");
  REQUIRE(database);
  REQUIRE(database->execute(R"sql(
    CREATE TABLE schema_version (component TEXT PRIMARY KEY, version INTEGER NOT NULL);
    INSERT INTO schema_version VALUES ('dossier', 1);
    CREATE TABLE dossier (
      id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, lookup_hash BLOB NOT NULL, procedure_code TEXT NOT NULL,
      procedure_name TEXT NOT NULL, unit TEXT NOT NULL, collect_at TEXT NOT NULL, state INTEGER NOT NULL,
      received INTEGER, due INTEGER, finished INTEGER
    ) STRICT;
    CREATE INDEX dossier_by_received ON dossier(received);
    CREATE INDEX dossier_open ON dossier(state) WHERE state NOT IN (3, 7, 8, 10);
    CREATE TABLE dossier_event (
      dossier INTEGER NOT NULL REFERENCES dossier(id), number INTEGER NOT NULL, state INTEGER NOT NULL,
      at INTEGER NOT NULL, unit TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (dossier, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE dossier_key (key BLOB NOT NULL) STRICT;
    INSERT INTO dossier_key VALUES (x'00112233445566778899aabbccddeeff');
    INSERT INTO dossier VALUES (1, 'H26.1-211123-0007', x'00', '1.0', 'Đăng ký khai sinh', 'UBND', '', 4, 1000, 2000, NULL);
    INSERT INTO dossier VALUES (2, 'H26.1-211124-0008', x'00', '1.0', 'Đăng ký khai sinh', 'UBND', '', 10, 1500, 2000, 1900);
    INSERT INTO dossier_event VALUES (1, 1, 2, 1000, '', ''), (1, 2, 4, 1100, '', '');
  )sql"));
  SeededRandom random{7};
  REQUIRE(DossierStore::migrate(*database, random));
  const DossierStore store(*database);
  CHECK(store.count({}, kMonday) == 2);
  CHECK(store.count({.search = "khai sinh", .state = State::returned}, kMonday) == 1);
  const auto rows = store.list({.search = "0007", .overdue = true}, 0, 10, kMonday);
  REQUIRE(rows);
  REQUIRE(rows->size() == 1);
  CHECK(rows->front() == DossierRow{"H26.1-211123-0007", "Đăng ký khai sinh", State::processing, Instant{1000},
                                    Instant{2000}, true, "UBND", std::nullopt});
}
