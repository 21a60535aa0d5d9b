#pragma once
#include <set>
#include <string>
#include <unordered_map>

#include "keys.hpp"
#include "tally.hpp"

namespace motcua::simulation {

/// Knows of every saved operation where it must still be, and so exactly what may be lost: what perished with the last
/// disk that had to hold it.
///
/// A device must keep each of its operations until a backup of the server holds it. The server must keep all that it
/// has. Only a destroyed device (its file gone, or an older copy put in its place) and a server put back to a backup
/// may take something away, and only what nobody else has to have.
class Ledger {
 public:
  explicit Ledger(Tally& tally) : tally_(tally) {}

  /// Saving it returned success on device `slot`.
  void saved(int slot, const Key& key, const std::string& what);
  /// Device `slot` has these: from now on it must keep them.
  void seen(int slot, const Keys& kept);
  /// A backup was made of a server with these.
  void backed_up(const Keys& keys);

  /// The files of device `slot` are others now, with these operations.
  void device_replaced(int slot, const Keys& kept, const Keys& server);
  /// The server is another now, with these operations.
  void server_replaced(const Keys& server);

  /// Throws unless device `slot`, which has `kept`, has what it must.
  void check_device(int slot, const Keys& kept);
  /// Throws unless every operation is on the server or with a device that must keep it.
  void check_all(const Keys& server);
  /// After everything was sent: throws unless every operation is on the server. `refused` are those that devices still
  /// have and show as refused.
  void check_end(const Keys& server, const Keys& refused);

 private:
  struct Entry {
    std::string what;
    std::set<int> holders;
    /// A backup that is not used any more had it. A device may hear of that backup late, and forget the operation.
    bool forgettable = false;
    bool perished = false;  ///< Nobody had to have it any more: it may come back, and need not.
  };
  void let_perish(Entry& entry, const Key& key, const Keys& server) {
    if (entry.holders.empty() && !server.contains(key)) entry.perished = true;
  }

  Tally& tally_;
  std::unordered_map<Key, Entry> entries_;
  Keys backed_up_;
};

}  // namespace motcua::simulation
