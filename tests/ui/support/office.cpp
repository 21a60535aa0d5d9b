#include "support/office.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "motcua/dossier/messages.hpp"
#include "motcua/survey/messages.hpp"
#include "motcua/sync/messages.hpp"
#include "motcua/wire/message.hpp"
#include "shipped_forms.hpp"

namespace motcua::ui::test {
namespace {

constexpr const char* kFirstToken = "first-token-";
constexpr const char* kSecondToken = "second-token-";
constexpr const char* kDeskToken = "desk-token";

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(message(result.error(), Language::en));
  return std::move(*result);
}
void must(Status status) {
  if (!status) FAIL(message(status.error(), Language::en));
}

Instant at(const char* text) { return *parse_instant(text); }

}  // namespace

Office::Office(Clock& clock)
    : clock_(clock),
      database_(must(storage::Database::open(":memory:"))),
      dossiers_(database_),
      ratings_(database_),
      feedback_(database_) {
  must(dossier::DossierStore::migrate(database_, random_));
  SeededRandom keys{8};  // Of its own: the ids that the goldens hold stay as they are.
  must(feedback::migrate_office(database_, keys));
  sequencer_.emplace(must(records::Sequencer::open(database_, clock_, random_)));
  catalog_.emplace(database_);
  real_policy_.emplace(*catalog_, sequencer_->state());
  machine_.emplace(*sequencer_, policy_);
  first_ = AccountId::random(random_);
  second_ = AccountId::random(random_);
}

Result<records::Author> Office::author_of(const std::string& token) const {
  if (token == token_of(kFirstToken)) return records::Author{first_, {}};
  if (token == token_of(kSecondToken)) return records::Author{second_, {}};
  return fail(ErrorCode::not_signed_in);
}

Status Office::Policy::check(const records::Author& author, const records::Operation& operation) {
  if (office_.refuse_all) return fail(ErrorCode::not_found, "form");
  return office_.real_policy_->check(author, operation);
}

Result<std::string> Office::Policy::home(const records::Author& author, const records::Operation& operation) {
  return office_.real_policy_->home(author, operation);
}

Office::Answer Office::handle(const sync::HttpRequest& request) {
  if (answer_with) return {400, wire::encode_error(*answer_with)};
  auto body = reply(request);
  if (body) return {200, std::move(*body)};
  return {400, wire::encode_error(body.error())};
}

