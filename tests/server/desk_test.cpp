#include <doctest/doctest.h>

#include "motcua/base/csv.hpp"
#include "motcua/dossier/messages.hpp"
#include "motcua/feedback/office.hpp"
#include "motcua/survey/messages.hpp"
#include "office/accounts.hpp"
#include "office/office.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

constexpr const char* kCsv =
    "code,lookup_code,procedure_name,unit,due,state,at\n"
    "Z99.01-261102-0001,K7M4QX,Đăng ký khai sinh,UBND (mẫu),2026-11-05,2,2026-11-02 08:00\n"
    "Z99.01-261102-0002,K7M4QY,Đăng ký kết hôn,UBND (mẫu),2226-11-05,2,2026-11-02 09:00\n"
    "Z99.01-261103-0003,K7M4QZ,\"=Cấp giấy, phép\",UBND (mẫu),,2,2026-11-03 09:00\n"
    "Z99.01-261103-0003,K7M4QZ,\"=Cấp giấy, phép\",UBND (mẫu),,4,2026-11-03 10:00\n";

template <class Message>
Result<Message> ask_survey(const Server& server, const char* path, const auto& request, const std::string& token) {
  return survey::decode<Message>(as_bytes(post(server.port(), path, survey::encode(request), token).body));
}
template <class Message>
Result<Message> ask_dossier(const Server& server, const char* path, const auto& request, const std::string& token) {
  return dossier::decode<Message>(as_bytes(post(server.port(), path, dossier::encode(request), token).body));
}

struct Desk {
  TempFolder folder;
  std::string data = folder.path("office");
  Desk() {
    make_office(data);
    const std::string csv = folder.write("dossiers.csv", kCsv);
    const auto imported = run({"dossier", "import", csv, "--data", data});
    REQUIRE_MESSAGE(imported.code == 0, imported.out);
  }
};

/// An office with three responses of one surveyor.
struct Answered : Desk {
  Device device{41};
  std::vector<EntityId> ids;
  void answer(const Server& server) {
    REQUIRE(device.enrol(server.port(), enrolment_code(data)));
    REQUIRE(device.sync(server.port()));
    for (const char* name : {"Một", "Hai", "Ba"}) ids.push_back(device.answer(name));
    REQUIRE(device.sync(server.port()));
  }
};

survey::ResponseListReply responses(const Server& server, const std::string& token,
                                    const survey::ResponseQuery& query = {}) {
  const auto reply = ask_survey<survey::ResponseListReply>(server, survey::kResponseListPath,
                                                           survey::ResponseListRequest{0, 50, query}, token);
  REQUIRE(reply);
  return *reply;
}

}  // namespace

TEST_CASE("an officer's list of dossiers is narrowed, searched and put in order by the server") {
  const Desk desk;
  Server server(desk.data);
  const std::string token = sign_in(server.port(), "canbo");
  const auto list = [&](const dossier::DossierQuery& query) {
    const auto reply = ask_dossier<dossier::DossierListReply>(server, dossier::kDossierListPath,
                                                              dossier::DossierListRequest{0, 50, query}, token);
    REQUIRE(reply);
    CHECK(reply->rows.size() == reply->total);
    return reply->rows;
  };
  CHECK(list({}).size() == 3);
  CHECK(list({}).front().code == "Z99.01-261103-0003");
  const auto overdue = list({.overdue = true});
  REQUIRE(overdue.size() == 1);
  CHECK(overdue[0].code == "Z99.01-261102-0001");
  CHECK(overdue[0].overdue);
  CHECK(list({.search = "dang ky"}).size() == 2);
  CHECK(list({.search = "0002"}).size() == 1);
  CHECK(list({.state = dossier::State::processing}).size() == 1);
  CHECK(list({.order = dossier::DossierOrder::due, .ascending = true}).front().code == "Z99.01-261102-0001");
}

