#include "motcua/sync/attachment_machine.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "loopback.hpp"
#include "motcua/sync/attachment_messages.hpp"

using namespace motcua;
using namespace motcua::testing;
using sync::AttachmentState;

namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

/// The device's folder of files.
struct Files final : sync::BlobSource {
  std::map<Hash, Bytes> files;
  bool slow = false;  ///< The bytes are not there yet.
  int reads = 0;

  Result<std::optional<Bytes>> read(const Hash& file, std::uint64_t offset, std::size_t count) override {
    ++reads;
    const auto found = files.find(file);
    if (found == files.end()) return fail(ErrorCode::attachment_missing);
    if (slow) return std::nullopt;
    const auto first =
        found->second.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(offset, found->second.size()));
    const auto left = static_cast<std::size_t>(found->second.end() - first);
    return Bytes(first, first + static_cast<std::ptrdiff_t>(std::min(count, left)));
  }
};

/// The server's side in a few lines: it takes what it expects, says how much it has, and checks the digest.
struct Shelf {
  std::map<Hash, Bytes> parts, whole;
  std::set<Hash> expected;
  bool damages = false;  ///< Bytes change on the way.
  bool stands_still = false;
  std::vector<std::uint64_t> offsets;  ///< Of the parts that came.

  sync::AttachmentProgress progress(const Hash& file) {
    if (!expected.contains(file)) return {};
    if (const auto found = whole.find(file); found != whole.end())
      return {AttachmentState::complete, found->second.size()};
    return {AttachmentState::wanted, parts[file].size()};
  }

  HttpReply handle(const sync::HttpRequest& request) {
    if (request.path == sync::kAttachmentStatusPath) {
      sync::AttachmentStatusReply reply;
      for (const auto& asked : sync::decode<sync::AttachmentStatusRequest>(request.body)->files)
        reply.files.push_back(progress(asked.sha256));
      return {200, encode(reply)};
    }
    REQUIRE(request.path == sync::kAttachmentChunkPath);
    const auto chunk = *sync::decode<sync::AttachmentChunkRequest>(request.body);
    const Hash& file = chunk.file.sha256;
    offsets.push_back(chunk.offset);
    Bytes& part = parts[file];
    if (expected.contains(file) && chunk.offset == part.size() && !stands_still) {
      part.insert(part.end(), chunk.bytes.begin(), chunk.bytes.end());
      if (damages && !part.empty()) part.back() ^= std::byte{1};
      if (part.size() == chunk.file.size) {
        Bytes arrived = std::exchange(part, {});
        if (sha256(arrived) != file) return {409, wire::encode_error({ErrorCode::attachment_mismatch, ""})};
        whole.emplace(file, std::move(arrived));
      }
    }
    return {200, encode(sync::AttachmentChunkReply{progress(file)})};
  }
};

struct Fixture {
  ManualClock clock;
  SeededRandom random{23};
  Office office{clock, random};
  Device device{clock, random, AccountId::random(random)};
  Files files;
  Shelf shelf;
  std::optional<sync::AttachmentMachine> machine;

  Fixture() { reopen(); }
  void reopen() { machine.emplace(*sync::AttachmentMachine::open(*device.log, files, clock, random)); }

  records::Attachment make_file(std::size_t size, unsigned char fill = 7) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>((i * 31 + i / 977 + fill) & 0xFFU);
    records::Attachment file{sha256(bytes), size, "image/jpeg", "IMG 1.jpg"};
    files.files[file.sha256] = std::move(bytes);
    return file;
  }
  /// A draft that names the file.
  EntityId draft_with(const records::Attachment& file, const std::string& name = "1.jpg") {
    const EntityId entity = EntityId::random(random);
    REQUIRE(machine->add(entity, name, file));
    device.write(entity, "/data/photo", name);
    device.write(entity, records::attachment_field(name), records::to_text(file));
    return entity;
  }
  /// A finished response that the server has.
  EntityId sent_with(const records::Attachment& file, const std::string& name = "1.jpg") {
    const EntityId entity = draft_with(file, name);
    REQUIRE(device.log->seal(entity));
    device.sync(office);
    shelf.expected.insert(file.sha256);
    return entity;
  }
  void answer(const sync::HttpRequest& request) {
    const HttpReply reply = shelf.handle(request);
    machine->on_reply(request.number, reply.status, reply.body);
  }
  /// Sends until there is nothing to do now; how many requests went.
  int send() {
    machine->wake();
    for (int sent = 0; sent < 10'000; ++sent) {
      const auto request = machine->next();
      if (!request) return sent;
      answer(*request);
    }
    FAIL("sending does not come to an end");
    return 0;
  }
  [[nodiscard]] bool arrived(const records::Attachment& file) const { return shelf.whole.contains(file.sha256); }
};

