#pragma once
#include <string>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/storage/copy.hpp"

/// A backup is a folder that holds what an office's folder holds: office.db, one file whole by itself, and its
/// attachments. It is an office that nobody serves.
namespace motcua::server {

/// What a backup holds.
struct BackupContent {
  std::string office_name;
  Instant made;
  std::uint64_t last_commit_seq = 0;
  std::size_t devices = 0;
  std::size_t attachments = 0;
};

struct BackupReport {
  BackupContent content;
  /// Attachments that were no longer what their name says when they were copied: not in the backup.
  std::vector<std::string> damaged;
};

/// What is under way, for who waits.
enum class BackupStep : std::uint8_t { copying, checking, attachments };
using BackupProgress = std::function<void(BackupStep step, std::int64_t done, std::int64_t total)>;

/// Writes the office in `folder` to the new folder `target`, while its server goes on. It gets its name only when it is
/// whole, checked and on the disk; then, and only then, devices may forget what it holds. Fails with backup_exists.
[[nodiscard]] Result<BackupReport> back_up(const std::string& folder, const std::string& target, Clock& clock,
                                           Random& random, const BackupProgress& progress);

/// Makes a new office in `folder` (missing or empty) of a backup, checked before anything is made of it, with a new
/// epoch: by it devices notice, send again what came after the backup, and read everything anew. Fails with
/// restore_target or backup_unreadable.
[[nodiscard]] Result<BackupReport> restore(const std::string& backup, const std::string& folder, Clock& clock,
                                           Random& random, const BackupProgress& progress);

}  // namespace motcua::server
