#include "motcua/sync/attachment_machine.hpp"

#include <algorithm>
#include <deque>
#include <set>

#include "attachment_store.hpp"
#include "client_store.hpp"
#include "motcua/sync/attachment_messages.hpp"
#include "motcua/sync/backoff.hpp"
#include "motcua/sync/http_failure.hpp"
#include "motcua/sync/pause.hpp"

namespace motcua::sync {
namespace {

constexpr std::size_t kFirstChunk = 256U * 1024;
constexpr std::size_t kLeastChunk = 16U * 1024;
/// Parts in a row that arrive before a larger one is tried.
constexpr int kArrivalsToGrow = 8;
/// Replies in a row that move nothing on before the server counts as failing.
constexpr int kMaxIdleReplies = 3;
/// A file that arrives damaged this often is damaged here.
constexpr std::int64_t kMaxMismatches = 3;
/// What was sent is kept this long: a server that is restored from a backup may ask again.
constexpr std::int64_t kKeepSentMs = 30LL * 24 * 3600 * 1000;

enum class Phase : std::uint8_t { idle, asking, sending, waiting };

void count(AttachmentCounts& counts, const AttachmentStore::Use& use) {
  ++counts.files;
  if (use.completed) ++counts.sent;
  if (use.failed && !use.completed) ++counts.failed;
  counts.bytes += use.size;
  counts.bytes_sent += use.completed ? use.size : std::min(use.sent, use.size);
}

}  // namespace

struct AttachmentMachine::Impl {
  Impl(records::LocalLog& own_log, BlobSource& blobs, Clock& time, Random& random)
      : log(own_log),
        source(blobs),
        clock(time),
        store(own_log.database()),
        client(own_log.database()),
        backoff(random) {}

  records::LocalLog& log;
  BlobSource& source;
  Clock& clock;
  AttachmentStore store;
  ClientStore client;
  Backoff backoff;

  struct File {
    AskedAttachment file;
    std::uint64_t sent = 0;
  };

  Phase phase = Phase::idle;
  std::uint64_t in_flight = 0;  ///< The number of the request on its way; 0: none is.
  std::uint64_t last_request = 0;
  bool again = false;         ///< Woken while at work: another round follows.
  bool fetching = false;      ///< The source is getting the bytes.
  std::deque<File> files;     ///< Asked about, or to be sent: the first is being sent.
  std::set<Hash> unexpected;  ///< The server wants nothing of these; asked again in the next round.
  std::size_t chunk = kFirstChunk;
  std::size_t chunk_sent = 0;  ///< Of the part on its way.
  int arrivals = 0;
  int idle_replies = 0;
  AttachmentCounts run;  ///< What this run has completed.
  std::optional<Error> last_error;
  std::optional<Pause> rest;  ///< While waiting.

  // --- the course of a round ---------------------------------------------------------------------------------------
  void begin_round() {
    phase = Phase::asking;
    again = fetching = false;
    idle_replies = 0;
    unexpected.clear();
    rest.reset();
  }

  void pause(Error error) {
    last_error = std::move(error);
    again = fetching = false;
    files.clear();
    // Only a new enrolment can help against that; it wakes.
    phase = last_error->code == ErrorCode::not_signed_in ? Phase::idle : Phase::waiting;
    if (phase == Phase::waiting) rest.emplace(clock.now(), backoff.next_pause_ms());
  }

  void finish_round() {
    last_error.reset();
    backoff.reset();
    phase = Phase::idle;
    if (again) begin_round();
  }

  /// Whether the file must stay. In doubt it does: the merged state is empty for a while after another account took
  /// over or the server was restored, and another account's drafts cannot be seen.
  [[nodiscard]] Result<bool> is_needed(const AttachmentStore::Use& use) const {
    if (use.account != log.account()) return true;
    MOTCUA_TRY_ASSIGN(const auto own, log.own(use.entity));
    MOTCUA_TRY_ASSIGN(const auto state, log.visible(use.entity));
    if (state && state->removed) return false;
    const std::string text = state ? records::field_text(*state, records::attachment_field(use.name)) : std::string();
    const auto named = records::parse_attachment(text);
    if (!named || named->sha256 != use.sha256)
      return !use.completed && own && own->delivery == records::Delivery::received;
    return !use.completed || clock.now().ms - use.completed->ms < kKeepSentMs || (own && !own->stable);
  }

  // --- requests ----------------------------------------------------------------------------------------------------
  /// The server has the record in its log: it knows what to expect.
  [[nodiscard]] Result<bool> may_send(const EntityId& entity) const {
    MOTCUA_TRY_ASSIGN(const auto own, log.own(entity));
    return own && own->delivery == records::Delivery::received;
  }

  [[nodiscard]] Status select() {
    files.clear();
    MOTCUA_TRY_ASSIGN(const std::uint64_t epoch, log.epoch());
    MOTCUA_TRY(store.see_epoch(epoch));
    MOTCUA_TRY_ASSIGN(const auto uses, store.incomplete());
    std::set<Hash> seen = unexpected;
    for (const AttachmentStore::Use& use : uses) {
      if (use.failed || seen.contains(use.sha256)) continue;
      MOTCUA_TRY_ASSIGN(const bool ready, may_send(use.entity));
      if (!ready) continue;
      seen.insert(use.sha256);
      files.push_back({{use.sha256, use.size}, use.sent});
      if (files.size() == kMaxAskedAttachments) break;
    }
    return {};
  }

