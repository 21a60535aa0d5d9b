#include "office/groups.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

constexpr std::size_t kMaxName = 100;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxName && text == trim(text) && is_valid_utf8(text) &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

Result<records::GroupId> Groups::find(std::string_view name) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT id FROM work_group WHERE name = ?"));
  MOTCUA_TRY_ASSIGN(const bool found, select->bind_all(name).step());
  if (!found) return fail(ErrorCode::group_unknown, std::string(name));
  return records::GroupId::from_bytes(select->blob(0)).value_or(records::GroupId{});
}

Status Groups::create(std::string_view name, Random& random, Instant now) {
  if (!is_name(name)) return fail(ErrorCode::invalid_argument, "group (1-100)");
  if (find(name)) return fail(ErrorCode::group_exists, std::string(name));
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached("INSERT INTO work_group (id, name, created) VALUES (?, ?, ?)"));
  return insert->bind_all(records::GroupId::random(random).bytes(), name, now.ms).run();
}

Status Groups::add(std::string_view name, const AccountId& account) {
  MOTCUA_TRY_ASSIGN(const auto group, find(name));
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached("INSERT INTO group_member (work_group, account) VALUES (?, ?) "
                                                   "ON CONFLICT DO NOTHING"));
  return insert->bind_all(group.bytes(), account.bytes()).run();
}

Status Groups::remove(std::string_view name, const AccountId& account) {
  MOTCUA_TRY_ASSIGN(const auto group, find(name));
  MOTCUA_TRY_ASSIGN(auto erase, database_->cached("DELETE FROM group_member WHERE work_group = ? AND account = ?"));
  MOTCUA_TRY(erase->bind_all(group.bytes(), account.bytes()).run());
  if (database_->changes() == 0) return fail(ErrorCode::not_found, std::string(name));
  return {};
}

Result<std::vector<Groups::Group>> Groups::list() const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT work_group.id, work_group.name, account.name FROM work_group
    LEFT JOIN group_member ON group_member.work_group = work_group.id
    LEFT JOIN account ON account.id = group_member.account
    ORDER BY work_group.name, group_member.number)sql"));
  std::vector<Group> out;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    const auto id = records::GroupId::from_bytes(select->blob(0)).value_or(records::GroupId{});
    if (out.empty() || out.back().id != id) out.push_back({id, std::string(select->text(1)), {}});
    if (!select->is_null(2)) out.back().members.emplace_back(select->text(2));
  }
}

Result<std::vector<std::string>> Groups::scopes_of(const AccountId& account) const {
  MOTCUA_TRY_ASSIGN(auto select,
                    database_->cached("SELECT work_group FROM group_member WHERE account = ? ORDER BY number"));
  select->bind_all(account.bytes());
  std::vector<std::string> out;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return out;
    const auto group = records::GroupId::from_bytes(select->blob(0));
    if (!group) return fail(ErrorCode::database_corrupt, "group_member");
    out.push_back(records::group_scope(*group));
  }
}

}  // namespace motcua::server