TEST_CASE("a filtered list of dossiers is exported, and no cell of it runs in a spreadsheet") {
  const Desk desk;
  Server server(desk.data);
  const auto reply = ask_dossier<dossier::DossierExportReply>(server, dossier::kDossierExportPath,
                                                              dossier::DossierExportRequest{{.search = "giay phep"}},
                                                              sign_in(server.port(), "canbo"));
  REQUIRE(reply);
  CHECK(reply->csv ==
        "\xEF\xBB\xBFMã hồ sơ,Tên thủ tục,Đơn vị giải quyết,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả,Ngày xử lý xong,Quá "
        "hạn\r\n"
        "Z99.01-261103-0003,\"'=Cấp giấy, phép\",UBND (mẫu),Đang xử lý,2026-11-03T09:00:00+07:00,,,\r\n");
  const auto late = ask_dossier<dossier::DossierExportReply>(server, dossier::kDossierExportPath,
                                                             dossier::DossierExportRequest{{.overdue = true}},
                                                             sign_in(server.port(), "admin"));
  REQUIRE(late);
  CHECK(late->csv.ends_with(",2026-11-05T17:00:00+07:00,,có\r\n"));
}

TEST_CASE("an officer may neither read, mark nor export responses, and nobody without a session anything") {
  const Desk desk;
  Server server(desk.data);
  const std::string officer = sign_in(server.port(), "canbo");
  const auto refused = [&](const char* path, const Bytes& body) {
    CHECK(post(server.port(), path, body, officer).status == 403);
    CHECK(post(server.port(), path, body).status == 401);
  };
  refused(survey::kOverviewPath, survey::encode(survey::OverviewRequest{}));
  refused(survey::kResponseListPath, survey::encode(survey::ResponseListRequest{}));
  refused(survey::kResponseReviewPath, survey::encode(survey::ResponseReviewRequest{}));
  refused(survey::kResponseExportPath, survey::encode(survey::ResponseExportRequest{}));
  CHECK(post(server.port(), dossier::kDossierExportPath, dossier::encode(dossier::DossierExportRequest{})).status ==
        401);
}

TEST_CASE("responses are marked as seen by who and when; that is taken back, and both acts are kept") {
  Answered office;
  Server server(office.data);
  office.answer(server);
  const std::string token = sign_in(server.port(), "admin");
  const auto review = [&](const survey::ResponseReviewRequest& request) {
    return ask_survey<survey::ResponseReviewReply>(server, survey::kResponseReviewPath, request, token);
  };
  CHECK(responses(server, token, {.unseen = true}).total == 3);
  const auto first = review({.selection = {.ids = {office.ids[0], office.ids[1]}}});
  REQUIRE(first);
  CHECK(first->changed == 2);
  CHECK(responses(server, token, {.unseen = true}).total == 1);
  for (const auto& row : responses(server, token).rows) {
    const bool seen = row.id != office.ids[2].hex();
    CHECK(row.seen_by == (seen ? "admin" : ""));
    CHECK(row.seen_at.has_value() == seen);
  }
  // All that are left, also those that are seen already: they are not marked twice. What came after the list, here the
  // last one, is not among them.
  const std::uint64_t newest = responses(server, token).newest;
  CHECK(review({.selection = {.all = survey::ResponseQuery{}, .newest = newest - 1}})->changed == 0);
  const auto second = review({.selection = {.all = survey::ResponseQuery{}, .newest = newest}});
  REQUIRE(second);
  CHECK(second->changed == 1);
  const auto back = review({.undo = first->number});
  REQUIRE(back);
  CHECK(back->changed == 2);
  CHECK(responses(server, token, {.unseen = true}).total == 2);
  CHECK(review({.undo = first->number})->changed == 0);
  CHECK(review({.undo = 99}).error().code == ErrorCode::not_found);

  const auto overview =
      ask_survey<survey::OverviewReply>(server, survey::kOverviewPath, survey::OverviewRequest{}, token);
  REQUIRE(overview);
  CHECK(overview->responses_unseen == 2);
  CHECK(overview->dossiers_overdue == 1);
  CHECK(overview->dossiers_open == 3);
}

