#include "office/intake.hpp"

#include <utility>

#include "office/accounts.hpp"
#include "office/groups.hpp"

namespace motcua::server {

Intake::Intake(storage::Database& database, Clock& clock, records::Sequencer opened, sync::ServerFacts facts)
    : database_(database),
      clock_(clock),
      sequencer_(std::move(opened)),
      catalog_(database),
      policy_(catalog_, sequencer_.state()),
      machine_(sequencer_, policy_, {}, std::move(facts)),
      responses_(database),
      attachments_(database) {}

Result<std::unique_ptr<Intake>> Intake::open(storage::Database& database, Clock& clock, Random& random,
                                             sync::ServerFacts facts) {
  MOTCUA_TRY_ASSIGN(auto sequencer, records::Sequencer::open(database, clock, random));
  return std::make_unique<Intake>(database, clock, std::move(sequencer), std::move(facts));
}

Result<sync::PushReply> Intake::push(const AccountId& account, const sync::PushRequest& push) {
  MOTCUA_TRY_ASSIGN(const bool own, Accounts(database_).claim_device(account, push.device, clock_.now()));
  if (!own) {
    // The device was enrolled anew, for another account. As after a fork it takes a new id and sends what is unsent.
    sync::PushReply renamed;
    renamed.epoch = sequencer_.epoch();
    renamed.receipt.forked = true;
    return renamed;
  }
  MOTCUA_TRY_ASSIGN(const std::uint64_t before, sequencer_.acked_through(push.device));
  MOTCUA_TRY_ASSIGN(auto groups, Groups(database_).scopes_of(account));
  MOTCUA_TRY_ASSIGN(auto reply, machine_.push({account, push.device, std::move(groups)}, push));
  if (reply.receipt.acked_through > before)
    MOTCUA_TRY(Accounts(database_).note_pushed(push.device, reply.receipt.acked_through - before));
  for (const auto& pushed : push.operations) {
    if (pushed.seq > reply.receipt.acked_through) break;
    const auto operation = records::decode_operation(push.device, pushed.bytes);
    if (!operation || operation->entity_type != records::EntityType::response) continue;
    MOTCUA_TRY(responses_.update(sequencer_.state(), operation->entity, account, clock_.now()));
    if (AttachmentIndex::concerns(*operation)) MOTCUA_TRY(attachments_.update(sequencer_.state(), operation->entity));
  }
  for (const auto& verdict : reply.receipt.verdicts)
    MOTCUA_TRY(responses_.note_refused(push.device, verdict, clock_.now()));
  return reply;
}

}  // namespace motcua::server
