#include <doctest/doctest.h>

#include "fault_vfs.hpp"
#include "motcua/storage/database.hpp"

using namespace motcua;
using namespace motcua::storage;
using motcua::testing::FaultVfs;

namespace {

constexpr Migration kOne[] = {{"CREATE TABLE one(a)"}};
constexpr Migration kTwo[] = {{"CREATE TABLE one(a)"}, {"ALTER TABLE one ADD COLUMN b; CREATE TABLE two(a)"}};
constexpr Migration kBroken[] = {{"CREATE TABLE one(a)"}, {"CREATE TABLE two(a); SELEC"}};

struct Fixture {
  FaultVfs disk;
  Database open() { return *Database::open("main.db", {.vfs = disk.name()}); }
};

std::int64_t tables(Database& database) {
  return **database.query_integer("SELECT count(*) FROM sqlite_schema WHERE name IN ('one', 'two')");
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "each step runs once, over restarts, and each room counts its own") {
  {
    Database database = open();
    REQUIRE(migrate(database, "room", kOne));
    REQUIRE(database.execute("INSERT INTO one VALUES(5)"));
  }
  Database database = open();
  REQUIRE(migrate(database, "room", kOne));
  REQUIRE(migrate(database, "room", kTwo));
  CHECK(*database.query_integer("SELECT a FROM one WHERE b IS NULL") == 5);
  CHECK(tables(database) == 2);
  constexpr Migration kOther[] = {{"CREATE TABLE other(a)"}};
  REQUIRE(migrate(database, "other room", kOther));
  CHECK(*database.query_integer("SELECT sum(version) FROM schema_version") == 3);
}

TEST_CASE_FIXTURE(Fixture, "a step that fails leaves the schema as it was") {
  Database database = open();
  REQUIRE(migrate(database, "room", kOne));
  CHECK_FALSE(migrate(database, "room", kBroken));
  CHECK(tables(database) == 1);
  CHECK(*database.query_integer("SELECT version FROM schema_version") == 1);
  CHECK(migrate(database, "room", kTwo));
}

TEST_CASE_FIXTURE(Fixture, "a disk that fills up during a migration leaves the schema as it was") {
  Database database = open();
  REQUIRE(migrate(database, "room", kOne));
  disk.set_space(0);
  CHECK(migrate(database, "room", kTwo).error().code == ErrorCode::disk_full);
  disk.set_space(std::nullopt);
  CHECK(tables(database) == 1);
  CHECK(migrate(database, "room", kTwo));
}

TEST_CASE_FIXTURE(Fixture, "a file of a newer version is refused and left byte for byte as it was") {
  {
    Database database = open();
    REQUIRE(migrate(database, "room", kTwo));
  }
  const std::string before = disk.content("main.db");
  REQUIRE_FALSE(before.empty());
  {
    Database database = open();
    const Status refused = migrate(database, "room", kOne);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::database_newer);
  }
  CHECK(disk.content("main.db") == before);
}

TEST_CASE_FIXTURE(Fixture, "before a schema is changed the owner is told once, while everything is as it was") {
  {
    REQUIRE(migrate(*std::make_unique<Database>(open()), "room", kOne));
  }
  std::vector<std::int64_t> seen;
  const auto note = [&](Database& database) -> Status {
    seen.push_back(tables(database));
    return {};
  };
  constexpr Migration kOther[] = {{"CREATE TABLE other(a)"}};
  {
    Database database = *Database::open("main.db", {.vfs = disk.name(), .before_migration = note});
    REQUIRE(migrate(database, "room", kOne));
    CHECK(seen.empty());
    REQUIRE(migrate(database, "room", kTwo));
    REQUIRE(migrate(database, "other room", kOther));
  }
  CHECK(seen == std::vector<std::int64_t>{1});
  Database fresh = *Database::open("fresh.db", {.vfs = disk.name(), .before_migration = note});
  REQUIRE(migrate(fresh, "room", kOne));
  REQUIRE(migrate(fresh, "room", kTwo));
  CHECK(seen.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "an owner who cannot keep a copy keeps the schema as it was") {
  {
    REQUIRE(migrate(*std::make_unique<Database>(open()), "room", kOne));
  }
  bool able = false;
  const auto copy = [&](Database&) -> Status { return able ? Status() : fail(ErrorCode::disk_io, "copy"); };
  Database database = *Database::open("main.db", {.vfs = disk.name(), .before_migration = copy});
  CHECK(migrate(database, "room", kTwo).error().code == ErrorCode::disk_io);
  CHECK(tables(database) == 1);
  able = true;
  CHECK(migrate(database, "room", kTwo));
}
