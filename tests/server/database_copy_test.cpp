#include "motcua/storage/copy.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "motcua/base/ids.hpp"

using namespace motcua;
using namespace motcua::storage;

namespace {

struct Files {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("motcua-copy-" + DeviceId::random(system_random()).hex());
  Files() { std::filesystem::create_directories(folder); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  ~Files() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  [[nodiscard]] std::string path(const char* name) const { return (folder / name).string(); }
};

std::int64_t rows(Database& database) { return database.query_integer("SELECT count(*) FROM t")->value_or(-1); }

}  // namespace

TEST_CASE("a copy holds what stood when it began, whatever is written meanwhile, and is one file") {
  const Files files;
  Database writer = *Database::open(files.path("a.db"), {Access::writer, {}, 1024});
  // More pages than one step copies.
  REQUIRE(
      writer.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB);"
                     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) "
                     "INSERT INTO t SELECT i, randomblob(3000) FROM n"));
  Database reader = *Database::open(files.path("a.db"), {Access::reader, {}, 1024});
  std::int64_t last = 0;
  std::int64_t told = 0;
  REQUIRE(copy_database(reader, files.path("b.db"), [&](std::int64_t done, std::int64_t total) {
    CHECK(done > last);
    CHECK(done <= total);
    last = done;
    ++told;
    REQUIRE(writer.execute("INSERT INTO t(body) VALUES(randomblob(3000))"));
  }));
  CHECK(told > 1);
  CHECK(rows(writer) == 2500 + told);
  CHECK_FALSE(std::filesystem::exists(files.path("b.db-wal")));
  CHECK_FALSE(std::filesystem::exists(files.path("b.db-journal")));
  Database copy = *Database::open(files.path("b.db"));
  CHECK(rows(copy) == 2500);
  CHECK(*copy.query_integer("SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'") == 1);
  // The snapshot was let go: the reader sees what came since.
  CHECK(rows(reader) == 2500 + told);
}

TEST_CASE("a copy to where nothing can be written fails") {
  const Files files;
  Database source = *Database::open(files.path("a.db"), {Access::writer, {}, 1024});
  REQUIRE(source.execute("CREATE TABLE t(a)"));
  const Status outcome = copy_database(source, files.path("nowhere/b.db"));
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == ErrorCode::database_open);
  CHECK_FALSE(source.in_transaction());
}
