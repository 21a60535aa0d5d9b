#include <doctest/doctest.h>

#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

TEST_CASE("a lost device is cut off at once, and its account's other devices are not") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  Server server(data);
  Device lost(41);
  Device kept(42);
  const std::string code = enrolment_code(data);
  REQUIRE(lost.enrol(server.port(), code));
  REQUIRE(kept.enrol(server.port(), enrolment_code(data)));
  REQUIRE(lost.sync(server.port()));
  const EntityId sent = lost.answer("Đã gửi");
  REQUIRE(lost.sync(server.port()));

  const auto outcome = run({"device", "revoke", lost.id().hex().substr(0, 12), "--data", data});
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  CHECK(outcome.out.find("lan") != std::string::npos);
  (void)lost.answer("Chưa gửi");
  CHECK_FALSE(lost.sync(server.port()));
  CHECK(lost.machine->status().last_error->code == ErrorCode::not_signed_in);
  CHECK(lost.machine->status().unsent == 1);
  CHECK_FALSE(lost.enrol(server.port(), code));  // Nor with the code of before.
  CHECK(kept.sync(server.port()));
  const auto listed = run({"device", "list", "--data", data}).out;
  CHECK(listed.find("cut off") != std::string::npos);
  CHECK(run({"export", "responses", "--data", data}).out.find(sent.hex()) != std::string::npos);

  // Found again: a new code takes it back.
  REQUIRE(lost.enrol(server.port(), enrolment_code(data)));
  CHECK(lost.sync(server.port()));
  CHECK(run({"device", "list", "--data", data}).out.find("cut off") == std::string::npos);
}

TEST_CASE("a device to cut off is named well enough") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  const auto revoke = [&](const std::string& id) { return run({"device", "revoke", id, "--data", data}).code; };
  CHECK(revoke("0123456789ab") == 1);
  CHECK(revoke("") != 0);
  CHECK(revoke("zz") == 1);
}

TEST_CASE("whoever enrols anew is told what another device of theirs had not sent, and the doctor knows it") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  Server server(data);
  Device before(43);
  REQUIRE(before.enrol(server.port(), enrolment_code(data)));
  REQUIRE(before.sync(server.port()));
  (void)before.answer("Một");
  (void)before.answer("Hai");
  before.machine->wake();
  REQUIRE(before.exchange(server.port(), false));  // It says hello, and is never heard of again.

  Device after(44);
  const auto enrolled = after.enrol(server.port(), enrolment_code(data));
  REQUIRE(enrolled);
  REQUIRE(enrolled->former.size() == 1);
  CHECK(enrolled->former[0].device == before.id());
  CHECK(enrolled->former[0].unsent == 2);
  const auto doctor = run({"doctor", "--data", data});
  CHECK(doctor.code == 0);
  CHECK(doctor.out.find(before.id().hex() + " (lan): 2 unsent") != std::string::npos);
  CHECK(before.enrol(server.port(), enrolment_code(data))->former.empty());

  // What it sends then is not missing any more.
  REQUIRE(before.sync(server.port()));
  CHECK(after.enrol(server.port(), enrolment_code(data))->former.empty());
  CHECK(run({"doctor", "--data", data}).out.find("(lan): ") == std::string::npos);
}
