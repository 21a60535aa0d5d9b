#include "ledger.hpp"

namespace motcua::simulation {

void Ledger::saved(int slot, const Key& key, const std::string& what) {
  Entry& entry = entries_[key];
  entry.what = what;
  entry.holders.insert(slot);
}

void Ledger::seen(int slot, const Keys& kept) {
  for (const Key& key : kept) {
    Entry& entry = entries_[key];
    entry.holders.insert(slot);
    entry.perished = false;
  }
}

void Ledger::backed_up(const Keys& keys) { backed_up_.insert(keys.begin(), keys.end()); }

void Ledger::device_replaced(int slot, const Keys& kept, const Keys& server) {
  for (auto& [key, entry] : entries_) {
    if (kept.contains(key) || entry.holders.erase(slot) == 0) continue;
    let_perish(entry, key, server);
  }
  seen(slot, kept);
}

void Ledger::server_replaced(const Keys& server) {
  // What no device has to keep any more was in a backup, or on a device that perished.
  for (auto& [key, entry] : entries_) {
    let_perish(entry, key, server);
    if (!server.contains(key) && backed_up_.contains(key)) entry.forgettable = true;
  }
}

void Ledger::check_device(int slot, const Keys& kept) {
  for (auto& [key, entry] : entries_) {
    if (!entry.holders.contains(slot) || kept.contains(key)) continue;
    tally_.expect("nothing_saved_is_lost", backed_up_.contains(key), [&] {
      return "device " + std::to_string(slot) + " no longer has " + entry.what + ", which is in no backup";
    });
    entry.holders.erase(slot);
    if (entry.holders.empty() && entry.forgettable) entry.perished = true;
  }
}

void Ledger::check_all(const Keys& server) {
  for (const auto& [key, entry] : entries_) {
    tally_.expect("nothing_saved_is_lost", entry.perished || !entry.holders.empty() || server.contains(key),
                  [&] { return entry.what + " is neither on a device nor on the server"; });
  }
}

void Ledger::check_end(const Keys& server, const Keys& refused) {
  for (const auto& [key, entry] : entries_) {
    tally_.expect("nothing_saved_is_lost", entry.perished || server.contains(key) || refused.contains(key),
                  [&] { return entry.what + " never reached the server"; });
  }
}

}  // namespace motcua::simulation
