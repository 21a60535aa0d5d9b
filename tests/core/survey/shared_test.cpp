#include "survey_support.hpp"

// A response that two devices of one account have a part in.

using namespace motcua;
using namespace motcua::survey;
using namespace motcua::survey::testing;

namespace {

struct Shared {
  Server server;
  Device one{":memory:", 21};
  Device two{":memory:", 22};
  AccountId account = AccountId::random(server.random);

  Shared() {
    must(server.publish(visit_xml("1")));
    exchange();
  }

  void push(Device& device) {
    std::vector<records::Sequencer::Pushed> pushed;
    for (auto& sealed : must(device.log.read_sealed(must(device.log.acked_through()) + 1, 1000, 1'000'000)))
      pushed.push_back({sealed.seq, std::move(sealed.bytes)});
    auto transaction = must(storage::Transaction::begin(server.database));
    const auto receipt = must(server.sequencer.append({account, device.log.device()}, pushed, server.policy));
    must(transaction.commit());
    CHECK(receipt.verdicts.empty());
    must(device.log.acknowledge(receipt.acked_through, receipt.verdicts));
  }
  void pull(Device& device) {
    auto scopes = must(device.log.scopes());
    if (scopes.empty()) scopes = {{records::kPublicScope, 0}, {records::account_scope(account), 0}};
    const auto page = must(records::Sequencer::read(server.database, scopes, 1000, 1'000'000));
    must(device.log.apply_page(server.sequencer.epoch(), page));
  }
  void exchange() {
    push(one);
    push(two);
    pull(one);
    pull(two);
  }
  static std::string value(Device& device, const EntityId& id, const char* field) {
    return records::field_text(*must(device.log.visible(id)), field);
  }
  static ResponseSummary only(Device& device) {
    const auto list = must(device.responses.list());
    REQUIRE(list.size() == 1);
    return list[0];
  }
  /// A draft that both devices have.
  EntityId shared_draft() {
    auto draft = must(one.responses.start("visit", "1"));
    must(draft.answer("/data/who", "Hoa"));
    must(one.responses.hand_over(draft.id()));
    exchange();
    return draft.id();
  }
};

}  // namespace

TEST_CASE("a draft that is handed over goes on on another device, and is finished there") {
  Shared shared;
  const EntityId id = shared.shared_draft();
  CHECK(Shared::only(shared.one).state == ResponseState::shared);
  CHECK(Shared::only(shared.two).state == ResponseState::shared);
  CHECK_FALSE(Shared::only(shared.two).is_final);
  auto draft = must(shared.two.responses.open(id));
  CHECK(draft.session().value("/data/who") == "Hoa");
  must(draft.answer("/data/age", "40"));
  CHECK(Shared::only(shared.two).state == ResponseState::draft);
  must(draft.finish());
  shared.exchange();
  CHECK(Shared::only(shared.one).state == ResponseState::sent);
  CHECK(Shared::only(shared.one).is_final);
  CHECK(Shared::value(shared.one, id, "/data/double") == "80");
  CHECK(shared.one.responses.hand_over(id).error().code == ErrorCode::not_found);
}

TEST_CASE("what was sent is opened again, is as it was until an answer changes, and is finished anew") {
  Shared shared;
  auto draft = must(shared.one.responses.start("visit", "1"));
  must(draft.answer("/data/who", "Hoa"));
  must(draft.finish());
  shared.exchange();
  auto again = must(shared.two.responses.open(draft.id()));
  CHECK(Shared::only(shared.two).state == ResponseState::sent);
  CHECK(must(shared.two.log.draft_count()) == 0);
  must(again.answer("/data/who", "Hòa"));
  CHECK(Shared::only(shared.two).state == ResponseState::draft);
  must(shared.two.responses.discard(draft.id()));
  CHECK(Shared::only(shared.two).state == ResponseState::sent);
  CHECK(Shared::value(shared.two, draft.id(), "/data/who") == "Hoa");
  again = must(shared.two.responses.open(draft.id()));
  must(again.answer("/data/who", "Hòa"));
  must(again.finish());
  shared.exchange();
  CHECK(Shared::value(shared.one, draft.id(), "/data/who") == "Hòa");
  CHECK(Shared::only(shared.one).conflicts == 0);
}

TEST_CASE("edits of different questions on two devices are both there") {
  Shared shared;
  const EntityId id = shared.shared_draft();
  auto first = must(shared.one.responses.open(id));
  auto second = must(shared.two.responses.open(id));
  must(first.answer("/data/who", "Hoa Lan"));
  must(second.answer("/data/age", "40"));
  must(shared.one.responses.hand_over(id));
  must(shared.two.responses.hand_over(id));
  shared.exchange();
  for (Device* device : {&shared.one, &shared.two}) {
    CHECK(Shared::value(*device, id, "/data/who") == "Hoa Lan");
    CHECK(Shared::value(*device, id, "/data/age") == "40");
    CHECK(Shared::only(*device).conflicts == 0);
  }
}

TEST_CASE("two answers to one question stand side by side until one is chosen, with what is calculated from it") {
  Shared shared;
  const EntityId id = shared.shared_draft();
  auto first = must(shared.one.responses.open(id));
  auto second = must(shared.two.responses.open(id));
  shared.one.clock.advance_ms(60'000);
  must(first.answer("/data/age", "40"));
  must(first.finish());
  shared.two.clock.advance_ms(120'000);
  must(second.answer("/data/age", "50"));
  must(second.finish());
  shared.exchange();
  const auto found = must(shared.one.responses.conflicts(id));
  REQUIRE(found.size() == 1);  // The sum that follows is nobody's to choose, nor is the time.
  CHECK(found[0].item.ref == "/data/age");
  REQUIRE(found[0].sides.size() == 2);
  CHECK(found[0].sides[0].value == "50");
  CHECK(found[0].sides[0].stands);
  CHECK(found[0].sides[0].device == shared.two.log.device());
  CHECK(found[0].sides[1].value == "40");
  CHECK_FALSE(found[0].sides[1].stands);
  CHECK(found[0].sides[1].at == Instant{1'700'000'060'000});
  CHECK(Shared::only(shared.two).conflicts == 1);

  must(shared.one.responses.decide(id, "/data/age", "40"));
  CHECK(shared.one.responses.decide(id, "/data/age", "40").error().code == ErrorCode::conflict_gone);
  shared.exchange();
  for (Device* device : {&shared.one, &shared.two}) {
    CHECK(Shared::only(*device).conflicts == 0);
    CHECK(must(device->responses.conflicts(id)).empty());
    CHECK(must(device->log.conflicts(id)).empty());
    CHECK(Shared::value(*device, id, "/data/age") == "40");
    CHECK(Shared::value(*device, id, "/data/double") == "80");
    CHECK(Shared::only(*device).is_final);
  }
  CHECK(must(shared.server.sequencer.verify(shared.server.database)).empty());
}
