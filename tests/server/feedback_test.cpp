#include <doctest/doctest.h>
#include <signal.h>

#include <future>

#include "http/api.hpp"
#include "motcua/base/csv.hpp"
#include "motcua/dossier/messages.hpp"
#include "motcua/feedback/messages.hpp"
#include "motcua/feedback/sender.hpp"
#include "server_support.hpp"

// What citizens say, over real HTTP.

using namespace motcua;
using namespace motcua::test;
using feedback::Reason;
using feedback::Score;

namespace {

constexpr const char* kCode = "H26.1-261102-0001";
constexpr const char* kLookupCode = "K7M29QXD";
constexpr const char* kDossiers =
    "Mã hồ sơ,Mã tra cứu,Tên thủ tục,Đơn vị giải quyết,Trạng thái,Thời điểm\n"
    "H26.1-261102-0001,K7M29QXD,Khai sinh,UBND phường Thử,2,02/11/2026 08:15\n"
    "H26.1-261102-0001,,,,4,02/11/2026 09:00\n"
    "H26.1-261102-0002,AAAA2222,Khai sinh,UBND phường Thử,Được tiếp nhận,2026-11-02T10:00\n";

struct Running {
  TempFolder folder;
  std::string data = made(folder);
  Server server{data};

  static std::string made(const TempFolder& folder) {
    const std::string data = folder.path("office");
    make_office(data);
    REQUIRE(run({"dossier", "import", folder.write("d.csv", kDossiers), "--data", data}).code == 0);
    return data;
  }
  template <class Message>
  [[nodiscard]] HttpReply send(const char* path, const Message& message) const {
    return post(server.port(), path, encode(message));
  }
  [[nodiscard]] HttpReply rate(int id, Score score, const char* code = kCode, const char* lookup = kLookupCode) const {
    return send(feedback::kRatePath,
                feedback::RateRequest{{id_of<feedback::RatingId>(id), score, {Reason::time}, "Chờ lâu"}, code, lookup});
  }
  template <class AnyId>
  static AnyId id_of(int byte) {
    AnyId id;
    id.value.fill(std::byte(byte));
    return id;
  }
  [[nodiscard]] static feedback::Feedback words(int id, std::string phone = {}) {
    return {id_of<feedback::FeedbackId>(id), feedback::Subject::papers, "Phải đi lại ba lần", std::move(phone)};
  }
  /// A table that a command writes, its headings first.
  [[nodiscard]] std::vector<CsvRow> table(std::vector<std::string> command) const {
    command.insert(command.end(), {"--data", data});
    const auto outcome = run(command);
    REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
    return parse_csv(outcome.out).value();
  }
  [[nodiscard]] std::vector<CsvRow> ratings() const { return table({"export", "ratings"}); }
};

/// A citizen's phone that keeps the first dossier.
struct Phone {
  ManualClock clock{Instant{1'795'000'000'000}};
  SeededRandom random{9};
  storage::Database database = storage::Database::open(":memory:").value();
  dossier::SavedDossiers saved{database};
  feedback::Outbox outbox{database};
  feedback::Sender sender{outbox, saved, clock, random};
  int ratings_sent = 0;

  Phone() {
    REQUIRE(dossier::SavedDossiers::migrate(database));
    REQUIRE(feedback::Outbox::migrate(database));
    dossier::PublicView view;
    view.code = kCode;
    REQUIRE(saved.save({view, kLookupCode, clock.now()}));
  }
  /// All that there is to say and to ask now.
  void talk(std::uint16_t port) {
    clock.advance_ms(11LL * 60 * 1000);
    sender.wake();
    while (const auto request = sender.next()) {
      if (request->path == feedback::kRatePath) ++ratings_sent;
      const HttpReply reply = post(port, request->path, request->body);
      sender.on_reply(request->number, reply.status, as_bytes(reply.body));
    }
  }
};

ErrorCode error_of(const HttpReply& reply) {
  const auto message = feedback::decode<feedback::RateReply>(as_bytes(reply.body));
  return message ? ErrorCode::unknown : message.error().code;
}

}  // namespace

