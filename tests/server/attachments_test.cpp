#include <doctest/doctest.h>
#include <signal.h>

#include <filesystem>

#include "motcua/sync/attachment_machine.hpp"
#include "motcua/sync/attachment_messages.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;
using sync::AttachmentState;

namespace {

constexpr const char* kForm = R"xml(<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
  <h:head><h:title>Phiếu có ảnh</h:title>
    <model>
      <instance><data id="anh" version="1"><photo/><meta><instanceID/></meta></data></instance>
      <bind nodeset="/data/photo" type="binary"/>
    </model>
  </h:head>
  <h:body><upload ref="/data/photo" mediatype="image/*"><label>Ảnh</label></upload></h:body>
</h:html>)xml";
constexpr const char* kName = "1731900000123.jpg";

/// An office with the form, a device, and one file on it.
struct Fixture : sync::BlobSource {
  TempFolder folder;
  std::string data = folder.path("office");
  Device device{91};
  Bytes bytes;
  records::Attachment file;
  std::optional<Server> server;
  std::optional<sync::AttachmentMachine> machine;

  Fixture() : bytes(700'000) {
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>((i * 31 + i / 977) & 0xFFU);
    file = {sha256(bytes), bytes.size(), "image/jpeg", "IMG 1.jpg"};
    make_office(data);
    const auto published = run({"form", "publish", folder.write("anh.xml", kForm), "--data", data});
    REQUIRE_MESSAGE(published.code == 0, published.err);
    server.emplace(data);
    REQUIRE(device.enrol(server->port(), enrolment_code(data)));
    REQUIRE(device.sync(server->port()));
    machine.emplace(*sync::AttachmentMachine::open(*device.log, *this, device.clock, device.random));
  }

  Result<std::optional<Bytes>> read(const Hash&, std::uint64_t offset, std::size_t count) override {
    const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(offset);
    return Bytes(first, first + static_cast<std::ptrdiff_t>(count));
  }

  /// A finished response with the file.
  EntityId answer() {
    survey::SurveyCatalog catalog(device.database);
    survey::Responses responses(*device.log, catalog, device.clock, device.random);
    auto draft = responses.start("anh", "1");
    REQUIRE(draft);
    REQUIRE(machine->add(draft->id(), kName, file));
    REQUIRE(draft->attach("/data/photo", kName, file));
    REQUIRE(draft->finish());
    return draft->id();
  }
  /// One request and its reply; false when there is none to send.
  bool exchange() {
    const auto request = machine->next();
    if (!request) return false;
    const auto reply = post(server->port(), request->path, request->body, request->token);
    if (reply.status == 0) {
      machine->on_lost(request->number);
    } else {
      machine->on_reply(request->number, reply.status, as_bytes(reply.body));
    }
    return true;
  }
  void send() {
    machine->wake();
    while (exchange()) {
    }
  }
  template <class Reply, class Request>
  Result<Reply> ask(const char* path, const Request& request) {
    const auto reply = post(server->port(), path, encode(request), device.token);
    return sync::decode<Reply>(as_bytes(reply.body));
  }
  Result<sync::AttachmentChunkReply> chunk(std::uint64_t offset, ByteView part) {
    return ask<sync::AttachmentChunkReply>(
        sync::kAttachmentChunkPath,
        sync::AttachmentChunkRequest{{file.sha256, file.size}, offset, Bytes(part.begin(), part.end())});
  }
  sync::AttachmentProgress progress() {
    const auto reply = ask<sync::AttachmentStatusReply>(sync::kAttachmentStatusPath,
                                                        sync::AttachmentStatusRequest{{{file.sha256, file.size}}});
    REQUIRE(reply);
    REQUIRE(reply->files.size() == 1);
    return reply->files[0];
  }
  [[nodiscard]] std::string blob_path() const {
    const std::string hex = to_hex(file.sha256);
    return data + "/blobs/" + hex.substr(0, 2) + "/" + hex;
  }
  [[nodiscard]] std::string part_path() const { return data + "/blobs/part/" + to_hex(file.sha256); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a photo reaches the office, is counted until then, and is exported beside the answers") {
  const EntityId response = answer();
  REQUIRE(device.sync(server->port()));
  auto doctor = run({"doctor", "--data", data});
  CHECK(doctor.code == 0);
  CHECK(doctor.out.find("responses still waiting for a file: 1") != std::string::npos);
  const auto early = run({"export", "responses", "--form", "anh", "--out", folder.path("early.csv"), "--data", data});
  CHECK(early.code == 0);
  CHECK(early.err.find("1 attachments have not arrived yet") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.path("early-files")));

