#include "http/api.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "http/limits.hpp"
#include "motcua/base/text.hpp"
#include "motcua/dossier/messages.hpp"
#include "motcua/feedback/messages.hpp"
#include "motcua/feedback/office.hpp"
#include "motcua/survey/messages.hpp"
#include "motcua/survey/surveys.hpp"
#include "motcua/sync/attachment_messages.hpp"
#include "motcua/sync/messages.hpp"
#include "motcua/wire/message.hpp"
#include "office/accounts.hpp"
#include "office/attachment_receiver.hpp"
#include "office/desk.hpp"
#include "office/folder_lock.hpp"
#include "office/groups.hpp"
#include "office/intake.hpp"
#include "office/office.hpp"
#include "office/rechecker.hpp"
#include "office/response_reviews.hpp"
#include "office/secrets.hpp"
#include "office/worker.hpp"
#include "office/writer.hpp"

namespace motcua::server {
namespace {

/// What one serving thread reads with.
struct Reader {
  storage::Database database;
  Accounts accounts{database};
  Groups groups{database};
  dossier::DossierStore dossiers{database};
  feedback::FeedbackStore feedback_store{database};
  AttachmentIndex attachments{database};
  Desk desk{database};
};

constexpr std::size_t kMaxBuild = 64;
/// Exports that wait for the one that is made.
constexpr std::size_t kQueuedExports = 4;

struct Limiters {
  RateLimiter by_address;
  RateLimiter by_both;
  RateLimiter by_key;
};

}  // namespace

struct Api::Impl {
  FolderLock lock;
  Clock& clock;
  Random& random;
  std::string office_name;
  storage::Database database;  // The writer's; its thread only.
  // The writer's thread only, but for `changes`, which reads through the reader it is given.
  std::unique_ptr<Intake> intake;
  std::uint64_t epoch = 0;  // The log's; it stays as long as the server runs.
  std::vector<std::unique_ptr<Reader>> readers;
  Limiters lookup{
      {kLookupByAddress, clock, random}, {kLookupByCodeAndAddress, clock, random}, {kLookupByCode, clock, random}};
  Limiters rating{
      {kRateByAddress, clock, random}, {kRateByCodeAndAddress, clock, random}, {kRateByCode, clock, random}};
  RateLimiter feedback_by_address{kFeedbackByAddress, clock, random};
  RateLimiter feedback_of_all{kFeedbackOfAll, clock, random};
  RateLimiter answers_by_address{kAnswersByAddress, clock, random};
  Limiters enrolment{{kEnrolByAddress, clock, random}, {kEnrolByCode, clock, random}, {kEnrolByCode, clock, random}};
  Limiters sign_in{
      {kSignInByAddress, clock, random}, {kSignInByUserAndAddress, clock, random}, {kSignInByUser, clock, random}};
  Worker passwords{64};
  AttachmentReceiver files;
  std::optional<storage::Database> export_database;
  std::optional<Desk> exporter;  ///< The thread of exports only.
  Worker exports{kQueuedExports};
  std::optional<Writer> writer;
  std::optional<Rechecker> rechecker;

  Impl(FolderLock held, const std::string& folder, Clock& clock_in, Random& random_in, storage::Database opened)
      : lock(std::move(held)), clock(clock_in), random(random_in), database(std::move(opened)), files(folder) {}

  // --- answers ---------------------------------------------------------------------------------------------------
  template <class Message>
  static ApiReply reply(const Message& message) {
    return {200, encode(message), 0};
  }
  template <class Message>
  static ApiReply reply(const Result<Message>& outcome) {
    if (outcome) return reply(*outcome);
    log_failure(outcome.error());
    return error_reply(outcome.error());
  }
  static void log_failure(const Error& error) {
    if (http_status(error.code) >= 500) spdlog::error("request failed: {} ({})", name(error.code), error.detail);
  }

