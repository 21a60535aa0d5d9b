#include <utility>

#include "motcua/storage/database.hpp"

namespace motcua::storage {

Result<Transaction> Transaction::begin(Database& database) {
  MOTCUA_TRY_ASSIGN(auto statement, database.cached("BEGIN IMMEDIATE"));
  MOTCUA_TRY(statement->run());
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // SQLite may have rolled back by itself (a full disk); a ROLLBACK that fails leaves nothing that could be committed.
  if (database_ != nullptr && database_->in_transaction()) (void)database_->execute("ROLLBACK");
}

Status Transaction::commit() {
  Database& database = *std::exchange(database_, nullptr);
  Status outcome;
  {
    auto statement = database.cached("COMMIT");
    outcome = statement ? (*statement)->run() : Status(std::unexpected(statement.error()));
  }
  if (!outcome && database.in_transaction()) (void)database.execute("ROLLBACK");
  return outcome;
}

}  // namespace motcua::storage
