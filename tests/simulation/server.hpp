#pragma once
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "device.hpp"
#include "motcua/sync/server_machine.hpp"

namespace motcua::simulation {

/// The form versions that operations name: "1" was always there, the others are known once they are published.
[[nodiscard]] EntityId version_entity(const std::string& version);

/// As strict as the survey room's: known form versions, no field named "bad".
class SurveyPolicy final : public records::OperationPolicy {
 public:
  explicit SurveyPolicy(records::StateStore& state) : state_(state) {}
  [[nodiscard]] Status check(const records::Author& author, const records::Operation& operation) override;

 private:
  records::StateStore& state_;
};

/// The office's server as the program is built: one writer, one commit for a group of pushes, replies after it. Tokens
/// are the accounts' ids in hexadecimal.
class Server {
 public:
  Server(std::uint64_t seed, const std::int64_t& time, sync::PageLimits page, int checkpoint)
      : clock(time), random(seed), page_(page), checkpoint_pages_(checkpoint) {}

  [[nodiscard]] Status open();
  void close() { open_.reset(); }

  /// One reply a request; none at all when the power went before they left. Pushes and hellos share one transaction.
  [[nodiscard]] std::vector<HttpReply> handle(const std::vector<const sync::HttpRequest*>& requests);
  [[nodiscard]] Status publish(const std::string& version, const std::string& content);
  /// What a newer server may have in its feed: an operation of a type that this build does not know.
  [[nodiscard]] Status publish_unknown(const EntityId& entity, const std::string& content);

  /// Copies the files, then says so to the log.
  [[nodiscard]] Status back_up();
  /// A copy's files and a new epoch.
  [[nodiscard]] Status restore(std::size_t backup);
  /// A new machine without any data.
  [[nodiscard]] Status replace();

  /// Whose device it is; nullopt when nobody has spoken with that id.
  [[nodiscard]] std::optional<AccountId> owner_of(const DeviceId& device);
  /// Joins the one group that there is, or leaves it.
  void change_membership(const AccountId& account);
  /// Everything that the account may read now.
  [[nodiscard]] bool may_read(const AccountId& account, const std::string& scope) const;

  struct Backup {
    testing::FaultVfs::Image image;
    Keys keys;
  };
  [[nodiscard]] const std::vector<Backup>& backups() const { return backups_; }
  [[nodiscard]] records::Sequencer& sequencer() { return open_->sequencer; }
  [[nodiscard]] storage::Database& database() { return *open_->database; }
  /// What is in the log and in quarantine; nullopt when the disk cannot be read now.
  [[nodiscard]] std::optional<Keys> read_keys_now();

  testing::FaultVfs disk;
  DriftingClock clock;
  SeededRandom random;
  int faulty_steps = 0;

 private:
  struct Open {
    Open(std::unique_ptr<storage::Database>&& db, records::Sequencer&& log, sync::PageLimits page)
        : database(std::move(db)), sequencer(std::move(log)), machine(sequencer, policy, page) {}
    std::unique_ptr<storage::Database> database;
    records::Sequencer sequencer;
    SurveyPolicy policy{sequencer.state()};
    sync::ServerMachine machine;
  };

  [[nodiscard]] Result<Bytes> answer(const sync::HttpRequest& request);
  [[nodiscard]] Result<Bytes> answer_alone(const sync::HttpRequest& request);
  [[nodiscard]] Result<bool> claim(const AccountId& account, const DeviceId& device);
  [[nodiscard]] Status append_own(records::EntityType type, const EntityId& entity, const std::string& version,
                                  const std::string& content);

  [[nodiscard]] records::Author author(const AccountId& account, const DeviceId& device) const;

  sync::PageLimits page_;
  int checkpoint_pages_;
  std::set<AccountId> members_;  ///< Of the group.
  std::unique_ptr<Open> open_;
  std::vector<Backup> backups_;
};

}  // namespace motcua::simulation
