#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <utility>

#include "exchange/response_csv.hpp"
#include "office/accounts.hpp"
#include "office/intake.hpp"
#include "office/office.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

/// A household: its members, and their animals.
constexpr const char* kHome =
    R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Hộ gia đình</h:title><model>
  <instance><data id="home" version="1"><address/><member jr:template=""><name/><more><age/></more><pet jr:template=""><kind/></pet></member>
    <note/><meta><instanceID/></meta></data></instance>
  <bind nodeset="/data/member/more/age" type="int"/></model></h:head><h:body>
  <input ref="/data/address"><label>Địa chỉ</label></input>
  <group ref="/data/member"><label>Người</label><repeat nodeset="/data/member">
    <input ref="/data/member/name"><label>Tên</label></input>
    <group ref="/data/member/more"><label>Thêm</label><input ref="/data/member/more/age"><label>Tuổi</label></input></group>
    <group ref="/data/member/pet"><label>Con vật</label><repeat nodeset="/data/member/pet">
      <input ref="/data/member/pet/kind"><label>Loài</label></input></repeat></group>
  </repeat></group>
  <input ref="/data/note"><label>Ghi chú</label></input></h:body></h:html>)x";

template <class T>
T must(Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), result.error().detail);
  return std::move(*result);
}

survey::ResponseDraft start(survey::Responses& responses) { return must(responses.start("home", "1")); }

/// Compares with tests/golden/export; MOTCUA_UPDATE_GOLDEN=1 writes what is there now.
void check_golden(const std::string& name, std::string csv) {
  // When the server received it is not ours to say.
  csv = std::regex_replace(csv, std::regex("(,lan,)[0-9T:+-]+,"), "$1(received),");
  const std::string path = std::string(MOTCUA_SOURCE_DIR) + "/tests/golden/export/" + name;
  if (std::getenv("MOTCUA_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    FILE* file = std::fopen(path.c_str(), "wb");
    REQUIRE(file != nullptr);
    std::fwrite(csv.data(), 1, csv.size(), file);
    std::fclose(file);
  }
  CHECK_MESSAGE(csv == read_file(path), csv);
}

}  // namespace

TEST_CASE("a form with repeats is exported as one file for the form and one for each repeat") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  REQUIRE(run({"form", "publish", folder.write("home.xml", kHome), "--data", data}).code == 0);
  Server server(data);
  Device device(51);
  REQUIRE(device.enrol(server.port(), enrolment_code(data)));
  REQUIRE(device.sync(server.port()));
  survey::SurveyCatalog catalog(device.database);
  survey::Responses responses(*device.log, catalog, device.clock, device.random);

  auto first = start(responses);
  REQUIRE(first.answer("/data/address", "12 phố Mẫu, “Ba Đình”"));
  CHECK(must(first.add_repeat("/data/member")) == "/data/member[1]");
  REQUIRE(first.answer("/data/member[1]/name", "An"));
  REQUIRE(first.answer("/data/member[1]/more/age", "41"));
  REQUIRE(first.add_repeat("/data/member[1]/pet"));
  REQUIRE(first.answer("/data/member[1]/pet[1]/kind", "mèo"));
  REQUIRE(first.add_repeat("/data/member[1]/pet"));
  REQUIRE(first.answer("/data/member[1]/pet[2]/kind", "=chó"));
  for (int i = 2; i <= 11; ++i) {
    const std::string member = must(first.add_repeat("/data/member"));
    REQUIRE(first.answer(member + "/name", "Người " + std::to_string(i)));
  }
  REQUIRE(first.remove_repeat("/data/member[2]"));
  REQUIRE(first.add_repeat("/data/member"));  // An entry with nothing in it.
  REQUIRE(first.finish());
  auto second = start(responses);
  REQUIRE(second.answer("/data/note", "Không ai ở nhà"));
  REQUIRE(second.finish());
  REQUIRE(device.sync(server.port()));
  CHECK(device.machine->status().refused == 0);

  const auto outcome = run({"export", "responses", "--form", "home", "--data", data, "--out", folder.path("home.csv")});
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  for (const char* name : {"home.csv", "home-member.csv", "home-member-pet.csv"})
    check_golden(name, read_file(folder.path(name)));
  const auto shown = run({"export", "responses", "--form", "home", "--data", data});
  CHECK(shown.out == read_file(folder.path("home.csv")));
  CHECK(shown.err.find("2 repeats") != std::string::npos);
}

TEST_CASE("a response whose counts of entries multiply is exported, but no more entries than a form has") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  REQUIRE(run({"form", "publish", folder.write("home.xml", kHome), "--data", data}).code == 0);
  auto database = must(server::open_office(data, system_random()));
  ManualClock clock;
  SeededRandom random(7);
  records::Operation hostile;
  hostile.device = DeviceId::random(random);
  hostile.seq = 1;
  hostile.hlc = Hlc::at(clock.now());
  hostile.entity = EntityId::random(random);
  hostile.definition = {"home", "1"};
  hostile.fields = {{"/data/address", "Số 1", {}},
                    {"/data/member", "10000", {}},
                    {"/data/member[20000]/name", "An", {}},
                    {survey::kStatusField, "final", {}}};
  for (int i = 1; i <= 2000; ++i)
    hostile.fields.push_back({"/data/member[" + std::to_string(i) + "]/pet", "10000", {}});
  std::ranges::sort(hostile.fields, {}, &records::FieldChange::field);
  sync::PushRequest push;
  push.device = hostile.device;
  push.operations.push_back({hostile.seq, records::encode_operation(hostile)});
  {
    auto transaction = must(storage::Transaction::begin(database));
    const auto intake = must(server::Intake::open(database, clock, random));
    const auto account = must(server::Accounts(database).find("lan"));
    CHECK(must(intake->push(account.id, push)).receipt.verdicts.empty());
    REQUIRE(transaction.commit());
  }

  const auto exported = must(server::export_responses(database, "home"));
  CHECK(exported.responses == 1);
  REQUIRE(exported.files.size() == 3);
  std::ptrdiff_t rows = 0;
  for (const auto& file : exported.files) rows += std::ranges::count(file.csv, '\n') - 1;
  CHECK(rows > 9'000);
  CHECK(rows <= 10'001);
  // What was answered is never left out.
  CHECK(exported.files[0].csv.contains(",Số 1,"));
  CHECK(exported.files[1].csv.contains("/member[20000],"));
  CHECK(exported.files[1].csv.contains(",An,"));

  const auto index = must(server::ResponseIndex(database).of_form("home"));
  CHECK(server::export_responses(database, "home", index, 100'000).error().code == ErrorCode::frame_too_large);
  CHECK(server::export_responses(database, "home", index, 10'000'000));
}
