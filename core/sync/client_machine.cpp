#include "motcua/sync/client_machine.hpp"

#include <algorithm>

#include "client_store.hpp"
#include "motcua/sync/backoff.hpp"
#include "motcua/sync/http_failure.hpp"
#include "motcua/sync/messages.hpp"
#include "motcua/sync/pause.hpp"
#include "run_store.hpp"

namespace motcua::sync {
namespace {

constexpr std::size_t kBatchBytes = 256U * 1024;
/// Between rounds that nobody asked for: the longer, the longer nothing comes. A phone in a pocket is to last the day.
constexpr std::int64_t kPollMs = 5LL * 60 * 1000;
constexpr std::int64_t kLongestPollMs = 60LL * 60 * 1000;
/// Pushes in a row that arrive before a shrunken batch is tried larger: on a line that bears no more, few are lost.
constexpr int kArrivalsToGrow = 8;
/// Replies in a row that move nothing on before the server counts as failing.
constexpr int kMaxIdleReplies = 3;

}  // namespace

struct ClientMachine::Impl {
  Impl(records::LocalLog& own_log, Clock& time, Random& random, std::string own_build)
      : log(own_log),
        clock(time),
        store(own_log.database()),
        runs(own_log.database()),
        backoff(random),
        build(std::move(own_build)) {}

  records::LocalLog& log;
  Clock& clock;
  ClientStore store;
  RunStore runs;
  Backoff backoff;
  std::string build;

  std::optional<Enrolment> enrolment;
  SyncPhase phase = SyncPhase::idle;
  std::uint64_t in_flight = 0;  ///< The number of the request on its way; 0: none is.
  std::uint64_t last_request = 0;
  bool asked = false;   ///< This round has sent something.
  bool again = false;   ///< Something was asked for while a round runs: another round follows.
  bool greeted = true;  ///< False after a new enrolment: the server does not know this device as its own yet.
  std::uint64_t server_epoch = 0;       ///< As the last hello said, or as the cursors are of.
  std::uint64_t forgotten_through = 0;  ///< The stable_through that was dealt with.
  ServerFacts server;
  std::uint64_t first_pushed = 0;  ///< Of the batch on its way.
  std::uint64_t last_pushed = 0;
  std::optional<DeviceId> compared;  ///< The batch on its way is what this id sent before, for the server to compare.
  std::vector<records::OperationHead> pushed;  ///< What the batch on its way consists of.
  SyncRun run;                                 ///< What this round did so far.
  bool reading_again = false;                  ///< What comes now came before: it is no news.
  /// A line that loses a batch may carry a smaller one.
  std::size_t batch_operations = kMaxPushOperations;
  std::size_t batch_bytes = kBatchBytes;
  int arrivals = 0;
  int idle_replies = 0;
  std::int64_t sent_this_run = 0;
  std::optional<Error> push_error;  ///< A refused push must not keep the feed from arriving; told at the round's end.
  std::optional<Error> last_error;
  std::optional<Instant> last_success;
  std::optional<Pause> rest;  ///< While idle until the next poll, while waiting until the next attempt.
  std::int64_t poll_ms = kPollMs;

  /// True when `number` is the request on its way, which it then is no more.
  [[nodiscard]] bool take_flight(std::uint64_t number) {
    if (number == 0 || number != in_flight) return false;
    in_flight = 0;
    return true;
  }

  /// The log is the enrolled account's: each has another log and another feed. A program that dies between enrolling
  /// and this does it when it starts again.
  [[nodiscard]] Status take_log() {
    if (!enrolment || enrolment->account.is_nil()) return {};
    // What was written before accounts were kept is of whoever was enrolled then, or else of this first one.
    MOTCUA_TRY_ASSIGN(const auto others, store.aside());
    const bool unknown_is_theirs =
        std::ranges::none_of(others, [](const Enrolment& other) { return other.account.is_nil(); });
    return log.set_account(enrolment->account, unknown_is_theirs);
  }

  // --- the course of a round ---------------------------------------------------------------------------------------
  void begin_round() {
    phase = SyncPhase::saying_hello;
    // With nothing to send one question is enough: its answer tells also whether the server lost something.
    const auto epoch = log.epoch();
    const auto unsent = log.unsent_count();
    if (greeted && epoch && *epoch != 0 && unsent && *unsent == 0) {
      server_epoch = *epoch;
      phase = SyncPhase::pulling;
    }
    asked = false;
    again = false;
    idle_replies = 0;
    compared.reset();
    push_error.reset();
    rest.reset();
  }

