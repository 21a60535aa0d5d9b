#pragma once
#include <vector>

#include "motcua/records/store.hpp"
#include "motcua/sync/messages.hpp"

namespace motcua::sync {

/// The server's side of sync, sans-I/O: decoded request in, reply out. The caller authenticates, owns the threads and
/// the transaction: `push` runs on the writer inside its open transaction, and its reply may leave only after the
/// commit; `hello` and `changes` read and may run on any reader connection.
class ServerMachine {
 public:
  ServerMachine(records::Sequencer& sequencer, records::OperationPolicy& policy) : sequencer_(sequencer), policy_(policy) {}

  [[nodiscard]] Result<PushReply> push(const records::Author& author, const PushRequest& request);
  [[nodiscard]] Result<HelloReply> hello(const records::Author& author, const HelloRequest& request);
  [[nodiscard]] Result<ChangesReply> changes(storage::Database& reader, const records::Author& author, const ChangesRequest& request);

 private:
  records::Sequencer& sequencer_;
  records::OperationPolicy& policy_;
};

}  // namespace motcua::sync