/// A line that carries so many bytes a second and dies every three seconds with all that is on its way.
struct DyingLine {
  std::int64_t bytes_per_second;
  std::int64_t life_ms = 3000;
  std::int64_t losses = 0;
  std::int64_t carried = 0;

  /// Whether `bytes` get through before it dies; time passes either way.
  bool carry(ManualClock& clock, std::size_t bytes) {
    const std::int64_t needed = 100 + static_cast<std::int64_t>(bytes) * 1000 / bytes_per_second;
    const std::int64_t left = life_ms - clock.now().ms % life_ms;
    carried += static_cast<std::int64_t>(bytes);
    clock.advance_ms(std::min(needed, left));
    if (needed < left) return true;
    ++losses;
    return false;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a file goes in parts and is sent when the server has checked it") {
  const auto file = make_file(700'000);
  const EntityId entity = sent_with(file);
  machine->wake();
  auto request = machine->next();
  REQUIRE(request);
  CHECK(request->path == sync::kAttachmentStatusPath);
  CHECK_FALSE(machine->next());  // One at a time.
  CHECK_FALSE(machine->wake_at());
  answer(*request);
  request = machine->next();
  REQUIRE(request);
  CHECK(request->path == sync::kAttachmentChunkPath);
  CHECK_FALSE(request->token.empty());
  answer(*request);
  CHECK(machine->status().working);
  CHECK(machine->status().counts.waiting() == 1);
  CHECK(machine->status().counts.bytes_sent == 256 * 1024);
  CHECK(machine->counts(entity)->bytes_sent == 256 * 1024);
  CHECK_FALSE(arrived(file));
  while ((request = machine->next())) answer(*request);
  CHECK(arrived(file));
  CHECK(machine->counts(entity)->sent == 1);
  CHECK(machine->status().counts.waiting() == 0);
  CHECK(machine->status().counts.sent == 1);  // Of this run.
  CHECK_FALSE(machine->status().working);
  CHECK(send() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a file of 50 MB arrives over a line that dies every three seconds") {
  const auto file = make_file(50'000'000);
  sent_with(file);
  DyingLine line{.bytes_per_second = 300'000};
  machine->wake();
  while (!arrived(file)) {
    if (const auto due = machine->wake_at(); due && clock.now() < *due) clock.set(*due);
    const auto request = machine->next();
    REQUIRE(request);
    if (!line.carry(clock, request->body.size() + 200)) {
      machine->on_lost(request->number);
      continue;
    }
    const HttpReply reply = shelf.handle(*request);
    if (line.carry(clock, reply.body.size() + 200)) {
      machine->on_reply(request->number, reply.status, reply.body);
    } else {
      machine->on_lost(request->number);
    }
  }
  CHECK(line.losses > 20);
  CHECK(line.carried < 2 * 50'000'000);  // Little is sent twice.
}

TEST_CASE_FIXTURE(Fixture, "a line that carries only small parts gets small parts") {
  const auto file = make_file(2'000'000);
  sent_with(file);
  DyingLine line{.bytes_per_second = 20'000};  // 60 KB a life.
  machine->wake();
  for (int i = 0; !arrived(file) && i < 5000; ++i) {
    if (const auto due = machine->wake_at(); due && clock.now() < *due) clock.set(*due);
    const auto request = machine->next();
    REQUIRE(request);
    if (line.carry(clock, request->body.size())) {
      answer(*request);
    } else {
      machine->on_lost(request->number);
    }
  }
  CHECK(arrived(file));
}

TEST_CASE_FIXTURE(Fixture, "the file of a draft stays here until the server has the response") {
  const auto file = make_file(1000);
  const EntityId entity = draft_with(file);
  shelf.expected.insert(file.sha256);
  CHECK(send() == 0);
  CHECK(machine->status().counts.files == 0);
  REQUIRE(device.log->seal(entity));
  CHECK(send() == 0);
  CHECK(machine->status().counts.waiting() == 1);
  device.sync(office);
  CHECK(send() == 2);
  CHECK(arrived(file));
}

TEST_CASE_FIXTURE(Fixture, "after a cut it goes on where the server says, not where it thought to be") {
  const auto file = make_file(900'000);
  sent_with(file);
  machine->wake();
  for (int i = 0; i < 3; ++i) answer(*machine->next());  // The question and two parts.
  const auto request = machine->next();
  REQUIRE(request);
  shelf.handle(*request);  // Arrives, but its answer does not.
  machine->on_lost(request->number);
  CHECK(machine->status().last_error->code == ErrorCode::network_unreachable);
  CHECK_FALSE(machine->next());
  REQUIRE(machine->wake_at());
  clock.set(*machine->wake_at());
  while (const auto next = machine->next()) answer(*next);
  CHECK(arrived(file));
  CHECK(std::ranges::is_sorted(shelf.offsets));
  CHECK(std::set(shelf.offsets.begin(), shelf.offsets.end()).size() == shelf.offsets.size());

  SUBCASE("also when the server has lost the end of it") {
    const auto other = make_file(900'000, 9);
    sent_with(other, "2.jpg");
    machine->wake();
    for (int i = 0; i < 3; ++i) answer(*machine->next());
    const auto lost = machine->next();
    shelf.parts[other.sha256].resize(1000);
    answer(*lost);
    CHECK(shelf.parts[other.sha256].size() == 1000);
    while (const auto next = machine->next()) answer(*next);
    CHECK(arrived(other));
  }
}

TEST_CASE_FIXTURE(Fixture, "a program that starts again goes on") {
  const auto file = make_file(900'000);
  const EntityId entity = sent_with(file);
  machine->wake();
  for (int i = 0; i < 3; ++i) answer(*machine->next());
  reopen();
  CHECK(machine->counts(entity)->bytes_sent == 2 * 256 * 1024);
  send();
  CHECK(arrived(file));
  CHECK(machine->counts(entity)->sent == 1);
}

TEST_CASE_FIXTURE(Fixture, "a file that arrives damaged begins anew, and is given up after the third time") {
  const auto file = make_file(1000);
  const EntityId entity = sent_with(file);
  shelf.damages = true;
  send();
  CHECK(shelf.offsets == std::vector<std::uint64_t>{0, 0, 0});
  CHECK(machine->counts(entity)->failed == 1);
  CHECK(send() == 0);
  shelf.damages = false;
  REQUIRE(machine->retry());
  CHECK(machine->counts(entity)->failed == 0);
  send();
  CHECK(arrived(file));
}

TEST_CASE_FIXTURE(Fixture, "a file that is gone from the device is told of and holds up no other") {
  const auto gone = make_file(1000, 1);
  const auto there = make_file(1000, 2);
  const EntityId without = sent_with(gone);
  sent_with(there, "2.jpg");
  files.files.erase(gone.sha256);
  send();
  CHECK(machine->counts(without)->failed == 1);
  CHECK(machine->status().counts.failed == 1);
  CHECK(arrived(there));
}

TEST_CASE_FIXTURE(Fixture, "a file that became shorter counts as gone") {
  const auto file = make_file(1000);
  const EntityId entity = sent_with(file);
  files.files[file.sha256].resize(10);
  send();
  CHECK(machine->counts(entity)->failed == 1);
}

TEST_CASE_FIXTURE(Fixture, "what the server does not expect is not sent, and asked about again later") {
  const auto file = make_file(1000);
  sent_with(file);
  shelf.expected.clear();
  CHECK(send() == 1);
  CHECK(shelf.offsets.empty());
  CHECK_FALSE(machine->status().last_error);
  shelf.expected.insert(file.sha256);
  send();
  CHECK(arrived(file));
}

TEST_CASE_FIXTURE(Fixture, "a server of a new epoch is asked again for everything") {
  const auto file = make_file(1000);
  const EntityId entity = sent_with(file);
  office.back_up();
  send();
  REQUIRE(arrived(file));
  shelf.whole.clear();
  office.restore();
  device.sync(office);
  send();
  CHECK(arrived(file));
  CHECK(machine->counts(entity)->sent == 1);
}

TEST_CASE_FIXTURE(Fixture, "a server that takes nothing is left alone for a while") {
  const auto file = make_file(1000);
  sent_with(file);
  shelf.stands_still = true;
  CHECK(send() == 4);
  CHECK(machine->status().last_error->code == ErrorCode::server_failed);
  CHECK(machine->wake_at() > clock.now());
  clock.advance_ms(-365 * kDayMs);
  CHECK(machine->wake_at() == clock.now());
  CHECK(machine->next());
}

TEST_CASE_FIXTURE(Fixture, "bytes that are being fetched are waited for without asking") {
  const auto file = make_file(1000);
  sent_with(file);
  files.slow = true;
  machine->wake();
  answer(*machine->next());
  CHECK_FALSE(machine->next());
  CHECK_FALSE(machine->wake_at());
  files.slow = false;
  CHECK(machine->next());
}

TEST_CASE_FIXTURE(Fixture, "a file that two responses name is sent once") {
  const auto file = make_file(1000);
  const EntityId first = sent_with(file);
  const EntityId second = sent_with(file, "2.jpg");
  CHECK(machine->status().counts.files == 1);
  CHECK(send() == 2);
  CHECK(machine->counts(first)->sent == 1);
  CHECK(machine->counts(second)->sent == 1);
}

TEST_CASE_FIXTURE(Fixture, "an empty file arrives too") {
  const auto file = make_file(0);
  sent_with(file);
  send();
  CHECK(arrived(file));
}

TEST_CASE_FIXTURE(Fixture, "a sweep keeps what records name and no more") {
  const auto used = make_file(1000, 1);
  const auto unused = make_file(1000, 2);
  const EntityId entity = draft_with(used);
  REQUIRE(machine->add(entity, "2.jpg", unused));  // The program was killed before the draft said so.
  CHECK(machine->sweep() == std::vector<Hash>{used.sha256});
  REQUIRE(device.log->discard_open(entity));
  CHECK(machine->sweep()->empty());
  CHECK(machine->counts(entity)->files == 0);
}

TEST_CASE_FIXTURE(Fixture, "what a finished response does not name is not counted with it") {
  const auto first = make_file(1000, 1);
  const EntityId entity = draft_with(first);
  const auto second = make_file(1000, 2);
  REQUIRE(machine->add(entity, "2.jpg", second));
  device.write(entity, records::attachment_field("2.jpg"), records::to_text(second));
  const records::FieldChange gone{records::attachment_field("1.jpg"), std::nullopt, {}};
  REQUIRE(device.log->edit({records::EntityType::response, entity, {"sipas", "1"}, {&gone, 1}}));
  REQUIRE(device.log->seal(entity));
  REQUIRE(machine->settle(entity));
  CHECK(machine->counts(entity)->files == 1);
}

TEST_CASE_FIXTURE(Fixture, "what was sent is kept for thirty days and until a backup holds its response") {
  const auto file = make_file(1000);
  sent_with(file);
  send();
  clock.advance_ms(29 * kDayMs);
  CHECK(machine->sweep()->size() == 1);
  clock.advance_ms(2 * kDayMs);
  CHECK(machine->sweep()->size() == 1);
  office.back_up();
  device.sync(office);  // Hears of the backup.
  CHECK(machine->sweep()->empty());
}

TEST_CASE_FIXTURE(Fixture, "an answer that is no frame, or speaks of other files, is a failure and not a loss") {
  const auto file = make_file(1000);
  sent_with(file);
  machine->wake();
  auto request = machine->next();
  machine->on_reply(request->number, 200, as_bytes("<html>Wi-Fi miễn phí</html>"));
  CHECK(machine->status().last_error->code == ErrorCode::network_unreachable);
  machine->wake();
  request = machine->next();
  machine->on_reply(request->number, 200, encode(sync::AttachmentStatusReply{}));
  CHECK(machine->status().last_error->code == ErrorCode::frame_malformed);
  send();
  CHECK(arrived(file));
}

TEST_CASE_FIXTURE(Fixture, "a sweep leaves the files of another account's draft alone") {
  const auto file = make_file(1000);
  draft_with(file);
  const AccountId other = AccountId::random(random);
  REQUIRE(device.machine->set_enrolment({other.hex(), "Minh", "UBND", other}));
  CHECK(machine->sweep() == std::vector<Hash>{file.sha256});
}

TEST_CASE_FIXTURE(Fixture, "a sweep before the feed was read again leaves what was not sent") {
  const auto file = make_file(1000);
  const EntityId entity = sent_with(file);
  const auto own = *device.machine->enrolment();
  const AccountId other = AccountId::random(random);
  REQUIRE(device.machine->set_enrolment({other.hex(), "Minh", "UBND", other}));
  REQUIRE(device.machine->set_enrolment(*own));
  CHECK(machine->sweep() == std::vector<Hash>{file.sha256});
  device.sync(office);
  send();
  CHECK(arrived(file));
  CHECK(machine->counts(entity)->sent == 1);
}