  void start() {
    if (phase == SyncPhase::idle || phase == SyncPhase::waiting) sent_this_run = 0;
    begin_round();
  }

  /// The round ends: it is remembered when it moved something or failed.
  [[nodiscard]] Status remember(std::optional<Error> error) {
    run.at = clock.now();
    run.error = std::move(error);
    reading_again = false;
    const SyncRun done = std::exchange(run, {});
    if (!done.moved() && !done.error) return {};
    return runs.add(log.account(), done);
  }

  void pause(Error error) {
    last_error = std::move(error);
    // A note for the person: that it could not be written is no worse than the failure itself.
    (void)remember(last_error);
    again = false;
    if (last_error->code == ErrorCode::not_signed_in) {
      // Trying again by itself cannot help; a new enrolment or the user's wake does.
      phase = SyncPhase::idle;
      return;
    }
    phase = SyncPhase::waiting;
    rest.emplace(clock.now(), backoff.next_pause_ms());
  }

  [[nodiscard]] Status succeed() {
    const Instant now = clock.now();
    if (run.moved()) poll_ms = kPollMs;
    rest.emplace(now, poll_ms);
    poll_ms = std::min(poll_ms * 2, kLongestPollMs);
    {
      MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(log.database()));
      MOTCUA_TRY(remember(std::nullopt));
      MOTCUA_TRY(store.set_last_success(now));
      MOTCUA_TRY(transaction.commit());
    }
    last_success = now;
    last_error.reset();
    backoff.reset();
    phase = SyncPhase::idle;
    return {};
  }

  /// Counts replies that moved nothing on, so that a server which contradicts itself cannot keep a device busy for
  /// ever.
  [[nodiscard]] Status expect_progress(bool progress) {
    idle_replies = progress ? 0 : idle_replies + 1;
    if (idle_replies >= kMaxIdleReplies) return fail(ErrorCode::server_failed, "no progress");
    return {};
  }

  // --- requests
  // --------------------------------------------------------------------------------------------------------
  [[nodiscard]] HttpRequest request(const char* path, Bytes body) const {
    return {path, std::move(body), enrolment->token, 0};
  }

  [[nodiscard]] Result<HttpRequest> hello() {
    MOTCUA_TRY_ASSIGN(const std::int64_t unsent, log.unsent_count());
    return request(kHelloPath,
                   encode(HelloRequest{log.device(), static_cast<std::uint64_t>(unsent), wire::kProtocol, build}));
  }

  /// From what the lost batch had, not from the limit, so that each try is really smaller.
  void shrink_batch() {
    const auto sent = static_cast<std::size_t>(last_pushed + 1 - first_pushed);
    batch_operations = std::max<std::size_t>(1, std::min(batch_operations, sent) / 2);
    batch_bytes = std::max<std::size_t>(1, batch_bytes / 2);
    arrivals = 0;
  }

  void note_arrival() {
    backoff.reset();
    if (++arrivals < kArrivalsToGrow) return;
    arrivals = 0;
    batch_operations = std::min(batch_operations * 2, kMaxPushOperations);
    batch_bytes = std::min(batch_bytes * 2, kBatchBytes);
  }

  /// nullopt when there is nothing to push.
  [[nodiscard]] Result<std::optional<HttpRequest>> push() {
    MOTCUA_TRY_ASSIGN(const std::uint64_t acked, log.acked_through());
    MOTCUA_TRY_ASSIGN(auto sealed, log.read_sealed(acked + 1, batch_operations, batch_bytes));
    return push(log.device(), std::move(sealed));
  }

  /// Once more what was acknowledged and has not come back. nullopt when there is nothing.
  [[nodiscard]] Result<std::optional<HttpRequest>> compare() {
    MOTCUA_TRY_ASSIGN(auto doubtful, log.read_doubtful(batch_operations, batch_bytes));
    compared = doubtful.device;
    return push(doubtful.device, std::move(doubtful.operations));
  }

