#include <doctest/doctest.h>
#include <signal.h>
#include <sqlite3.h>

#include "motcua/dossier/messages.hpp"
#include "motcua/survey/messages.hpp"
#include "motcua/wire/message.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

struct Running {
  TempFolder folder;
  std::string data = made(folder);
  Server server{data};

  static std::string made(const TempFolder& folder) {
    make_office(folder.path("office"));
    return folder.path("office");
  }
  [[nodiscard]] std::uint16_t port() const { return server.port(); }
};

ErrorCode error_of(const HttpReply& reply) {
  const auto message = sync::decode<sync::HelloReply>(as_bytes(reply.body));
  return message ? ErrorCode::unknown : message.error().code;
}

std::string without_date(std::string head) {
  const auto at = head.find("date: ");
  return at == std::string::npos ? head : head.erase(at, head.find('\n', at) - at);
}

constexpr const char* kDossiers =
    "Mã hồ sơ,Mã tra cứu,Tên thủ tục,Đơn vị giải quyết,Trạng thái,Thời điểm\n"
    "H26.1-261102-0001,K7M29QXD,Khai sinh,UBND phường Thử,2,02/11/2026 08:15\n"
    "H26.1-261102-0001,,,,4,02/11/2026 09:00\n"
    "H26.1-261102-0002,AAAA2222,Khai sinh,UBND phường Thử,Được tiếp nhận,2026-11-02T10:00\n";

}  // namespace

TEST_CASE("a wrong, a used and an expired code are refused alike") {
  const Running office;
  Device first(1);
  Device second(2);
  const std::string code = enrolment_code(office.data);
  REQUIRE(first.enrol(office.port(), code));
  const auto used = second.enrol(office.port(), code);
  REQUIRE(!used);
  CHECK(used.error() == Error{ErrorCode::enrol_code_invalid, ""});
  CHECK(second.enrol(office.port(), "AAAA-2222").error() == used.error());
  CHECK(second.enrol(office.port(), "").error() == used.error());

  const std::string expired = enrolment_code(office.data);
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((office.data + "/office.db").c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, "UPDATE enrolment SET expires = 1 WHERE used IS NULL", nullptr, nullptr, nullptr) ==
          SQLITE_OK);
  sqlite3_close(database);
  const auto reply = post(office.port(), sync::kEnrolPath, sync::encode(sync::EnrolRequest{expired, second.id()}));
  CHECK(reply.status == 403);
  CHECK(error_of(reply) == ErrorCode::enrol_code_invalid);
}

TEST_CASE("a code is taken however it is typed, and again by the same device whose reply was lost") {
  const Running office;
  Device device(1);
  std::string code = enrolment_code(office.data);
  for (char& c : code) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  const auto lost = device.enrol(office.port(), code);
  REQUIRE(lost);
  const auto again = device.enrol(office.port(), code);
  REQUIRE(again);
  CHECK(again->token != lost->token);
  CHECK(hello(office.port(), again->token, device.id()).has_value());
  CHECK(hello(office.port(), lost->token, device.id()).error().code == ErrorCode::not_signed_in);
}

TEST_CASE("attempts at one code are limited, and the answer says how long to wait") {
  const Running office;
  Device device(1);
  const auto frame = sync::encode(sync::EnrolRequest{"AAAA-2222", device.id()});
  HttpReply reply;
  int tried = 0;
  do {
    reply = post(office.port(), sync::kEnrolPath, frame);
  } while (reply.status == 403 && ++tried < 50);
  CHECK(reply.status == 429);
  CHECK(tried == 5);
  CHECK(error_of(reply) == ErrorCode::too_many_attempts);
  CHECK(std::stoi(reply.headers["retry-after"]) > 0);
}