  [[nodiscard]] Result<std::optional<HttpRequest>> next_request() {
    MOTCUA_TRY_ASSIGN(const auto enrolment, client.enrolment());
    if (!enrolment) {
      phase = Phase::idle;
      return std::nullopt;
    }
    while (phase == Phase::sending) {
      if (files.empty()) {
        phase = Phase::asking;
        break;
      }
      const File& file = files.front();
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(chunk, file.file.size - file.sent));
      auto bytes = source.read(file.file.sha256, file.sent, count);
      if (!bytes && bytes.error().code != ErrorCode::attachment_missing) return std::unexpected(bytes.error());
      if (!bytes || (*bytes && (*bytes)->size() != count)) {
        MOTCUA_TRY(store.note_failed(file.file.sha256, {ErrorCode::attachment_missing, ""}));
        files.pop_front();
        continue;
      }
      fetching = !bytes->has_value();
      if (fetching) return std::nullopt;
      chunk_sent = count;
      return HttpRequest{kAttachmentChunkPath, encode(AttachmentChunkRequest{file.file, file.sent, *std::move(*bytes)}),
                         enrolment->token, 0};
    }
    MOTCUA_TRY(select());
    if (files.empty()) {
      finish_round();
      if (phase == Phase::asking) return next_request();
      return std::nullopt;
    }
    AttachmentStatusRequest message;
    for (const File& file : files) message.files.push_back(file.file);
    return HttpRequest{kAttachmentStatusPath, encode(message), enrolment->token, 0};
  }

  // --- replies -----------------------------------------------------------------------------------------------------
  /// What the server said of the file; true when it is done with.
  [[nodiscard]] Result<bool> take(File& file, const AttachmentProgress& progress) {
    const Hash& digest = file.file.sha256;
    switch (progress.state) {
      case AttachmentState::unexpected:
        unexpected.insert(digest);
        return true;
      case AttachmentState::complete:
        MOTCUA_TRY(store.note_complete(digest, clock.now()));
        ++run.files;
        ++run.sent;
        run.bytes += file.file.size;
        run.bytes_sent += file.file.size;
        return true;
      case AttachmentState::wanted:
        break;
    }
    if (progress.have > file.file.size) return fail(ErrorCode::server_failed, "attachment length");
    file.sent = progress.have;
    MOTCUA_TRY(store.note_progress(digest, file.sent));
    return false;
  }

  [[nodiscard]] Status on_status(ByteView body) {
    MOTCUA_TRY_ASSIGN(const auto reply, decode<AttachmentStatusReply>(body));
    if (reply.files.size() != files.size()) return fail(ErrorCode::frame_malformed, "attachments");
    std::deque<File> wanted;
    for (std::size_t i = 0; i < files.size(); ++i) {
      MOTCUA_TRY_ASSIGN(const bool done, take(files[i], reply.files[i]));
      if (!done) wanted.push_back(files[i]);
    }
    files = std::move(wanted);
    phase = Phase::sending;
    return {};
  }

  [[nodiscard]] Status on_chunk(ByteView body) {
    const auto reply = decode<AttachmentChunkReply>(body);
    File& file = files.front();
    if (!reply && reply.error().code == ErrorCode::attachment_mismatch) {
      MOTCUA_TRY_ASSIGN(const std::int64_t times, store.note_mismatch(file.file.sha256));
      file.sent = 0;
      if (times < kMaxMismatches) return {};
    }
    if (!reply && (reply.error().code == ErrorCode::attachment_mismatch ||
                   reply.error().code == ErrorCode::attachment_too_large)) {
      MOTCUA_TRY(store.note_failed(file.file.sha256, reply.error()));
      files.pop_front();
      return {};
    }
    if (!reply) return std::unexpected(reply.error());
    const std::uint64_t before = file.sent;
    MOTCUA_TRY_ASSIGN(const bool done, take(file, reply->progress));
    const bool progress = done || file.sent > before;
    if (done) files.pop_front();
    idle_replies = progress ? 0 : idle_replies + 1;
    if (idle_replies >= kMaxIdleReplies) return fail(ErrorCode::server_failed, "no progress");
    if (progress) note_arrival();
    return {};
  }

  void note_arrival() {
    backoff.reset();
    if (++arrivals < kArrivalsToGrow) return;
    arrivals = 0;
    chunk = std::min(chunk * 2, kMaxAttachmentChunk);
  }

  /// A line that loses a part may carry a smaller one.
  void shrink() {
    chunk = std::max(kLeastChunk, std::min(chunk, chunk_sent) / 2);
    arrivals = 0;
  }

  /// True when `number` is the request on its way, which it then is no more.
  [[nodiscard]] bool take_flight(std::uint64_t number) {
    if (number == 0 || number != in_flight) return false;
    in_flight = 0;
    return true;
  }
};

