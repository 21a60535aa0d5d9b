#include "services.hpp"

#include <algorithm>

#include "messages.hpp"

namespace motcua::ui {

Services::Services(const AppPorts& ports, records::LocalLog opened)
    : database(*ports.database),
      clock(*ports.clock),
      random(*ports.random),
      host(*ports.host),
      files(*ports.files),
      log(std::move(opened)),
      catalog(database),
      responses(log, catalog, clock, random),
      saved(database),
      outbox(database),
      settings(database),
      requests(host),
      visits_(log, clock, random) {
  preferences = Preferences::read(settings);
}

bool Services::receives_file(std::string_view target) const {
  return std::ranges::any_of(incoming,
                             [&](const auto& file) { return file.second.busy && file.first.starts_with(target); });
}

void Services::prefer(const Preferences& wanted) {
  preferences = wanted;
  if (const Status kept = wanted.write(settings); !kept) show(error_text(kept.error()));
}

void Services::speak(Language wanted) {
  language = wanted;
  if (const Status kept = settings.write("language", tag(wanted)); !kept) show(error_text(kept.error()));
}

Result<std::unique_ptr<Services>> Services::create(const AppPorts& ports) {
  storage::Database& database = *ports.database;
  MOTCUA_TRY(Settings::migrate(database));
  MOTCUA_TRY(dossier::SavedDossiers::migrate(database));
  MOTCUA_TRY(feedback::Outbox::migrate(database));
  MOTCUA_TRY_ASSIGN(auto log, records::LocalLog::open(database, *ports.clock, *ports.random));
  std::unique_ptr<Services> services(new Services(ports, std::move(log)));
  // The machine keeps a reference to the log: it must be the one that stays.
  MOTCUA_TRY_ASSIGN(services->machine_, sync::ClientMachine::open(services->log, services->clock, services->random));
  MOTCUA_TRY_ASSIGN(services->attachments_,
                    sync::AttachmentMachine::open(services->log, services->files, services->clock, services->random));
  MOTCUA_TRY_ASSIGN(const auto kept, services->attachments_->sweep());
  services->files.keep_only(kept);
  return services;
}

}  // namespace motcua::ui
