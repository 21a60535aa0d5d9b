#include "motcua/survey/visits.hpp"

#include <algorithm>

#include "motcua/survey/day_summary.hpp"
#include "survey_support.hpp"

using namespace motcua;
using namespace motcua::survey;
using namespace motcua::survey::testing;

namespace {

Instant must_instant(const char* text) { return *parse_instant(text); }

/// An office with a small sample for one surveyor, and that surveyor's device.
struct Field {
  Server server;
  AccountId lan = AccountId::random(server.random);
  std::string scope = records::account_scope(lan);
  Device device;
  Visits visits{device.log, device.clock, device.random};
  EntityId first = assign("A-1", 1);
  EntityId second = assign("A-2", 2);
  EntityId reserve = assign("A-9", 9, true);
  EntityId elsewhere = assign("B-9", 10, true, "Thôn B");

  Field() {
    must(server.publish(visit_xml("1")));
    pull();
  }
  EntityId assign(const std::string& key, std::int64_t order, bool reserve_too = false,
                  const std::string& unit = "Thôn A") {
    Assignment assignment;
    assignment.id = EntityId::random(server.random);
    assignment.form_id = "visit";
    assignment.key = key;
    assignment.unit = unit;
    assignment.order = order;
    assignment.reserve = reserve_too;
    assignment.label = "Hộ " + key;
    assignment.address = "Số 1";
    assignment.answers = {{"/data/who", "Hộ " + key}, {"/data/gone", "x"}};
    write(assignment);
    return assignment.id;
  }
  Assigned write(const Assignment& assignment) {
    server.clock.advance_ms(1000);
    auto transaction = must(storage::Transaction::begin(server.database));
    const Assigned done = must(survey::assign(server.sequencer, assignment, scope));
    must(transaction.commit());
    return done;
  }
  void withdraw(const EntityId& id) {
    auto transaction = must(storage::Transaction::begin(server.database));
    must(server.sequencer.remove_own(id));
    must(transaction.commit());
  }
  void pull() {
    const std::vector<records::ScopeCursor> scopes{{scope, 0}, {records::kPublicScope, 0}};
    const auto page = must(records::Sequencer::read(server.database, scopes, 1000, 1'000'000));
    must(device.log.apply_page(server.sequencer.epoch(), page));
  }
  records::Sequencer::Receipt push(std::vector<std::string> groups = {}) {
    std::vector<records::Sequencer::Pushed> pushed;
    for (auto& sealed : must(device.log.read_sealed(must(device.log.acked_through()) + 1, 1000, 1'000'000)))
      pushed.push_back({sealed.seq, std::move(sealed.bytes)});
    auto transaction = must(storage::Transaction::begin(server.database));
    auto receipt = must(server.sequencer.append({lan, device.log.device(), std::move(groups)}, pushed, server.policy));
    must(transaction.commit());
    must(device.log.acknowledge(receipt.acked_through, receipt.verdicts));
    return receipt;
  }
  std::string order() {
    std::string out;
    for (const Task& task : must(visits.tasks())) out += task.assignment.key + " ";
    return out;
  }
  ResponseDraft interview(const EntityId& assignment) {
    const Task task = must(visits.task(assignment));
    return must(device.responses.start("visit", "1", {assignment, task.assignment.answers}));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Field, "what is assigned is listed in its order, reserves are not") {
  CHECK(order() == "A-1 A-2 ");
  const Task task = must(visits.task(first));
  CHECK(task.assignment.label == "Hộ A-1");
  CHECK(task.assignment.unit == "Thôn A");
  CHECK_FALSE(task.outcome());
  CHECK(visits.task(reserve).error().code == ErrorCode::not_found);
}

TEST_CASE_FIXTURE(Field, "somebody else's assignments do not reach the device") {
  scope = records::account_scope(AccountId::random(server.random));
  const EntityId others = assign("A-3", 3);
  scope = records::account_scope(lan);
  pull();
  CHECK(order() == "A-1 A-2 ");
  CHECK_FALSE(must(device.log.visible(others)));
}

TEST_CASE_FIXTURE(Field,
                  "an interview begins with what the office filled in, and leaves out what the form does not have") {
  const auto draft = interview(first);
  CHECK(draft.session().value("/data/who") == "Hộ A-1");
  CHECK_FALSE(must(visits.task(first)).draft);  // Nothing was answered yet.
}

TEST_CASE_FIXTURE(Field, "a begun interview is found again, and finishing it is the completed visit") {
  auto draft = interview(first);
  must(draft.answer("/data/age", "20"));
  CHECK(must(visits.task(first)).draft == draft.id());
  CHECK(must(visits.unfinished_response(first)) == draft.id());
  CHECK_FALSE(must(visits.unfinished_response(second)));
  device.clock.advance_ms(60'000);
  must(draft.finish());
  const Task task = must(visits.task(first));
  CHECK(task.outcome() == VisitOutcome::completed);
  CHECK(task.settled());
  REQUIRE(task.visits.size() == 1);
  CHECK(task.visits[0].response == draft.id());
  CHECK(task.visits[0].at == device.clock.now());
  CHECK_FALSE(task.draft);
  CHECK(must(device.log.unsent_count()) == 2);
  // Corrected and finished again: it was one visit.
  auto again = must(device.responses.open(draft.id()));
  must(again.answer("/data/age", "21"));
  must(again.finish());
  CHECK(must(visits.task(first)).visits.size() == 1);
  CHECK(push().verdicts.empty());
}

TEST_CASE_FIXTURE(Field, "a response that cannot be finished is no visit") {
  auto draft = interview(first);
  must(draft.answer("/data/who", ""));
  CHECK_FALSE(draft.finish());
  CHECK(must(visits.task(first)).visits.empty());
}

TEST_CASE_FIXTURE(Field,
                  "somebody who was not at home is visited again, and what came last counts until it is completed") {
  must(visits.record({first, VisitOutcome::absent, "nobody_home"}));
  CHECK_FALSE(must(visits.task(first)).settled());
  device.clock.advance_ms(3'600'000);
  must(visits.record({first, VisitOutcome::refused, "other", "Bận việc đồng áng"}));
  Task task = must(visits.task(first));
  REQUIRE(task.visits.size() == 2);
  CHECK(task.visits[1].note == "Bận việc đồng áng");
  CHECK(task.outcome() == VisitOutcome::refused);
  auto draft = interview(first);
  must(draft.finish());
  device.clock.advance_ms(3'600'000);
  must(visits.record({first, VisitOutcome::absent, "nobody_home"}));
  CHECK(must(visits.task(first)).outcome() == VisitOutcome::completed);
  CHECK(push().verdicts.empty());
}

TEST_CASE_FIXTURE(Field, "a replacement takes the next reserve of the unit, in the place of whom it replaces") {
  const Visit visit = must(visits.record({first, VisitOutcome::replaced, "refused"}));
  CHECK(visit.reserve == reserve);
  CHECK(order() == "A-1 A-9 A-2 ");
  CHECK(must(visits.task(reserve)).in_place_of->key == "A-1");
  CHECK(must(visits.task(first)).settled());
  CHECK_FALSE(must(visits.next_reserve(second)));
  CHECK(visits.record({second, VisitOutcome::replaced, "absent"}).error().code == ErrorCode::not_found);
  CHECK(must(device.log.unsent_count()) == 1);
  must(visits.take_back(visit.id));
  CHECK(order() == "A-1 A-2 ");
  CHECK(must(visits.next_reserve(second))->id == reserve);
  CHECK(push().verdicts.empty());
}

TEST_CASE_FIXTURE(Field, "a visit that was taken back is none, here and at the office") {
  const Visit visit = must(visits.record({first, VisitOutcome::absent, "nobody_home"}));
  CHECK(push().verdicts.empty());
  must(visits.take_back(visit.id));
  CHECK(must(visits.task(first)).visits.empty());
  CHECK(visits.take_back(visit.id).error().code == ErrorCode::not_found);
  CHECK(push().verdicts.empty());
  CHECK(must(server.sequencer.state().list(records::EntityType::visit)).empty());
}

TEST_CASE_FIXTURE(Field,
                  "a reason that its outcome does not have, and a completed visit without a response, are refused") {
  CHECK(visits.record({first, VisitOutcome::absent, "no_time"}).error().code == ErrorCode::invalid_argument);
  CHECK(visits.record({first, VisitOutcome::completed, ""}).error().code == ErrorCode::invalid_argument);
  CHECK(visits.record({first, VisitOutcome::absent, "other", std::string(501, 'x')}).error().code ==
        ErrorCode::invalid_argument);
  CHECK(visits.record({EntityId::random(server.random), VisitOutcome::absent, "nobody_home"}).error().code ==
        ErrorCode::not_found);
  CHECK(must(device.log.unsent_count()) == 0);
}

TEST_CASE_FIXTURE(Field, "the office changes an assignment, and only what differs is sent") {
  const auto before = must(server.sequencer.last_commit_seq());
  Assignment assignment = must(visits.task(first)).assignment;
  CHECK(write(assignment) == Assigned::unchanged);
  CHECK(must(server.sequencer.last_commit_seq()) == before);
  assignment.address = "Số 2";
  assignment.answers = {{"/data/who", "Hộ khác"}};
  CHECK(write(assignment) == Assigned::changed);
  pull();
  const Assignment now = must(visits.task(first)).assignment;
  CHECK(now.address == "Số 2");
  CHECK(now.label == "Hộ A-1");
  REQUIRE(now.answers.size() == 1);
  CHECK(now.answers[0].value == "Hộ khác");
}

TEST_CASE_FIXTURE(Field,
                  "what the office takes back goes from the device, and nothing of the person stays in its database") {
  Assignment assignment = must(visits.task(first)).assignment;
  assignment.address = "Ngõ Cũ";
  write(assignment);
  assignment.address = "Ngõ Mới";
  write(assignment);
  pull();
  must(visits.record({first, VisitOutcome::refused, "no_time"}));
  CHECK(push().verdicts.empty());
  withdraw(first);
  pull();
  CHECK(order() == "A-2 ");
  for (auto* database : {&device.database, &server.database}) {
    for (const char* sql : {"SELECT count(*) FROM state_entity WHERE instr(body, ?1)",
                            "SELECT count(*) FROM state_history WHERE instr(value, ?1)"}) {
      for (const char* text : {"Hộ A-1", "Ngõ Cũ", "Ngõ Mới"}) {
        auto query = must(database->prepare(sql));
        query.bind_blob(1, as_bytes(std::string_view(text)));
        REQUIRE(must(query.step()));
        CHECK_MESSAGE(query.integer(0) == 0, text << " in " << sql);
      }
    }
  }
  // The office still knows that there was somebody, under its own code.
  const auto state = must(server.sequencer.state().read(first));
  CHECK(read_assignment(*state).key == "A-1");
  CHECK(read_assignment(*state).label.empty());
  CHECK(must(records::Sequencer::verify(server.database)).empty());
}

TEST_CASE_FIXTURE(Field, "who was there before the office took it back may say so") {
  must(visits.record({first, VisitOutcome::wrong_address, "not_found"}));
  auto draft = interview(second);
  must(draft.finish());
  withdraw(first);
  withdraw(second);
  CHECK(push().verdicts.empty());
  CHECK(must(server.sequencer.state().list(records::EntityType::visit)).size() == 2);
}

TEST_CASE_FIXTURE(Field,
                  "a visit and an interview are seen by whoever sees the assignment, not by the surveyor's group") {
  must(visits.record({first, VisitOutcome::absent, "nobody_home"}));
  auto draft = interview(second);
  must(draft.finish());
  auto own = must(device.responses.start("visit", "1"));
  must(own.answer("/data/who", "Hoa"));
  must(own.finish());
  CHECK(push({"group:1"}).verdicts.empty());
  const auto scope_of = [&](const EntityId& id) { return must(server.sequencer.state().read(id))->scope; };
  CHECK(scope_of(must(server.sequencer.state().list(records::EntityType::visit)).front()) == scope);
  CHECK(scope_of(draft.id()) == scope);
  CHECK(scope_of(own.id()) == "group:1");
}

TEST_CASE("the words of outcomes and reasons are told apart, and stay") {
  for (const VisitOutcome outcome : kVisitOutcomes) CHECK(visit_outcome(word(outcome)) == outcome);
  CHECK_FALSE(visit_outcome("asleep"));
  CHECK(visit_reasons(VisitOutcome::completed).empty());
  CHECK(visit_reasons(VisitOutcome::absent) ==
        std::vector<std::string_view>{"nobody_home", "come_later", "away_long", "other"});
  CHECK(completed_visit_id({}).hex() == completed_visit_id({}).hex());
}

namespace {

/// A visit as a device pushes it.
struct Pushed : Field {
  records::Operation operation;
  Pushed() {
    operation.device = DeviceId::random(server.random);
    operation.entity = EntityId::random(server.random);
    operation.seq = 1;
    operation.entity_type = records::EntityType::visit;
    operation.definition = {"visit", ""};
    set("@assignment", first.hex());
    set("@at", "2026-11-28T09:00:00+07:00");
    set("@outcome", "absent");
    set("@reason", "nobody_home");
  }
  void set(const std::string& field, const std::string& value) {
    std::erase_if(operation.fields, [&](const auto& change) { return change.field == field; });
    operation.fields.push_back({field, value, {}});
  }
  std::string verdict(const AccountId& account) {
    const Status checked = server.policy.check({account, operation.device}, operation);
    if (checked) return "accepted";
    CHECK(checked.error().code == ErrorCode::operation_refused);
    return checked.error().detail;
  }
  std::string verdict() { return verdict(lan); }
};

}  // namespace

TEST_CASE_FIXTURE(Pushed, "a visit with an outcome that there is, of an assignment of one's own, is accepted") {
  CHECK(verdict() == "accepted");
  set("@outcome", "completed");
  set("@reason", "");
  set("@response", EntityId::random(server.random).hex());
  CHECK(verdict() == "accepted");
}

TEST_CASE_FIXTURE(Pushed, "a visit of another's assignment, of none, or with another form is refused") {
  CHECK(verdict(AccountId::random(server.random)) == "@assignment");
  set("@assignment", EntityId::random(server.random).hex());
  CHECK(verdict() == "@assignment");
  set("@assignment", "A-1");
  CHECK(verdict() == "@assignment");
  set("@assignment", first.hex());
  operation.definition = {"other", ""};
  CHECK(verdict() == "form other");
}

TEST_CASE_FIXTURE(
    Pushed, "an outcome, reason or field that there is not is refused, and no reason is repeated in the verdict") {
  set("@outcome", "asleep");
  CHECK(verdict() == "@outcome");
  set("@outcome", "absent");
  set("@reason", "Bà Hoa đi vắng");
  CHECK(verdict() == "@reason");
  set("@reason", "other");
  set("@note", std::string(501, 'x'));
  CHECK(verdict() == "@note");
  set("@note", "Đi vắng");
  set("@response", EntityId::random(server.random).hex());
  CHECK(verdict() == "@response");
  set("@response", "");
  set("@at", "hôm qua");
  CHECK(verdict() == "@at");
  set("@at", "2026-11-28T09:00:00+07:00");
  set("/data/who", "Hoa");
  CHECK(verdict() == "field /data/who");
}

TEST_CASE_FIXTURE(Pushed, "a replacement names a reserve that the surveyor may visit") {
  set("@outcome", "replaced");
  set("@reason", "refused");
  CHECK(verdict() == "@reserve");
  set("@reserve", first.hex());
  CHECK(verdict() == "@reserve");
  set("@reserve", reserve.hex());
  CHECK(verdict() == "accepted");
}

TEST_CASE_FIXTURE(Pushed, "a device makes no assignments") {
  operation.entity_type = records::EntityType::assignment;
  operation.fields = {{"@key", "A-7", {}}};
  const records::Sequencer::Pushed pushed{1, records::encode_operation(operation)};
  auto transaction = must(storage::Transaction::begin(server.database));
  const auto receipt = must(server.sequencer.append({lan, operation.device}, {&pushed, 1}, server.policy));
  REQUIRE(receipt.verdicts.size() == 1);
  CHECK(receipt.verdicts[0].error.code == ErrorCode::not_allowed);
}

TEST_CASE_FIXTURE(Field, "a day's summary counts what this device did on that day, and what is not sent") {
  device.clock.set(must_instant("2026-11-28T08:00:00+07:00"));
  must(visits.record({first, VisitOutcome::absent, "nobody_home"}));
  CHECK(push().verdicts.empty());
  device.clock.set(must_instant("2026-11-28T09:00:00+07:00"));
  for (const std::int64_t minutes : {10, 14, 40, 20}) {
    auto draft = interview(second);
    must(draft.answer("/data/age", "20"));
    device.clock.advance_ms(minutes * 60'000);
    must(draft.finish());
  }
  auto open = interview(first);
  must(open.answer("/data/age", "20"));
  device.clock.set(must_instant("2026-11-29T00:10:00+07:00"));
  must(visits.record({first, VisitOutcome::refused, "no_time"}));

  const DaySummary day = must(summarise_day(device.log, {2026, 11, 28}));
  CHECK(day.people == 2);
  CHECK(day.all_visits() == 5);
  CHECK(day.count(VisitOutcome::absent) == 1);
  CHECK(day.count(VisitOutcome::completed) == 4);
  CHECK(day.count(VisitOutcome::refused) == 0);
  CHECK(day.finished == 4);
  CHECK(day.unsent == 8);
  CHECK(day.drafts == 1);
  CHECK(day.median_minutes == 17);
  const DaySummary next = must(summarise_day(device.log, {2026, 11, 29}));
  CHECK(next.all_visits() == 1);
  CHECK(next.finished == 0);
  CHECK_FALSE(next.median_minutes);
}

TEST_CASE_FIXTURE(Field, "what a colleague did is not in one's own summary") {
  device.clock.set(must_instant("2026-11-28T08:00:00+07:00"));
  must(visits.record({first, VisitOutcome::absent, "nobody_home"}));
  CHECK(push().verdicts.empty());
  Device colleague(":memory:", 77);
  const std::vector<records::ScopeCursor> scopes{{scope, 0}, {records::kPublicScope, 0}};
  must(colleague.log.apply_page(server.sequencer.epoch(),
                                must(records::Sequencer::read(server.database, scopes, 1000, 1'000'000))));
  CHECK(must(Visits(colleague.log, colleague.clock, colleague.random).task(first)).visits.size() == 1);
  CHECK(must(summarise_day(colleague.log, {2026, 11, 28})).all_visits() == 0);
}
