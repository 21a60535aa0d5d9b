#include "screens/citizen/fetch.hpp"

#include "motcua/dossier/messages.hpp"

namespace motcua::ui {

void fetch_dossier(Pending& pending, Services& services, const std::string& code, const std::string& lookup_code,
                   std::function<void(const Result<std::string>&)> done) {
  pending.post({dossier::kLookupPath, dossier::encode(dossier::LookupRequest{code, lookup_code}), {}},
               [&services, lookup_code, done = std::move(done)](const Reply& reply) {
                 auto found = read_reply<dossier::LookupReply>(
                     reply, [](ByteView bytes) { return dossier::decode<dossier::LookupReply>(bytes); });
                 if (!found) return done(std::unexpected(found.error()));
                 std::string code_there = found->view.code;
                 const Status kept = services.saved.save({std::move(found->view), lookup_code, services.now()});
                 if (!kept) return done(std::unexpected(kept.error()));
                 done(std::move(code_there));
               });
}

void Refresher::start(bool all) {
  if (running()) return;
  failed_.reset();
  waiting_.clear();
  auto kept = services_.saved.list();
  if (!kept) return;
  for (auto& dossier : *kept) {
    const bool fresh = services_.now().ms - dossier.fetched_at.ms <= kFreshMs;
    if (all || (!fresh && !dossier::is_terminal(dossier.view.state))) waiting_.push_back(std::move(dossier));
  }
  next();
}

void Refresher::next() {
  if (waiting_.empty()) return;
  const dossier::SavedDossier dossier = std::move(waiting_.front());
  waiting_.pop_front();
  fetch_dossier(pending_, services_, dossier.view.code, dossier.lookup_code,
                [this](const Result<std::string>& fetched) {
                  // Of one dossier the office says no: the others go on. Without an office there is no use in asking
                  // for them.
                  if (!fetched && fetched.error().code != ErrorCode::lookup_failed) {
                    failed_ = fetched.error();
                    waiting_.clear();
                  }
                  next();
                });
}

}  // namespace motcua::ui