  [[nodiscard]] std::optional<HttpRequest> push(const DeviceId& device, std::vector<records::LocalLog::Sealed> sealed) {
    if (sealed.empty()) return std::nullopt;
    PushRequest message{server_epoch, device, {}};
    message.operations.reserve(sealed.size());
    pushed.clear();
    for (auto& operation : sealed) {
      pushed.push_back(records::operation_head(operation.bytes));
      message.operations.push_back({operation.seq, std::move(operation.bytes)});
    }
    first_pushed = message.operations.front().seq;
    last_pushed = message.operations.back().seq;
    return request(kPushPath, encode(message));
  }

  [[nodiscard]] Result<HttpRequest> pull() {
    ChangesRequest message;
    message.device = log.device();
    MOTCUA_TRY_ASSIGN(message.epoch, log.epoch());
    MOTCUA_TRY_ASSIGN(const std::int64_t unsent, log.unsent_count());
    message.unsent = static_cast<std::uint64_t>(unsent);
    MOTCUA_TRY_ASSIGN(message.scopes, log.scopes());
    return request(kChangesPath, encode(message));
  }

  [[nodiscard]] Result<HttpRequest> next_request() {
    // A full disk may have kept the log from changing hands: nothing is sent under another's name.
    if (log.account() != enrolment->account) MOTCUA_TRY(take_log());
    if (phase == SyncPhase::saying_hello) return hello();
    if (phase == SyncPhase::pushing) {
      MOTCUA_TRY_ASSIGN(auto batch, compared ? compare() : push());
      if (batch) return *std::move(batch);
      compared.reset();
      phase = SyncPhase::pulling;
    }
    return pull();
  }

  // --- replies
  // ---------------------------------------------------------------------------------------------------------
  [[nodiscard]] Status on_hello(ByteView body) {
    MOTCUA_TRY_ASSIGN(const HelloReply reply, decode<HelloReply>(body));
    server_epoch = reply.epoch;
    server = reply.server;
    greeted = true;
    // Only ever downwards: that the server has a number does not tell that it has this device's content under it (a
    // copy of this device may have used it). What is not acknowledged yet is pushed, and the server compares.
    MOTCUA_TRY(log.rewind_acknowledged(reply.acked_through));
    MOTCUA_TRY(forget(reply.epoch, reply.stable_through));
    compared.reset();
    phase = SyncPhase::pushing;
    return {};
  }

  [[nodiscard]] Status on_push(ByteView body) {
    MOTCUA_TRY_ASSIGN(PushReply reply, decode<PushReply>(body));
    if (reply.epoch != server_epoch) {
      // Restored since the hello: it took nothing.
      phase = SyncPhase::saying_hello;
      return expect_progress(false);
    }
    records::Sequencer::Receipt& receipt = reply.receipt;
    const std::uint64_t acked = std::min(receipt.acked_through, last_pushed);
    const bool progress = acked >= first_pushed && !receipt.forked;
    std::erase_if(receipt.verdicts,
                  [&](const auto& verdict) { return verdict.seq < first_pushed || verdict.seq > acked; });
    if (compared) {
      return progress ? log.confirm(*compared, first_pushed, acked, receipt.verdicts) : log.recover_missing();
    }
    if (receipt.forked) {
      MOTCUA_TRY(log.rekey());
    } else if (acked + 1 < first_pushed) {
      MOTCUA_TRY(log.rewind_acknowledged(acked));
    } else {
      MOTCUA_TRY(log.acknowledge(acked, receipt.verdicts));
      if (progress) note_arrival();
      for (std::uint64_t seq = first_pushed; seq <= acked; ++seq)
        run.sent.count(pushed[static_cast<std::size_t>(seq - first_pushed)]);
      sent_this_run += static_cast<std::int64_t>(acked + 1 - first_pushed);
      MOTCUA_TRY(forget(reply.epoch, reply.stable_through));
    }
    return expect_progress(progress);
  }