Result<Bytes> Office::reply(const sync::HttpRequest& request) {
  const auto is = [&](const char* path) { return request.path == path; };
  if (is(sync::kEnrolPath)) {
    MOTCUA_TRY_ASSIGN(const auto asked, sync::decode<sync::EnrolRequest>(request.body));
    if (asked.code == kSecondCode)
      return sync::encode(sync::EnrolReply{token_of(kSecondToken), second_, "Người thứ hai", "Phường Mẫu", {}});
    if (asked.code != kEnrolCode) return fail(ErrorCode::enrol_code_invalid);
    return sync::encode(
        sync::EnrolReply{token_of(kFirstToken), first_, "Người khảo sát mẫu", "Phường Mẫu", std::exchange(former, {})});
  }
  if (is(sync::kSignInPath)) {
    MOTCUA_TRY_ASSIGN(const auto asked, sync::decode<sync::SignInRequest>(request.body));
    if ((asked.user != kUser && asked.user != kOfficer) || asked.password != kPassword)
      return fail(ErrorCode::wrong_password);
    const bool officer = asked.user == kOfficer;
    return sync::encode(sync::SignInReply{kDeskToken, asked.user, officer ? "officer" : "admin", "Phường Mẫu"});
  }
  if (is(dossier::kLookupPath)) {
    MOTCUA_TRY_ASSIGN(const auto asked, dossier::decode<dossier::LookupRequest>(request.body));
    MOTCUA_TRY_ASSIGN(auto view, dossiers_.lookup(asked.code, asked.lookup_code, clock_.now()));
    return dossier::encode(dossier::LookupReply{std::move(view)});
  }
  if (is(feedback::kRatePath) || is(feedback::kFeedbackPath) || is(feedback::kAnswersPath)) return listen(request);
  if (request.path.starts_with("/v1/admin/")) {
    if (request.token != kDeskToken) return fail(ErrorCode::not_signed_in);
    if (is(survey::kOverviewPath)) {
      survey::OverviewReply reply;
      MOTCUA_TRY_ASSIGN(const auto surveys, catalog_->current());
      reply.surveys = surveys.size();
      reply.responses = responses();
      reply.responses_broken = broken.empty() ? 0 : reply.responses;
      reply.devices = 1;
      for (const auto& row : list_responses({})) reply.responses_unseen += row.seen_at ? 0 : 1;
      MOTCUA_TRY_ASSIGN(reply.dossiers, dossiers_.count({}, clock_.now()));
      MOTCUA_TRY_ASSIGN(reply.dossiers_open, dossiers_.count({.open = true}, clock_.now()));
      MOTCUA_TRY_ASSIGN(reply.dossiers_overdue, dossiers_.count({.overdue = true}, clock_.now()));
      reply.server_time = clock_.now();
      MOTCUA_TRY_ASSIGN(const auto rated, ratings_.past_weeks(clock_.now(), survey::kFewestRatings));
      if (rated) {
        reply.ratings.assign(rated->summary.of_score.begin(), rated->summary.of_score.end());
        reply.ratings_through = static_cast<std::uint64_t>(rated->through.days());
      }
      MOTCUA_TRY_ASSIGN(reply.feedback_unanswered, feedback_.count_unanswered());
      return survey::encode(reply);
    }
    if (is(survey::kResponseListPath)) {
      MOTCUA_TRY_ASSIGN(const auto asked, survey::decode<survey::ResponseListRequest>(request.body));
      survey::ResponseListReply reply;
      auto rows = list_responses(asked.query);
      reply.total = rows.size();
      reply.newest = list_responses({}).size();
      for (std::size_t i = asked.offset; i < std::min<std::size_t>(rows.size(), asked.offset + asked.limit); ++i)
        reply.rows.push_back(std::move(rows[i]));
      return survey::encode(reply);
    }
    if (is(survey::kResponseReviewPath)) {
      MOTCUA_TRY_ASSIGN(const auto asked, survey::decode<survey::ResponseReviewRequest>(request.body));
      return survey::encode(review(asked));
    }
    if (is(survey::kResponseExportPath)) {
      MOTCUA_TRY_ASSIGN(const auto asked, survey::decode<survey::ResponseExportRequest>(request.body));
      std::string csv = "id\r\n";
      for (const EntityId& id : asked.selection.ids) csv += id.hex() + "\r\n";
      return survey::encode(survey::ResponseExportReply{{{"ward-9-items.csv", csv}}});
    }
    if (is(dossier::kDossierListPath)) {
      MOTCUA_TRY_ASSIGN(const auto asked, dossier::decode<dossier::DossierListRequest>(request.body));
      asked_pages.push_back(asked.offset);
      dossier::DossierListReply reply;
      if (made_up_dossiers > 0) {
        reply.total = made_up_dossiers;
        for (std::size_t i = asked.offset; i < std::min<std::size_t>(made_up_dossiers, asked.offset + asked.limit); ++i)
          reply.rows.push_back({"A-" + std::to_string(i), "Thủ tục " + std::to_string(i), dossier::State::processing,
                                clock_.now(), std::nullopt});
        return dossier::encode(reply);
      }
      MOTCUA_TRY_ASSIGN(reply.total, dossiers_.count(asked.query, clock_.now()));
      MOTCUA_TRY_ASSIGN(reply.rows, dossiers_.list(asked.query, asked.offset, asked.limit, clock_.now()));
      return dossier::encode(reply);
    }
    if (is(dossier::kDossierExportPath)) {
      MOTCUA_TRY_ASSIGN(const auto asked, dossier::decode<dossier::DossierExportRequest>(request.body));
      MOTCUA_TRY_ASSIGN(const auto count, dossiers_.count(asked.query, clock_.now()));
      return dossier::encode(dossier::DossierExportReply{std::to_string(count) + " rows"});
    }
  }
  MOTCUA_TRY_ASSIGN(const records::Author author, author_of(request.token));
  if (is(sync::kHelloPath)) {
    MOTCUA_TRY_ASSIGN(const auto asked, sync::decode<sync::HelloRequest>(request.body));
    MOTCUA_TRY_ASSIGN(const auto answer, machine_->hello(author, asked));
    return sync::encode(answer);
  }
  if (is(sync::kPushPath)) {
    MOTCUA_TRY_ASSIGN(const auto asked, sync::decode<sync::PushRequest>(request.body));
    MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database_));
    MOTCUA_TRY_ASSIGN(const auto answer, machine_->push(author, asked));
    MOTCUA_TRY(transaction.commit());
    return sync::encode(answer);
  }
  if (is(sync::kChangesPath)) {
    MOTCUA_TRY_ASSIGN(const auto asked, sync::decode<sync::ChangesRequest>(request.body));
    MOTCUA_TRY_ASSIGN(const auto answer, machine_->changes(database_, author, asked));
    return sync::encode(answer);
  }
  if (is(sync::kAttachmentStatusPath)) {
    MOTCUA_TRY_ASSIGN(const auto asked, sync::decode<sync::AttachmentStatusRequest>(request.body));
    sync::AttachmentStatusReply reply;
    for (const auto& file : asked.files) reply.files.push_back(progress(file.sha256));
    return sync::encode(reply);
  }
  if (is(sync::kAttachmentChunkPath)) {
    MOTCUA_TRY_ASSIGN(const auto chunk, sync::decode<sync::AttachmentChunkRequest>(request.body));
    return take_part(chunk);
  }
  return fail(ErrorCode::not_found, request.path);
}