TEST_CASE("a rating that is sent again counts once, a changed one takes its place, and the export tells no dossier") {
  const Running office;
  CHECK(office.rate(1, Score::dissatisfied).status == 200);
  CHECK(office.rate(1, Score::dissatisfied).status == 200);
  REQUIRE(office.ratings().size() == 2);
  CHECK(office.ratings()[1].cells[1] == "2");
  CHECK(office.ratings()[1].cells[8] == "1");
  CHECK(office.rate(2, Score::very_satisfied, " h26.1–261102-0001 ", "k7m2 9qxd").status == 200);
  const auto rows = office.ratings();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].cells == std::vector<std::string>{"day", "score", "reasons", "comment", "procedure_code", "procedure",
                                                  "unit", "state", "times_rated"});
  const std::vector<std::string> after_day(rows[1].cells.begin() + 1, rows[1].cells.end());
  CHECK(after_day == std::vector<std::string>{"5", "time", "Chờ lâu", "", "Khai sinh", "UBND phường Thử", "4", "2"});
  const auto outcome = run({"export", "ratings", "--data", office.data});
  CHECK(
      outcome.out.starts_with("\xEF\xBB\xBF"
                              "day,score,"));
  CHECK(outcome.out.find(kCode) == std::string::npos);
  CHECK(outcome.err.find("Ratings: 1; mean 5.00 of 5; satisfied and very satisfied 100.0 %") != std::string::npos);
}

TEST_CASE("a wrong code and a wrong lookup code get one answer, that of a lookup, by a rating and by feedback alike") {
  const Running office;
  const auto looked_up = office.send(dossier::kLookupPath, dossier::LookupRequest{kCode, "SAI"});
  const auto wrong_second = office.rate(1, Score::satisfied, kCode, "SAI");
  CHECK(wrong_second.status == 404);
  CHECK(error_of(wrong_second) == ErrorCode::lookup_failed);
  CHECK(wrong_second.body == looked_up.body);
  CHECK(office.rate(1, Score::satisfied, "H26.1-261102-9999", kLookupCode).body == wrong_second.body);
  CHECK(office.rate(1, Score::satisfied, "", "").body == wrong_second.body);
  const auto feedback_on = [&](const char* code, const char* lookup) {
    return office.send(feedback::kFeedbackPath, feedback::FeedbackRequest{Running::words(1), code, lookup});
  };
  CHECK(feedback_on(kCode, "SAI").body == wrong_second.body);
  CHECK(feedback_on("H26.1-261102-9999", kLookupCode).body == wrong_second.body);
  CHECK(feedback_on("", kLookupCode).body == wrong_second.body);
  CHECK(office.ratings().size() == 1);
  CHECK(office.table({"feedback", "export"}).size() == 1);
}

TEST_CASE("whoever tries codes out by ratings is stopped; others are not") {
  const Running office;
  int refused = 0;
  for (int i = 0; i < 15; ++i) {
    const auto reply = office.rate(1, Score::satisfied, kCode, "SAI");
    if (error_of(reply) == ErrorCode::too_many_attempts) {
      ++refused;
      CHECK(reply.status == 429);
      CHECK(reply.headers.contains("retry-after"));
    }
  }
  CHECK(refused == 5);
  // Feedback on that dossier is no way round; another dossier and feedback on none are free.
  const auto on_dossier =
      office.send(feedback::kFeedbackPath, feedback::FeedbackRequest{Running::words(1), kCode, kLookupCode});
  CHECK(on_dossier.status == 429);
  CHECK(office.rate(2, Score::satisfied, "H26.1-261102-0002", "AAAA2222").status == 200);
  CHECK(office.send(feedback::kFeedbackPath, feedback::FeedbackRequest{Running::words(2), "", ""}).status == 200);
}

TEST_CASE("one address cannot fill the office with feedback or search for receipts without end") {
  const Running office;
  int taken = 0;
  for (int i = 0; i < 35; ++i) {
    if (office.send(feedback::kFeedbackPath, feedback::FeedbackRequest{Running::words(i + 1), "", ""}).status == 200)
      ++taken;
  }
  CHECK(taken >= 30);
  CHECK(taken < 35);
  const feedback::AnswersRequest many{std::vector<std::string>(feedback::kMaxReceipts + 1, "0000-0000-0000")};
  CHECK(office.send(feedback::kAnswersPath, many).status == 413);
  int asked = 0;
  for (int i = 0; i < 70; ++i) {
    if (office.send(feedback::kAnswersPath, feedback::AnswersRequest{{"0000-0000-0000"}}).status == 200) ++asked;
  }
  CHECK(asked < 70);
}

TEST_CASE("a network of IPv6 counts as one address") {
  const TempFolder folder;
  const std::string data = Running::made(folder);
  const Server server(data, {.arguments = {"--trusted-proxy", "127.0.0.1"}});
  const auto ask_from = [&](const std::string& client) {
    return post(server.port(), feedback::kAnswersPath, feedback::encode(feedback::AnswersRequest{{"0000-0000-0000"}}),
                {}, {{"X-Forwarded-For", client}})
        .status;
  };
  int refused = 0;
  for (int i = 1; i <= 200 && refused == 0; ++i) refused += ask_from("2001:db8:0:1::" + std::to_string(i)) == 429;
  CHECK(refused == 1);
  CHECK(ask_from("2001:db8:0:2::1") == 200);
}

