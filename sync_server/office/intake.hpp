#pragma once
#include <memory>

#include "motcua/survey/responses.hpp"
#include "motcua/survey/surveys.hpp"
#include "motcua/sync/server_machine.hpp"
#include "office/attachment_index.hpp"
#include "office/response_index.hpp"

namespace motcua::server {

/// How operations of devices come into the office, over the network or out of a file: the log, the merge, and the
/// projections that lists and exports read. One thread; what writes joins the caller's transaction.
class Intake {
 public:
  /// `database`, `clock` and `random` must outlive it.
  [[nodiscard]] static Result<std::unique_ptr<Intake>> open(storage::Database& database, Clock& clock, Random& random,
                                                            sync::ServerFacts facts = {});
  Intake(storage::Database& database, Clock& clock, records::Sequencer opened, sync::ServerFacts facts);
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  /// Appends a device's operations in the name of `account`. Answers `forked`, and takes nothing, when the device is
  /// another account's.
  [[nodiscard]] Result<sync::PushReply> push(const AccountId& account, const sync::PushRequest& push);

  [[nodiscard]] records::Sequencer& sequencer() { return sequencer_; }
  [[nodiscard]] sync::ServerMachine& machine() { return machine_; }
  [[nodiscard]] ResponseIndex& responses() { return responses_; }
  [[nodiscard]] AttachmentIndex& attachments() { return attachments_; }

 private:
  storage::Database& database_;
  Clock& clock_;
  records::Sequencer sequencer_;
  survey::SurveyCatalog catalog_;
  survey::ResponsePolicy policy_;
  sync::ServerMachine machine_;
  ResponseIndex responses_;
  AttachmentIndex attachments_;
};

}  // namespace motcua::server