std::vector<survey::ResponseRow> Office::list_responses(const survey::ResponseQuery& query) {
  std::vector<survey::ResponseRow> rows;
  for (const auto& entity : must(sequencer_->state().list(records::EntityType::response))) {
    const auto seen = seen_.find(entity);
    survey::ResponseRow row{entity.hex(),
                            "Phiếu khảo sát hài lòng tại bộ phận một cửa (9 nội dung)",
                            "2026.1",
                            "Người khảo sát mẫu",
                            clock_.now(),
                            broken.size() * 3,
                            broken,
                            {},
                            {}};
    if (seen != seen_.end()) {
      row.seen_by = kUser;
      row.seen_at = seen->second;
    }
    const bool found = fold(row.surveyor + " " + row.survey).contains(fold(query.search));
    if (found && (!query.broken || row.broken > 0) && (!query.unseen || !row.seen_at)) rows.push_back(std::move(row));
  }
  return rows;
}

survey::ResponseReviewReply Office::review(const survey::ResponseReviewRequest& asked) {
  std::vector<EntityId> changed;
  if (asked.undo != 0) {
    for (const EntityId& id : reviews_[static_cast<std::size_t>(asked.undo - 1)]) {
      if (seen_.erase(id) > 0) changed.push_back(id);
    }
  } else {
    std::vector<EntityId> ids = asked.selection.ids;
    if (asked.selection.all) {
      auto rows = list_responses(*asked.selection.all);
      if (asked.selection.newest > 0)
        rows.resize(static_cast<std::size_t>(std::min<std::uint64_t>(rows.size(), asked.selection.newest)));
      for (const auto& row : rows) ids.push_back(*EntityId::from_hex(row.id));
    }
    for (const EntityId& id : ids) {
      if (seen_.emplace(id, clock_.now()).second) changed.push_back(id);
    }
  }
  reviews_.push_back(changed);
  return {reviews_.size(), changed.size()};
}

void Office::add_ratings(const std::vector<feedback::Score>& scores) {
  for (const feedback::Score score : scores) {
    const auto id = feedback::RatingId::random(random_);
    dossier::PublicView about;
    about.code = id.hex();
    must(ratings_.store(about, {id, score, {}, {}}, Instant{clock_.now().ms - 7LL * 86'400'000}));
  }
}

