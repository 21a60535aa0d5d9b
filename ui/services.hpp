#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "motcua/dossier/store.hpp"
#include "motcua/feedback/sender.hpp"
#include "motcua/survey/responses.hpp"
#include "motcua/survey/visits.hpp"
#include "motcua/sync/attachment_machine.hpp"
#include "motcua/sync/client_machine.hpp"
#include "motcua/ui/app.hpp"
#include "preferences.hpp"
#include "requests.hpp"
#include "router.hpp"
#include "settings.hpp"

namespace motcua::ui {

/// A short message at the lower edge, with at most one way to take it back.
struct Snackbar {
  std::string text;
  std::string action;
  std::function<void()> undo;
  Instant until;
  bool painted = false;  ///< Seen on a page: goes with it.
};

/// A file that is being stored for an upload question, or why it could not be.
struct IncomingFile {
  bool busy = false;
  std::optional<Error> error;
};

/// What the browser lets this device keep, in bytes.
struct StorageRoom {
  double used = 0;
  double quota = 0;
};

/// Who is signed in at the desk. Only in memory: closing the page signs out.
struct DeskSession {
  std::string token;
  std::string account_name;
  std::string role;
  std::string office_name;
};

/// What screens work with: the core's rooms over one database, and the page around them. Lives as long as the app.
struct Services {
  /// Migrates and opens every room. `ports` point to things that outlive it.
  [[nodiscard]] static Result<std::unique_ptr<Services>> create(const AppPorts& ports);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  storage::Database& database;
  Clock& clock;
  Random& random;
  Host& host;
  FileStore& files;

  records::LocalLog log;
  survey::SurveyCatalog catalog;
  survey::Responses responses;
  dossier::SavedDossiers saved;
  feedback::Outbox outbox;
  feedback::Sender sender{outbox, saved, clock, random};
  Settings settings;
  Preferences preferences{};
  [[nodiscard]] sync::ClientMachine& sync() { return *machine_; }
  [[nodiscard]] const sync::ClientMachine& sync() const { return *machine_; }
  [[nodiscard]] sync::AttachmentMachine& attachments() { return *attachments_; }
  [[nodiscard]] const sync::AttachmentMachine& attachments() const { return *attachments_; }
  [[nodiscard]] survey::Visits& visits() { return visits_; }
  [[nodiscard]] const survey::Visits& visits() const { return visits_; }

  Requests requests;
  Navigator navigator;
  Language language = Language::vi;
  std::optional<DeskSession> desk{};
  /// Grows when the desk has changed something at the server: its lists are fetched again.
  std::uint64_t desk_revision = 0;
  std::optional<Snackbar> snackbar{};
  std::map<std::string, IncomingFile, std::less<>> incoming{};  ///< By the target of the file field.
  std::optional<StorageRoom> storage_room{};
  bool online = true;
  bool update_ready = false;
  bool work_in_memory = false;  ///< Something on screen, or a file on its way, would be lost by an update.
  bool storage_unavailable = false;
  Install installable = Install::no;
  bool can_scan = false;
  bool asked_to_persist = false;
  /// The page became another without a change of address (somebody signed in): its heading takes the focus.
  bool heading_wanted = false;
  /// Grows with every event that may have changed data: lists read from the database are kept until it does.
  std::uint64_t revision = 1;

  void show(std::string text, std::string action = {}, std::function<void()> undo = {}) {
    // What can be taken back stays a little longer: the button must be reached.
    const std::int64_t life_ms = action.empty() ? 5000 : 8000;
    snackbar = Snackbar{std::move(text), std::move(action), std::move(undo), Instant{clock.now().ms + life_ms}};
  }
  /// From now on, and after the next start where it can be kept: else a message says that it cannot.
  void prefer(const Preferences& wanted);
  void speak(Language wanted);
  /// After the first thing worth keeping: asks the browser not to evict it.
  void keep_data() {
    if (!asked_to_persist) host.persist_storage();
    asked_to_persist = true;
  }
  /// Whether a file is being stored whose target begins so.
  [[nodiscard]] bool receives_file(std::string_view target = {}) const;
  [[nodiscard]] std::string error_text(const Error& error) const { return message(error, language); }
  [[nodiscard]] Instant now() const { return clock.now(); }

 private:
  Services(const AppPorts& ports, records::LocalLog opened);
  std::optional<sync::ClientMachine> machine_;
  std::optional<sync::AttachmentMachine> attachments_;
  survey::Visits visits_;
};

/// A value read from the database, read again when the data may have changed.
template <class T>
class Cached {
 public:
  template <class Read>
  const T& get(const Services& services, Read read) {
    if (revision_ != services.revision) {
      value_ = read();
      revision_ = services.revision;
    }
    return value_;
  }

 private:
  T value_{};
  std::uint64_t revision_ = 0;
};

}  // namespace motcua::ui
