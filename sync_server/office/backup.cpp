#include "office/backup.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include "motcua/records/store.hpp"
#include "office/files.hpp"
#include "office/folder_lock.hpp"
#include "office/office.hpp"

namespace motcua::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBackupMade = "backup_made";
constexpr const char* kBlobs = "blobs";
/// A busy server holds the lock for a few milliseconds at a time; each try waits for up to five seconds.
constexpr int kMarkTries = 6;

fs::path folder_path(const std::string& name) {
  const fs::path path = fs::path(name).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

/// A folder under a temporary name beside the one that it becomes; goes away unless it becomes it.
class Fresh {
 public:
  static Result<Fresh> make(const fs::path& final_path, ErrorCode taken) {
    fs::path part = final_path;
    part += ".part";
    std::error_code error;
    // Only what a run that was ended left, never somebody's folder.
    if (fs::exists(part, error) && !fs::is_empty(part, error) && !fs::exists(part / "office.db", error))
      return fail(taken, part.string());
    fs::remove_all(part, error);
    fs::create_directories(part, error);
    if (!error) fs::permissions(part, fs::perms::owner_all, error);
    if (error) return fail(ErrorCode::file_write, part.string());
    return Fresh(final_path, std::move(part));
  }
  Fresh(Fresh&& other) noexcept : final_(std::move(other.final_)), part_(std::move(other.part_)) {
    other.part_.clear();
  }
  Fresh& operator=(Fresh&&) = delete;
  ~Fresh() {
    std::error_code ignored;
    if (!part_.empty()) fs::remove_all(part_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return part_; }
  /// Everything in it must be on the disk; then so is its name.
  [[nodiscard]] Status become_final() {
    sync_folder(part_);
    std::error_code error;
    fs::rename(part_, final_, error);
    if (error) return fail(ErrorCode::file_write, final_.string());
    part_.clear();
    sync_folder(final_.parent_path());
    return {};
  }

 private:
  Fresh(fs::path final_path, fs::path part) : final_(std::move(final_path)), part_(std::move(part)) {}
  fs::path final_;
  fs::path part_;
};

storage::Progress of(BackupStep step, const BackupProgress& progress) {
  return [step, &progress](std::int64_t done, std::int64_t total) { progress(step, done, total); };
}

/// Fails with database_corrupt for what is damaged.
Status check_database(storage::Database& database, const BackupProgress& progress) {
  MOTCUA_TRY_ASSIGN(auto check, database.prepare("PRAGMA quick_check"));
  MOTCUA_TRY(check.step());
  if (check.text(0) != "ok") return fail(ErrorCode::database_corrupt, std::string(check.text(0)));
  std::vector<std::string> faults;
  MOTCUA_TRY(records::Sequencer::verify_chains(database, faults, of(BackupStep::checking, progress)));
  if (!faults.empty()) return fail(ErrorCode::database_corrupt, faults.front());
  return {};
}

/// The same for what a person says is a backup: whatever fails, it is none.
Status check_backup(const std::string& path, const BackupProgress& progress) {
  auto database = storage::Database::open(path);
  Status checked =
      database ? check_database(*database, progress) : Status(std::unexpected(std::move(database).error()));
  if (!checked) checked.error().code = ErrorCode::backup_unreadable;
  return checked;
}

Result<BackupContent> read_content(storage::Database& database) {
  BackupContent content;
  MOTCUA_TRY_ASSIGN(content.office_name, read_setting(database, kOfficeName));
  MOTCUA_TRY_ASSIGN(const std::string made, read_setting(database, kBackupMade));
  std::from_chars(made.data(), made.data() + made.size(), content.made.ms);
  MOTCUA_TRY_ASSIGN(const auto held, records::Sequencer::held(database));
  content.devices = held.size();
  MOTCUA_TRY_ASSIGN(const auto last, database.query_integer("SELECT max(commit_seq) FROM log_operation"));
  content.last_commit_seq = static_cast<std::uint64_t>(last.value_or(0));
  return content;
}

bool is_blob_name(const std::string& name) {
  const auto bytes = from_hex(name);
  return bytes && bytes->size() == sizeof(Hash) && to_hex(*bytes) == name;
}

/// Every attachment whose content is what its name says. They never change under their name, so they may be copied
/// after the database was: what its snapshot names is there.
Status copy_blobs(const fs::path& from, const fs::path& to, BackupReport& report, const BackupProgress& progress) {
  std::error_code error;
  if (!fs::is_directory(from, error)) return {};
  std::vector<fs::path> files;
  for (auto entry = fs::recursive_directory_iterator(from, error); entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    if (error) break;
    if (entry->is_regular_file(error) && is_blob_name(entry->path().filename().string()))
      files.push_back(fs::relative(entry->path(), from, error));
  }
  if (error) return fail(ErrorCode::file_read, from.string());
  std::int64_t done = 0;
  for (const fs::path& file : files) {
    MOTCUA_TRY_ASSIGN(const std::string content, read_whole_file((from / file).string()));
    if (to_hex(sha256(as_bytes(content))) == file.filename().string()) {
      fs::create_directories((to / file).parent_path(), error);
      MOTCUA_TRY(write_whole_file((to / file).string(), content));
      ++report.content.attachments;
    } else {
      report.damaged.push_back(file.filename().string());
    }
    progress(BackupStep::attachments, ++done, static_cast<std::int64_t>(files.size()));
  }
  if (!files.empty()) sync_folder(to);
  return {};
}

Status copy_as_own(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::copy_file(from, to, error);
  if (error == std::errc::no_space_on_device) return fail(ErrorCode::disk_full, to.string());
  if (error) return fail(ErrorCode::file_write, to.string());
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
  return {};
}

Status mark(storage::Database& database, records::Sequencer& sequencer,
            const std::vector<records::Sequencer::Held>& held) {
  Status outcome;
  for (int i = 0; i < kMarkTries; ++i) {
    auto transaction = storage::Transaction::begin(database);
    if (transaction) {
      MOTCUA_TRY(sequencer.mark_backed_up(held));
      return transaction->commit();
    }
    outcome = std::unexpected(std::move(transaction).error());
    if (outcome.error().code != ErrorCode::database_busy) break;
  }
  return outcome;
}

}  // namespace

Result<BackupReport> back_up(const std::string& folder, const std::string& target, Clock& clock, Random& random,
                             const BackupProgress& progress) {
  const fs::path final_path = folder_path(target);
  std::error_code error;
  if (fs::exists(final_path, error)) return fail(ErrorCode::backup_exists, final_path.string());
  MOTCUA_TRY_ASSIGN(auto database, open_office(folder, random));
  MOTCUA_TRY_ASSIGN(auto sequencer, records::Sequencer::open(database, clock, random));
  MOTCUA_TRY_ASSIGN(auto fresh, Fresh::make(final_path, ErrorCode::backup_exists));
  const std::string copy_path = database_path(fresh.path().string());
  const Instant made = clock.now();
  MOTCUA_TRY(storage::copy_database(database, copy_path, of(BackupStep::copying, progress)));

  BackupReport report;
  std::vector<records::Sequencer::Held> held;
  {
    MOTCUA_TRY_ASSIGN(auto copy, storage::Database::open(copy_path));
    MOTCUA_TRY(write_setting(copy, kBackupMade, std::to_string(made.ms)));
    MOTCUA_TRY(check_database(copy, progress));
    MOTCUA_TRY_ASSIGN(report.content, read_content(copy));
    MOTCUA_TRY_ASSIGN(held, records::Sequencer::held(copy));
    MOTCUA_TRY(copy.execute("PRAGMA journal_mode=DELETE"));
  }
  fs::permissions(copy_path, fs::perms::owner_read | fs::perms::owner_write, error);
  MOTCUA_TRY(copy_blobs(fs::path(folder) / kBlobs, fresh.path() / kBlobs, report, progress));
  MOTCUA_TRY(sync_file(copy_path));
  MOTCUA_TRY(fresh.become_final());
  MOTCUA_TRY(mark(database, sequencer, held));
  return report;
}

Result<BackupReport> restore(const std::string& backup, const std::string& folder, Clock& clock, Random& random,
                             const BackupProgress& progress) {
  const fs::path from = folder_path(backup);
  const fs::path final_path = folder_path(folder);
  std::error_code error;
  if (fs::exists(final_path, error) && (!fs::is_directory(final_path, error) || !fs::is_empty(final_path, error)))
    return fail(ErrorCode::restore_target, final_path.string());
  if (!fs::exists(from / "office.db", error)) return fail(ErrorCode::backup_unreadable, from.string());
  // The folder of a server that has stopped, or was ended, is as good as a backup. Of one that runs it is not.
  const bool was_served = fs::exists(from / "serve.lock", error);
  const auto unserved = was_served ? std::optional(FolderLock::take(from.string())) : std::nullopt;
  if (unserved && !*unserved) return std::unexpected(unserved->error());
  MOTCUA_TRY_ASSIGN(auto fresh, Fresh::make(final_path, ErrorCode::restore_target));
  const std::string path = database_path(fresh.path().string());
  MOTCUA_TRY(copy_as_own(from / "office.db", path));
  if (fs::exists(from / "office.db-wal", error)) MOTCUA_TRY(copy_as_own(from / "office.db-wal", path + "-wal"));
  MOTCUA_TRY(check_backup(path, progress));

  BackupReport report;
  {
    MOTCUA_TRY_ASSIGN(auto database, open_office(fresh.path().string(), random));
    MOTCUA_TRY_ASSIGN(auto sequencer, records::Sequencer::open(database, clock, random));
    MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
    MOTCUA_TRY(sequencer.renew_epoch());
    MOTCUA_TRY(transaction.commit());
    MOTCUA_TRY_ASSIGN(report.content, read_content(database));
  }
  MOTCUA_TRY(copy_blobs(from / kBlobs, fresh.path() / kBlobs, report, progress));
  MOTCUA_TRY(sync_file(path));
  MOTCUA_TRY(fresh.become_final());
  return report;
}

}  // namespace motcua::server