TEST_CASE("who tries an admin's password from elsewhere does not lock the admin out") {
  const TempFolder folder;
  make_office(folder.path("office"));
  const Server server(folder.path("office"), {{"--trusted-proxy", "127.0.0.1"}, 0});
  const auto sign_in = [&](const char* password, const char* address) {
    const auto frame = sync::encode(sync::SignInRequest{"admin", password});
    return post(server.port(), sync::kSignInPath, frame, {}, {{"X-Forwarded-For", address}}).status;
  };
  int tried = 0;
  while (sign_in("wrong", "10.0.0.1") == 401 && ++tried < 50) continue;
  CHECK(tried == 10);
  CHECK(sign_in("wrong", "10.0.0.1") == 429);
  CHECK(sign_in(kPassword, "10.0.0.2") == 200);
}

TEST_CASE("a proxy that is not trusted cannot choose the client's address") {
  TempFolder folder;
  make_office(folder.path("office"));
  const Server server(folder.path("office"), {{"--trusted-proxy", "127.0.0.2"}, 0});
  const auto attempts = [&](std::uint16_t port) {
    int allowed = 0;
    for (int i = 0; i < 40; ++i) {
      const auto frame = sync::encode(sync::EnrolRequest{"AAAA-2" + std::to_string(100 + i), DeviceId{}});
      allowed +=
          post(port, sync::kEnrolPath, frame, {}, {{"X-Forwarded-For", "10.0.0." + std::to_string(i)}}).status != 429;
    }
    return allowed;
  };
  CHECK(attempts(server.port()) < 40);
  TempFolder other;
  make_office(other.path("office"));
  const Server behind_proxy(other.path("office"), {{"--trusted-proxy", "127.0.0.1"}, 0});
  CHECK(attempts(behind_proxy.port()) == 40);
}

TEST_CASE("a wrong dossier code and a wrong lookup code give the same bytes") {
  const Running office;
  const TempFolder files;
  REQUIRE(run({"dossier", "import", files.write("d.csv", kDossiers), "--data", office.data}).code == 0);
  const auto look = [&](const char* code, const char* second) {
    return post(office.port(), dossier::kLookupPath, dossier::encode(dossier::LookupRequest{code, second}));
  };
  const auto found = dossier::decode<dossier::LookupReply>(as_bytes(look("h26.1-261102-0001", "k7m2-9qxd").body));
  REQUIRE(found);
  CHECK(found->view.state == dossier::State::processing);
  CHECK(found->view.events.size() == 2);

  const auto wrong_code = look("H26.1-261102-0009", "K7M29QXD");
  const auto wrong_second = look("H26.1-261102-0001", "K7M29QXE");
  CHECK(wrong_code.status == 404);
  CHECK(error_of(wrong_code) == ErrorCode::lookup_failed);
  CHECK(wrong_code.status == wrong_second.status);
  CHECK(wrong_code.body == wrong_second.body);
  CHECK(without_date(wrong_code.head) == without_date(wrong_second.head));
}

TEST_CASE("a body that is too large is refused with a frame, and the server goes on") {
  const Running office;
  const Bytes large(wire::kHeaderSize + wire::kMaxBody + 1);
  const auto reply = post(office.port(), sync::kPushPath, large);
  CHECK(reply.status == 413);
  CHECK(error_of(reply) == ErrorCode::frame_too_large);
  CHECK(get(office.port(), "/v1/health").status == 200);
}

TEST_CASE("a body far beyond the limit is refused before it is sent") {
  const Running office;
  const auto reply =
      http_raw(office.port(), "POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n");
  CHECK(reply.status == 413);
  CHECK(get(office.port(), "/v1/health").status == 200);
}

TEST_CASE("headers that are too large are refused") {
  const Running office;
  Headers headers;
  for (int i = 0; i < 20; ++i) headers.emplace_back("X-Filler-" + std::to_string(i), std::string(1000, 'x'));
  CHECK(get(office.port(), "/v1/health", headers).status == 431);
}

