#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kept.hpp"
#include "screens/screen.hpp"
#include "screens/surveyor/lost_work.hpp"

namespace motcua::ui {

/// "2 of 3 files sent, 40 %"
[[nodiscard]] std::string files_text(const Ui& ui, const sync::AttachmentCounts& files);

/// What is sent, what is not, and why, in words.
class SyncScreen final : public Screen {
 public:
  explicit SyncScreen(Services& services) : services_(services), lost_(services) {}
  [[nodiscard]] std::string title(const Ui& ui) const override { return ui.tr(Text::sync_title); }
  void build(Ui& ui) override;

 private:
  void progress_card(Ui& ui, const sync::SyncStatus& status);
  [[nodiscard]] const std::vector<sync::SyncRun>& last_runs();
  /// What the last rounds did, and those that failed.
  void history(Ui& ui);
  void little_room(Ui& ui);
  void problems(Ui& ui, const sync::SyncStatus& status);
  void files(Ui& ui);
  void facts(Ui& ui, const sync::SyncStatus& status);
  /// The way out when the device cannot send: what is here as a file.
  void file_card(Ui& ui, const sync::SyncStatus& status);
  [[nodiscard]] Status save_file();

  Services& services_;
  LostWork lost_;
  Cached<records::LocalLog::Aside> aside_;
  Cached<std::int64_t> drafts_;
  Cached<std::optional<sync::Enrolment>> enrolment_;
  Kept<std::vector<sync::SyncRun>> runs_;
  bool measured_ = false;  ///< The storage was asked how full it is.
};

}  // namespace motcua::ui
