#include "office/rechecker.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <utility>

namespace motcua::server {
namespace {

constexpr std::size_t kBatch = 16;
constexpr int kNiceness = 10;

/// The responses that wait and their states as one snapshot has them.
Result<std::vector<std::pair<ResponseIndex::Unchecked, records::EntityState>>> read_next(storage::Database& database,
                                                                                         std::size_t limit) {
  std::vector<std::pair<ResponseIndex::Unchecked, records::EntityState>> out;
  MOTCUA_TRY_ASSIGN(auto unchecked, ResponseIndex(database).unchecked(limit));
  const records::StateStore store(database);
  for (auto& response : unchecked) {
    MOTCUA_TRY_ASSIGN(auto state, store.read(response.id));
    if (!state) return fail(ErrorCode::database_corrupt, response.id.hex());
    out.emplace_back(std::move(response), *std::move(state));
  }
  return out;
}

std::vector<survey::BrokenRule> check(survey::SurveyCatalog& catalog, const records::EntityState& state) {
  const auto form = catalog.form(state.definition.id, state.definition.version);
  if (!form) return {{{}, form.error()}};
  return survey::recheck(*form, state);
}

}  // namespace

Result<std::vector<CheckedResponse>> recheck_next(storage::Database& database, survey::SurveyCatalog& catalog,
                                                  std::size_t limit) {
  const bool outer = database.in_transaction();
  if (!outer) MOTCUA_TRY(database.execute("BEGIN"));
  auto next = read_next(database, limit);
  if (!outer) MOTCUA_TRY(database.execute("COMMIT"));
  if (!next) return std::unexpected(next.error());
  std::vector<CheckedResponse> out;
  for (auto& [response, state] : *next) out.push_back({std::move(response), check(catalog, state)});
  return out;
}

Status recheck_all(storage::Database& database) {
  survey::SurveyCatalog catalog(database);
  while (true) {
    MOTCUA_TRY_ASSIGN(const auto checked, recheck_next(database, catalog, kBatch));
    if (checked.empty()) return {};
    MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
    ResponseIndex index(database);
    for (const auto& [response, broken] : checked) MOTCUA_TRY(index.store_check(response, broken));
    MOTCUA_TRY(transaction.commit());
  }
}

Rechecker::Rechecker(storage::Database reader, Save save)
    : reader_(std::move(reader)), save_(std::move(save)), thread_([this] { work(); }) {}

void Rechecker::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Rechecker::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Rechecker::work() {
  ::setpriority(PRIO_PROCESS, 0, kNiceness);  // Linux: of this thread only. It may fail; then it is only less polite.
  survey::SurveyCatalog catalog(reader_);
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || woken_; });
    if (stopping_) return;
    woken_ = false;
    lock.unlock();
    const bool more = check_some(catalog);
    lock.lock();
    woken_ = woken_ || more;
  }
}

bool Rechecker::check_some(survey::SurveyCatalog& catalog) {
  auto checked = recheck_next(reader_, catalog, kBatch);
  if (!checked) {
    spdlog::error("re-check: {} ({})", name(checked.error().code), checked.error().detail);
    return false;
  }
  if (checked->empty()) return false;
  const Status saved = save_(*std::move(checked));
  if (!saved) spdlog::warn("re-check: {}", name(saved.error().code));
  return saved.has_value();
}

}  // namespace motcua::server
