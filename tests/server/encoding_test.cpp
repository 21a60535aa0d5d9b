#include <doctest/doctest.h>

#include "http/encoding.hpp"
#include "motcua/wire/message.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;
using server::decode_content;
using server::gzip;

namespace {

struct Running {
  TempFolder folder;
  std::string data = made(folder);
  Server server{data};
  Device device{1};

  Running() { REQUIRE(device.enrol(server.port(), enrolment_code(data))); }
  static std::string made(const TempFolder& folder) {
    make_office(folder.path("office"));
    return folder.path("office");
  }
  [[nodiscard]] HttpReply send(const std::string& path, ByteView body, const Headers& headers) const {
    return post(server.port(), path, body, device.token, headers);
  }
};

template <class Message>
ErrorCode error_of(const HttpReply& reply) {
  const auto message = sync::decode<Message>(as_bytes(reply.body));
  return message ? ErrorCode::unknown : message.error().code;
}

Bytes random_bytes(std::size_t size) {
  Bytes bytes(size);
  SeededRandom(9).fill(bytes);
  return bytes;
}

const Headers kGzip = {{"Content-Encoding", "gzip"}};

}  // namespace

TEST_CASE("what gzip made comes back, also where it cannot be made smaller") {
  for (const std::size_t size : {0U, 1U, 1000U, 200'000U}) {
    for (const Bytes& bytes : {Bytes(size), random_bytes(size)}) {
      CAPTURE(size);
      CHECK(decode_content("gzip", gzip(bytes), size) == bytes);
      CHECK(decode_content(" GZIP", gzip(bytes), size) == bytes);
      CHECK(decode_content("", bytes, size) == bytes);
    }
  }
}

TEST_CASE("one byte more than the limit is too large, as it is or packed") {
  for (const std::size_t limit : {0U, 999U, 65'536U, 199'999U}) {
    CAPTURE(limit);
    const Bytes bytes(limit + 1);
    CHECK(decode_content("gzip", gzip(bytes), limit).error().code == ErrorCode::frame_too_large);
    CHECK(decode_content("identity", bytes, limit).error().code == ErrorCode::frame_too_large);
  }
}

TEST_CASE("gzip that is cut, altered, followed by something or none at all is malformed") {
  const Bytes bytes = random_bytes(300);
  const Bytes packed = gzip(bytes);
  const auto code = [](const Bytes& body) {
    const auto decoded = decode_content("gzip", body, 1000);
    return decoded ? ErrorCode::unknown : decoded.error().code;
  };
  for (std::size_t size = 0; size < packed.size(); ++size) {
    CAPTURE(size);
    CHECK(code(Bytes(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size))) ==
          ErrorCode::frame_malformed);
  }
  Bytes altered = packed;
  altered[packed.size() - 6] ^= std::byte{1};  // Its checksum.
  CHECK(code(altered) == ErrorCode::frame_malformed);
  Bytes longer = packed;
  longer.push_back(std::byte{0});
  CHECK(code(longer) == ErrorCode::frame_malformed);
  CHECK(code(bytes) == ErrorCode::frame_malformed);
}

TEST_CASE("a coding that the server has not is named, unless it is no text") {
  CHECK(decode_content("br", {}, 9).error() == Error{ErrorCode::encoding_unknown, "br"});
  CHECK(decode_content("gzip, gzip", {}, 9).error().code == ErrorCode::encoding_unknown);
  CHECK(decode_content("\xFF", {}, 9).error() == Error{ErrorCode::encoding_unknown, ""});
}

