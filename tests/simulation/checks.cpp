#include <algorithm>

#include "motcua/sync/messages.hpp"
#include "world.hpp"

namespace motcua::simulation {
/// What leaves the server: only what the account may see, all of it up to the cursor, always the same.
void World::check_page(const sync::HttpRequest& request, const Bytes& reply) {
  const auto asked = sync::decode<sync::ChangesRequest>(request.body);
  const auto told = sync::decode<sync::ChangesReply>(reply);
  const auto account = AccountId::from_hex(request.token);
  if (!asked || !told || !account) return;
  if (served_epoch_ != told->epoch) {
    served_epoch_ = told->epoch;
    served_.clear();
  }
  const auto read_through = [&](const std::string& scope) -> std::uint64_t {
    if (asked->epoch != told->epoch || !asked->scopes) return 0;
    const auto held = std::ranges::find(*asked->scopes, scope, &records::ScopeCursor::scope);
    return held == asked->scopes->end() ? 0 : held->after;
  };
  std::uint64_t last = 0;
  std::vector<std::uint64_t> expected;
  auto query = server_->database().cached(
      "SELECT o.commit_seq, s.name FROM log_operation o JOIN log_scope s ON s.number = o.scope "
      "WHERE o.commit_seq <= ? ORDER BY o.commit_seq");
  if (!query) return;
  (*query)->bind_all(told->page.next);
  for (;;) {
    const auto row = (*query)->step();
    if (!row) return;
    if (!*row) break;
    const std::string scope((*query)->text(1));
    const auto commit_seq = static_cast<std::uint64_t>((*query)->integer(0));
    if (server_->may_read(*account, scope) && commit_seq > read_through(scope)) expected.push_back(commit_seq);
  }
  std::vector<std::uint64_t> got;
  for (const auto& entry : told->page.operations) {
    got.push_back(entry.commit_seq);
    tally_.expect("scope_safety", server_->may_read(*account, entry.scope),
                  [&] { return "the feed gave " + entry.scope; });
    tally_.expect("monotone", entry.commit_seq > last, [] { return "the feed's numbers do not rise"; });
    last = entry.commit_seq;
    const Key key = key_of(encode_operation(entry.operation));
    const Key& known = served_.try_emplace(entry.commit_seq, key).first->second;
    tally_.expect("monotone", known == key, [&] {
      return "the feed has another operation under " + std::to_string(entry.commit_seq) + " than before";
    });
  }
  tally_.expect("feed_is_complete", got == expected, [&] {
    return "a page up to " + std::to_string(told->page.next) + " has " + std::to_string(got.size()) + " of " +
           std::to_string(expected.size()) + " operations";
  });
}

/// What was acknowledged is on the server's disk.
void World::check_promises() {
  const std::uint64_t epoch = server_->sequencer().epoch();
  for (const auto& [id, promise] : promises_) {
    if (promise.epoch != epoch) continue;
    const auto acked = server_->sequencer().acked_through(id);
    if (!acked) return;
    tally_.expect("acknowledged_is_durable", *acked >= promise.acked, [&] {
      return "the server has " + std::to_string(*acked) + " of " + std::to_string(promise.acked) +
             " acknowledged operations of " + id.hex().substr(0, 6);
    });
  }
  if (served_epoch_ != epoch) return;
  auto query = server_->database().cached("SELECT commit_seq, bytes FROM log_operation");
  if (!query) return;
  std::map<std::uint64_t, Key> now;
  for (;;) {
    const auto row = (*query)->step();
    if (!row) return;
    if (!*row) break;
    now.emplace(static_cast<std::uint64_t>((*query)->integer(0)), key_of((*query)->blob(1)));
  }
  for (const auto& [commit_seq, key] : served_) {
    const auto found = now.find(commit_seq);
    tally_.expect("monotone", found != now.end() && found->second == key,
                  [&] { return "operation " + std::to_string(commit_seq) + " of the feed was served and is gone"; });
  }
}

void World::check_position(Device& device, std::optional<std::uint64_t> told_epoch) {
  const auto now = device.position();
  if (!now) return;
  const auto before = std::exchange(device.last, now);
  if (!before) return;
  const auto text = [&] { return "device " + std::to_string(device.slot); };
  tally_.expect("monotone", now->hlc >= before->hlc, [&] { return text() + ": its clock reading fell"; });
  if (now->account != before->account) return;
  for (const auto& [scope, after] : before->cursors) {
    const auto found = now->cursors.find(scope);
    tally_.expect("monotone", now->epoch != before->epoch || found == now->cursors.end() || found->second >= after,
                  [&, &name = scope] { return text() + ": its cursor of " + name + " fell within an epoch"; });
  }
  if (now->device != before->device) return;
  if (now->acked > before->acked && told_epoch) device.acked_epoch[now->device] = *told_epoch;
  const bool may_fall = told_epoch && *told_epoch != device.acked_epoch[now->device];
  tally_.expect("monotone", now->acked >= before->acked || may_fall,
                [&] { return text() + ": what is acknowledged fell within an epoch"; });
}

void World::check_drafts(Device& device) {
  const auto found = device.read_drafts();
  if (!found) return;
  const bool known = *found == device.drafts || std::ranges::count(device.maybe_drafts, *found) > 0;
  tally_.expect("nothing_saved_is_lost", known,
                [&] { return "device " + std::to_string(device.slot) + " does not have its drafts as saved"; });
  device.drafts = *found;
  device.maybe_drafts.clear();
}

/// Nothing of another account. What a former member of the group still has goes with the next pull.
void World::check_scopes(Device& device, bool pulled) {
  auto query = device.database->cached("SELECT DISTINCT scope FROM state_entity UNION SELECT scope FROM state_parked");
  if (!query) return;
  const AccountId account = device.account();
  for (;;) {
    const auto row = (*query)->step();
    if (!row || !*row) return;
    const std::string scope((*query)->text(0));
    const bool others = scope.starts_with("account:") && scope != records::account_scope(account);
    tally_.expect("scope_safety", !others && (!pulled || server_->may_read(account, scope)),
                  [&] { return "device " + std::to_string(device.slot) + " has rows of " + scope; });
  }
}

void World::take_stock(Device& device) {
  const auto kept = device.read_kept();
  if (!kept) return;
  ledger_.check_device(device.slot, *kept);
  ledger_.seen(device.slot, *kept);
}

void World::check_all() {
  for (auto& device : devices_) {
    take_stock(*device);
    check_scopes(*device, false);
    const auto drafts = device->read_drafts();
    tally_.expect("nothing_saved_is_lost", !drafts || *drafts == device->drafts,
                  [&] { return "device " + std::to_string(device->slot) + " does not have its drafts"; });
  }
  check_promises();
  ledger_.check_all(server_keys());
}

Keys World::server_keys() {
  server_->disk.fail_reads(false);
  auto keys = server_->read_keys_now();
  if (!keys) throw Violation{"save_load", "the server's log cannot be read"};
  return *std::move(keys);
}

void World::must_open(Device& device) {
  heal(device.disk);
  device.disk.power_on();
  if (const Status opened = device.open(); !opened) {
    throw Violation{"save_load", "device " + std::to_string(device.slot) + " cannot be opened: " +
                                     std::string(name(opened.error().code)) + " " + opened.error().detail};
  }
}

void World::must_open_server() {
  heal(server_->disk);
  server_->disk.power_on();
  server_->close();
  if (const Status opened = server_->open(); !opened) {
    throw Violation{"save_load", "the server cannot be opened: " + opened.error().detail};
  }
}

}  // namespace motcua::simulation