AttachmentMachine::AttachmentMachine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AttachmentMachine::AttachmentMachine(AttachmentMachine&&) noexcept = default;
AttachmentMachine& AttachmentMachine::operator=(AttachmentMachine&&) noexcept = default;
AttachmentMachine::~AttachmentMachine() = default;

Result<AttachmentMachine> AttachmentMachine::open(records::LocalLog& log, BlobSource& source, Clock& clock,
                                                  Random& random) {
  MOTCUA_TRY(ClientStore::migrate(log.database()));
  MOTCUA_TRY(AttachmentStore::migrate(log.database()));
  AttachmentMachine machine(std::make_unique<Impl>(log, source, clock, random));
  machine.wake();
  return machine;
}

Status AttachmentMachine::add(const EntityId& entity, std::string_view name, const records::Attachment& file) {
  return impl_->store.add(impl_->log.account(), entity, name, file);
}

Status AttachmentMachine::settle(const EntityId& entity) {
  MOTCUA_TRY_ASSIGN(const auto uses, impl_->store.of(entity));
  for (const AttachmentStore::Use& use : uses) {
    MOTCUA_TRY_ASSIGN(const bool needed, impl_->is_needed(use));
    if (!needed) MOTCUA_TRY(impl_->store.remove(use));
  }
  return {};
}

Result<std::vector<Hash>> AttachmentMachine::sweep() {
  MOTCUA_TRY(impl_->store.adopt_unknown(impl_->log.account()));
  MOTCUA_TRY_ASSIGN(const auto uses, impl_->store.all());
  std::set<Hash> kept;
  for (const AttachmentStore::Use& use : uses) {
    MOTCUA_TRY_ASSIGN(const bool needed, impl_->is_needed(use));
    if (needed) {
      kept.insert(use.sha256);
    } else {
      MOTCUA_TRY(impl_->store.remove(use));
    }
  }
  MOTCUA_TRY(impl_->store.remove_unused());
  return std::vector<Hash>(kept.begin(), kept.end());
}

void AttachmentMachine::wake() {
  if (impl_->phase == Phase::idle) impl_->run = {};
  if (impl_->phase == Phase::idle || impl_->phase == Phase::waiting) {
    impl_->begin_round();
  } else if (impl_->in_flight != 0 || impl_->phase == Phase::sending) {
    impl_->again = true;
  }
}

Status AttachmentMachine::retry() {
  MOTCUA_TRY(impl_->store.clear_failures());
  wake();
  return {};
}

std::optional<HttpRequest> AttachmentMachine::next() {
  if (impl_->in_flight != 0 || impl_->phase == Phase::idle) return std::nullopt;
  if (impl_->phase == Phase::waiting) {
    if (!impl_->rest->over(impl_->clock.now())) return std::nullopt;
    impl_->begin_round();
  }
  auto request = impl_->next_request();
  if (!request) {
    impl_->pause(std::move(request).error());
    return std::nullopt;
  }
  if (!*request) return std::nullopt;
  impl_->in_flight = (*request)->number = ++impl_->last_request;
  return *std::move(*request);
}

void AttachmentMachine::on_reply(std::uint64_t number, int status, ByteView body) {
  if (!impl_->take_flight(number)) return;
  Status outcome = check_reply(status, body);
  if (outcome) outcome = impl_->phase == Phase::asking ? impl_->on_status(body) : impl_->on_chunk(body);
  if (!outcome) impl_->pause(std::move(outcome).error());
}

void AttachmentMachine::on_lost(std::uint64_t number) {
  if (!impl_->take_flight(number)) return;
  if (impl_->phase == Phase::sending) impl_->shrink();
  impl_->pause({ErrorCode::network_unreachable, ""});
}

std::optional<Instant> AttachmentMachine::wake_at() const {
  if (impl_->in_flight != 0 || impl_->fetching || impl_->phase == Phase::idle) return std::nullopt;
  const Instant now = impl_->clock.now();
  return impl_->phase == Phase::waiting ? impl_->rest->end(now) : now;
}

AttachmentStatus AttachmentMachine::status() const {
  AttachmentStatus status;
  status.counts = impl_->run;
  status.working = impl_->phase == Phase::sending;
  status.last_error = impl_->last_error;
  if (impl_->rest) status.next_attempt = impl_->rest->end(impl_->clock.now());
  std::set<Hash> seen;
  const auto uses = impl_->store.incomplete();
  if (!uses) status.last_error = uses.error();
  for (const AttachmentStore::Use& use : uses.value_or(std::vector<AttachmentStore::Use>())) {
    const auto own = impl_->log.own(use.entity);
    const bool finished = own && *own && (*own)->delivery != records::Delivery::open;
    if (finished && seen.insert(use.sha256).second) count(status.counts, use);
  }
  return status;
}

Result<AttachmentCounts> AttachmentMachine::counts(const EntityId& entity) const {
  MOTCUA_TRY_ASSIGN(const auto uses, impl_->store.of(entity));
  AttachmentCounts counts;
  for (const AttachmentStore::Use& use : uses) count(counts, use);
  return counts;
}

}  // namespace motcua::sync
