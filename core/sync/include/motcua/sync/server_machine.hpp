#pragma once
#include <utility>

#include "motcua/records/store.hpp"
#include "motcua/sync/messages.hpp"

namespace motcua::sync {

/// What a page of the feed may hold: about a second on a slow 3G line, and little to repeat when it breaks.
struct PageLimits {
  std::size_t operations = 500;
  std::size_t bytes = 256U * 1024;  ///< At least one operation whatever its size.
};

/// The server's side of sync, sans-I/O: decoded request in, reply out. The caller authenticates, owns the threads and
/// the transaction: `push` runs where the sequencer lives, inside its open transaction, and its reply may leave only
/// after the commit; `hello` runs there too and only reads; `changes` reads and may run on any connection.
///
/// `author.account` is who the token says; the device is the one that the message names, since a device that forked
/// takes a new id and keeps its token.
class ServerMachine {
 public:
  ServerMachine(records::Sequencer& sequencer, records::OperationPolicy& policy, PageLimits page = {},
                ServerFacts facts = {})
      : sequencer_(sequencer), policy_(policy), page_(page), facts_(std::move(facts)) {}

  [[nodiscard]] Result<PushReply> push(const records::Author& author, const PushRequest& request);
  [[nodiscard]] Result<HelloReply> hello(const records::Author& author, const HelloRequest& request);
  [[nodiscard]] Result<ChangesReply> changes(storage::Database& reader, const records::Author& author,
                                             const ChangesRequest& request);

 private:
  records::Sequencer& sequencer_;
  records::OperationPolicy& policy_;
  PageLimits page_;
  ServerFacts facts_;
};

}  // namespace motcua::sync