TEST_CASE("many addresses together write only so much feedback; the rest is sent again later") {
  const TempFolder folder;
  const std::string data = Running::made(folder);
  ManualClock clock;
  const auto api = server::Api::open(data, 1, clock, system_random());
  REQUIRE(api);
  const auto write_from = [&](const std::string& client) {
    feedback::Feedback mine = Running::words(1);
    system_random().fill(mine.id.value);
    const Bytes body = feedback::encode(feedback::FeedbackRequest{mine, "", ""});
    server::ApiRequest request;
    request.path = feedback::kFeedbackPath;
    request.body = body;
    request.client = client;
    std::promise<server::ApiReply> told;
    (*api)->handle(request, [&told](server::ApiReply reply) { told.set_value(std::move(reply)); });
    return told.get_future().get();
  };
  int taken = 0;
  server::ApiReply last = write_from("first");
  while (last.status == 200 && ++taken < 1000) last = write_from("client " + std::to_string(taken / 20));
  CHECK(taken == 300);
  CHECK(last.status == 429);
  CHECK(last.retry_after_s == 1);
  CHECK(feedback::decode<feedback::FeedbackReply>(last.body).error().code == ErrorCode::too_many_attempts);
}

TEST_CASE("what is not sound is refused and not stored") {
  const Running office;
  CHECK(error_of(office.rate(1, static_cast<Score>(0))) == ErrorCode::invalid_argument);
  feedback::Feedback blank = Running::words(1);
  blank.text = " ";
  CHECK(office.send(feedback::kFeedbackPath, feedback::FeedbackRequest{blank, "", ""}).status == 400);
  CHECK(post(office.server.port(), feedback::kRatePath, as_bytes("nonsense")).status == 400);
  CHECK(office.ratings().size() == 1);
}

TEST_CASE("feedback is listed, answered, exported and forgotten by commands, and its answer is told by the receipt") {
  const Running office;
  const auto mine = Running::words(7, "0912345678");
  const std::string receipt = feedback::receipt_of(mine.id);
  const feedback::FeedbackRequest request{mine, kCode, kLookupCode};
  REQUIRE(office.send(feedback::kFeedbackPath, request).status == 200);
  REQUIRE(office.send(feedback::kFeedbackPath, request).status == 200);

  const auto listed = run({"feedback", "list", "--data", office.data});
  CHECK(listed.out.find(receipt) != std::string::npos);
  CHECK(listed.out.find(kCode) != std::string::npos);
  CHECK(listed.out.find("0912345678") == std::string::npos);
  CHECK(run({"feedback", "list", "--contacts", "--data", office.data}).out.find("0912345678") != std::string::npos);

  const auto ask = [&] {
    return feedback::decode<feedback::AnswersReply>(
        as_bytes(office.send(feedback::kAnswersPath, feedback::AnswersRequest{{receipt}}).body));
  };
  REQUIRE(ask());
  REQUIRE(ask()->answers.size() == 1);
  CHECK_FALSE(ask()->answers.front().answered);
  REQUIRE(run({"feedback", "answer", receipt, "--data", office.data}, "Đã nhắc nhở bộ phận.\n").code == 0);
  CHECK(ask()->answers.front().text == "Đã nhắc nhở bộ phận.");
  CHECK(run({"feedback", "list", "--data", office.data}).out.find(receipt) == std::string::npos);
  CHECK(run({"feedback", "answer", "0000-0000-0000", "--text", "x", "--data", office.data}).code == 1);

  const auto rows = office.table({"feedback", "export"});
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].cells[0] == receipt);
  CHECK(rows[1].cells[2] == "papers");
  CHECK(rows[1].cells[5] == "Phải đi lại ba lần");
  CHECK(rows[1].cells[7] == "Đã nhắc nhở bộ phận.");
  CHECK(run({"feedback", "export", "--data", office.data}).out.find("0912345678") == std::string::npos);
  CHECK(run({"feedback", "export", "--data", office.data})
            .out.starts_with("\xEF\xBB\xBF"
                             "receipt,"));

  REQUIRE(run({"feedback", "forget", receipt, "--data", office.data}).code == 0);
  CHECK(run({"feedback", "list", "--all", "--contacts", "--data", office.data}).out.find("0912345678") ==
        std::string::npos);
  CHECK(run({"feedback", "list", "--all", "--data", office.data}).out.find("Phải đi lại") != std::string::npos);
  REQUIRE(run({"feedback", "forget", receipt, "--text", "--data", office.data}).code == 0);
  CHECK(run({"feedback", "list", "--all", "--data", office.data}).out.find("Phải đi lại") == std::string::npos);
  CHECK(run({"doctor", "--data", office.data}).code == 0);
}