  std::optional<ApiReply> limit(Limiters& limiters, std::string_view client, std::string_view key) const {
    auto wait = limiters.by_address.take(client);
    if (!wait) wait = limiters.by_both.take(std::string(client) + '\n' + std::string(key));
    if (!wait) wait = limiters.by_key.take(key);
    return refusal(wait);
  }
  static std::optional<ApiReply> refusal(const std::optional<std::int64_t>& wait_ms) {
    if (!wait_ms) return std::nullopt;
    const std::int64_t seconds = (*wait_ms + 999) / 1000;
    ApiReply refused = error_reply({ErrorCode::too_many_attempts, std::to_string(seconds) + " s"});
    refused.retry_after_s = seconds;
    return refused;
  }

  // --- who asks --------------------------------------------------------------------------------------------------
  Result<Caller> caller(const ApiRequest& request, TokenKind kind, std::initializer_list<Role> roles) {
    if (request.token.empty()) return fail(ErrorCode::not_signed_in);
    MOTCUA_TRY_ASSIGN(auto found, readers[request.thread]->accounts.caller(request.token, clock.now()));
    if (found.kind != kind || std::ranges::find(roles, found.account.role) == roles.end())
      return fail(ErrorCode::not_allowed);
    return found;
  }
  Result<Caller> device_caller(const ApiRequest& request) {
    return caller(request, TokenKind::device, {Role::admin, Role::officer, Role::surveyor});
  }

  // --- writing ---------------------------------------------------------------------------------------------------
  /// Runs `write` on the writer's thread; its reply leaves after the commit.
  template <class Message>
  void submit(std::size_t operations, std::size_t bytes, std::function<Result<Message>()> write, Respond respond) {
    struct Pending {
      std::function<Result<Message>()> write;
      Respond respond;
      std::optional<Message> outcome;
    };
    auto pending = std::make_shared<Pending>(std::move(write), std::move(respond), std::nullopt);
    const bool taken = writer->submit({
        .run = [pending]() -> Status {
          MOTCUA_TRY_ASSIGN(pending->outcome, pending->write());
          return {};
        },
        .done =
            [pending](const Status& committed) {
              if (committed) return pending->respond(reply(*pending->outcome));
              log_failure(committed.error());
              pending->respond(error_reply(committed.error()));
            },
        .operations = operations,
        .bytes = bytes,
    });
    if (!taken) pending->respond(error_reply({ErrorCode::server_busy, ""}));
  }

  // --- sync ------------------------------------------------------------------------------------------------------
  void hello(const ApiRequest& request, const Respond& respond) {
    auto message = sync::decode<sync::HelloRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    auto who = device_caller(request);
    if (!who) return respond(error_reply(who.error()));
    submit<sync::HelloReply>(
        1, 0,
        [this, account = who->account.id, hello = *message,
         token = std::string(request.token)]() -> Result<sync::HelloReply> {
          const DeviceReport report{hello.device, hello.unsent,
                                    hello.build.size() <= kMaxBuild ? hello.build : std::string()};
          MOTCUA_TRY(Accounts(database).note_device(account, report, token, clock.now()));
          return intake->machine().hello({account, hello.device}, hello);
        },
        respond);
  }

  void push(const ApiRequest& request, const Respond& respond) {
    auto message = sync::decode<sync::PushRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    auto who = device_caller(request);
    if (!who) return respond(error_reply(who.error()));
    if (message->operations.size() > sync::kMaxPushOperations)
      return respond(error_reply({ErrorCode::frame_too_large, std::to_string(sync::kMaxPushOperations)}));
    if (std::ranges::any_of(message->operations, [](const auto& pushed) { return pushed.bytes.empty(); }))
      return respond(error_reply({ErrorCode::frame_too_large, "0"}));
    const std::size_t operations = std::max<std::size_t>(1, message->operations.size());
    submit<sync::PushReply>(
        operations, request.body.size(),
        [this, account = who->account.id, push = std::make_shared<const sync::PushRequest>(*std::move(message))] {
          return intake->push(account, *push);
        },
        [this, respond](const ApiReply& reply) {
          respond(reply);
          rechecker->wake();
        });
  }

