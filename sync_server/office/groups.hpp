#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/records/state.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::server {

/// People who see and edit each other's sent responses. In the tables of Accounts. Methods that write join the caller's
/// transaction.
class Groups {
 public:
  explicit Groups(storage::Database& database) : database_(&database) {}

  struct Group {
    records::GroupId id;
    std::string name;
    std::vector<std::string> members;  ///< Account names, in the order in which they joined.
  };

  /// Names are compared without regard to the case of a-z. Fails with group_exists; with invalid_argument unless the
  /// name is text of 1 to 100 bytes in one line.
  [[nodiscard]] Status create(std::string_view name, Random& random, Instant now);
  /// Nothing happens when the account is in it. Fails with group_unknown.
  [[nodiscard]] Status add(std::string_view name, const AccountId& account);
  /// The responses that the account wrote in the group stay the group's. Fails with group_unknown; with not_found when
  /// the account is not in it.
  [[nodiscard]] Status remove(std::string_view name, const AccountId& account);
  [[nodiscard]] Result<std::vector<Group>> list() const;
  /// Fails with group_unknown.
  [[nodiscard]] Result<records::GroupId> find(std::string_view name) const;
  /// Scopes of the account's groups. The one that it joined first is first: there it writes.
  [[nodiscard]] Result<std::vector<std::string>> scopes_of(const AccountId& account) const;

 private:
  storage::Database* database_;
};

}  // namespace motcua::server