void Office::lose_ratings() {
  must(database_.execute("DELETE FROM rating"));
  must(sequencer_->renew_epoch());
}

void Office::add_responses(int count) {
  for (int i = 0; i < count; ++i) {
    const records::FieldChange field{"/data/name", "An", {}};
    must(sequencer_->append_own(records::EntityType::response, EntityId::random(random_), {"ward", "1"}, {&field, 1}));
  }
}

Result<Bytes> Office::listen(const sync::HttpRequest& request) {
  if (request.path == feedback::kAnswersPath) {
    MOTCUA_TRY_ASSIGN(const auto asked, feedback::decode<feedback::AnswersRequest>(request.body));
    MOTCUA_TRY_ASSIGN(auto answers, feedback_.answers(asked.receipts));
    return feedback::encode(feedback::AnswersReply{std::move(answers), sequencer_->epoch()});
  }
  if (request.path == feedback::kRatePath) {
    MOTCUA_TRY_ASSIGN(const auto rated, feedback::decode<feedback::RateRequest>(request.body));
    MOTCUA_TRY_ASSIGN(const auto about, dossiers_.lookup(rated.code, rated.lookup_code, clock_.now()));
    MOTCUA_TRY(ratings_.store(about, rated.rating, clock_.now()));
    return feedback::encode(feedback::RateReply{clock_.now(), sequencer_->epoch()});
  }
  MOTCUA_TRY_ASSIGN(const auto written, feedback::decode<feedback::FeedbackRequest>(request.body));
  std::optional<dossier::PublicView> about;
  if (!written.code.empty()) {
    MOTCUA_TRY_ASSIGN(about, dossiers_.lookup(written.code, written.lookup_code, clock_.now()));
  }
  MOTCUA_TRY(feedback_.store(about, written.feedback, clock_.now()));
  return feedback::encode(feedback::FeedbackReply{clock_.now()});
}

sync::AttachmentProgress Office::progress(const Hash& file) {
  const auto whole = files.find(file);
  if (whole != files.end()) return {sync::AttachmentState::complete, whole->second.size()};
  return {sync::AttachmentState::wanted, parts_[file].size()};
}

Result<Bytes> Office::take_part(const sync::AttachmentChunkRequest& chunk) {
  Bytes& part = parts_[chunk.file.sha256];
  if (chunk.offset == part.size()) part.insert(part.end(), chunk.bytes.begin(), chunk.bytes.end());
  if (part.size() == chunk.file.size) {
    if (sha256(part) != chunk.file.sha256) return fail(ErrorCode::attachment_mismatch);
    files.emplace(chunk.file.sha256, part);
  }
  return sync::encode(sync::AttachmentChunkReply{progress(chunk.file.sha256)});
}

void Office::publish(const std::string& form) {
  std::string xml;
  if (form.starts_with("test:")) {
    std::ifstream in(std::string(MOTCUA_SOURCE_DIR) + "/tests/ui/forms/" + form.substr(5));
    xml.assign(std::istreambuf_iterator<char>(in), {});
  } else {
    xml = motcua::testing::shipped_form(form);
  }
  auto transaction = must(storage::Transaction::begin(database_));
  must(survey::publish(*sequencer_, database_, xml, random_));
  must(transaction.commit());
}

void Office::assign(survey::Assignment assignment) {
  assignment.id = EntityId::random(random_);
  auto transaction = must(storage::Transaction::begin(database_));
  (void)must(survey::assign(*sequencer_, assignment, records::account_scope(first_)));
  must(transaction.commit());
}

void Office::withdraw(const std::string& key) {
  auto transaction = must(storage::Transaction::begin(database_));
  const auto all = must(sequencer_->state().list(records::EntityType::assignment));
  for (const auto& id : all) {
    if (survey::read_assignment(*must(sequencer_->state().read(id))).key == key) must(sequencer_->remove_own(id));
  }
  must(transaction.commit());
}

std::vector<survey::Visit> Office::visits() {
  std::vector<survey::Visit> out;
  for (const auto& id : must(sequencer_->state().list(records::EntityType::visit)))
    out.push_back(*survey::read_visit(*must(sequencer_->state().read(id))));
  return out;
}

