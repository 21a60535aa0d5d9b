// Any bytes as a form's data file: an error with words, or a document that can be asked. The first byte chooses.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "motcua/forms/form_session.hpp"

namespace {

using namespace motcua::forms;

constexpr std::array<std::string_view, 3> kNames = {"x.csv", "x.geojson", "x.xml"};

std::string form_over(std::string_view file) {
  return R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance><data id="f"><a/><b/></data></instance><instance id="x" src="jr://file/)x" +
         std::string(file) +
         R"x("/><bind nodeset="/data/b" calculate="concat(count(instance('x')//*), instance('x')/root/item[name = /data/a]/label)"/></model></h:head><h:body><select1 ref="/data/a"><itemset nodeset="instance('x')/root/item[geometry != /data/b]"><value ref="name"/><label ref="label"/></itemset></select1></h:body></h:html>)x";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view name = kNames[data[0] % kNames.size()];
  const std::array files = {
      FormFile{std::string(name), std::string(reinterpret_cast<const char*>(data) + 1, size - 1)}};
  const auto form = FormDefinition::parse(form_over(name), files);
  if (!form) {
    if (form.error().detail.empty()) __builtin_trap();
    return 0;
  }
  motcua::ManualClock clock;
  motcua::SeededRandom random(1);
  SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  auto session = FormSession::create(*form, options);
  if (!session) __builtin_trap();
  const auto items = session->items();
  if (!items.empty() && !items[0].choices.empty()) (void)session->answer("/data/a", items[0].choices.back().value);
  (void)session->submission_xml();
  return 0;
}