TEST_CASE("a rating that came after the backup reaches the restored office, and once") {
  Phone phone;
  const TempFolder kept;
  const std::string restored = kept.path("new");
  {
    const Running office;
    REQUIRE(run({"backup", kept.path("backup"), "--data", office.data}).code == 0);
    REQUIRE(phone.outbox.rate(kCode, kLookupCode,
                              {Running::id_of<feedback::RatingId>(1), Score::dissatisfied, {Reason::time}, "Chờ lâu"},
                              phone.clock.now()));
    phone.talk(office.server.port());
    CHECK(phone.outbox.unsent_count() == 0);
    REQUIRE(office.ratings().size() == 2);
  }
  REQUIRE(run({"restore", kept.path("backup"), "--data", restored}).code == 0);
  const auto ratings = [&] { return parse_csv(run({"export", "ratings", "--data", restored}).out).value().size() - 1; };
  const Server server(restored);
  CHECK(ratings() == 0);
  phone.talk(server.port());
  CHECK(ratings() == 1);
  CHECK(phone.ratings_sent == 2);
  phone.talk(server.port());
  CHECK(phone.ratings_sent == 2);
  CHECK(phone.outbox.rating_of(kCode).value()->delivery == feedback::Delivery::sent);
}

TEST_CASE("feedback that would speak to the terminal, or look like another one's line, is shown as text") {
  const Running office;
  feedback::Feedback mine = Running::words(7);
  mine.text = "Chờ lâu\x1B]0;x\a\n7K2M-9QXD-4TBA  đã trả lời";
  REQUIRE(office.send(feedback::kFeedbackPath, feedback::FeedbackRequest{mine, "", ""}).status == 200);
  const auto listed = run({"feedback", "list", "--data", office.data});
  CHECK(listed.out.find("  Chờ lâu�]0;x�\n    7K2M-9QXD-4TBA  đã trả lời\n") != std::string::npos);
  CHECK(listed.out.find('\x1B') == std::string::npos);
}

TEST_CASE(
    "a rating that was taken survives a kill; one for which the disk was full is not taken, and is when it is sent "
    "again") {
  Running office;
  REQUIRE(office.rate(1, Score::satisfied).status == 200);
  office.server.stop(SIGKILL);
  REQUIRE(office.ratings().size() == 2);

  Server server(office.data, {{}, 1024 * 1024});
  Device device(1);
  REQUIRE(device.enrol(server.port(), enrolment_code(office.data)));
  SeededRandom random(1);
  std::uint64_t next = 1;
  for (const std::size_t count : {200U, 20U, 1U}) {
    int status = 200;
    while (status == 200) {
      const auto push = made_up_push(device.id(), next, count, random);
      status = post(server.port(), sync::kPushPath, sync::encode(push), device.token).status;
      if (status == 200) next += count;
    }
    REQUIRE(status >= 500);
  }
  // Smaller than what failed: some may still find room.
  int taken = 0;
  HttpReply last;
  Bytes request;
  for (int id = 2; id < 10; ++id) {
    const feedback::Rating large{Running::id_of<feedback::RatingId>(id), Score::neutral, {}, std::string(4000, 'x')};
    request = feedback::encode(feedback::RateRequest{large, "H26.1-261102-0002", "AAAA2222"});
    last = post(server.port(), feedback::kRatePath, request);
    if (last.status != 200) break;
    ++taken;
  }
  REQUIRE(last.status >= 500);
  CHECK(error_of(last) == ErrorCode::server_failed);
  server.lift_file_limit();
  CHECK(post(server.port(), feedback::kRatePath, request).status == 200);
  server.stop(SIGTERM);
  const auto rows = office.ratings();
  REQUIRE(rows.size() == 3);
  const auto& full = rows[1].cells[1] == "3" ? rows[1] : rows[2];
  CHECK(full.cells[8] == std::to_string(taken + 1));
}

TEST_CASE("an import writes the link of each dossier whose lookup code it was told, for the QR code of the receipt") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const std::string csv = folder.write("d.csv", kDossiers);
  CHECK(run({"dossier", "import", csv, "--links", folder.path("l.csv"), "--data", data}).code == 2);
  REQUIRE(run({"dossier", "import", csv, "--links", folder.path("l.csv"), "--address", "https://hoso.example", "--data",
               data})
              .code == 0);
  const auto rows = parse_csv(read_file(folder.path("l.csv"))).value();
  REQUIRE(rows.size() == 3);
  CHECK(rows[1].cells == std::vector<std::string>{kCode, "https://hoso.example/#/d/H26.1-261102-0001/K7M29QXD"});
}