  /// On the rechecker's thread: waits for the writer's.
  Status save_checks(std::vector<CheckedResponse> checked) {
    const auto committed = std::make_shared<std::promise<Status>>();
    const std::size_t count = checked.size();
    const bool taken = writer->submit({
        .run = [this, &checked]() -> Status {
          for (const auto& [response, broken] : checked) MOTCUA_TRY(intake->responses().store_check(response, broken));
          return {};
        },
        .done = [committed](const Status& outcome) { committed->set_value(outcome); },
        .operations = count,
        .bytes = 0,
    });
    if (!taken) return fail(ErrorCode::server_busy);
    return committed->get_future().get();
  }

  void changes(const ApiRequest& request, const Respond& respond) {
    auto message = sync::decode<sync::ChangesRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    auto who = device_caller(request);
    if (!who) return respond(error_reply(who.error()));
    if (const auto report = reported(*message); report) note_device(request, who->account.id, *report);
    respond(reply(read_changes(*readers[request.thread], who->account.id, *message)));
  }
  Result<sync::ChangesReply> read_changes(Reader& reader, const AccountId& account, const sync::ChangesRequest& asked) {
    MOTCUA_TRY_ASSIGN(auto groups, reader.groups.scopes_of(account));
    return intake->machine().changes(reader.database, {account, asked.device, std::move(groups)}, asked);
  }
  static std::optional<DeviceReport> reported(const sync::ChangesRequest& asked) {
    if (asked.device.is_nil()) return std::nullopt;
    return DeviceReport{asked.device, asked.unsent};
  }

  /// A device that has nothing to send says no hello: what it says of itself is taken from its question, and written
  /// when it is news. Its answer does not wait for that.
  void note_device(const ApiRequest& request, const AccountId& account, const DeviceReport& report) {
    const auto noted = readers[request.thread]->accounts.is_noted(account, report, clock.now());
    if (!noted || *noted) return;
    (void)writer->submit({
        .run = [this, account, report, token = std::string(request.token)]() -> Status {
          return Accounts(database).note_device(account, report, token, clock.now());
        },
        .done =
            [](const Status& noted_now) {
              if (!noted_now) log_failure(noted_now.error());
            },
    });
  }

  // --- files of responses ----------------------------------------------------------------------------------------
  void attachment_status(const ApiRequest& request, const Respond& respond) {
    auto message = sync::decode<sync::AttachmentStatusRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (auto who = device_caller(request); !who) return respond(error_reply(who.error()));
    respond(reply(files.status(readers[request.thread]->attachments, *message)));
  }

  void attachment_chunk(const ApiRequest& request, const Respond& respond) {
    auto message = sync::decode<sync::AttachmentChunkRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (auto who = device_caller(request); !who) return respond(error_reply(who.error()));
    using Reply = sync::AttachmentChunkReply;
    const auto admitted = AttachmentReceiver::admit(readers[request.thread]->attachments, *message);
    if (!admitted) return respond(reply<Reply>(std::unexpected(admitted.error())));
    if (!*admitted) return respond(reply(Reply{}));
    const auto stored = [this, respond, file = message->file](const Result<BlobStore::Appended>& appended) {
      if (!appended) return respond(reply<Reply>(std::unexpected(appended.error())));
      if (!appended->complete) return respond(reply(Reply{{sync::AttachmentState::wanted, appended->have}}));
      submit<Reply>(
          1, 0,
          [this, file]() -> Result<Reply> {
            MOTCUA_TRY(intake->attachments().note_arrived(file.sha256, file.size, clock.now()));
            return Reply{{sync::AttachmentState::complete, file.size}};
          },
          respond);
    };
    if (!files.store(*std::move(message), stored)) respond(error_reply({ErrorCode::server_busy, ""}));
  }

