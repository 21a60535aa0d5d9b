#pragma once
#include "motcua/sync/client_machine.hpp"

namespace motcua::sync {

/// What the client machine keeps in the database beside the log: who it is to the server and when sync last succeeded.
class ClientStore {
 public:
  explicit ClientStore(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);

  [[nodiscard]] Result<std::optional<Enrolment>> enrolment() const;
  /// An empty token: not enrolled any more. Forgets the last success too, which was another account's.
  [[nodiscard]] Status set_enrolment(const Enrolment& enrolment);
  [[nodiscard]] Result<std::optional<Instant>> last_success() const;
  [[nodiscard]] Status set_last_success(Instant at);

 private:
  storage::Database* database_;
};

}  // namespace motcua::sync
