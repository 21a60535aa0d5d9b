#include <filesystem>
#include <set>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/printable.hpp"
#include "motcua/base/civil_time.hpp"
#include "motcua/dossier/store.hpp"
#include "motcua/feedback/office.hpp"
#include "motcua/records/store.hpp"
#include "office/accounts.hpp"
#include "office/attachment_index.hpp"
#include "office/blob_store.hpp"
#include "office/office.hpp"
#include "office/rechecker.hpp"
#include "office/response_index.hpp"

namespace motcua::server {
namespace {

constexpr std::uintmax_t kLittleSpaceMib = 512;

/// Goes through the checks, says each outcome, and remembers whether something is wrong.
class Doctor {
 public:
  Doctor(const Options& options, storage::Database& database, const records::Sequencer& sequencer)
      : options_(options), database_(database), sequencer_(sequencer) {}

  Status examine() {
    MOTCUA_TRY(check_file());
    MOTCUA_TRY(show_versions());
    MOTCUA_TRY(check_log());
    MOTCUA_TRY(check_responses());
    MOTCUA_TRY(check_files());
    MOTCUA_TRY(show_dossiers());
    MOTCUA_TRY(show_feedback());
    MOTCUA_TRY(show_refused());
    MOTCUA_TRY(show_devices());
    show_space();
    if (!first_problem_.empty()) return fail(ErrorCode::database_corrupt, first_problem_);
    return {};
  }

 private:
  void wrong(const std::string& what) {
    say(options_, Text::doctor_problem, what);
    if (first_problem_.empty()) first_problem_ = what;
  }

  Status check_file() {
    MOTCUA_TRY_ASSIGN(auto check, database_.prepare("PRAGMA integrity_check"));
    bool sound = true;
    while (true) {
      MOTCUA_TRY_ASSIGN(const bool more, check.step());
      if (!more) break;
      if (check.text(0) == "ok") continue;
      sound = false;
      wrong(std::string(check.text(0)));
    }
    MOTCUA_TRY_ASSIGN(auto references, database_.prepare("PRAGMA foreign_key_check"));
    MOTCUA_TRY_ASSIGN(const bool dangling, references.step());
    if (dangling) wrong("foreign_key_check: " + std::string(references.text(0)));
    if (sound && !dangling) say(options_, Text::doctor_integrity);
    return {};
  }

  Status show_versions() {
    MOTCUA_TRY_ASSIGN(auto select,
                      database_.prepare("SELECT component, version FROM schema_version ORDER BY component"));
    std::string versions;
    while (true) {
      MOTCUA_TRY_ASSIGN(const bool more, select.step());
      if (!more) break;
      versions +=
          (versions.empty() ? "" : ", ") + std::string(select.text(0)) + " " + std::to_string(select.integer(1));
    }
    say(options_, Text::doctor_schema, versions);
    return {};
  }

  Status check_log() {
    MOTCUA_TRY_ASSIGN(const auto problems, records::Sequencer::verify(database_, [this](auto done, auto total) {
                        progress_.tell(Text::backup_checking, done, total);
                      }));
    for (const auto& problem : problems) wrong(problem);
    MOTCUA_TRY_ASSIGN(const auto last, sequencer_.last_commit_seq());
    if (problems.empty()) say(options_, Text::doctor_log, last);
    return {};
  }

  Status check_responses() {
    const ResponseIndex index(database_);
    records::StateStore state(database_);
    MOTCUA_TRY_ASSIGN(const auto different, index.verify(state));
    for (const auto& id : different) wrong("response_index: " + id.hex());
    MOTCUA_TRY_ASSIGN(const auto count, index.count());
    if (different.empty()) say(options_, Text::doctor_responses, count);
    MOTCUA_TRY_ASSIGN(const auto broken, index.broken_count());
    MOTCUA_TRY_ASSIGN(const auto waiting, index.unchecked_count());
    say(options_, Text::doctor_broken, broken, waiting);
    return {};
  }

