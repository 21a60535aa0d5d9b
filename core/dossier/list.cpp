#include <algorithm>
#include <string>
#include <utility>

#include "motcua/base/text.hpp"
#include "motcua/dossier/store.hpp"

// Lists of a million dossiers in milliseconds: each query goes through one index, which is named in it, so that no
// planner's guess decides, and rows are read only once they are chosen. Numbers stand in the SQL as they are; the only
// text in it is bound.
namespace motcua::dossier {
namespace {

constexpr const char* kOpen = "state NOT IN (3, 7, 8, 10)";
/// A search that finds at least this share of all dossiers walks the list and passes over the others; fewer are
/// collected and put in order.
constexpr std::int64_t kWalkShare = 32;
/// Digits of a day or a number that are enough to search for: fewer are in every code.
constexpr std::size_t kLeastPart = 4;

/// A query as conditions, and the way to what fulfils them.
struct Plan {
  std::string from{};        ///< "dossier INDEXED BY …"
  std::string where{};       ///< Never empty.
  std::string procedures{};  ///< "1, 5": those that the search found.
  std::string prefix{};      ///< Of codes, bound as ?1 and ?2; empty: no code is searched for.
  bool tallied = true;       ///< The tally tells how many.
  bool nothing = false;      ///< Nothing fulfils it.
};

std::string overdue_at(Instant now) {
  return std::string(kOpen) + " AND finished IS NULL AND due < " + std::to_string(now.ms) +
         " AND (state <> 5 OR due < (SELECT at FROM dossier_event WHERE dossier_event.dossier = dossier.id"
         " ORDER BY number DESC LIMIT 1))";
}

/// Beyond every text that begins with `prefix`.
std::string after_prefix(const std::string& prefix) { return prefix + "\xF4\x8F\xBF\xBF"; }

Result<std::int64_t> count_prefix(storage::Database& database, const char* sql, const std::string& prefix) {
  MOTCUA_TRY_ASSIGN(auto select, database.cached(sql));
  select->bind_all(prefix, after_prefix(prefix));
  MOTCUA_TRY(select->step());
  return select->integer(0);
}

/// What a search finds.
struct Found {
  std::string procedures;
  std::int64_t in_procedures = 0;  ///< Dossiers.
  std::string prefix;
  std::int64_t in_codes = 0;
  bool in_parts = false;
};

/// The procedures whose name has every word. There are some hundreds in an office.
Status find_procedures(storage::Database& database, const std::string& folded, Found& found) {
  const auto words = split(folded, ' ');
  MOTCUA_TRY_ASSIGN(auto select, database.cached(R"sql(
    SELECT id, folded, (SELECT sum(dossiers) FROM dossier_tally WHERE procedure = id) FROM dossier_procedure)sql"));
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return {};
    const std::string_view name = select->text(1);
    if (!std::ranges::all_of(words, [name](std::string_view word) { return name.contains(word); })) continue;
    if (!found.procedures.empty()) found.procedures += ", ";
    found.procedures += std::to_string(select->integer(0));
    found.in_procedures += select->integer(2);
  }
}

Status find_codes(storage::Database& database, const std::string& typed, Found& found) {
  found.prefix = normalise_code(typed).value_or("");
  if (found.prefix.empty()) return {};
  MOTCUA_TRY_ASSIGN(
      found.in_codes,
      count_prefix(database, "SELECT count(*) FROM dossier WHERE code >= ?1 AND code < ?2", found.prefix));
  if (found.prefix.size() < kLeastPart || found.prefix.front() < '0' || found.prefix.front() > '9') return {};
  MOTCUA_TRY_ASSIGN(const auto parts,
                    count_prefix(database, "SELECT EXISTS (SELECT 1 FROM dossier_part WHERE part >= ?1 AND part < ?2)",
                                 found.prefix));
  found.in_parts = parts != 0;
  return {};
}

Status narrow_by_search(storage::Database& database, const std::string& typed, Plan& plan) {
  Found found;
  MOTCUA_TRY(find_procedures(database, fold(typed), found));
  MOTCUA_TRY(find_codes(database, typed, found));
  MOTCUA_TRY_ASSIGN(const auto all, database.query_integer("SELECT sum(dossiers) FROM dossier_tally"));
  const std::int64_t total = all.value_or(0);
  if (found.in_codes == total || found.in_procedures == total) return {};  // The office's own prefix: it is all.
  plan.nothing = found.procedures.empty() && found.in_codes == 0 && !found.in_parts;
  if (plan.nothing) return {};
  plan.procedures = std::move(found.procedures);
  if (found.in_codes > 0 || found.in_parts) plan.prefix = std::move(found.prefix);
  plan.tallied = plan.tallied && plan.prefix.empty();
  if (!found.in_parts && (found.in_codes + found.in_procedures) * kWalkShare >= total) {
    std::string either;
    if (!plan.procedures.empty()) either = "+procedure IN (" + plan.procedures + ")";
    if (!plan.prefix.empty()) either += (either.empty() ? "" : " OR ") + std::string("(+code >= ?1 AND +code < ?2)");
    plan.where += " AND (" + either + ")";
    return {};
  }
  std::string ids;
  const auto add = [&ids](const std::string& select) { ids += (ids.empty() ? "" : " UNION ") + select; };
  if (found.in_parts) add("SELECT dossier FROM dossier_part WHERE part >= ?1 AND part < ?2");
  if (found.in_codes > 0) add("SELECT id FROM dossier WHERE code >= ?1 AND code < ?2");
  if (!plan.procedures.empty())
    add("SELECT id FROM dossier INDEXED BY dossier_by_procedure WHERE procedure IN (" + plan.procedures + ")");
  plan.from = "dossier NOT INDEXED";
  plan.where += " AND id IN (" + ids + ")";
  return {};
}

Result<Plan> plan_of(storage::Database& database, const DossierQuery& query, Instant now) {
  const std::string order = query.order == DossierOrder::due ? "due" : "received";
  Plan plan{.from = "dossier INDEXED BY dossier_by_" + order, .where = "1", .tallied = !query.overdue};
  if (query.state) {
    plan.from = "dossier INDEXED BY dossier_by_state_" + order;
    plan.where = "state = " + std::to_string(static_cast<int>(*query.state));
  }
  if (query.open || query.overdue) {
    if (query.overdue || !query.state) plan.from = "dossier INDEXED BY dossier_open";
    plan.where += " AND " + (query.overdue ? overdue_at(now) : kOpen);
  }
  if (!trim(query.search).empty()) MOTCUA_TRY(narrow_by_search(database, query.search, plan));
  return plan;
}

void bind(storage::Statement& select, const Plan& plan) {
  if (plan.prefix.empty()) return;
  select.bind(1, std::string_view(plan.prefix));
  select.bind(2, std::string_view(after_prefix(plan.prefix)));
}

Result<std::uint64_t> count_of(storage::Database& database, const DossierQuery& query, const Plan& plan) {
  if (plan.nothing) return 0U;
  std::string sql = "SELECT count(*) FROM " + plan.from + " WHERE " + plan.where;
  if (plan.tallied) {
    sql = "SELECT coalesce(sum(dossiers), 0) FROM dossier_tally WHERE 1";
    if (query.state) sql += " AND state = " + std::to_string(static_cast<int>(*query.state));
    if (query.open) sql += std::string(" AND ") + kOpen;
    if (!plan.procedures.empty()) sql += " AND procedure IN (" + plan.procedures + ")";
  }
  MOTCUA_TRY_ASSIGN(auto select, database.prepare(sql));
  if (!plan.tallied) bind(select, plan);
  MOTCUA_TRY(select.step());
  return static_cast<std::uint64_t>(select.integer(0));
}

/// The ids in order, from `skipped` on.
Result<std::vector<std::int64_t>> ids_of(storage::Database& database, const Plan& plan, const std::string& order,
                                         std::uint64_t skipped, std::uint64_t wanted) {
  MOTCUA_TRY_ASSIGN(auto select,
                    database.prepare("SELECT id FROM " + plan.from + " WHERE " + plan.where + " ORDER BY " + order +
                                     " LIMIT " + std::to_string(wanted) + " OFFSET " + std::to_string(skipped)));
  bind(select, plan);
  std::vector<std::int64_t> ids;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select.step());
    if (!more) return ids;
    ids.push_back(select.integer(0));
  }
}

