#include "office/response_list.hpp"

#include <algorithm>
#include <string_view>

#include "motcua/base/bytes.hpp"
#include "motcua/base/text.hpp"
#include "office/accounts.hpp"

namespace motcua::server {
namespace {

bool has_words(std::string_view folded, const std::vector<std::string_view>& words) {
  return std::ranges::all_of(words, [folded](std::string_view word) { return folded.contains(word); });
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

std::string literal(ByteView bytes) { return "x'" + to_hex(bytes) + "'"; }

void add(std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; }

}  // namespace

Result<std::string> ResponseList::where(const survey::ResponseQuery& query) const {
  std::string out = "1";
  if (query.broken) out += " AND broken > 0";
  if (query.unseen) out += " AND response_index.seen <> revision";
  const std::string folded = fold(query.search);
  if (folded.empty()) return out;
  const auto words = split(folded, ' ');
  // People and surveys are few: they are searched, and the responses found through them. As lists: a chain of ORs may
  // not be longer than SQLite's limit on the depth of an expression.
  std::string people;
  MOTCUA_TRY_ASSIGN(const auto accounts, Accounts(*database_).list());
  for (const Account& account : accounts) {
    if (has_words(fold(account.name), words)) add(people, literal(account.id.bytes()));
  }
  std::string versions;
  MOTCUA_TRY_ASSIGN(const auto surveys, survey::SurveyCatalog(*database_).all());
  for (const auto& survey : surveys) {
    if (has_words(fold(survey.title), words))
      add(versions, "(" + quoted(survey.form_id) + ", " + quoted(survey.version) + ")");
  }
  out += " AND (response_index.account IN (" + people + ")";
  if (!versions.empty()) out += " OR (form_id, version) IN (VALUES " + versions + ")";
  return out + ")";
}

Result<std::string> ResponseList::where(const survey::ResponseSelection& selection) const {
  if (selection.all) {
    MOTCUA_TRY_ASSIGN(std::string out, where(*selection.all));
    if (selection.newest > 0) out += " AND changed <= " + std::to_string(selection.newest);
    return out;
  }
  std::string list;
  for (const EntityId& id : selection.ids) add(list, literal(id.bytes()));
  return "entity IN (" + list + ")";
}

Result<std::uint64_t> ResponseList::newest() const {
  MOTCUA_TRY_ASSIGN(const auto number, database_->query_integer("SELECT max(changed) FROM response_index"));
  return static_cast<std::uint64_t>(number.value_or(0));
}

Result<std::uint64_t> ResponseList::count(const survey::ResponseQuery& query) const {
  MOTCUA_TRY_ASSIGN(const std::string condition, where(query));
  MOTCUA_TRY_ASSIGN(const auto count,
                    database_->query_integer("SELECT count(*) FROM response_index WHERE " + condition));
  return static_cast<std::uint64_t>(count.value_or(0));
}

Result<std::vector<ResponseIndex::Row>> ResponseList::rows(const survey::ResponseQuery& query, std::uint64_t offset,
                                                           std::uint32_t limit) const {
  MOTCUA_TRY_ASSIGN(const std::string condition, where(query));
  // The numbers first: what else a row tells is read only of those that are shown.
  return ResponseIndex(*database_)
      .rows("response_index.number IN (SELECT number FROM response_index WHERE " + condition + " ORDER BY number " +
            (query.ascending ? "ASC" : "DESC") + " LIMIT " + std::to_string(limit) + " OFFSET " +
            std::to_string(offset) + ") ORDER BY response_index.number " + (query.ascending ? "ASC" : "DESC"));
}

Result<std::vector<ResponseIndex::Row>> ResponseList::selected(const survey::ResponseSelection& selection,
                                                               std::size_t most) const {
  MOTCUA_TRY_ASSIGN(const std::string condition, where(selection));
  MOTCUA_TRY_ASSIGN(
      auto rows,
      ResponseIndex(*database_).rows(condition + " ORDER BY response_index.number LIMIT " + std::to_string(most + 1)));
  if (rows.size() > most) return fail(ErrorCode::frame_too_large, "> " + std::to_string(most));
  return rows;
}

}  // namespace motcua::server
