#include "server.hpp"

#include <algorithm>

#include "motcua/base/sabotage.hpp"
#include "motcua/sync/messages.hpp"
#include "motcua/wire/message.hpp"

namespace motcua::simulation {
namespace {

constexpr std::size_t kMaxBackups = 3;

HttpReply failure(const Error& error) {
  return {error.code == ErrorCode::not_signed_in ? 401 : 500, wire::encode_error(error)};
}

bool dooms_batch(const Error& error) {
  return error.code == ErrorCode::disk_full || error.code == ErrorCode::disk_io ||
         error.code == ErrorCode::database_corrupt;
}

const std::string& group_name() {
  static const std::string name =
      records::group_scope(*records::GroupId::from_bytes(ByteView(sha256(as_bytes("group"))).first(16)));
  return name;
}

}  // namespace

EntityId version_entity(const std::string& version) {
  const Hash hash = sha256(as_bytes("version " + version));
  return *EntityId::from_bytes(ByteView(hash).first(16));
}

Status SurveyPolicy::check(const records::Author&, const records::Operation& operation) {
  const std::string& version = operation.definition.version;
  if (version != "1") {
    MOTCUA_TRY_ASSIGN(const auto known, state_.read(version_entity(version)));
    if (!known) return fail(ErrorCode::operation_refused, "version " + version);
  }
  const bool bad = std::ranges::any_of(operation.fields, [](const auto& change) { return change.field == "bad"; });
  return bad ? fail(ErrorCode::operation_refused, "bad") : Status{};
}

Status Server::open() {
  MOTCUA_TRY_ASSIGN(auto opened, storage::Database::open("office.db", {.vfs = disk.name(), .cache_kib = 1024}));
  auto file = std::make_unique<storage::Database>(std::move(opened));
  MOTCUA_TRY(file->execute("PRAGMA wal_autocheckpoint=" + std::to_string(checkpoint_pages_)));
  MOTCUA_TRY(file->execute(
      "CREATE TABLE IF NOT EXISTS claim(device BLOB PRIMARY KEY, account BLOB NOT NULL) STRICT, WITHOUT ROWID"));
  MOTCUA_TRY_ASSIGN(auto sequencer, records::Sequencer::open(*file, clock, random));
  open_ = std::make_unique<Open>(std::move(file), std::move(sequencer), page_);
  return {};
}

std::vector<HttpReply> Server::handle(const std::vector<const sync::HttpRequest*>& requests) {
  std::vector<HttpReply> replies;
  std::optional<Error> doomed;
  {
    auto transaction = storage::Transaction::begin(database());
    if (!transaction) doomed = transaction.error();
    for (const sync::HttpRequest* request : requests) {
      auto body = doomed ? Result<Bytes>(std::unexpected(*doomed)) : answer_alone(*request);
      if (!body && (dooms_batch(body.error()) || !database().in_transaction())) doomed = body.error();
      replies.push_back(body ? HttpReply{200, *std::move(body)} : failure(body.error()));
    }
    if (sabotaged(Defect::ack_before_commit)) {
      if (!doomed) (void)transaction->commit();
      return replies;
    }
    if (!doomed) {
      if (auto committed = transaction->commit(); !committed) doomed = committed.error();
    }
  }
  if (disk.is_off()) return {};
  if (doomed) std::ranges::fill(replies, failure(*doomed));
  return replies;
}

Result<Bytes> Server::answer_alone(const sync::HttpRequest& request) {
  MOTCUA_TRY(database().execute("SAVEPOINT task"));
  auto outcome = answer(request);
  if (outcome) {
    MOTCUA_TRY(database().execute("RELEASE task"));
  } else if (database().in_transaction()) {
    MOTCUA_TRY(database().execute("ROLLBACK TO task; RELEASE task"));
  }
  return outcome;
}

Result<Bytes> Server::answer(const sync::HttpRequest& request) {
  const auto account = AccountId::from_hex(request.token);
  if (!account) return fail(ErrorCode::not_signed_in);
  if (request.path == sync::kHelloPath) {
    MOTCUA_TRY_ASSIGN(const auto message, sync::decode<sync::HelloRequest>(request.body));
    MOTCUA_TRY(claim(*account, message.device));
    MOTCUA_TRY_ASSIGN(const auto reply, open_->machine.hello(author(*account, message.device), message));
    return encode(reply);
  }
  if (request.path == sync::kChangesPath) {
    MOTCUA_TRY_ASSIGN(const auto message, sync::decode<sync::ChangesRequest>(request.body));
    MOTCUA_TRY_ASSIGN(const auto reply, open_->machine.changes(database(), author(*account, {}), message));
    return encode(reply);
  }
  if (request.path != sync::kPushPath) return fail(ErrorCode::not_found, request.path);
  MOTCUA_TRY_ASSIGN(const auto message, sync::decode<sync::PushRequest>(request.body));
  MOTCUA_TRY_ASSIGN(const bool own, claim(*account, message.device));
  if (!own) {
    sync::PushReply renamed;
    renamed.epoch = open_->sequencer.epoch();
    renamed.receipt.forked = true;
    return encode(renamed);
  }
  MOTCUA_TRY_ASSIGN(const auto reply, open_->machine.push(author(*account, message.device), message));
  return encode(reply);
}

std::optional<AccountId> Server::owner_of(const DeviceId& device) {
  auto query = database().cached("SELECT account FROM claim WHERE device = ?");
  if (!query) return std::nullopt;
  const auto row = (*query)->bind_all(device.bytes()).step();
  return row && *row ? AccountId::from_bytes((*query)->blob(0)) : std::nullopt;
}

records::Author Server::author(const AccountId& account, const DeviceId& device) const {
  records::Author out{account, device};
  if (members_.contains(account)) out.groups.push_back(group_name());
  return out;
}

void Server::change_membership(const AccountId& account) {
  if (members_.erase(account) == 0) members_.insert(account);
}

bool Server::may_read(const AccountId& account, const std::string& scope) const {
  return std::ranges::count(author(account, {}).readable(), scope) > 0;
}

Result<bool> Server::claim(const AccountId& account, const DeviceId& device) {
  MOTCUA_TRY_ASSIGN(auto insert, database().cached("INSERT OR IGNORE INTO claim VALUES(?, ?)"));
  MOTCUA_TRY(insert->bind_all(device.bytes(), account.bytes()).run());
  MOTCUA_TRY_ASSIGN(auto query, database().cached("SELECT account FROM claim WHERE device = ?"));
  MOTCUA_TRY_ASSIGN(const bool row, query->bind_all(device.bytes()).step());
  return row && AccountId::from_bytes(query->blob(0)) == account;
}

Status Server::append_own(records::EntityType type, const EntityId& entity, const std::string& version,
                          const std::string& content) {
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database()));
  const records::FieldChange change{"@content", content, {}};
  MOTCUA_TRY(sequencer().append_own(type, entity, {"sipas", version}, {&change, 1}));
  return transaction.commit();
}