std::optional<Instant> instant_at(const storage::Statement& statement, int column) {
  if (statement.is_null(column)) return std::nullopt;
  return Instant{statement.integer(column)};
}

}  // namespace

Result<std::uint64_t> DossierStore::count(const DossierQuery& query, Instant now) const {
  MOTCUA_TRY_ASSIGN(const Plan plan, plan_of(*database_, query, now));
  return count_of(*database_, query, plan);
}

Result<std::vector<DossierRow>> DossierStore::list(const DossierQuery& query, std::uint64_t offset, std::uint32_t limit,
                                                   Instant now) const {
  std::vector<DossierRow> rows;
  MOTCUA_TRY_ASSIGN(const Plan plan, plan_of(*database_, query, now));
  if (plan.nothing) return rows;
  // Rows of the second half are counted off from the end.
  constexpr std::uint64_t kNear = 1000;
  bool from_end = false;
  std::uint64_t skipped = offset;
  std::uint64_t wanted = limit;
  if (offset > kNear) {
    MOTCUA_TRY_ASSIGN(const std::uint64_t total, count_of(*database_, query, plan));
    if (offset >= total) return rows;
    wanted = std::min<std::uint64_t>(limit, total - offset);
    from_end = offset > total / 2;
    if (from_end) skipped = total - offset - wanted;
  }
  const std::string direction = query.ascending != from_end ? " ASC" : " DESC";
  const std::string order = (query.order == DossierOrder::due ? "due" : "received") + direction +
                            (from_end ? " NULLS FIRST" : " NULLS LAST") + ", procedure" + direction + ", id" +
                            direction;
  MOTCUA_TRY_ASSIGN(auto ids, ids_of(*database_, plan, order, skipped, wanted));
  if (from_end) std::ranges::reverse(ids);
  MOTCUA_TRY_ASSIGN(auto select,
                    database_->prepare("SELECT code, (SELECT name FROM dossier_procedure"
                                       " WHERE dossier_procedure.id = dossier.procedure), state, received, due, " +
                                       overdue_at(now) + ", unit, finished FROM dossier WHERE id = ?"));
  for (const std::int64_t id : ids) {
    select.bind_all(id);
    MOTCUA_TRY_ASSIGN(const bool found, select.step());
    if (!found) continue;  // Never: dossiers are not deleted.
    rows.push_back({std::string(select.text(0)), std::string(select.text(1)),
                    state_from_number(static_cast<int>(select.integer(2))).value_or(State::registered),
                    instant_at(select, 3), instant_at(select, 4), select.integer(5) != 0, std::string(select.text(6)),
                    instant_at(select, 7)});
    select.reset();
  }
  return rows;
}

}  // namespace motcua::dossier