  [[nodiscard]] Status on_changes(ByteView body) {
    MOTCUA_TRY_ASSIGN(const ChangesReply reply, decode<ChangesReply>(body));
    // A server from before scopes: its page has no cursors for them. It is updated before the app that it serves.
    if (reply.page.scopes.empty()) return fail(ErrorCode::frame_version, "scopes");
    server = reply.server;
    MOTCUA_TRY_ASSIGN(const std::uint64_t epoch, log.epoch());
    MOTCUA_TRY_ASSIGN(const auto before, log.scopes());
    reading_again = reading_again || (epoch != 0 && reply.epoch != epoch);
    if (!reading_again) MOTCUA_TRY(count_received(reply.page));
    MOTCUA_TRY_ASSIGN(const auto applied, log.apply_page(reply.epoch, reply.page, reply.left));
    if (reply.delivered) MOTCUA_TRY(log.rewind_acknowledged(reply.delivered->acked_through));
    if (reply.epoch != server_epoch) {
      // Restored since the hello: what it has of this device must be asked again.
      phase = SyncPhase::saying_hello;
      return expect_progress(false);
    }
    if (reply.delivered) MOTCUA_TRY(forget(reply.epoch, reply.delivered->stable_through));
    if (reply.page.has_more) {
      MOTCUA_TRY_ASSIGN(const auto after, log.scopes());
      return expect_progress(reply.epoch != epoch || rose(before, after));
    }
    using Applied = records::LocalLog::Applied;
    if (applied == Applied::damaged) {  // That scope once more; its sum counts only once.
      reading_again = true;
      return {};
    }

    if (push_error) return std::unexpected(*std::exchange(push_error, std::nullopt));
    if (applied == Applied::disputed) return fail(ErrorCode::server_failed, "sum of a scope");
    MOTCUA_TRY_ASSIGN(const auto doubtful, log.read_doubtful(1, 1));
    if (!doubtful.operations.empty()) {
      compared = doubtful.device;
      phase = SyncPhase::pushing;
      return expect_progress(false);
    }
    MOTCUA_TRY_ASSIGN(const std::int64_t unsent, log.unsent_count());
    if (again || unsent > 0) {
      begin_round();
      return {};
    }
    return succeed();
  }

  /// What others wrote. An assignment that is known here already was changed.
  [[nodiscard]] Status count_received(const records::FeedPage& page) {
    for (const auto& [commit_seq, effective, scope, operation] : page.operations) {
      if (operation.device == log.device()) continue;
      const bool edits_assignment =
          operation.entity_type == records::EntityType::assignment && operation.kind == records::OperationKind::edit;
      bool known = false;
      if (edits_assignment) {
        MOTCUA_TRY_ASSIGN(const auto before, log.state().read(operation.entity));
        known = before.has_value();
      }
      if (known) {
        ++run.received.other;
      } else {
        run.received.count({operation.kind, operation.entity_type});
      }
    }
    return {};
  }

  /// Whether some scope is read further than before.
  static bool rose(const std::vector<records::ScopeCursor>& before, const std::vector<records::ScopeCursor>& after) {
    return std::ranges::any_of(after, [&](const records::ScopeCursor& now) {
      const auto then = std::ranges::find(before, now.scope, &records::ScopeCursor::scope);
      return then == before.end() || now.after > then->after;
    });
  }

  /// What the feed of this epoch brought back and a backup holds need not be kept twice.
  [[nodiscard]] Status forget(std::uint64_t epoch, std::uint64_t stable_through) {
    MOTCUA_TRY_ASSIGN(const std::uint64_t known, log.epoch());
    if (epoch != known || stable_through == forgotten_through) return {};
    MOTCUA_TRY(log.forget_stable(stable_through));
    forgotten_through = stable_through;
    return {};
  }

  [[nodiscard]] Status on_reply(int status, ByteView body) {
    Status outcome = check_reply(status, body);
    if (outcome) {
      switch (phase) {
        case SyncPhase::saying_hello:
          outcome = on_hello(body);
          break;
        case SyncPhase::pushing:
          outcome = on_push(body);
          break;
        default:
          outcome = on_changes(body);
          break;
      }
    }
    if (!outcome && phase == SyncPhase::pushing && outcome.error().code != ErrorCode::not_signed_in) {
      push_error = std::move(outcome).error();
      phase = SyncPhase::pulling;
      return {};
    }
    return outcome;
  }
};

ClientMachine::ClientMachine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ClientMachine::ClientMachine(ClientMachine&&) noexcept = default;
ClientMachine& ClientMachine::operator=(ClientMachine&&) noexcept = default;
ClientMachine::~ClientMachine() = default;

