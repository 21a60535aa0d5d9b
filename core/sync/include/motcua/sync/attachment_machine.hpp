#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/records/store.hpp"
#include "motcua/sync/client_machine.hpp"

namespace motcua::sync {

/// Where the bytes of this device's files are.
class BlobSource {
 public:
  virtual ~BlobSource() = default;
  /// The `count` bytes from `offset`, fewer only at the end of the file. nullopt: they are being fetched, and
  /// AttachmentMachine::next is to be asked again when they are there. Fails with attachment_missing.
  [[nodiscard]] virtual Result<std::optional<Bytes>> read(const Hash& file, std::uint64_t offset,
                                                          std::size_t count) = 0;
};

/// How far files have come, of one record or of all that the device has finished.
struct AttachmentCounts {
  std::int64_t files = 0;
  std::int64_t sent = 0;    ///< The server has them whole.
  std::int64_t failed = 0;  ///< Given up until somebody asks again.
  std::uint64_t bytes = 0;
  std::uint64_t bytes_sent = 0;
  [[nodiscard]] std::int64_t waiting() const { return files - sent - failed; }
};

struct AttachmentStatus {
  AttachmentCounts counts;  ///< Of the files that are not all sent, and of those sent in this run.
  bool working = false;
  std::optional<Error> last_error;
  std::optional<Instant> next_attempt;
};

/// Brings the files of finished records to the server, one after the other in parts, sans-I/O like ClientMachine. A
/// file is sent once the server has a record that names it. The server says how much it has and that is where it goes
/// on; it is "sent" only when the server has checked the digest. Not thread-safe.
class AttachmentMachine {
 public:
  /// `log`, whose database the machine shares, and the rest must outlive it.
  [[nodiscard]] static Result<AttachmentMachine> open(records::LocalLog& log, BlobSource& source, Clock& clock,
                                                      Random& random);
  AttachmentMachine(AttachmentMachine&&) noexcept;
  AttachmentMachine& operator=(AttachmentMachine&&) noexcept;
  ~AttachmentMachine();

  /// The file is on this device, durably, and `entity` will name it: call it before the record says so, so that no
  /// record ever names a file that a sweep could take away.
  [[nodiscard]] Status add(const EntityId& entity, std::string_view name, const records::Attachment& file);
  /// After the record was finished or thrown away: forgets files that it does not name.
  [[nodiscard]] Status settle(const EntityId& entity);
  /// At the start of the program: forgets files that no record names any more, and those that the server has had for
  /// thirty days whose record a backup holds. Returns the files that must stay; all others may be deleted.
  [[nodiscard]] Result<std::vector<Hash>> sweep();

  /// Looks for something to send and cancels a pause: after a sync, "online", the user's button.
  void wake();
  /// As wake(), and tries again what was given up.
  [[nodiscard]] Status retry();

  /// As ClientMachine: the request to send now, one at a time.
  [[nodiscard]] std::optional<HttpRequest> next();
  void on_reply(std::uint64_t number, int status, ByteView body);
  void on_lost(std::uint64_t number);
  /// When `next()` should be asked again although nothing happens; nullopt: never.
  [[nodiscard]] std::optional<Instant> wake_at() const;

  [[nodiscard]] AttachmentStatus status() const;
  [[nodiscard]] Result<AttachmentCounts> counts(const EntityId& entity) const;

 private:
  struct Impl;
  explicit AttachmentMachine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::sync
