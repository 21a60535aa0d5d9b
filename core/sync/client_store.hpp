#pragma once
#include <vector>

#include "motcua/sync/client_machine.hpp"

namespace motcua::sync {

/// Whether two enrolments are of one account. Where one does not know its account, the names decide.
[[nodiscard]] bool is_same_person(const Enrolment& a, const Enrolment& b);

/// What the client machine keeps in the database beside the log: who it is to the server and when sync last succeeded.
class ClientStore {
 public:
  explicit ClientStore(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);

  [[nodiscard]] Result<std::optional<Enrolment>> enrolment() const;
  /// An empty token: not enrolled any more. Forgets the last success too, which was another account's. The enrolment of
  /// an account that gives way to another is kept aside.
  [[nodiscard]] Status set_enrolment(const Enrolment& enrolment);
  /// Of accounts that gave way to others on this device, and did not come back.
  [[nodiscard]] Result<std::vector<Enrolment>> aside() const;
  [[nodiscard]] Result<std::optional<Instant>> last_success() const;
  [[nodiscard]] Status set_last_success(Instant at);

 private:
  storage::Database* database_;
};

}  // namespace motcua::sync