  send();
  CHECK(machine->counts(response)->sent == 1);
  CHECK(read_file(blob_path()) == as_text(bytes));
  CHECK_FALSE(std::filesystem::exists(part_path()));
  doctor = run({"doctor", "--recheck", "--data", data});
  CHECK_MESSAGE(doctor.code == 0, doctor.out);
  CHECK(doctor.out.find("responses still waiting for a file: 0") != std::string::npos);
  const auto exported = run({"export", "responses", "--form", "anh", "--out", folder.path("anh.csv"), "--data", data});
  CHECK_MESSAGE(exported.code == 0, exported.err);
  CHECK(read_file(folder.path("anh.csv")).find(kName) != std::string::npos);
  CHECK(read_file(folder.path("anh-files/" + response.hex() + "/" + kName)) == as_text(bytes));
}

TEST_CASE_FIXTURE(Fixture, "a server that was killed in the middle of a file goes on with what it had acknowledged") {
  answer();
  REQUIRE(device.sync(server->port()));
  machine->wake();
  for (int i = 0; i < 2; ++i) REQUIRE(exchange());  // The question and one part.
  server->stop(SIGKILL);
  server.emplace(data);
  CHECK(progress() == sync::AttachmentProgress{AttachmentState::wanted, 256 * 1024});
  while (exchange()) {
  }
  CHECK(read_file(blob_path()) == as_text(bytes));
}

TEST_CASE_FIXTURE(Fixture, "the server takes only files that a response names, and only with their size") {
  CHECK(progress().state == AttachmentState::unexpected);
  auto reply = chunk(0, ByteView(bytes).first(1000));
  REQUIRE(reply);
  CHECK(reply->progress.state == AttachmentState::unexpected);
  CHECK_FALSE(std::filesystem::exists(data + "/blobs"));
  answer();
  REQUIRE(device.sync(server->port()));
  CHECK(progress() == sync::AttachmentProgress{AttachmentState::wanted, 0});
  file.size += 1;
  CHECK(progress().state == AttachmentState::unexpected);
  file.size = records::kMaxAttachmentSize + 1;
  CHECK(chunk(0, {}).error().code == ErrorCode::attachment_too_large);
  device.token = "0000";
  CHECK(chunk(0, {}).error().code == ErrorCode::not_signed_in);
}

TEST_CASE_FIXTURE(Fixture, "a part that begins elsewhere is passed over, and one beyond the end is refused") {
  answer();
  REQUIRE(device.sync(server->port()));
  CHECK(chunk(0, ByteView(bytes).first(1000))->progress.have == 1000);
  CHECK(chunk(0, ByteView(bytes).first(1000))->progress.have == 1000);
  CHECK(chunk(2000, ByteView(bytes).first(1000))->progress.have == 1000);
  CHECK(chunk(file.size - 1, ByteView(bytes).first(2)).error().code == ErrorCode::invalid_argument);
  CHECK(chunk(file.size + 1, {}).error().code == ErrorCode::invalid_argument);
  CHECK(progress().have == 1000);
}

TEST_CASE_FIXTURE(Fixture, "a file whose bytes are not what its name says is dropped, and may come again") {
  answer();
  REQUIRE(device.sync(server->port()));
  Bytes damaged = bytes;
  damaged[5] ^= std::byte{1};
  REQUIRE(chunk(0, damaged).error().code == ErrorCode::attachment_mismatch);
  CHECK_FALSE(std::filesystem::exists(blob_path()));
  CHECK(progress().have == 0);
  CHECK(chunk(0, bytes)->progress.state == AttachmentState::complete);
  CHECK(chunk(0, bytes)->progress.state == AttachmentState::complete);
}

TEST_CASE_FIXTURE(Fixture, "a file that is gone from the office's disk, or damaged there, is told by the doctor") {
  answer();
  REQUIRE(device.sync(server->port()));
  send();
  std::string content = read_file(blob_path());
  content[7] ^= 1;
  const std::string hex = to_hex(file.sha256);
  (void)folder.write("office/blobs/" + hex.substr(0, 2) + "/" + hex, content);
  CHECK(run({"doctor", "--data", data}).code == 0);  // Only reading it again can tell.
  CHECK(run({"doctor", "--recheck", "--data", data}).code == 1);
  std::filesystem::remove(blob_path());
  CHECK(run({"doctor", "--data", data}).code == 1);
  CHECK(progress() == sync::AttachmentProgress{AttachmentState::wanted, 0});  // And is asked for again.
}

TEST_CASE_FIXTURE(Fixture, "words about a file that no server could believe put the response into quarantine") {
  records::Operation operation;
  operation.device = device.id();
  operation.seq = 1;
  operation.hlc = Hlc::at(device.clock.now());
  operation.entity = EntityId::random(device.random);
  operation.definition = {"anh", "1"};
  operation.fields = {{"@file:../../office.db", records::to_text(file), {}}};
  sync::PushRequest push{0, device.id(), {{1, records::encode_operation(operation)}}};
  auto reply = ask<sync::PushReply>(sync::kPushPath, push);
  REQUIRE(reply);
  REQUIRE(reply->receipt.verdicts.size() == 1);
  CHECK(reply->receipt.verdicts[0].error.code == ErrorCode::operation_refused);
}
