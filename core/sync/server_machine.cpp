#include "motcua/sync/server_machine.hpp"

#include <algorithm>

#include "motcua/base/sabotage.hpp"

namespace motcua::sync {

Result<PushReply> ServerMachine::push(const records::Author& author, const PushRequest& request) {
  records::Author writer = author;
  writer.device = request.device;
  PushReply reply;
  reply.epoch = sequencer_.epoch();
  if (request.epoch != 0 && request.epoch != reply.epoch) {
    // The device believes in a server that is no more: what it thinks acknowledged may be gone. Nothing is taken and
    // nothing acknowledged before it has said hello.
    MOTCUA_TRY_ASSIGN(const std::uint64_t acked, sequencer_.acked_through(request.device));
    const std::uint64_t before = request.operations.empty() ? acked : request.operations.front().seq - 1;
    reply.receipt.acked_through = std::min(acked, before);
    return reply;
  }
  MOTCUA_TRY_ASSIGN(reply.receipt, sequencer_.append(writer, request.operations, policy_));
  MOTCUA_TRY_ASSIGN(reply.stable_through, sequencer_.stable_through(request.device));
  return reply;
}

Result<HelloReply> ServerMachine::hello(const records::Author&, const HelloRequest& request) {
  HelloReply reply;
  reply.epoch = sequencer_.epoch();
  reply.server_time = sequencer_.now();
  MOTCUA_TRY_ASSIGN(reply.acked_through, sequencer_.acked_through(request.device));
  MOTCUA_TRY_ASSIGN(reply.stable_through, sequencer_.stable_through(request.device));
  MOTCUA_TRY_ASSIGN(reply.last_commit_seq, sequencer_.last_commit_seq());
  reply.server = facts_;
  return reply;
}

Result<ChangesReply> ServerMachine::changes(storage::Database& reader, const records::Author& author,
                                            const ChangesRequest& request) {
  ChangesReply reply;
  reply.epoch = sequencer_.epoch();
  reply.server = facts_;
  const bool same_epoch = request.epoch == reply.epoch || sabotaged(Defect::epoch_ignored);
  const auto readable = author.readable();
  std::vector<records::ScopeCursor> cursors;
  for (const std::string& scope : readable) {
    std::uint64_t after = request.scopes ? 0 : request.after;
    if (request.scopes) {
      const auto held = std::ranges::find(*request.scopes, scope, &records::ScopeCursor::scope);
      if (held != request.scopes->end()) after = held->after;
    }
    cursors.push_back({scope, same_epoch ? after : 0});
  }
  if (request.scopes) {
    for (const auto& held : *request.scopes) {
      if (std::ranges::find(readable, held.scope) == readable.end()) reply.left.push_back(held.scope);
    }
  }
  MOTCUA_TRY_ASSIGN(reply.page, records::Sequencer::read(reader, cursors, page_.operations, page_.bytes));
  if (!request.device.is_nil()) {
    MOTCUA_TRY_ASSIGN(reply.delivered, records::Sequencer::delivered(reader, request.device));
  }
  return reply;
}

}  // namespace motcua::sync
