#include "motcua/survey/recheck.hpp"
#include "survey_support.hpp"

using namespace motcua;
using namespace motcua::survey;
using namespace motcua::survey::testing;

namespace {

/// A street is taken over from the response before; a house number must be greater than the one before.
std::string street_xml(const std::string& version) {
  return R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Phố</h:title><model>
  <instance><data id="street" version=")x" +
         version + R"x("><street/><house/><meta><instanceID/></meta></data></instance>
  <instance id="last" src="jr://instance/last-saved"/>
  <bind nodeset="/data/house" type="int" constraint="not(instance('last')/data/house &gt;= .)"/>
  <setvalue event="odk-instance-first-load" ref="/data/street" value="instance('last')/data/street"/></model></h:head><h:body>
  <input ref="/data/street"><label>Phố</label></input><input ref="/data/house"><label>Số nhà</label></input></h:body></h:html>)x";
}

struct Field {
  Server server;
  Device device;
  Field() {
    must(server.publish(street_xml("1")));
    device.pull(server);
  }
  ResponseDraft start(const std::string& version = "1") {
    device.clock.advance_ms(60'000);
    return must(device.responses.start("street", version));
  }
  void finish(const std::string& street, const std::string& house) {
    auto draft = start();
    must(draft.answer("/data/street", street));
    must(draft.answer("/data/house", house));
    must(draft.finish());
  }
};

}  // namespace

TEST_CASE(
    "a form is given the response of it that this device finished last, whatever its version and however it is sent") {
  Field field;
  CHECK(field.start().session().value("/data/street") == "");
  field.finish("Hàng Bạc", "1");
  field.finish("Hàng Đào", "2");
  auto draft = field.start();  // Not finished: not yet the last one.
  CHECK(draft.session().value("/data/street") == "Hàng Đào");
  must(draft.answer("/data/street", "Hàng Gai"));
  CHECK(field.start().session().value("/data/street") == "Hàng Đào");
  field.device.push(field.server);
  must(field.server.publish(street_xml("2")));
  field.device.pull(field.server);
  CHECK(field.start("2").session().value("/data/street") == "Hàng Đào");
}

TEST_CASE("a draft that is opened again still knows the response before it") {
  Field field;
  field.finish("Hàng Bạc", "7");
  auto draft = field.start();
  must(draft.answer("/data/house", "5"));
  CHECK_FALSE(draft.session().problems().empty());
  const auto again = must(field.device.responses.open(draft.id()));
  CHECK_FALSE(again.session().problems().empty());
}

TEST_CASE("what another response may have decided is not held against one on the server") {
  const auto form = must(forms::FormDefinition::parse(street_xml("1")));
  records::EntityState state;
  state.fields["@finished"].value = "2026-11-23T08:00:00+07:00";
  state.fields["/data/house"].value = "5";
  CHECK(recheck(form, state).empty());
  state.fields["/data/house"].value = "năm";
  CHECK(recheck(form, state).size() == 1);
}
