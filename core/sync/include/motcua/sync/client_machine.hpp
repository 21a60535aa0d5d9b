#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/records/store.hpp"
#include "motcua/sync/sync_run.hpp"

namespace motcua::sync {

/// A request to put on the network: POST `path` with `body` (a frame) and, when `token` is not empty,
/// `Authorization: Bearer <token>`.
struct HttpRequest {
  std::string path;
  Bytes body;
  std::string token;
  std::uint64_t number = 0;  ///< Of a ClientMachine's request: what ties its reply to it.
};

/// Who this device is to the server. Kept in the database; empty token: not enrolled.
struct Enrolment {
  std::string token;
  std::string account_name;  ///< Shown on screen.
  std::string office_name;
  AccountId account{};  ///< Nil: enrolled by a version that did not keep it.
  friend bool operator==(const Enrolment&, const Enrolment&) = default;
};

enum class SyncPhase : std::uint8_t { idle, saying_hello, pushing, pulling, waiting };

/// What a screen tells about sync.
struct SyncStatus {
  bool enrolled = false;
  SyncPhase phase = SyncPhase::idle;
  std::int64_t unsent = 0;         ///< Finished records that the server does not have.
  std::int64_t sent_this_run = 0;  ///< For progress: of `sent_this_run + unsent`.
  std::int64_t refused = 0;        ///< In quarantine on the server.
  std::optional<Instant> last_success;
  std::optional<Error> last_error;      ///< Of the last attempt; cleared by success.
  std::optional<Error> notice;          ///< What the user should know and is no failure: client_too_old.
  std::optional<Instant> next_attempt;  ///< While waiting after a failure.
  std::string server_app_build;         ///< Of the app that the server offers; empty: not known.
};

/// The device's side of sync, sans-I/O: it says what to send and is told what came back. One request is on its way at a
/// time. Never deletes an unsent operation. Not thread-safe.
///
///   while (auto request = machine.next()) {
///     auto reply = post(*request);
///     machine.on_reply(request->number, reply.status, reply.body);
///   }
class ClientMachine {
 public:
  /// `build` names the program in the office's list of devices.
  [[nodiscard]] static Result<ClientMachine> open(records::LocalLog& log, Clock& clock, Random& random,
                                                  std::string build = {});
  ClientMachine(ClientMachine&&) noexcept;
  ClientMachine& operator=(ClientMachine&&) noexcept;
  ~ClientMachine();

  /// An empty token: not enrolled any more. Another account gets a log of its own; see LocalLog::set_account.
  [[nodiscard]] Status set_enrolment(const Enrolment& enrolment);
  [[nodiscard]] Result<std::optional<Enrolment>> enrolment() const;

  /// Starts a round now (start of the program, "online", after a save, the user's button): cancels a waiting pause,
  /// and pauses are short again. Rounds that nobody asked for follow each 5 minutes, and ever less often, up to each
  /// hour, while they bring nothing.
  void wake();
  /// The request to send now, or nullopt while one is on its way, nothing is to do, or a pause runs.
  [[nodiscard]] std::optional<HttpRequest> next();
  /// The reply to the request `number`; of another one than the last (before a new enrolment, or twice) it is dropped.
  /// `status` is the HTTP status; the body must be a frame whatever the status, so a captive portal's 200 is a failure.
  void on_reply(std::uint64_t number, int status, ByteView body);
  /// That request got no reply. Pauses grow 2 s, 4 s … 5 min, with jitter; a lost push is tried again in half.
  void on_lost(std::uint64_t number);
  /// When `next()` should be asked again although nothing happens; nullopt: never.
  [[nodiscard]] std::optional<Instant> wake_at() const;

  [[nodiscard]] SyncStatus status() const;
  /// What the last rounds of the enrolled account did on this device, the newest first: those that moved something and
  /// those that failed.
  [[nodiscard]] Result<std::vector<SyncRun>> history() const;
  /// As in status(), which counts in the database.
  [[nodiscard]] SyncPhase phase() const;

 private:
  struct Impl;
  explicit ClientMachine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::sync