void Office::add_dossiers() {
  using dossier::State;
  auto transaction = must(storage::Transaction::begin(database_));
  must(dossiers_.upsert(
      {.code = "H26.18-231101-0001",
       .lookup_code = "ABC123",
       .procedure_code = "0.000004",
       .procedure_name = "Cấp giấy phép xây dựng nhà ở riêng lẻ",
       .unit = "Phòng Kinh tế, Hạ tầng và Đô thị",
       .collect_at = "Bộ phận Một Cửa, quầy 3",
       .due = at("2023-12-01T17:00:00+07:00"),
       .events = {{State::registered, at("2023-11-01T08:00:00+07:00"), "Bộ phận Một Cửa", ""},
                  {State::accepted, at("2023-11-01T08:20:00+07:00"), "Bộ phận Một Cửa", ""},
                  {State::processing, at("2023-11-02T09:00:00+07:00"), "Phòng Kinh tế, Hạ tầng và Đô thị", ""},
                  {State::supplement_requested, at("2023-11-10T14:20:00+07:00"), "Phòng Kinh tế, Hạ tầng và Đô thị",
                   "Bổ sung bản vẽ mặt bằng có ghi kích thước"}}}));
  must(dossiers_.upsert({.code = "H26.18-231102-0002",
                         .lookup_code = "XYZ789",
                         .procedure_code = "0.000002",
                         .procedure_name = "Đăng ký khai sinh",
                         .unit = "Bộ phận Một Cửa",
                         .collect_at = "Bộ phận Một Cửa, quầy 2",
                         .due = at("2023-11-16T11:00:00+07:00"),
                         .events = {{State::accepted, at("2023-11-13T09:00:00+07:00"), "Bộ phận Một Cửa", ""},
                                    {State::processing, at("2023-11-14T09:30:00+07:00"), "Bộ phận Một Cửa", ""}}}));
  must(transaction.commit());
}

void Office::add_returned_dossier() {
  using dossier::State;
  auto transaction = must(storage::Transaction::begin(database_));
  must(dossiers_.upsert({.code = "H26.18-231103-0003",
                         .lookup_code = "QRS456",
                         .procedure_code = "0.000002",
                         .procedure_name = "Đăng ký khai sinh",
                         .unit = "Bộ phận Một Cửa",
                         .collect_at = "Bộ phận Một Cửa, quầy 2",
                         .due = at("2023-11-09T11:00:00+07:00"),
                         .events = {{State::accepted, at("2023-11-06T09:00:00+07:00"), "Bộ phận Một Cửa", ""},
                                    {State::processing, at("2023-11-06T09:30:00+07:00"), "Bộ phận Một Cửa", ""},
                                    {State::processed, at("2023-11-08T16:00:00+07:00"), "Bộ phận Một Cửa", ""},
                                    {State::returned, at("2023-11-09T08:30:00+07:00"), "Bộ phận Một Cửa", ""}}}));
  must(transaction.commit());
}

void Office::write_elsewhere(const std::string& field, const std::string& value) {
  const auto responses_here = must(sequencer_->state().list(records::EntityType::response));
  REQUIRE(responses_here.size() == 1);
  const auto state = must(sequencer_->state().read(responses_here[0]));
  records::Operation operation;
  operation.device = DeviceId::random(random_);
  operation.seq = 1;
  operation.hlc = Hlc::at(clock_.now());
  operation.entity = responses_here[0];
  operation.definition = state->definition;
  operation.fields = {{field, value, state->fields.at(field).effective}};
  auto transaction = must(storage::Transaction::begin(database_));
  const records::Sequencer::Pushed pushed{1, records::encode_operation(operation)};
  const auto receipt = must(sequencer_->append({first_, operation.device}, {&pushed, 1}, policy_));
  REQUIRE(receipt.verdicts.empty());
  must(transaction.commit());
}

std::size_t Office::responses() { return must(sequencer_->state().list(records::EntityType::response)).size(); }

}  // namespace motcua::ui::test