  Status check_files() {
    const AttachmentIndex index(database_);
    const BlobStore blobs(options_.data);
    const records::StateStore state(database_);
    MOTCUA_TRY_ASSIGN(const auto different, index.verify(state));
    for (const auto& id : different) wrong("response_file: " + id.hex());
    MOTCUA_TRY_ASSIGN(const auto rows, index.all());
    std::set<Hash> received;
    std::uint64_t bytes = 0;
    for (const auto& row : rows) {
      if (!row.arrived || !received.insert(row.file).second) continue;
      bytes += row.size;
      if (!blobs.has(row.file, row.size)) {
        wrong("blobs: " + to_hex(row.file));
        continue;
      }
      if (!options_.recheck) continue;
      MOTCUA_TRY_ASSIGN(const bool sound, blobs.is_sound(row.file));
      if (!sound) wrong("blobs: " + to_hex(row.file));
    }
    MOTCUA_TRY_ASSIGN(const auto waiting, index.waiting_responses());
    say(options_, Text::doctor_files, received.size(), bytes / (1024 * 1024), waiting);
    return {};
  }

  Status show_dossiers() {
    const dossier::DossierStore dossiers(database_);
    MOTCUA_TRY_ASSIGN(const auto count, dossiers.count({}, system_clock().now()));
    MOTCUA_TRY_ASSIGN(const auto open, dossiers.count({.open = true}, system_clock().now()));
    say(options_, Text::doctor_dossiers, count, open);
    return {};
  }

  Status show_feedback() {
    MOTCUA_TRY_ASSIGN(const auto ratings, feedback::RatingStore(database_).summary());
    MOTCUA_TRY_ASSIGN(const auto unanswered, feedback::FeedbackStore(database_).count_unanswered());
    say(options_, Text::doctor_feedback, ratings.count(), unanswered);
    return {};
  }

  Status show_refused() {
    MOTCUA_TRY_ASSIGN(const auto refused, ResponseIndex(database_).refused());
    say(options_, Text::doctor_refused, refused.size());
    for (const auto& one : refused) {
      say(options_, Text::doctor_refused_row, one.device.hex(), one.seq, one.surveyor, display_instant(one.received),
          printable_paragraph(message(one.error, options_.language)));
    }
    return {};
  }

  /// What devices said last that they had not sent: all that is known of one that is lost.
  Status show_devices() {
    MOTCUA_TRY_ASSIGN(auto devices, Accounts(database_).devices());
    std::erase_if(devices, [](const EnrolledDevice& device) { return device.unsent == 0; });
    say(options_, Text::doctor_unsent, devices.size());
    for (const EnrolledDevice& device : devices)
      say(options_, Text::doctor_unsent_row, device.id.hex(), device.account, device.unsent,
          display_instant(device.last_seen));
    return {};
  }

  void show_space() {
    std::error_code error;
    const auto space = std::filesystem::space(options_.data, error);
    if (error) return;
    const std::uintmax_t free_mib = space.available / (1024 * 1024);
    say(options_, free_mib < kLittleSpaceMib ? Text::doctor_little_space : Text::doctor_space, free_mib);
  }

  const Options& options_;
  storage::Database& database_;
  const records::Sequencer& sequencer_;
  Progress progress_{options_};
  std::string first_problem_;
};

}  // namespace

Status run_doctor(const Options& options) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
  if (options.recheck) {
    MOTCUA_TRY(ResponseIndex(database).forget_checks());
    MOTCUA_TRY(recheck_all(database));
  }
  MOTCUA_TRY_ASSIGN(const auto sequencer, records::Sequencer::open(database, system_clock(), system_random()));
  // One snapshot for all checks: what a running server commits meanwhile must not look like a contradiction.
  MOTCUA_TRY(database.execute("BEGIN"));
  const Status outcome = Doctor(options, database, sequencer).examine();
  MOTCUA_TRY(database.execute("COMMIT"));
  return outcome;
}

}  // namespace motcua::server
