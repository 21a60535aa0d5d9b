#pragma once
#include <deque>
#include <functional>
#include <string>

#include "services.hpp"

namespace motcua::ui {

/// Looks a dossier up with both codes and keeps what came; then calls `done` with the dossier's code as the office has
/// it. A new call drops the answer of the one before.
void fetch_dossier(Pending& pending, Services& services, const std::string& code, const std::string& lookup_code,
                   std::function<void(const Result<std::string>&)> done);

/// Fetches the kept dossiers again, one after the other, while there is a network.
class Refresher {
 public:
  explicit Refresher(Services& services) : services_(services), pending_(services.requests) {}
  /// Those that may have changed and were not fetched in the last minute; with `all` every one.
  void start(bool all);
  [[nodiscard]] bool running() const { return pending_.waiting(); }
  /// Why the last run ended early.
  [[nodiscard]] const std::optional<Error>& failed() const { return failed_; }

 private:
  void next();

  Services& services_;
  Pending pending_;
  std::deque<dossier::SavedDossier> waiting_;
  std::optional<Error> failed_;
};

/// A copy that is younger need not be fetched again by itself.
inline constexpr std::int64_t kFreshMs = 60'000;

}  // namespace motcua::ui