TEST_CASE("a packed push is taken like any other, and a packed reply comes to who accepts one") {
  const Running office;
  SeededRandom random(4);
  auto push = made_up_push(office.device.id(), 1, 200, random);
  // A verdict for each makes the reply worth packing.
  for (auto& operation : push.operations) operation.bytes = to_bytes("junk");
  const Bytes frame = sync::encode(push);
  CHECK(gzip(frame).size() < frame.size() / 2);
  auto reply = office.send(sync::kPushPath, gzip(frame),
                           {{"Content-Encoding", "gzip"}, {"Accept-Encoding", "gzip, deflate, br"}});
  CHECK(reply.status == 200);
  CHECK(reply.headers["content-encoding"] == "gzip");
  const auto body = decode_content("gzip", as_bytes(reply.body), 100'000);
  REQUIRE(body);
  CHECK(reply.body.size() < body->size() / 2);
  const auto receipt = sync::decode<sync::PushReply>(*body);
  REQUIRE(receipt);
  CHECK(receipt->receipt.acked_through == 200);

  auto plain = office.send(sync::kPushPath, frame, {{"Accept-Encoding", "gzip;q=0"}});
  CHECK(!plain.headers.contains("content-encoding"));
  CHECK(sync::decode<sync::PushReply>(as_bytes(plain.body))->receipt.acked_through == 200);
}

TEST_CASE("an unknown coding, a bomb and damaged gzip are refused with a frame, and the server goes on") {
  const Running office;
  const Bytes hello = sync::encode(sync::HelloRequest{office.device.id(), 0});
  auto unknown = office.send(sync::kHelloPath, hello, {{"Content-Encoding", "zstd"}});
  CHECK(unknown.status == 415);
  CHECK(error_of<sync::HelloReply>(unknown) == ErrorCode::encoding_unknown);

  const Bytes bomb = gzip(Bytes(64U * 1024 * 1024));
  CHECK(bomb.size() < 100'000);
  for (const char* path : {sync::kPushPath, sync::kHelloPath, "/v1/nothing"}) {
    CAPTURE(path);
    auto large = office.send(path, bomb, kGzip);
    CHECK(large.status == 413);
    CHECK(error_of<sync::HelloReply>(large) == ErrorCode::frame_too_large);
  }
  // What a push may have, another request may not.
  CHECK(office.send(sync::kHelloPath, gzip(Bytes(wire::kMaxSmallRequest + wire::kHeaderSize + 1)), kGzip).status ==
        413);

  auto damaged = office.send(sync::kHelloPath, to_bytes("not gzip"), kGzip);
  CHECK(damaged.status == 400);
  CHECK(error_of<sync::HelloReply>(damaged) == ErrorCode::frame_malformed);
  CHECK(office.send(sync::kHelloPath, gzip(hello), kGzip).status == 200);
}

namespace {

/// A response as a surveyor's device seals it: 16 answers and what the app notes beside them.
records::Operation response_of_twenty_fields(Random& random, std::uint64_t seq) {
  records::Operation operation;
  operation.seq = seq;
  operation.hlc = Hlc::at({1'795'000'000'000 + static_cast<std::int64_t>(seq) * 420'123});
  operation.entity = EntityId::random(random);
  operation.definition = {"sipas-2023", "2026.1"};
  for (int i = 1; i <= 16; ++i) {
    operation.fields.push_back({"/data/c" + std::to_string(i / 4 + 1) + "/q" + std::to_string(i),
                                std::to_string(random.next_u64() % 5 + 1),
                                {}});
  }
  const std::string minute = std::to_string(10 + seq % 50);
  operation.fields.push_back({survey::kStatusField, "final", {}});
  operation.fields.push_back({survey::kStartedField, "2026-11-24T08:" + minute + ":11.042+07:00", {}});
  operation.fields.push_back({survey::kFinishedField, "2026-11-24T09:" + minute + ":51.730+07:00", {}});
  operation.fields.push_back({survey::kLanguageField, "vi", {}});
  return operation;
}

}  // namespace

TEST_CASE("512 responses of 20 fields take less than 150 bytes each on the line, up and down") {
  SeededRandom random(8);
  sync::PushRequest push;
  push.device = DeviceId::random(random);
  sync::ChangesReply page;
  const std::string scope = records::account_scope(AccountId::random(random));
  for (std::uint64_t seq = 1; seq <= 512; ++seq) {
    auto operation = response_of_twenty_fields(random, seq);
    operation.device = push.device;
    push.operations.push_back({seq, records::encode_operation(operation)});
    page.page.operations.push_back({1000 + seq, operation.hlc, scope, std::move(operation)});
  }
  const auto up = gzip(sync::encode(push)).size() / 512;
  const auto down = gzip(sync::encode(page)).size() / 512;
  MESSAGE("bytes for each response: up ", up, " of ", sync::encode(push).size() / 512, ", down ", down, " of ",
          sync::encode(page).size() / 512);
  CHECK(up < 150);
  CHECK(down < 150);
}

TEST_CASE("a sync with nothing new is one exchange of less than 1 KiB, headers included") {
  Running office;
  REQUIRE(office.device.sync(office.server.port()));
  (void)office.device.answer("Lan");
  REQUIRE(office.device.sync(office.server.port()));
  office.device.machine->wake();
  const auto request = office.device.machine->next();
  REQUIRE(request);
  CHECK(request->path == sync::kChangesPath);
  const std::string head = "POST " + request->path + " HTTP/1.1\r\nHost: mot-cua.example.gov.vn\r\nContent-Length: " +
                           std::to_string(request->body.size()) +
                           "\r\nContent-Type: application/octet-stream\r\nAuthorization: Bearer " + request->token +
                           "\r\nAccept-Encoding: gzip, deflate, br\r\nConnection: close\r\n\r\n";
  const auto reply = http_raw(office.server.port(), head + std::string(as_text(request->body)));
  office.device.machine->on_reply(request->number, reply.status, as_bytes(reply.body));
  const std::size_t bytes = head.size() + request->body.size() + reply.head.size() + 4 + reply.body.size();
  MESSAGE("bytes: ", bytes, ", of them in frames: ", request->body.size() + reply.body.size());
  CHECK(bytes <= 1024);
  CHECK_FALSE(office.device.machine->next());
  CHECK_FALSE(office.device.machine->status().last_error);
}