TEST_CASE("a frame that lies about its length, is cut, altered or of another kind is refused") {
  const Running office;
  Device device(1);
  REQUIRE(device.enrol(office.port(), enrolment_code(office.data)));
  SeededRandom random(4);
  const Bytes frame = sync::encode(made_up_push(device.id(), 1, 3, random));
  const auto send = [&](const Bytes& bytes) { return post(office.port(), sync::kPushPath, bytes, device.token); };

  Bytes longer = frame;
  longer[12] = std::byte{0xFF};  // body_length
  Bytes huge = frame;
  for (std::size_t i = 12; i < 16; ++i) huge[i] = std::byte{0xFF};
  Bytes altered = frame;
  altered.back() ^= std::byte{1};
  const Bytes cut(frame.begin(), frame.end() - 5);
  for (const Bytes& bad : {longer, altered, cut, Bytes{}, sync::encode(sync::HelloRequest{device.id(), 0})}) {
    const auto reply = send(bad);
    CAPTURE(reply.status);
    CHECK(reply.status == 400);
    CHECK((error_of(reply) == ErrorCode::frame_malformed || error_of(reply) == ErrorCode::frame_truncated));
  }
  CHECK(send(huge).status == 413);
  const auto known = hello(office.port(), device.token, device.id());
  REQUIRE(known);
  CHECK(known->acked_through == 0);
  CHECK(send(frame).status == 200);
}

TEST_CASE("nobody reads the admin's lists without the right session") {
  const Running office;
  Device device(1);
  REQUIRE(device.enrol(office.port(), enrolment_code(office.data)));
  const std::string admin = sign_in(office.port(), "admin");
  const std::string officer = sign_in(office.port(), "canbo");
  const Bytes overview = survey::encode(survey::OverviewRequest{});
  const Bytes responses = survey::encode(survey::ResponseListRequest{});
  const Bytes dossiers = dossier::encode(dossier::DossierListRequest{});
  const std::tuple<const char*, const Bytes*, int> table[] = {{survey::kOverviewPath, &overview, 403},
                                                              {survey::kResponseListPath, &responses, 403},
                                                              {dossier::kDossierListPath, &dossiers, 200}};
  for (const auto& [path, frame, for_officer] : table) {
    CAPTURE(path);
    CHECK(post(office.port(), path, *frame).status == 401);
    CHECK(post(office.port(), path, *frame, std::string(64, 'a')).status == 401);
    CHECK(post(office.port(), path, *frame, device.token).status == 403);
    CHECK(post(office.port(), path, *frame, officer).status == for_officer);
    CHECK(post(office.port(), path, *frame, admin).status == 200);
  }
  // And a session pushes nothing.
  CHECK(post(office.port(), sync::kHelloPath, sync::encode(sync::HelloRequest{device.id(), 0}), admin).status == 403);
}

TEST_CASE("the admin's counts and lists tell what was pushed and imported") {
  const Running office;
  const TempFolder files;
  REQUIRE(run({"dossier", "import", files.write("d.csv", kDossiers), "--data", office.data}).code == 0);
  Device device(1);
  REQUIRE(device.enrol(office.port(), enrolment_code(office.data)));
  SeededRandom random(4);
  auto push = made_up_push(device.id(), 1, 3, random);
  auto bad = made_up_push(device.id(), 4, 1, random);
  {
    auto operation = records::decode_operation(device.id(), bad.operations[0].bytes);
    REQUIRE(operation);
    operation->definition.version = "9";  // never published
    push.operations.push_back({4, records::encode_operation(*operation)});
  }
  const auto receipt = sync::decode<sync::PushReply>(
      as_bytes(post(office.port(), sync::kPushPath, sync::encode(push), device.token).body));
  REQUIRE(receipt);
  CHECK(receipt->receipt.acked_through == 4);
  CHECK(receipt->receipt.verdicts.size() == 1);

  const std::string admin = sign_in(office.port(), "admin");
  const auto overview = survey::decode<survey::OverviewReply>(
      as_bytes(post(office.port(), survey::kOverviewPath, survey::encode(survey::OverviewRequest{}), admin).body));
  REQUIRE(overview);
  CHECK(overview->surveys == 1);
  CHECK(overview->responses == 3);
  CHECK(overview->quarantined == 1);
  CHECK(overview->devices == 1);
  CHECK(overview->dossiers == 2);
  CHECK(overview->dossiers_open == 2);
  const auto list = survey::decode<survey::ResponseListReply>(as_bytes(
      post(office.port(), survey::kResponseListPath, survey::encode(survey::ResponseListRequest{1, 50}), admin).body));
  REQUIRE(list);
  CHECK(list->total == 3);
  REQUIRE(list->rows.size() == 2);
  CHECK(list->rows[0].survey == "Phiếu thử");
  CHECK(list->rows[0].surveyor == "lan");
  CHECK(run({"doctor", "--data", office.data}).out.find("Refused records, kept for review: 1") != std::string::npos);
}