  // --- people ----------------------------------------------------------------------------------------------------
  void enrol(const ApiRequest& request, const Respond& respond) {
    auto message = sync::decode<sync::EnrolRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (auto refused = limit(enrolment, request.client, dossier::normalise_lookup_code(message->code).value_or("")))
      return respond(*std::move(refused));
    submit<sync::EnrolReply>(
        1, 0,
        [this, enrol = *std::move(message)]() -> Result<sync::EnrolReply> {
          MOTCUA_TRY_ASSIGN(auto enrolled, Accounts(database).enrol(enrol.code, enrol.device, random, clock.now()));
          sync::EnrolReply told{std::move(enrolled.token), enrolled.account.id, enrolled.account.name, office_name};
          for (const EnrolledDevice& device : enrolled.former)
            told.former.push_back({device.id, device.unsent, device.last_seen});
          return told;
        },
        respond);
  }

  void start_session(const ApiRequest& request, const Respond& respond) {
    auto message = sync::decode<sync::SignInRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (auto refused = limit(sign_in, request.client, fold(message->user))) return respond(*std::move(refused));
    const auto& accounts = readers[request.thread]->accounts;
    auto stored = accounts.password_hash(message->user);
    if (!stored) return respond(reply<sync::SignInReply>(std::unexpected(stored.error())));
    auto account = accounts.find(message->user);
    const bool taken =
        passwords.submit([this, respond, hash = *std::move(stored), password = std::move(message->password), account] {
          // One answer and one amount of work for an unknown name and a wrong password.
          if (!check_password(hash, password) || !account) return respond(error_reply({ErrorCode::wrong_password, ""}));
          submit<sync::SignInReply>(
              1, 0,
              [this, signed_in = *account]() -> Result<sync::SignInReply> {
                MOTCUA_TRY_ASSIGN(auto token,
                                  Accounts(database).start_session(signed_in.id, random, clock.now(), kSessionMs));
                return sync::SignInReply{std::move(token), signed_in.name, std::string(server::name(signed_in.role)),
                                         office_name};
              },
              respond);
        });
    if (!taken) respond(error_reply({ErrorCode::server_busy, ""}));
  }

  // --- reading ---------------------------------------------------------------------------------------------------
  void look_up(const ApiRequest& request, const Respond& respond) {
    auto message = dossier::decode<dossier::LookupRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (auto refused = limit(lookup, request.client, dossier::normalise_code(message->code).value_or("")))
      return respond(*std::move(refused));
    auto view = readers[request.thread]->dossiers.lookup(message->code, message->lookup_code, clock.now());
    if (!view) return respond(reply<dossier::LookupReply>(std::unexpected(view.error())));
    respond(reply(dossier::LookupReply{*std::move(view)}));
  }

  // --- what citizens say -----------------------------------------------------------------------------------------
  void rate(const ApiRequest& request, const Respond& respond) {
    auto message = feedback::decode<feedback::RateRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (auto refused = limit(rating, request.client, dossier::normalise_code(message->code).value_or("")))
      return respond(*std::move(refused));
    using Reply = feedback::RateReply;
    if (auto sound = feedback::check(message->rating); !sound)
      return respond(reply<Reply>(std::unexpected(sound.error())));
    auto about = readers[request.thread]->dossiers.lookup(message->code, message->lookup_code, clock.now());
    if (!about) return respond(reply<Reply>(std::unexpected(about.error())));
    submit<Reply>(
        1, request.body.size(),
        [this, about = *std::move(about), given = std::move(message->rating)]() -> Result<Reply> {
          MOTCUA_TRY(feedback::RatingStore(database).store(about, given, clock.now()));
          return Reply{clock.now(), epoch};
        },
        respond);
  }

  void take_feedback(const ApiRequest& request, const Respond& respond) {
    auto message = feedback::decode<feedback::FeedbackRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (auto refused = refusal(feedback_by_address.take(request.client))) return respond(*std::move(refused));
    using Reply = feedback::FeedbackReply;
    if (auto sound = feedback::check(message->feedback); !sound)
      return respond(reply<Reply>(std::unexpected(sound.error())));
    std::optional<dossier::PublicView> about;
    if (!message->code.empty() || !message->lookup_code.empty()) {
      // Both codes can be tried out here as by a rating: the same allowance holds for both.
      if (auto refused = limit(rating, request.client, dossier::normalise_code(message->code).value_or("")))
        return respond(*std::move(refused));
      auto view = readers[request.thread]->dossiers.lookup(message->code, message->lookup_code, clock.now());
      if (!view) return respond(reply<Reply>(std::unexpected(view.error())));
      about = *std::move(view);
    }
    // Last: what is not taken anyway uses nothing of what all share.
    if (auto refused = refusal(feedback_of_all.take(""))) return respond(*std::move(refused));
    submit<Reply>(
        1, request.body.size(),
        [this, about = std::move(about), written = std::move(message->feedback)]() -> Result<Reply> {
          MOTCUA_TRY(feedback::FeedbackStore(database).store(about, written, clock.now()));
          return Reply{clock.now()};
        },
        respond);
  }

