#include <doctest/doctest.h>

#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

TEST_CASE("a form of two megabytes with a list of six is published, sent and opened on a device") {
  const TempFolder folder;
  const std::string data = folder.path("office");
  make_office(data);
  std::string hint;
  while (hint.size() < 2U * 1024 * 1024) hint += "Lời dẫn số " + std::to_string(hint.size()) + ". ";
  std::string csv = "name,label\n";
  for (int i = 0; csv.size() < 6U * 1024 * 1024; ++i)
    csv += "w" + std::to_string(i) + ",Phường số " + std::to_string(i) + "\n";
  std::filesystem::create_directory(folder.path("lists"));
  (void)folder.write("lists/wards.csv", csv);
  const std::string xml =
      R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Phường</h:title>
      <model><instance><data id="ward" version="1"><ward/><meta><instanceID/></meta></data></instance>
      <instance id="wards" src="jr://file-csv/wards.csv"/></model></h:head><h:body>
      <select1 ref="/data/ward"><label>Phường</label><hint>)x" +
      hint + R"x(</hint><itemset nodeset="instance('wards')/root/item"><value ref="name"/><label ref="label"/></itemset>
      </select1></h:body></h:html>)x";
  const std::string file = folder.write("ward.xml", xml);
  CHECK(run({"form", "publish", file, "--data", data}).err.find("wards.csv") != std::string::npos);
  const auto outcome = run({"form", "publish", file, "--files", folder.path("lists"), "--data", data});
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);

  Server server(data);
  Device device(61);
  REQUIRE(device.enrol(server.port(), enrolment_code(data)));
  REQUIRE(device.sync(server.port()));
  survey::SurveyCatalog catalog(device.database);
  survey::Responses responses(*device.log, catalog, device.clock, device.random);
  auto draft = responses.start("ward", "1");
  REQUIRE(draft);
  CHECK(draft->answer("/data/ward", "w7"));
  CHECK(draft->session().item("/data/ward")->choices.back().label.starts_with("Phường số "));
  CHECK(run({"doctor", "--data", data}).code == 0);
}
