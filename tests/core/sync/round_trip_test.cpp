#include <doctest/doctest.h>

#include <algorithm>

#include "motcua/sync/messages.hpp"
#include "motcua/wire/message.hpp"

using namespace motcua;

namespace {

/// Messages of any content, with a liking for what stands at the edge.
class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  std::uint64_t number() {
    switch (random_.next_u64() % 4) {
      case 0:
        return random_.next_u64() % 3;
      case 1:
        return UINT64_MAX - random_.next_u64() % 3;
      case 2:
        return 1ULL << (random_.next_u64() % 64);
      default:
        return random_.next_u64();
    }
  }
  std::size_t few() { return static_cast<std::size_t>(random_.next_u64() % 5); }
  std::string text() {
    static constexpr const char* kPieces[] = {"", "a", "Nguyễn", "/data/c1/q2", "\n", "\x7F", "😀", "\"\\"};
    std::string out;
    for (std::size_t i = few(); i > 0; --i) out += kPieces[random_.next_u64() % std::size(kPieces)];
    return out;
  }
  template <class Id>
  Id id() {
    return random_.next_u64() % 8 == 0 ? Id{} : Id::random(random_);
  }
  Bytes bytes() {
    Bytes out(few() * 100);
    random_.fill(out);
    return out;
  }
  bool coin() { return random_.next_u64() % 2 == 0; }
  Error error() { return {coin() ? ErrorCode::operation_refused : ErrorCode::frame_malformed, text()}; }

  records::Operation operation() {
    records::Operation out;
    out.device = id<DeviceId>();
    out.seq = std::max<std::uint64_t>(1, number());
    out.hlc.value = number();
    out.format = coin() ? 1 : 2;
    out.kind = static_cast<records::OperationKind>(random_.next_u64() % 256);
    out.entity_type = static_cast<records::EntityType>(random_.next_u64() % 256);
    out.entity = id<EntityId>();
    out.definition = {text(), text()};
    for (std::size_t i = few(); i > 0; --i) {
      records::FieldChange change{text() + std::to_string(i), std::nullopt, {number()}};
      if (coin()) change.value = std::string(as_text(bytes()));
      const auto same = [&](const records::FieldChange& other) { return other.field == change.field; };
      if (std::ranges::none_of(out.fields, same)) out.fields.push_back(std::move(change));
    }
    std::ranges::sort(out.fields, {}, &records::FieldChange::field);
    if (out.format == 2) out.unknown = bytes();
    return out;
  }

  sync::HelloRequest hello_request() {
    return {id<DeviceId>(), number(), static_cast<std::uint16_t>(number()), text()};
  }
  sync::ServerFacts facts() { return {static_cast<std::uint16_t>(number()), text()}; }
  sync::HelloReply hello_reply() {
    return {number(), number(), number(), number(), {static_cast<std::int64_t>(number())}, facts()};
  }
  sync::PushRequest push_request() {
    sync::PushRequest out{number(), id<DeviceId>(), {}};
    const std::uint64_t first = random_.next_u64() >> 8U;
    for (std::size_t i = few(); i > 0; --i) out.operations.push_back({first + out.operations.size(), bytes()});
    return out;
  }
  sync::PushReply push_reply() {
    sync::PushReply out{number(), {number(), coin(), {}}, number()};
    for (std::size_t i = few(); i > 0; --i) out.receipt.verdicts.push_back({number(), error()});
    return out;
  }
  sync::ChangesRequest changes_request() {
    sync::ChangesRequest out{number(), number(), id<DeviceId>(), number(), std::nullopt};
    if (coin()) out.scopes.emplace();
    for (std::size_t i = out.scopes ? few() : 0; i > 0; --i) out.scopes->push_back({text(), number()});
    return out;
  }
  sync::ChangesReply changes_reply() {
    sync::ChangesReply out;
    out.epoch = number();
    for (std::size_t i = few(); i > 0; --i) out.page.operations.push_back({number(), {number()}, text(), operation()});
    out.page.next = number();
    out.page.has_more = coin();
    for (std::size_t i = few(); i > 0; --i) out.page.scopes.push_back({text(), number()});
    for (std::size_t i = few(); i > 0; --i) out.left.push_back(text());
    if (coin()) out.delivered = {number(), number()};
    out.server = facts();
    return out;
  }

 private:
  SeededRandom random_;
};

template <class Message>
Message again(const Message& message) {
  const Bytes written = encode(message);
  const auto read = sync::decode<Message>(written);
  REQUIRE(read);
  CHECK(encode(*read) == written);
  return *read;
}

}  // namespace

TEST_CASE("whatever a message holds, it comes back as it was written") {
  Maker make(20);
  for (int run = 0; run < 400; ++run) {
    CAPTURE(run);
    (void)again(make.hello_request());
    (void)again(make.hello_reply());
    (void)again(make.push_reply());
    const auto push = make.push_request();
    const auto pushed = again(push);
    REQUIRE(pushed.operations.size() == push.operations.size());
    for (std::size_t i = 0; i < push.operations.size(); ++i) {
      CHECK(pushed.operations[i].seq == push.operations[i].seq);
      CHECK(pushed.operations[i].bytes == push.operations[i].bytes);
    }
    const auto asked = make.changes_request();
    CHECK(again(asked).scopes == asked.scopes);
    const auto page = make.changes_reply();
    const auto told = again(page);
    CHECK(told.page.operations == page.page.operations);
    CHECK(told.page.scopes == page.page.scopes);
    CHECK(told.left == page.left);
    CHECK(told.delivered == page.delivered);
  }
}