  void tell_answers(const ApiRequest& request, const Respond& respond) {
    auto message = feedback::decode<feedback::AnswersRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (auto refused = refusal(answers_by_address.take(request.client))) return respond(*std::move(refused));
    if (message->receipts.size() > feedback::kMaxReceipts)
      return respond(error_reply({ErrorCode::frame_too_large, std::to_string(feedback::kMaxReceipts)}));
    auto answers = readers[request.thread]->feedback_store.answers(message->receipts);
    if (!answers) return respond(reply<feedback::AnswersReply>(std::unexpected(answers.error())));
    respond(reply(feedback::AnswersReply{*std::move(answers), epoch}));
  }

  // --- the desk ----------------------------------------------------------------------------------------------------
  /// Someone signed in who may; else they have their answer.
  std::optional<Account> desk_caller(const ApiRequest& request, const Respond& respond,
                                     std::initializer_list<Role> roles) {
    auto who = caller(request, TokenKind::session, roles);
    if (who) return std::move(who->account);
    respond(error_reply(who.error()));
    return std::nullopt;
  }

  void overview(const ApiRequest& request, const Respond& respond) {
    auto message = survey::decode<survey::OverviewRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (desk_caller(request, respond, {Role::admin}))
      respond(reply(readers[request.thread]->desk.overview(clock.now())));
  }

  void response_list(const ApiRequest& request, const Respond& respond) {
    auto message = survey::decode<survey::ResponseListRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (desk_caller(request, respond, {Role::admin})) respond(reply(readers[request.thread]->desk.responses(*message)));
  }

  void response_review(const ApiRequest& request, const Respond& respond) {
    auto message = survey::decode<survey::ResponseReviewRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    const auto who = desk_caller(request, respond, {Role::admin});
    if (!who) return;
    submit<survey::ResponseReviewReply>(
        1, request.body.size(),
        [this, account = who->id, asked = *std::move(message)]() -> Result<survey::ResponseReviewReply> {
          ResponseReviews reviews(database);
          MOTCUA_TRY_ASSIGN(const auto done, asked.undo != 0 ? reviews.undo(asked.undo, account, clock.now())
                                                             : reviews.mark(asked.selection, account, clock.now()));
          return survey::ResponseReviewReply{done.number, done.changed};
        },
        respond);
  }

  void response_export(const ApiRequest& request, const Respond& respond) {
    auto message = survey::decode<survey::ResponseExportRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (!desk_caller(request, respond, {Role::admin})) return;
    start_export([this, respond, asked = *std::move(message)] { respond(reply(exporter->export_responses(asked))); },
                 respond);
  }

  void dossier_list(const ApiRequest& request, const Respond& respond) {
    auto message = dossier::decode<dossier::DossierListRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (desk_caller(request, respond, {Role::admin, Role::officer}))
      respond(reply(readers[request.thread]->desk.dossiers(*message, clock.now())));
  }

  void dossier_export(const ApiRequest& request, const Respond& respond) {
    auto message = dossier::decode<dossier::DossierExportRequest>(request.body);
    if (!message) return respond(error_reply(message.error()));
    if (!desk_caller(request, respond, {Role::admin, Role::officer})) return;
    start_export(
        [this, respond, asked = *std::move(message)] { respond(reply(exporter->export_dossiers(asked, clock.now()))); },
        respond);
  }

