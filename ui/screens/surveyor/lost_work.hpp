#pragma once
#include <optional>
#include <vector>

#include "keepsake.hpp"
#include "motcua/sync/messages.hpp"
#include "services.hpp"
#include "ui.hpp"

namespace motcua::ui {

/// Work that this person had somewhere and that is not here: on this device before the browser deleted its data, or on
/// another device that the server last heard say that it had something unsent. Kept in the settings until the person
/// says that they have read it.
class LostWork {
 public:
  explicit LostWork(Services& services) : services_(services) {}
  /// Notices, each until it is dismissed.
  void build(Ui& ui);

  [[nodiscard]] static Status note_evicted(Settings& settings, std::string_view word);
  /// `own`: devices that are on this device.
  [[nodiscard]] static Status note_former(Settings& settings, const std::vector<sync::FormerDevice>& former,
                                          const std::vector<DeviceId>& own);

 private:
  struct Content {
    std::optional<Keepsake> evicted;
    std::vector<sync::FormerDevice> former;
  };
  [[nodiscard]] Content read() const;
  void dismiss(const char* key);

  Services& services_;
  Cached<Content> content_;
};

}  // namespace motcua::ui