TEST_CASE("a wrong password and an unknown user get one answer; a disabled account none") {
  const Running office;
  const auto attempt = [&](const char* user, const char* password) {
    return post(office.port(), sync::kSignInPath, sync::encode(sync::SignInRequest{user, password}));
  };
  const auto wrong = attempt("admin", "sai-mat-khau");
  CHECK(wrong.status == 401);
  CHECK(error_of(wrong) == ErrorCode::wrong_password);
  CHECK(attempt("nobody", "sai-mat-khau").body == wrong.body);
  CHECK(attempt("lan", "").body == wrong.body);  // has no password

  const std::string session = sign_in(office.port(), "canbo");
  REQUIRE(run({"user", "disable", "canbo", "--data", office.data}).code == 0);
  CHECK(attempt("canbo", "mat-khau-quan-tri").body == wrong.body);
  const auto list =
      post(office.port(), dossier::kDossierListPath, dossier::encode(dossier::DossierListRequest{}), session);
  CHECK(list.status == 401);
}

TEST_CASE("a device cannot speak for another account's device") {
  const Running office;
  REQUIRE(run({"user", "add", "minh", "--data", office.data}).code == 0);
  Device lan(1);
  Device minh(2);
  REQUIRE(lan.enrol(office.port(), enrolment_code(office.data)));
  REQUIRE(minh.enrol(office.port(), enrolment_code(office.data, "minh")));
  SeededRandom random(4);
  const auto reply =
      post(office.port(), sync::kPushPath, sync::encode(made_up_push(lan.id(), 1, 1, random)), minh.token);
  const auto told = sync::decode<sync::PushReply>(as_bytes(reply.body));
  REQUIRE(told);
  CHECK(told->receipt.forked);  // Take an id of your own.
  CHECK(told->receipt.acked_through == 0);
  CHECK(hello(office.port(), lan.token, lan.id())->acked_through == 0);
}

TEST_CASE("a push of too many operations, or with an empty one, is refused whole") {
  const Running office;
  Device device(1);
  REQUIRE(device.enrol(office.port(), enrolment_code(office.data)));
  SeededRandom random(4);
  const auto push = [&](const sync::PushRequest& request) {
    return post(office.port(), sync::kPushPath, sync::encode(request), device.token);
  };
  CHECK(error_of(push(made_up_push(device.id(), 1, sync::kMaxPushOperations + 1, random))) ==
        ErrorCode::frame_too_large);
  auto hollow = made_up_push(device.id(), 1, 2, random);
  hollow.operations[1].bytes.clear();
  CHECK(error_of(push(hollow)) == ErrorCode::frame_too_large);
  CHECK(hello(office.port(), device.token, device.id())->acked_through == 0);
  CHECK(push(made_up_push(device.id(), 1, sync::kMaxPushOperations, random)).status == 200);
  CHECK(hello(office.port(), device.token, device.id())->acked_through == sync::kMaxPushOperations);
}

TEST_CASE("what is not there is 404, and only POST is taken under /v1") {
  const Running office;
  CHECK(get(office.port(), "/").status == 404);  // no --app
  CHECK(post(office.port(), "/v1/nothing", {}).status == 404);
  CHECK(get(office.port(), "/v1/push").status == 405);
  CHECK(get(office.port(), "/../office.db").status == 404);
}
