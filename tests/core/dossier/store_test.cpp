#include "motcua/dossier/store.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <vector>

using namespace motcua;
using namespace motcua::dossier;

namespace {

constexpr Instant kMonday{1'795'000'000'000};
Instant after_hours(std::int64_t hours) { return {kMonday.ms + hours * 3'600'000}; }

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
};

NewDossier sample(std::string code = "H26.1-261123-0001") {
  return {std::move(code),
          "K7M29QXD",
          "1.004873",
          "Cấp giấy xác nhận",
          "UBND phường Ba Đình",
          "Bộ phận Một cửa",
          after_hours(72),
          {{State::accepted, after_hours(0), "Một cửa", ""}, {State::processing, after_hours(1), "Tư pháp", ""}}};
}

std::vector<std::string>* traced = nullptr;

}  // namespace

TEST_CASE("a dossier is shown to who has both codes, without its second factor") {
  Office office;
  REQUIRE(office.store.upsert(sample()));
  const auto view = office.store.lookup(" h26.1–261123–0001", "k7m2-9qxd", after_hours(2));
  REQUIRE(view);
  CHECK(view->code == "H26.1-261123-0001");
  CHECK(view->state == State::processing);
  CHECK(view->received == after_hours(0));
  CHECK(view->due == after_hours(72));
  CHECK(!view->finished);
  CHECK(view->as_of == after_hours(2));
  REQUIRE(view->events.size() == 2);
  CHECK(view->events[1] == Event{State::processing, after_hours(1), "Tư pháp", ""});
}

TEST_CASE("a wrong code and a wrong second factor get the same answer") {
  Office office;
  REQUIRE(office.store.upsert(sample()));
  const auto wrong_code = office.store.lookup("H26.1-261123-0002", "K7M29QXD", kMonday);
  const auto wrong_second = office.store.lookup("H26.1-261123-0001", "K7M29QXE", kMonday);
  const auto no_code = office.store.lookup("", "", kMonday);
  REQUIRE(!wrong_code);
  REQUIRE(!wrong_second);
  REQUIRE(!no_code);
  CHECK(wrong_code.error() == Error{ErrorCode::lookup_failed, ""});
  CHECK(wrong_code.error() == wrong_second.error());
  CHECK(wrong_code.error() == no_code.error());
}

TEST_CASE("a wrong code and a wrong second factor make the database do the same work") {
  Office office;
  for (int i = 0; i < 50; ++i) REQUIRE(office.store.upsert(sample("H26.1-261123-" + std::to_string(1000 + i))));
  const auto work = [&](const char* code, const char* second) {
    std::vector<std::string> statements;
    traced = &statements;
    sqlite3_trace_v2(
        office.database.handle(), SQLITE_TRACE_STMT | SQLITE_TRACE_ROW,
        [](unsigned kind, void*, void* statement, void*) {
          traced->push_back((kind == SQLITE_TRACE_ROW ? "row " : "run ") +
                            std::string(sqlite3_sql(static_cast<sqlite3_stmt*>(statement))));
          return 0;
        },
        nullptr);
    CHECK(!office.store.lookup(code, second, kMonday));
    sqlite3_trace_v2(office.database.handle(), 0, nullptr, nullptr);
    // The search by code answers with a row or with none; the rest must not differ.
    std::erase_if(statements, [](const std::string& s) { return s.starts_with("row ") && s.contains("WHERE code"); });
    return statements;
  };
  const auto wrong_second = work("H26.1-261123-1007", "WRONG");
  CHECK(wrong_second.size() >= 6);
  CHECK(work("H26.1-261123-9999", "K7M29QXD") == wrong_second);
  CHECK(work("", "K7M29QXD") == wrong_second);
  CHECK(work("H26.1-261123-1007", "?") == wrong_second);
}

TEST_CASE("equal lookup codes of two dossiers are stored as different hashes") {
  Office office;
  REQUIRE(office.store.upsert(sample("A-1")));
  REQUIRE(office.store.upsert(sample("A-2")));
  CHECK(office.database.query_integer("SELECT count(DISTINCT lookup_hash) FROM dossier") == 2);
  CHECK(office.database.query_integer(
            "SELECT count(*) FROM dossier WHERE instr(lookup_hash, CAST('K7M29QXD' AS BLOB))") == 0);
}