Status Server::publish(const std::string& version, const std::string& content) {
  return append_own(records::EntityType::survey_version, version_entity(version), version, content);
}

Status Server::publish_unknown(const EntityId& entity, const std::string& content) {
  constexpr auto kNeverGiven = static_cast<records::EntityType>(255);
  return append_own(kNeverGiven, entity, "1", content);
}

Status Server::back_up() {
  auto keys = read_keys_now();
  if (!keys) return fail(ErrorCode::disk_io);
  if (backups_.size() == kMaxBackups) backups_.erase(backups_.begin());
  backups_.push_back({disk.image(), *std::move(keys)});
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database()));
  MOTCUA_TRY_ASSIGN(const auto held, records::Sequencer::held(database()));
  MOTCUA_TRY(sequencer().mark_backed_up(held));
  return transaction.commit();
}

Status Server::restore(std::size_t backup) {
  close();
  disk.set_image(backups_.at(backup).image);
  MOTCUA_TRY(open());
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database()));
  MOTCUA_TRY(sequencer().renew_epoch());
  return transaction.commit();
}

Status Server::replace() {
  close();
  disk.set_image({});
  return open();
}

std::optional<Keys> Server::read_keys_now() {
  Keys keys;
  if (!read_keys(database(), "SELECT bytes FROM log_operation", keys)) return std::nullopt;
  if (!read_keys(database(), "SELECT bytes FROM log_quarantine", keys)) return std::nullopt;
  return keys;
}

}  // namespace motcua::simulation
