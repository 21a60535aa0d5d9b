#include "motcua/survey/messages.hpp"
#include "survey_support.hpp"

using namespace motcua;
using namespace motcua::survey;
using namespace motcua::survey::testing;

TEST_CASE("a published form is known on the server and, after a pull, on a device") {
  Server server;
  const SurveyVersion published = must(server.publish(visit_xml("1")));
  CHECK(published == SurveyVersion{"visit", "1", "Thăm hỏi", {"vi", "en"}});
  CHECK(must(server.catalog.current()) == std::vector{published});

  Device device;
  CHECK(must(device.catalog.current()).empty());
  CHECK(device.catalog.form("visit", "1").error() == Error{ErrorCode::not_found, "visit 1"});
  device.pull(server);
  CHECK(must(device.catalog.current()) == std::vector{published});
  CHECK(must(device.catalog.form("visit", "1"))->title() == "Thăm hỏi");
  CHECK(must(device.catalog.form("visit", "1")) == must(device.catalog.form("visit", "1")));
}

TEST_CASE("publishing the same content again changes nothing") {
  Server server;
  must(server.publish(visit_xml("1")));
  const auto before = must(server.sequencer.last_commit_seq());
  must(server.publish(visit_xml("1")));
  CHECK(must(server.sequencer.last_commit_seq()) == before);
}

TEST_CASE("other content under a published version is refused") {
  Server server;
  must(server.publish(visit_xml("1")));
  const auto refused = server.publish(visit_xml("1", "Khác"));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error() == Error{ErrorCode::form_version_conflict, "visit 1"});
  CHECK(must(server.catalog.all()).size() == 1);
}

TEST_CASE("what is no form is not published") {
  Server server;
  CHECK(server.publish("<a/>").error().code == ErrorCode::form_not_xform);
  CHECK(must(server.catalog.all()).empty());
}

TEST_CASE("the newest version of each form is current, whatever its number says") {
  Server server;
  must(server.publish(visit_xml("9")));
  must(server.publish(visit_xml("10")));
  must(server.publish(visit_xml("1", "Bảng hỏi khác", "other")));
  const auto current = must(server.catalog.current());
  REQUIRE(current.size() == 2);
  CHECK(current[0].form_id == "other");
  CHECK(current[1].version == "10");
  const auto all = must(server.catalog.all());
  REQUIRE(all.size() == 3);
  CHECK(all[1].version == "10");
  CHECK(all[2].version == "9");
}

TEST_CASE("the admin's messages come back as they went") {
  OverviewReply overview{3, 120, 2, 7, 5000, 400, {1'700'000'000'000}, 9};
  const auto read = must(decode<OverviewReply>(encode(overview)));
  CHECK(read.responses == 120);
  CHECK(read.dossiers_open == 400);
  CHECK(read.responses_broken == 9);
  CHECK(read.server_time == overview.server_time);
  CHECK(decode<OverviewRequest>(encode(OverviewRequest{})).has_value());
  CHECK(must(decode<ResponseListRequest>(encode(ResponseListRequest{100, 25}))).offset == 100);
  const std::vector<BrokenRule> rules = {{"/data/age", {ErrorCode::answer_invalid, "Tuổi quá lớn"}}};
  const ResponseListReply list{2, {{"ab", "Thăm hỏi", "1", "hoa", {5}}, {"cd", "Khác", "2", "an", {6}, 7, rules}}};
  const auto rows = must(decode<ResponseListReply>(encode(list)));
  CHECK(rows.total == 2);
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.rows[1].surveyor == "an");
  CHECK(rows.rows[0].received.ms == 5);
  CHECK(rows.rows[0].rules.empty());
  CHECK(rows.rows[1].broken == 7);
  CHECK(rows.rows[1].rules == rules);
}

TEST_CASE("an admin's message that is cut or of another kind is refused") {
  const Bytes whole = encode(OverviewReply{3, 120, 2, 7, 5000, 400, {1}, 0});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_FALSE(decode<OverviewReply>(ByteView(whole).first(size)).has_value());
  }
  CHECK_FALSE(decode<OverviewReply>(encode(ResponseListReply{})).has_value());
}
