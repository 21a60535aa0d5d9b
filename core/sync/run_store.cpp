#include "run_store.hpp"

namespace motcua::sync {
namespace {

/// Columns from `first` on, in the order of the table.
SyncCounts read_counts(const storage::Statement& row, int first) {
  return {row.integer(first),     row.integer(first + 1), row.integer(first + 2),
          row.integer(first + 3), row.integer(first + 4), row.integer(first + 5)};
}

}  // namespace

Result<std::vector<SyncRun>> RunStore::list(const AccountId& account) const {
  MOTCUA_TRY_ASSIGN(auto query, database_->cached(R"sql(
    SELECT at, error_code, error_detail, tries,
      sent_responses, sent_visits, 0, 0, 0, sent_other,
      got_responses, got_visits, got_assignments, got_withdrawn, got_forms, got_other
    FROM sync_run WHERE account = ? ORDER BY number DESC)sql"));
  query->bind_all(account.bytes());
  std::vector<SyncRun> out;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query->step());
    if (!row) return out;
    SyncRun run{Instant{query->integer(0)}, read_counts(*query, 4), read_counts(*query, 10), {}, query->integer(3)};
    if (!query->is_null(1))
      run.error =
          Error{error_code_from_wire(static_cast<std::uint16_t>(query->integer(1))), std::string(query->text(2))};
    out.push_back(std::move(run));
  }
}

Status RunStore::add(const AccountId& account, const SyncRun& run) {
  MOTCUA_TRY_ASSIGN(const auto before, list(account));
  const bool again = run.error && !run.moved() && !before.empty() && before.front().error &&
                     before.front().error->code == run.error->code && !before.front().moved();
  if (again) {
    MOTCUA_TRY_ASSIGN(auto update, database_->cached("UPDATE sync_run SET at = ?, error_detail = ?, tries = tries + 1 "
                                                     "WHERE number = (SELECT max(number) FROM sync_run WHERE account "
                                                     "= ?)"));
    return update->bind_all(run.at.ms, run.error->detail, account.bytes()).run();
  }
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT INTO sync_run (account, at, error_code, error_detail, tries, sent_responses, sent_visits, sent_other,
      got_responses, got_visits, got_assignments, got_withdrawn, got_forms, got_other)
    VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql"));
  const auto code = run.error ? std::optional(static_cast<std::int64_t>(run.error->code)) : std::nullopt;
  MOTCUA_TRY(insert
                 ->bind_all(account.bytes(), run.at.ms, code, run.error ? run.error->detail : std::string(),
                            run.sent.responses, run.sent.visits, run.sent.other, run.received.responses,
                            run.received.visits, run.received.assignments, run.received.withdrawn, run.received.forms,
                            run.received.other)
                 .run());
  MOTCUA_TRY_ASSIGN(auto trim, database_->cached("DELETE FROM sync_run WHERE account = ?1 AND number <= (SELECT number "
                                                 "FROM sync_run WHERE account = ?1 ORDER BY number DESC LIMIT 1 "
                                                 "OFFSET ?2)"));
  return trim->bind_all(account.bytes(), kKeptRuns).run();
}

}  // namespace motcua::sync
