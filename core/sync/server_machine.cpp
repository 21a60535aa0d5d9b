#include "motcua/sync/server_machine.hpp"

#include "motcua/base/sabotage.hpp"

namespace motcua::sync {

Result<PushReply> ServerMachine::push(const records::Author& author, const PushRequest& request) {
  const records::Author writer{author.account, request.device};
  PushReply reply;
  reply.epoch = sequencer_.epoch();
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
  return reply;
}

Result<ChangesReply> ServerMachine::changes(storage::Database& reader, const records::Author& author,
                                            const ChangesRequest& request) {
  const std::string scopes[] = {records::kPublicScope, records::account_scope(author.account)};
  ChangesReply reply;
  reply.epoch = sequencer_.epoch();
  const std::uint64_t after = request.epoch == reply.epoch || sabotaged(Defect::epoch_ignored) ? request.after : 0;
  MOTCUA_TRY_ASSIGN(reply.page, records::Sequencer::read(reader, scopes, after, page_.operations, page_.bytes));
  return reply;
}

}  // namespace motcua::sync