TEST_CASE("the overview tells how citizens rated, not this week's and not few, and how much feedback waits") {
  const Desk desk;
  auto database = server::open_office(desk.data, system_random());
  REQUIRE(database);
  feedback::RatingStore ratings(*database);
  int stored = 0;
  const auto rate = [&](feedback::Score score, Instant when) {
    feedback::RatingId id;
    id.value.fill(std::byte(++stored));
    dossier::PublicView about;
    about.code = "A-" + std::to_string(stored);
    REQUIRE(ratings.store(about, {id, score, {}, {}}, when));
  };
  const Instant now = system_clock().now();
  const Instant earlier{now.ms - 7LL * 86'400'000};
  for (int i = 0; i < 4; ++i) rate(feedback::Score::satisfied, earlier);
  rate(feedback::Score::very_dissatisfied, now);
  REQUIRE(feedback::FeedbackStore(*database).store({}, {{}, feedback::Subject::time, "Chờ lâu", {}}, now));

  Server server(desk.data);
  const std::string token = sign_in(server.port(), "admin");
  const auto overview = [&] {
    const auto reply =
        ask_survey<survey::OverviewReply>(server, survey::kOverviewPath, survey::OverviewRequest{}, token);
    REQUIRE(reply);
    return *reply;
  };
  CHECK(overview().ratings.empty());
  CHECK(overview().feedback_unanswered == 1);
  rate(feedback::Score::very_satisfied, earlier);
  CHECK(overview().ratings == std::vector<std::uint64_t>{0, 0, 0, 4, 1});
}

TEST_CASE("responses are found by the surveyor or the survey, without marks") {
  Answered office;
  Server server(office.data);
  office.answer(server);
  const std::string token = sign_in(server.port(), "admin");
  CHECK(responses(server, token, {.search = "LÁN"}).total == 3);
  CHECK(responses(server, token, {.search = "không ai"}).total == 0);
  CHECK(responses(server, token, {.search = "' OR 1 = 1 --"}).total == 0);
  const auto oldest = responses(server, token, {.ascending = true}).rows;
  const auto newest = responses(server, token).rows;
  REQUIRE(oldest.size() == 3);
  CHECK(oldest.front().id == newest.back().id);
}

TEST_CASE("a search that more than a thousand people fit is one search") {
  Answered office;
  {
    auto database = server::open_office(office.data, system_random());
    REQUIRE(database);
    auto transaction = storage::Transaction::begin(*database);
    REQUIRE(transaction);
    server::Accounts accounts(*database);
    for (int i = 0; i < 1'200; ++i)
      REQUIRE(accounts.add("lan." + std::to_string(i), server::Role::surveyor, "", system_random(), Instant{1}));
    REQUIRE(transaction->commit());
  }
  Server server(office.data);
  office.answer(server);
  const std::string token = sign_in(server.port(), "admin");
  CHECK(responses(server, token, {.search = "lan"}).total == 3);
  CHECK(responses(server, token, {.search = "lan"}).rows.size() == 3);
  CHECK(responses(server, token, {.search = "lan."}).total == 0);
}

TEST_CASE("a selection of responses is exported with the columns of the whole export") {
  Answered office;
  Server server(office.data);
  office.answer(server);
  const std::string token = sign_in(server.port(), "admin");
  const auto exported = ask_survey<survey::ResponseExportReply>(
      server, survey::kResponseExportPath, survey::ResponseExportRequest{{.ids = {office.ids[1]}}}, token);
  REQUIRE(exported);
  REQUIRE(exported->files.size() == 1);
  CHECK(exported->files[0].name == "thu.csv");
  const auto rows = parse_csv(exported->files[0].csv);
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  const auto whole = run({"export", "responses", "--data", office.data});
  REQUIRE_MESSAGE(whole.code == 0, whole.err);
  const auto all = parse_csv(whole.out);
  REQUIRE(all);
  CHECK(rows->at(0).cells == all->at(0).cells);
  CHECK(rows->at(1).cells[0] == office.ids[1].hex());
  const auto everything = ask_survey<survey::ResponseExportReply>(
      server, survey::kResponseExportPath, survey::ResponseExportRequest{{.all = survey::ResponseQuery{}}}, token);
  REQUIRE(everything);
  CHECK(everything->files[0].csv == whole.out);
}