Result<ClientMachine> ClientMachine::open(records::LocalLog& log, Clock& clock, Random& random, std::string build) {
  MOTCUA_TRY(ClientStore::migrate(log.database()));
  auto impl = std::make_unique<Impl>(log, clock, random, std::move(build));
  MOTCUA_TRY_ASSIGN(impl->enrolment, impl->store.enrolment());
  MOTCUA_TRY_ASSIGN(impl->last_success, impl->store.last_success());
  MOTCUA_TRY(impl->take_log());
  ClientMachine machine(std::move(impl));
  machine.wake();
  return machine;
}

Status ClientMachine::set_enrolment(const Enrolment& enrolment) {
  MOTCUA_TRY(impl_->store.set_enrolment(enrolment));
  impl_->enrolment = enrolment.token.empty() ? std::nullopt : std::optional(enrolment);
  impl_->last_success.reset();
  impl_->last_error.reset();
  impl_->in_flight = 0;  // A reply to the former account's request is not for this one.
  impl_->phase = SyncPhase::idle;
  impl_->greeted = false;
  impl_->backoff.reset();
  wake();
  return impl_->take_log();
}

Result<std::optional<Enrolment>> ClientMachine::enrolment() const { return impl_->enrolment; }

void ClientMachine::wake() {
  if (!impl_->enrolment) return;
  impl_->poll_ms = kPollMs;
  // A network that has just come may fail once more: that is not the fifth failure in a row.
  impl_->backoff.reset();
  const bool resting = impl_->phase == SyncPhase::idle || impl_->phase == SyncPhase::waiting;
  if (!resting && impl_->asked) {
    impl_->again = true;
  } else {
    impl_->start();
  }
}

std::optional<HttpRequest> ClientMachine::next() {
  if (impl_->in_flight != 0 || !impl_->enrolment) return std::nullopt;
  const Instant now = impl_->clock.now();
  if (const auto due = wake_at(); !due || now < *due) return std::nullopt;
  if (impl_->phase == SyncPhase::idle || impl_->phase == SyncPhase::waiting) impl_->start();
  auto request = impl_->next_request();
  if (!request) {
    impl_->pause(std::move(request).error());
    return std::nullopt;
  }
  impl_->in_flight = request->number = ++impl_->last_request;
  impl_->asked = true;
  return *std::move(request);
}

void ClientMachine::on_reply(std::uint64_t number, int status, ByteView body) {
  if (!impl_->take_flight(number)) return;
  if (Status outcome = impl_->on_reply(status, body); !outcome) impl_->pause(std::move(outcome).error());
}

void ClientMachine::on_lost(std::uint64_t number) {
  if (!impl_->take_flight(number)) return;
  if (impl_->phase == SyncPhase::pushing) impl_->shrink_batch();
  impl_->pause({ErrorCode::network_unreachable, ""});
}

std::optional<Instant> ClientMachine::wake_at() const {
  if (impl_->in_flight != 0 || !impl_->enrolment) return std::nullopt;
  const Instant now = impl_->clock.now();
  if (impl_->phase != SyncPhase::idle && impl_->phase != SyncPhase::waiting) return now;
  return impl_->rest ? std::optional(impl_->rest->end(now)) : std::nullopt;
}

Result<std::vector<SyncRun>> ClientMachine::history() const { return impl_->runs.list(impl_->log.account()); }

SyncPhase ClientMachine::phase() const { return impl_->phase; }

SyncStatus ClientMachine::status() const {
  SyncStatus status;
  status.enrolled = impl_->enrolment.has_value();
  status.phase = impl_->phase;
  // A count that cannot be read shows as the failure that it is, not as "nothing to send".
  const auto unsent = impl_->log.unsent_count();
  const auto refused = impl_->log.refused_count();
  status.unsent = unsent.value_or(0);
  status.refused = refused.value_or(0);
  status.sent_this_run = impl_->sent_this_run;
  status.last_success = impl_->last_success;
  status.last_error = impl_->last_error;
  if (!unsent) status.last_error = unsent.error();
  if (!refused) status.last_error = refused.error();
  if (impl_->phase == SyncPhase::waiting && impl_->rest) status.next_attempt = impl_->rest->end(impl_->clock.now());
  if (impl_->server.min_client_protocol > wire::kProtocol) status.notice = Error{ErrorCode::client_too_old, ""};
  status.server_app_build = impl_->server.app_build;
  return status;
}

}  // namespace motcua::sync
