#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "motcua/dossier/store.hpp"
#include "motcua/feedback/office.hpp"
#include "motcua/records/sequencer.hpp"
#include "motcua/survey/messages.hpp"
#include "motcua/survey/responses.hpp"
#include "motcua/survey/visits.hpp"
#include "motcua/sync/attachment_messages.hpp"
#include "motcua/sync/client_machine.hpp"
#include "motcua/sync/messages.hpp"
#include "motcua/sync/server_machine.hpp"

namespace motcua::ui::test {

/// An office's server in memory: the core's own server machine, stores and policies behind the same addresses as the
/// real program, without HTTP. Codes and accounts are fixed; see kEnrolCode and the like.
class Office {
 public:
  inline static const std::string kEnrolCode = "TEST-0001";
  inline static const std::string kSecondCode = "TEST-0002";  ///< Another surveyor's.
  inline static const std::string kUser = "quantri";
  inline static const std::string kOfficer = "canbo";  ///< May see dossiers only; the same password.
  inline static const std::string kPassword = "mat-khau-dai";

  explicit Office(Clock& clock);

  struct Answer {
    int status = 200;
    Bytes body;
  };
  /// Handles one request as the server would.
  [[nodiscard]] Answer handle(const sync::HttpRequest& request);

  /// Publishes a form of assets/forms by its name; "test:x.xml" is one of tests/ui/forms.
  void publish(const std::string& form);
  /// Assigns somebody to visit to the first surveyor.
  void assign(survey::Assignment assignment);
  /// Takes back the assignment with that key.
  void withdraw(const std::string& key);
  /// Visits that arrived, and were not taken back.
  [[nodiscard]] std::vector<survey::Visit> visits();
  /// Adds the same small set of dossiers every time.
  void add_dossiers();
  /// Of last week, of one dossier each.
  void add_ratings(const std::vector<feedback::Score>& scores);
  /// Adds responses that somebody sent.
  void add_responses(int count);
  /// While not 0 the list of dossiers has so many, made up: "A-0" to the last.
  std::size_t made_up_dossiers = 0;
  /// Offsets of the pages of dossiers that were asked for.
  std::vector<std::uint32_t> asked_pages;
  /// One whose result was handed out: H26.18-231103-0003, QRS456.
  void add_returned_dossier();
  /// As a restore does from a backup that was made before anybody rated.
  void lose_ratings();
  [[nodiscard]] feedback::RatingStore& ratings() { return ratings_; }
  [[nodiscard]] feedback::FeedbackStore& feedback() { return feedback_; }
  [[nodiscard]] records::Sequencer& sequencer() { return *sequencer_; }
  [[nodiscard]] std::size_t responses();

  /// Refuses every operation, as a policy would that does not know the form.
  bool refuse_all = false;
  /// What the server found in every response.
  std::vector<survey::BrokenRule> broken;
  /// Another device of the first surveyor answers a question of their only response, having seen what stood first.
  void write_elsewhere(const std::string& field, const std::string& value);
  /// What the next enrolment is told of other devices of the account.
  std::vector<sync::FormerDevice> former;
  /// Tokens of devices are worth nothing any more, as after the device was cut off; a new enrolment gives a new one.
  void cut_off() { ++generation_; }
  /// The files of responses that arrived whole.
  std::map<Hash, Bytes> files;
  /// While set, every request is answered with this error.
  std::optional<Error> answer_with;

 private:
  struct Policy final : records::OperationPolicy {
    explicit Policy(Office& office) : office_(office) {}
    Status check(const records::Author& author, const records::Operation& operation) override;
    Result<std::string> home(const records::Author& author, const records::Operation& operation) override;
    Office& office_;
  };

  [[nodiscard]] Result<Bytes> reply(const sync::HttpRequest& request);
  /// What citizens send.
  [[nodiscard]] Result<Bytes> listen(const sync::HttpRequest& request);

  [[nodiscard]] std::vector<survey::ResponseRow> list_responses(const survey::ResponseQuery& query);
  [[nodiscard]] survey::ResponseReviewReply review(const survey::ResponseReviewRequest& asked);
  std::map<EntityId, Instant> seen_;
  std::vector<std::vector<EntityId>> reviews_;

  /// Takes any file: what the real server expects is its own affair.
  [[nodiscard]] Result<Bytes> take_part(const sync::AttachmentChunkRequest& chunk);
  [[nodiscard]] sync::AttachmentProgress progress(const Hash& file);
  std::map<Hash, Bytes> parts_;

  Clock& clock_;
  SeededRandom random_{7};
  storage::Database database_;
  std::optional<records::Sequencer> sequencer_;
  std::optional<survey::SurveyCatalog> catalog_;
  std::optional<survey::ResponsePolicy> real_policy_;
  Policy policy_{*this};
  std::optional<sync::ServerMachine> machine_;
  dossier::DossierStore dossiers_;
  feedback::RatingStore ratings_;
  feedback::FeedbackStore feedback_;
  /// Whose a device's token is.
  [[nodiscard]] Result<records::Author> author_of(const std::string& token) const;
  [[nodiscard]] std::string token_of(const char* who) const { return who + std::to_string(generation_); }

  AccountId first_, second_;
  int generation_ = 0;
};

}  // namespace motcua::ui::test
