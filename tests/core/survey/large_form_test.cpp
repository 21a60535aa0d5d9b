#include "survey_support.hpp"

using namespace motcua;
using namespace motcua::survey;
using namespace motcua::survey::testing;

namespace {

/// A form whose wards come from a file, with as much text as is asked for.
std::string ward_xml(const std::string& version, std::size_t bytes, const std::string& title = "Phường") {
  std::string hint;
  for (std::size_t i = 0; hint.size() < bytes; ++i) hint += "Dòng " + std::to_string(i) + " của lời dẫn. ";
  return R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>)x" +
         title + R"x(</h:title><model><instance><data id="ward" version=")x" + version +
         R"x("><ward/><meta><instanceID/></meta></data></instance>
         <instance id="wards" src="jr://file-csv/wards.csv"/></model></h:head><h:body>
         <select1 ref="/data/ward"><label>Phường</label><hint>)x" +
         hint +
         R"x(</hint><itemset nodeset="instance('wards')/root/item"><value ref="name"/><label ref="label"/></itemset>
         </select1></h:body></h:html>)x";
}

std::string ward_csv(std::size_t bytes) {
  std::string csv = "name,label\n";
  for (std::size_t i = 0; csv.size() < bytes; ++i)
    csv += "w" + std::to_string(i) + ",Phường số " + std::to_string(i) + "\n";
  return csv;
}

constexpr std::size_t kMiB = 1024 * 1024;

std::string first_choice(const std::shared_ptr<const forms::FormDefinition>& form) {
  ManualClock clock;
  SeededRandom random{1};
  const auto session = must(forms::FormSession::create(form, {&clock, &random, {}, {}}));
  const auto item = session.item("/data/ward");
  REQUIRE(item.has_value());
  REQUIRE_FALSE(item->choices.empty());
  return item->choices.front().label;
}

}  // namespace

TEST_CASE("eight megabytes of form and file are published, reach a device in small pages and open there") {
  Server server;
  const std::vector<forms::FormFile> files = {{"wards.csv", ward_csv(6 * kMiB)}};
  const std::string xml = ward_xml("1", 2 * kMiB);
  CHECK(must(server.publish(xml, files)).title == "Phường");
  CHECK(first_choice(must(server.catalog.form("ward", "1"))) == "Phường số 0");

  Device device;
  std::size_t pages = 1;
  while (device.pull_page(server, 256 * 1024)) {
    ++pages;
    CHECK(must(device.catalog.current()).empty());  // Not before all of it is there.
  }
  CHECK(pages > 30);
  REQUIRE(must(device.catalog.current()).size() == 1);
  CHECK(first_choice(must(device.catalog.form("ward", "1"))) == "Phường số 0");

  const auto before = must(server.sequencer.last_commit_seq());
  must(server.publish(xml, files));
  CHECK(must(server.sequencer.last_commit_seq()) == before);  // The same again changes nothing.
  CHECK(server.publish(xml, {{"wards.csv", "name,label\nx,Khác\n"}}).error().code == ErrorCode::form_version_conflict);
}

TEST_CASE("a new version sends only the parts that changed") {
  Server server;
  const std::vector<forms::FormFile> files = {{"wards.csv", ward_csv(2 * kMiB)}};
  must(server.publish(ward_xml("1", 1000), files));
  const auto before = must(server.sequencer.last_commit_seq());
  must(server.publish(ward_xml("2", 1000), files));
  CHECK(must(server.sequencer.last_commit_seq()) == before + 2);  // The XForm and the version.
  Device device;
  device.pull(server);
  CHECK(first_choice(must(device.catalog.form("ward", "1"))) == "Phường số 0");
  CHECK(first_choice(must(device.catalog.form("ward", "2"))) == "Phường số 0");
}

TEST_CASE("a form that was published in one field opens whatever its size") {
  Server server;
  const std::string xml = visit_xml("1", std::string(600'000, 'x'));
  const std::vector<records::FieldChange> changes = {{kTitleField, "Thăm hỏi", {}}, {kXmlField, xml, {}}};
  must(server.sequencer.append_own(records::EntityType::survey_version, EntityId::random(server.random), {"visit", "1"},
                                   changes));
  CHECK(must(server.catalog.form("visit", "1"))->id() == "visit");
  must(server.publish(xml));  // The same content: nothing new.
  CHECK(must(server.catalog.all()).size() == 1);
}

TEST_CASE("files that the form does not read stay behind, and one that it needs must be there") {
  Server server;
  CHECK(server.publish(ward_xml("1", 10)).error().code == ErrorCode::form_file_missing);
  must(server.publish(visit_xml("1"), {{"other.csv", "a,b\n1,2\n"}}));
  CHECK(must(server.sequencer.last_commit_seq()) == 1);
}

TEST_CASE("more than the limit is refused") {
  Server server;
  const auto refused = server.publish(ward_xml("1", 10), {{"wards.csv", ward_csv(33 * kMiB)}});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::frame_too_large);
  CHECK(must(server.sequencer.last_commit_seq()) == 0);
}

TEST_CASE("a part that is not what it was is noticed") {
  Server server;
  must(server.publish(ward_xml("1", 10), {{"wards.csv", ward_csv(1000)}}));
  const auto parts = must(server.sequencer.state().list(records::EntityType::form_part));
  REQUIRE(parts.size() == 2);
  const records::FieldChange damage{"@bytes", "something else", {}};
  must(server.sequencer.append_own(records::EntityType::form_part, parts[1], {}, {&damage, 1}));
  CHECK(server.catalog.form("ward", "1").error().code == ErrorCode::database_corrupt);
}

TEST_CASE("a device cannot write a form's part") {
  Server server;
  records::Operation operation;
  operation.device = DeviceId::random(server.random);
  operation.entity = EntityId::random(server.random);
  operation.seq = 1;
  operation.hlc = Hlc::at(server.clock.now());
  operation.entity_type = records::EntityType::form_part;
  operation.fields = {{"@bytes", "x", {}}};
  const std::vector<records::Sequencer::Pushed> pushed = {{1, records::encode_operation(operation)}};
  auto transaction = must(storage::Transaction::begin(server.database));
  const auto receipt =
      must(server.sequencer.append({AccountId::random(server.random), operation.device}, pushed, server.policy));
  must(transaction.commit());
  REQUIRE(receipt.verdicts.size() == 1);
  CHECK(receipt.verdicts[0].error.code == ErrorCode::not_allowed);
}
