#include "office/import_unsent.hpp"

#include <algorithm>

namespace motcua::server {
namespace {

using Operations = std::vector<records::Sequencer::Pushed>;

/// Pushes until the end or a fork; false for a fork.
Result<bool> push_all(storage::Database& database, Intake& intake, const AccountId& account, const DeviceId& device,
                      const Operations& operations, UnsentImport& report) {
  for (std::size_t first = 0; first < operations.size(); first += sync::kMaxPushOperations) {
    const std::size_t count = std::min(sync::kMaxPushOperations, operations.size() - first);
    sync::PushRequest push;
    push.device = device;
    push.operations.assign(operations.begin() + static_cast<std::ptrdiff_t>(first),
                           operations.begin() + static_cast<std::ptrdiff_t>(first + count));
    MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
    MOTCUA_TRY_ASSIGN(const std::uint64_t before, intake.sequencer().acked_through(device));
    MOTCUA_TRY_ASSIGN(const auto reply, intake.push(account, push));
    if (reply.receipt.forked) return false;
    const std::uint64_t acked = reply.receipt.acked_through;
    if (acked < push.operations.back().seq) {
      report.missing_from = acked + 1;
      return true;
    }
    MOTCUA_TRY(transaction.commit());
    const auto added = static_cast<std::size_t>(acked - before);
    report.added += added;
    report.known += count - added;
    report.refused += reply.receipt.verdicts.size();
  }
  return true;
}

/// The same operations under an id and numbers of their own. Made of their content, so that a second import of the file
/// finds them.
Result<std::pair<DeviceId, Operations>> renamed(const sync::UnsentFile& file) {
  Bytes all(file.device.value.begin(), file.device.value.end());
  for (const auto& pushed : file.operations) all.insert(all.end(), pushed.bytes.begin(), pushed.bytes.end());
  const Hash hash = sha256(all);
  const DeviceId device = DeviceId::from_bytes(ByteView(hash).first(16)).value_or(DeviceId{});
  Operations out;
  for (const auto& pushed : file.operations) {
    MOTCUA_TRY_ASSIGN(auto operation, records::decode_operation(file.device, pushed.bytes));
    operation.device = device;
    operation.seq = out.size() + 1;
    out.push_back({operation.seq, records::encode_operation(operation)});
  }
  return std::pair(device, std::move(out));
}

}  // namespace

Result<UnsentImport> import_unsent(storage::Database& database, Intake& intake, const AccountId& account,
                                   const sync::UnsentFile& file) {
  UnsentImport report;
  MOTCUA_TRY_ASSIGN(const bool taken, push_all(database, intake, account, file.device, file.operations, report));
  if (taken) return report;
  // What came before the fork is counted by its new name only: under the old one it was the office's own already.
  report = {};
  report.renamed = true;
  MOTCUA_TRY_ASSIGN(const auto anew, renamed(file));
  MOTCUA_TRY_ASSIGN(const bool own, push_all(database, intake, account, anew.first, anew.second, report));
  if (!own) return fail(ErrorCode::not_allowed);
  return report;
}

}  // namespace motcua::server
