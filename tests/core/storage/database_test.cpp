#include <doctest/doctest.h>

#include "fault_vfs.hpp"
#include "motcua/storage/database.hpp"

using namespace motcua;
using namespace motcua::storage;
using motcua::testing::FaultVfs;

namespace {

enum class Colour : std::uint8_t { red = 1, blue = 2 };

struct Fixture {
  FaultVfs disk;
  Result<Database> open(Access access = Access::exclusive) {
    return Database::open("main.db", {.access = access, .vfs = disk.name()});
  }
};

Status put(Database& database, std::int64_t value) {
  MOTCUA_TRY_ASSIGN(auto transaction, Transaction::begin(database));
  MOTCUA_TRY_ASSIGN(auto insert, database.cached("INSERT INTO t(a) VALUES(?)"));
  MOTCUA_TRY(insert->bind(1, value).run());
  return transaction.commit();
}

std::int64_t count(Database& database) {
  const auto rows = database.query_integer("SELECT count(*) FROM t");
  REQUIRE(rows);
  return **rows;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "values of every kind come back as they were bound") {
  Database database = *open();
  REQUIRE(database.execute("CREATE TABLE t(a, b, c, d, e, f, g, h)"));
  auto insert = *database.prepare("INSERT INTO t VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  REQUIRE(insert
              .bind_all(-7, 2.5, "đất", to_bytes("raw"), std::nullopt, Colour::blue, std::optional<int>(),
                        std::string_view())
              .run());
  auto query = *database.prepare("SELECT * FROM t");
  REQUIRE(*query.step());
  CHECK(query.integer(0) == -7);
  CHECK(query.real(1) == 2.5);
  CHECK(query.text(2) == "đất");
  CHECK(as_text(query.blob(3)) == "raw");
  CHECK(query.is_null(4));
  CHECK(query.integer(5) == 2);
  CHECK(query.is_null(6));
  CHECK_FALSE(query.is_null(7));  // An empty text is a text.
  CHECK(query.text(7).empty());
  CHECK_FALSE(*query.step());
}

TEST_CASE_FIXTURE(Fixture, "a statement with a mistake, or a parameter too many, says so") {
  Database database = *open();
  CHECK(database.prepare("SELEC 1").error().code == ErrorCode::database_statement);
  CHECK(database.execute("SELECT * FROM nothing").error().code == ErrorCode::database_statement);
  auto query = *database.prepare("SELECT ?");
  CHECK(query.bind_all(1, 2).step().error().code == ErrorCode::database_statement);
  CHECK(*query.bind_all(1).step());
}

TEST_CASE_FIXTURE(Fixture, "a cached statement that was left half-read is reset when its loan ends") {
  Database database = *open();
  REQUIRE(database.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2)"));
  const auto first = [&] {
    auto query = *database.cached("SELECT a FROM t ORDER BY a");
    REQUIRE(*query->step());
    return query->integer(0);
  };
  CHECK(first() == 1);
  CHECK(first() == 1);
  CHECK(database.execute("DROP TABLE t"));  // Would be locked by a statement that is still reading.
}

TEST_CASE_FIXTURE(Fixture, "a transaction that is not committed leaves nothing") {
  Database database = *open();
  REQUIRE(database.execute("CREATE TABLE t(a)"));
  {
    auto transaction = *Transaction::begin(database);
    REQUIRE(database.execute("INSERT INTO t VALUES(1)"));
    CHECK(database.in_transaction());
  }
  CHECK_FALSE(database.in_transaction());
  CHECK(count(database) == 0);
}

TEST_CASE_FIXTURE(Fixture, "what was committed survives a power cut right after") {
  {
    Database database = *open();
    REQUIRE(database.execute("CREATE TABLE t(a)"));
    for (int i = 0; i < 20; ++i) REQUIRE(put(database, i));
    disk.power_cut();  // Before the database is closed: nothing more reaches the disk.
  }
  disk.power_on();
  Database database = *open();
  CHECK(count(database) == 20);
}

TEST_CASE_FIXTURE(Fixture,
                  "a full disk keeps the last saved state and says so, and saving works again when there is room") {
  Database database = *open();
  REQUIRE(database.execute("CREATE TABLE t(a)"));
  REQUIRE(put(database, 1));
  disk.set_space(100);
  CHECK(put(database, 2).error().code == ErrorCode::disk_full);
  CHECK_FALSE(database.in_transaction());
  CHECK(count(database) == 1);
  disk.set_space(std::nullopt);
  REQUIRE(put(database, 3));
  CHECK(count(database) == 2);
}

TEST_CASE_FIXTURE(Fixture, "a disk that fails at any write loses nothing that was committed and stays readable") {
  for (std::int64_t writes = 0; writes < 12; ++writes) {
    CAPTURE(writes);
    FaultVfs failing;
    const OpenOptions options{.vfs = failing.name()};
    std::int64_t committed = 0;
    {
      Database database = *Database::open("main.db", options);
      REQUIRE(database.execute("CREATE TABLE t(a)"));
      failing.fail_writes_after(writes);
      Status outcome;
      while ((outcome = put(database, committed))) ++committed;
      CHECK(outcome.error().code == ErrorCode::disk_io);
      failing.power_cut();
    }
    failing.power_on();
    failing.fail_writes_after(std::nullopt);
    Database database = *Database::open("main.db", options);
    CHECK(count(database) == committed);
  }
}

TEST_CASE_FIXTURE(Fixture, "a sync that fails is no commit") {
  Database database = *open();
  REQUIRE(database.execute("CREATE TABLE t(a)"));
  disk.fail_syncs(true);
  CHECK(put(database, 1).error().code == ErrorCode::disk_io);
  disk.fail_syncs(false);
  CHECK(count(database) == 0);
}

TEST_CASE_FIXTURE(Fixture, "a disk that cannot be read is told as such") {
  {
    REQUIRE(open()->execute("CREATE TABLE t(a)"));
  }
  disk.fail_reads(true);
  CHECK(open().error().code == ErrorCode::disk_io);
}

TEST_CASE_FIXTURE(Fixture, "a file that is no database is refused and left as it was") {
  const std::string letter = "Dear office, " + std::string(2000, 'x');
  disk.set_content("main.db", letter);
  CHECK(open().error().code == ErrorCode::database_corrupt);
  CHECK(disk.content("main.db") == letter);
}

TEST_CASE_FIXTURE(Fixture, "a reader does not create a file, and cannot write") {
  CHECK(open(Access::reader).error().code == ErrorCode::database_open);
  CHECK(disk.content("main.db").empty());
}

TEST_CASE_FIXTURE(Fixture, "where WAL is not to be had by several users, that is told at once") {
  CHECK(open(Access::writer).error().code == ErrorCode::database_open);
}

TEST_CASE_FIXTURE(Fixture, "settings that durability rests on are as promised") {
  Database database = *open();
  CHECK(*database.query_integer("PRAGMA synchronous") == 2);
  CHECK(*database.query_integer("PRAGMA foreign_keys") == 1);
  CHECK(*database.query_integer("PRAGMA trusted_schema") == 0);
  auto mode = *database.prepare("PRAGMA journal_mode");
  REQUIRE(*mode.step());
  CHECK(mode.text(0) == "wal");
}