  /// On the thread of exports, with its own connection.
  void start_export(std::function<void()> run, const Respond& respond) {
    if (!exports.submit(std::move(run))) respond(error_reply({ErrorCode::server_busy, ""}));
  }
};

Api::Api(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Api::~Api() { stop(); }

Result<std::unique_ptr<Api>> Api::open(const std::string& folder, std::size_t threads, Clock& clock, Random& random,
                                       sync::ServerFacts facts) {
  MOTCUA_TRY_ASSIGN(auto lock, FolderLock::take(folder));
  MOTCUA_TRY_ASSIGN(auto database, open_office(folder, random));
  auto impl = std::make_unique<Impl>(std::move(lock), folder, clock, random, std::move(database));
  MOTCUA_TRY_ASSIGN(impl->office_name, read_setting(impl->database, kOfficeName));
  MOTCUA_TRY_ASSIGN(impl->intake, Intake::open(impl->database, clock, random, std::move(facts)));
  impl->epoch = impl->intake->sequencer().epoch();
  for (std::size_t i = 0; i < threads; ++i) {
    MOTCUA_TRY_ASSIGN(auto reader, open_office_reader(folder));
    impl->readers.push_back(std::make_unique<Reader>(std::move(reader)));
  }
  MOTCUA_TRY_ASSIGN(impl->export_database, open_office_reader(folder));
  impl->exporter.emplace(*impl->export_database);
  impl->writer.emplace(impl->database);
  MOTCUA_TRY_ASSIGN(auto checking, open_office_reader(folder));
  impl->rechecker.emplace(std::move(checking), [impl = impl.get()](std::vector<CheckedResponse> checked) {
    return impl->save_checks(std::move(checked));
  });
  return std::unique_ptr<Api>(new Api(std::move(impl)));
}

void Api::stop() {
  impl_->passwords.stop();  // First these two: a sign-in goes on to the writer, and so does the end of a file.
  impl_->files.stop();
  impl_->exports.stop();
  if (impl_->rechecker) impl_->rechecker->stop();
  impl_->writer->stop();
}

struct Api::Route {
  std::string_view path;
  void (Impl::*handler)(const ApiRequest&, const Respond&);
  std::size_t max_body = kMaxSmallRequestBody;
};

const Api::Route* Api::find(std::string_view path) {
  static constexpr Route kRoutes[] = {
      {sync::kPushPath, &Impl::push, kMaxRequestBody},
      {sync::kChangesPath, &Impl::changes},
      {sync::kHelloPath, &Impl::hello},
      {sync::kAttachmentStatusPath, &Impl::attachment_status},
      {sync::kAttachmentChunkPath, &Impl::attachment_chunk, kMaxRequestBody},
      {sync::kEnrolPath, &Impl::enrol},
      {sync::kSignInPath, &Impl::start_session},
      {dossier::kLookupPath, &Impl::look_up},
      {feedback::kRatePath, &Impl::rate},
      {feedback::kFeedbackPath, &Impl::take_feedback},
      {feedback::kAnswersPath, &Impl::tell_answers},
      {dossier::kDossierListPath, &Impl::dossier_list},
      {survey::kOverviewPath, &Impl::overview},
      {survey::kResponseListPath, &Impl::response_list},
      {survey::kResponseReviewPath, &Impl::response_review},
      {survey::kResponseExportPath, &Impl::response_export},
      {dossier::kDossierExportPath, &Impl::dossier_export},
  };
  const auto* found = std::ranges::find(kRoutes, path, &Route::path);
  return found == std::end(kRoutes) ? nullptr : found;
}

std::size_t Api::max_body(std::string_view path) {
  const Route* route = find(path);
  return route == nullptr ? kMaxSmallRequestBody : route->max_body;
}

void Api::handle(const ApiRequest& request, Respond respond) {
  const Route* route = find(request.path);
  if (route == nullptr) return respond(error_reply({ErrorCode::not_found, "/v1"}));
  if (request.body.size() > route->max_body)
    return respond(error_reply({ErrorCode::frame_too_large, std::to_string(route->max_body)}));
  (impl_.get()->*route->handler)(request, respond);
}

}  // namespace motcua::server