TEST_CASE("only new events are appended to a known dossier") {
  Office office;
  REQUIRE(office.store.upsert(sample()));
  auto again = sample();
  again.events.push_back({State::processed, after_hours(30), "Tư pháp", ""});
  REQUIRE(office.store.upsert(again));
  REQUIRE(office.store.upsert(again));
  auto last = sample();
  last.lookup_code.clear();
  last.procedure_name.clear();
  last.events = {{State::returned, after_hours(31), "Một cửa", "Mang theo giấy hẹn"}};
  REQUIRE(office.store.upsert(last));
  const auto view = office.store.lookup("H26.1-261123-0001", "K7M29QXD", kMonday);
  REQUIRE(view);
  CHECK(view->events.size() == 4);
  CHECK(view->state == State::returned);
  CHECK(view->finished == after_hours(30));
  CHECK(view->procedure_name == "Cấp giấy xác nhận");
  CHECK(office.store.count({}, kMonday) == 1);
  CHECK(office.store.count({.open = true}, kMonday) == 0);
}

TEST_CASE("an event that may not follow is refused and names both states") {
  Office office;
  auto dossier = sample();
  dossier.events.push_back({State::returned, after_hours(2), "", ""});
  const auto refused = office.store.upsert(dossier);
  REQUIRE(!refused);
  CHECK(refused.error() == Error{ErrorCode::state_transition, "4 -> 10"});
  CHECK(office.store.count({}, kMonday) == 0);

  dossier.events = {{State::processing, after_hours(2), "", ""}};
  CHECK(office.store.upsert(dossier).error() == Error{ErrorCode::state_transition, "0 -> 4"});
}

TEST_CASE("an event before the last one is refused") {
  Office office;
  REQUIRE(office.store.upsert(sample()));
  auto dossier = sample();
  dossier.events = {{State::processed, after_hours(0), "", ""}};
  CHECK(office.store.upsert(dossier).error() == Error{ErrorCode::invalid_argument, "event.at"});
}

TEST_CASE("a new dossier needs its codes, its procedure and its unit") {
  Office office;
  const std::pair<const char*, std::string NewDossier::*> required[] = {{"lookup_code", &NewDossier::lookup_code},
                                                                        {"procedure_name", &NewDossier::procedure_name},
                                                                        {"unit", &NewDossier::unit}};
  for (const auto& [name, member] : required) {
    auto dossier = sample();
    (dossier.*member).clear();
    CHECK(office.store.upsert(dossier).error() == Error{ErrorCode::invalid_argument, name});
  }
  auto dossier = sample();
  dossier.events.clear();
  CHECK(office.store.upsert(dossier).error() == Error{ErrorCode::invalid_argument, "state"});
}

TEST_CASE("the hashing key is made once") {
  Office office;
  REQUIRE(office.store.upsert(sample()));
  REQUIRE(DossierStore::migrate(office.database, office.random));
  CHECK(office.database.query_integer("SELECT count(*) FROM dossier_key") == 1);
  CHECK(office.store.lookup("H26.1-261123-0001", "K7M29QXD", kMonday).has_value());
}

TEST_CASE("a phone keeps dossiers with the time of their data") {
  Office office;
  REQUIRE(SavedDossiers::migrate(office.database));
  SavedDossiers saved(office.database);
  REQUIRE(office.store.upsert(sample()));
  auto view = office.store.lookup("H26.1-261123-0001", "K7M29QXD", after_hours(3));
  REQUIRE(view);
  REQUIRE(saved.save({*view, "K7M29QXD", after_hours(3)}));
  PublicView other = *view;
  other.code = "B-1";
  REQUIRE(saved.save({other, "X", after_hours(4)}));

  auto list = saved.list();
  REQUIRE(list);
  REQUIRE(list->size() == 2);
  CHECK(list->at(0).view.code == "B-1");
  CHECK(list->at(1).view == *view);
  CHECK(list->at(1).fetched_at == after_hours(3));
  CHECK(list->at(1).lookup_code == "K7M29QXD");

  view->state = State::processed;
  REQUIRE(saved.save({*view, "K7M29QXD", after_hours(9)}));
  const auto found = saved.find(view->code);
  REQUIRE(found);
  REQUIRE(found->has_value());
  CHECK((*found)->view.state == State::processed);
  CHECK((*found)->fetched_at == after_hours(9));

  REQUIRE(saved.remove("B-1"));
  const auto gone = saved.find("B-1");
  REQUIRE(gone);
  CHECK(!gone->has_value());
  list = saved.list();
  REQUIRE(list);
  CHECK(list->size() == 1);
}
