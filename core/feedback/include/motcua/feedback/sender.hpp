#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/dossier/store.hpp"
#include "motcua/feedback/outbox.hpp"
#include "motcua/sync/backoff.hpp"
#include "motcua/sync/client_machine.hpp"
#include "motcua/sync/pause.hpp"

namespace motcua::feedback {

/// Sends what is in the outbox, one after the other, and asks for answers; sans-I/O, as sync::ClientMachine is. A reply
/// that is lost costs nothing: the same is sent again under the same id. What fails is tried again after all others, so
/// that one thing that never comes through holds up nothing. What an office may have lost, as it was restored from a
/// backup, is sent again. Not thread-safe.
class Sender {
 public:
  /// All outlive it. `saved` knows the lookup codes of what is to be sent again.
  Sender(Outbox& outbox, const dossier::SavedDossiers& saved, Clock& clock, Random& random)
      : outbox_(outbox), saved_(saved), clock_(clock), backoff_(random) {}

  /// Something was written, or there may be a network again: cancels a waiting pause, and pauses are short again. Asks
  /// for answers when that was not done in the last ten minutes.
  void wake();
  [[nodiscard]] std::optional<sync::HttpRequest> next();
  void on_reply(std::uint64_t number, int status, ByteView body);
  void on_lost(std::uint64_t number);
  /// When `next()` should be asked again although nothing happens; nullopt: never.
  [[nodiscard]] std::optional<Instant> wake_at() const;

 private:
  struct Asking {
    std::vector<std::string> receipts;
  };
  using Subject = std::variant<std::monostate, RatingId, FeedbackId, Asking>;

  [[nodiscard]] Result<std::optional<sync::HttpRequest>> make_request();
  [[nodiscard]] Result<std::optional<sync::HttpRequest>> send_unsent();
  [[nodiscard]] Result<std::optional<sync::HttpRequest>> ask_for_answers();
  [[nodiscard]] Status settle(ByteView body);
  template <class Id>
  [[nodiscard]] Status settle_refusal(const Id& id, const Error& why);
  [[nodiscard]] Status take_answers(ByteView body);
  [[nodiscard]] Status send_again_after_restore(std::uint64_t epoch);
  void go_on();
  void fail();
  void pause();

  Outbox& outbox_;
  const dossier::SavedDossiers& saved_;
  Clock& clock_;
  sync::Backoff backoff_;
  Subject sending_;  ///< What the request on its way is about; monostate: none is.
  std::uint64_t number_ = 0;
  bool awake_ = false;
  bool ask_ = false;
  std::set<Outbox::ItemId> failed_;  ///< Each was tried in vain; their turn comes again when nothing else is unsent.
  std::set<std::string> asked_;      ///< Receipts that the office told about; their turn comes again after all others.
  std::optional<sync::Pause> until_asking_;
  std::optional<sync::Pause> rest_;  ///< After a failure.
};

}  // namespace motcua::feedback
