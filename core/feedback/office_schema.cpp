#include <sodium.h>

#include <array>

#include "motcua/feedback/office.hpp"

namespace motcua::feedback {
namespace {

constexpr storage::Migration kMigrations[] = {
    {R"sql(
      CREATE TABLE rating (
        number INTEGER PRIMARY KEY,
        dossier BLOB NOT NULL,
        id BLOB NOT NULL,
        newest INTEGER NOT NULL,
        score INTEGER NOT NULL,
        reasons TEXT NOT NULL,
        comment TEXT NOT NULL,
        day INTEGER NOT NULL,
        procedure_code TEXT NOT NULL,
        procedure_name TEXT NOT NULL,
        unit TEXT NOT NULL,
        state INTEGER NOT NULL,
        UNIQUE (dossier, id)
      ) STRICT;
      CREATE UNIQUE INDEX rating_newest ON rating(dossier) WHERE newest;
      CREATE TABLE rating_key (key BLOB NOT NULL) STRICT;
      CREATE TABLE feedback (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        receipt TEXT NOT NULL UNIQUE,
        subject INTEGER NOT NULL,
        text TEXT NOT NULL,
        dossier_code TEXT NOT NULL,
        procedure_name TEXT NOT NULL,
        received INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE feedback_contact (
        feedback INTEGER PRIMARY KEY REFERENCES feedback(number),
        phone TEXT NOT NULL
      ) STRICT;
      CREATE TABLE feedback_answer (
        feedback INTEGER NOT NULL REFERENCES feedback(number),
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (feedback, number)
      ) STRICT, WITHOUT ROWID;
    )sql"},
    {"CREATE INDEX rating_day ON rating(dossier, day);"},
};

}  // namespace

Status migrate_office(storage::Database& database, Random& random) {
  MOTCUA_TRY(storage::migrate(database, "feedback", kMigrations));
  MOTCUA_TRY_ASSIGN(const auto keys, database.query_integer("SELECT count(*) FROM rating_key"));
  if (keys.value_or(0) != 0) return {};
  std::array<std::byte, crypto_generichash_KEYBYTES> key;
  random.fill(key);
  // One statement: two programs that start together make one key.
  MOTCUA_TRY_ASSIGN(auto insert, database.prepare("INSERT INTO rating_key (key) SELECT ? "
                                                  "WHERE NOT EXISTS (SELECT 1 FROM rating_key)"));
  insert.bind_all(ByteView(key));
  return insert.run();
}

}  // namespace motcua::feedback
