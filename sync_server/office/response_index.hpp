#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "motcua/records/store.hpp"
#include "motcua/storage/database.hpp"
#include "motcua/survey/recheck.hpp"

namespace motcua::server {

/// The final responses that the office has, one row each, and the operations that it keeps in quarantine: what lists
/// and exports go through. A projection of the operation log, written in the transaction that appends.
class ResponseIndex {
 public:
  explicit ResponseIndex(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);

  struct Row {
    EntityId id;
    std::string form_id;
    std::string version;
    std::string surveyor;  ///< Account name.
    Instant received;      ///< When the server first had it as final.
    std::int64_t number = 0;
    std::uint64_t broken = 0;  ///< Rules of its form that it breaks, as far as it was checked.
    std::string seen_by;       ///< Who has marked it as seen since it last changed (account name); see ResponseReviews.
    std::optional<Instant> seen_at;
  };

  /// Takes up an entity after operations on it were appended. Joins the caller's transaction.
  [[nodiscard]] Status update(records::StateStore& state, const EntityId& entity, const AccountId& account,
                              Instant now);
  /// Remembers that the server keeps an operation in quarantine, and why. Joins the caller's transaction.
  [[nodiscard]] Status note_refused(const DeviceId& device, const records::LocalLog::Verdict& verdict, Instant now);
  struct Refusal {
    DeviceId device;
    std::uint64_t seq = 0;
    std::string surveyor;
    Instant received;
    Error error;
  };
  [[nodiscard]] Result<std::vector<Refusal>> refused() const;
  [[nodiscard]] Result<std::int64_t> refused_count() const;
  [[nodiscard]] Result<std::int64_t> count() const;
  /// The rows that `where` has (SQL over the columns of response_index), in the order that it asks for. For rooms that
  /// make SQL themselves: nothing of it may come from outside.
  [[nodiscard]] Result<std::vector<Row>> rows(const std::string& where) const;
  /// All of one form, or of all forms when `form_id` is empty, in the order received.
  [[nodiscard]] Result<std::vector<Row>> of_form(std::string_view form_id) const;
  [[nodiscard]] Result<std::vector<std::string>> forms() const;
  /// A final response that was not filled again since it last changed.
  struct Unchecked {
    std::int64_t number = 0;
    EntityId id;
    std::int64_t revision = 0;
  };
  [[nodiscard]] Result<std::vector<Unchecked>> unchecked(std::size_t limit) const;
  [[nodiscard]] Result<std::int64_t> unchecked_count() const;
  /// Remembers what a check found; nothing when the response has changed meanwhile. Joins the caller's transaction.
  [[nodiscard]] Status store_check(const Unchecked& response, std::span<const survey::BrokenRule> broken);
  /// Forgets every check: all responses wait again.
  [[nodiscard]] Status forget_checks();
  [[nodiscard]] Result<std::vector<survey::BrokenRule>> broken_rules(const Row& row) const;
  /// Responses that break a rule.
  [[nodiscard]] Result<std::int64_t> broken_count() const;

  /// Ids of final responses in `state` that have no row here or one of another form, and of rows without a response.
  /// Empty means sound.
  [[nodiscard]] Result<std::vector<EntityId>> verify(records::StateStore& state) const;

 private:
  storage::Database* database_;
};

}  // namespace motcua::server
