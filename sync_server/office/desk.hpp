#pragma once
#include "motcua/dossier/messages.hpp"
#include "motcua/survey/messages.hpp"
#include "motcua/survey/surveys.hpp"

namespace motcua::server {

/// What the desk's screens read of an office, through one connection. Who may ask is decided before.
class Desk {
 public:
  explicit Desk(storage::Database& database) : database_(&database), catalog_(database) {}

  [[nodiscard]] Result<survey::OverviewReply> overview(Instant now);
  [[nodiscard]] Result<survey::ResponseListReply> responses(const survey::ResponseListRequest& request);
  [[nodiscard]] Result<dossier::DossierListReply> dossiers(const dossier::DossierListRequest& request, Instant now);
  /// Takes a while: not on a thread that serves.
  [[nodiscard]] Result<survey::ResponseExportReply> export_responses(const survey::ResponseExportRequest& request);
  [[nodiscard]] Result<dossier::DossierExportReply> export_dossiers(const dossier::DossierExportRequest& request,
                                                                    Instant now);

 private:
  [[nodiscard]] Result<survey::ResponseListReply> read_responses(const survey::ResponseListRequest& request);

  storage::Database* database_;
  survey::SurveyCatalog catalog_;
};

}  // namespace motcua::server
