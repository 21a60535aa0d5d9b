#pragma once
#include <functional>
#include <string>

#include "motcua/sync/attachment_messages.hpp"
#include "office/attachment_index.hpp"
#include "office/blob_store.hpp"
#include "office/worker.hpp"

namespace motcua::server {

/// Takes in the files of responses, with a thread of its own: each part waits for the disk.
class AttachmentReceiver {
 public:
  explicit AttachmentReceiver(const std::string& data_folder) : blobs_(data_folder) {}

  /// How far the asked files have come. `index` reads on the caller's connection.
  [[nodiscard]] Result<sync::AttachmentStatusReply> status(const AttachmentIndex& index,
                                                           const sync::AttachmentStatusRequest& request) const;
  /// Whether the part may be stored: false when no response names its file. Fails with attachment_too_large,
  /// frame_too_large or invalid_argument.
  [[nodiscard]] static Result<bool> admit(const AttachmentIndex& index, const sync::AttachmentChunkRequest& chunk);

  using Stored = std::function<void(const Result<BlobStore::Appended>&)>;
  /// `stored` is called on the receiver's thread once the part is on the disk. False, and no call, when too much waits.
  [[nodiscard]] bool store(sync::AttachmentChunkRequest chunk, Stored stored);
  /// Finishes what waits.
  void stop() { worker_.stop(); }

 private:
  BlobStore blobs_;
  Worker worker_{32};
};

}  // namespace motcua::server
