#include "conformance_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::conformance;

namespace {

std::string translated(const std::string& itext, const std::string& body) {
  return form_xml("<q/>", "<itext>" + itext + "</itext>", body);
}

}  // namespace

TEST_CASE("Languages: the first translation is the default, or the one that says so") {
  const std::string vi =
      R"x(<translation lang="Tiếng Việt"><text id="a"><value>Bao nhiêu tuổi?</value></text></translation>)x";
  const std::string en = R"x(lang="English"><text id="a"><value>How old?</value></text></translation>)x";
  const std::string body = R"x(<input ref="/data/q"><label ref="jr:itext('a')"/></input>)x";
  CHECK(Filling(translated(vi + "<translation " + en, body)).item("/data/q").label == "Bao nhiêu tuổi?");
  Filling f(translated(vi + "<translation default=\"true()\" " + en, body));
  CHECK(f.session.language() == "English");
  CHECK(f.item("/data/q").label == "How old?");
  REQUIRE(f.session.set_language("Tiếng Việt").has_value());
  CHECK(f.item("/data/q").label == "Bao nhiêu tuổi?");
  CHECK_FALSE(f.session.set_language("Français").has_value());
}

TEST_CASE("Languages: translated texts and plain ones may be mixed, also in one label") {
  const Filling f(form_xml(
      "<a/><b/>", R"x(<itext><translation lang="vi"><text id="a"><value>Dịch</value></text></translation></itext>)x",
      R"x(<input ref="/data/a"><label ref="jr:itext('a')">a default value</label></input><input ref="/data/b"><label>Thường</label></input>)x"));
  CHECK(f.item("/data/a").label == "Dịch");
  CHECK(f.item("/data/b").label == "Thường");
}

TEST_CASE(
    "Languages: of several versions of a text the plain or long one is the label, and print-only text is guidance") {
  const Filling f(translated(
      R"x(<translation lang="vi"><text id="l"><value form="short">Tuổi</value><value form="long">Bao nhiêu tuổi?</value></text><text id="h"><value>Số tròn</value><value form="guidance">Cho người in</value></text></translation>)x",
      R"x(<input ref="/data/q"><label ref="jr:itext('l')"/><hint ref="jr:itext('h')"/></input>)x"));
  CHECK(f.item("/data/q").label == "Bao nhiêu tuổi?");
  CHECK(f.item("/data/q").hint == "Số tròn");
  CHECK(f.item("/data/q").guidance == "Cho người in");
}

TEST_CASE("Languages: choices and outputs inside translated texts follow the language") {
  Filling f(form_xml(
      "<q/><n>An</n>",
      R"x(<itext><translation lang="vi"><text id="c"><value>Chào <output value="/data/n"/></value></text></translation><translation lang="en"><text id="c"><value>Hello <output value="/data/n"/></value></text></translation></itext>)x",
      R"x(<select1 ref="/data/q"><item><label ref="jr:itext('c')"/><value>c</value></item></select1>)x"));
  CHECK(choices(f.item("/data/q")) == "c=Chào An ");
  REQUIRE(f.session.set_language("en").has_value());
  CHECK(choices(f.item("/data/q")) == "c=Hello An ");
}

TEST_CASE("Media: image, audio, video and big-image labels are kept as written, with or without text") {
  const Filling f(translated(
      R"x(<translation lang="vi"><text id="l"><value>Nghe</value><value form="audio">jr://audio/a.mp3</value><value form="image">jr://images/b.jpg</value><value form="big-image">jr://images/big.jpg</value><value form="video">jr://video/c.mp4</value></text></translation>)x",
      R"x(<input ref="/data/q"><label ref="jr:itext('l')"/></input>)x"));
  const ItemView item = f.item("/data/q");
  CHECK(item.label == "Nghe");
  std::string all;
  for (const Media& media : item.media) all += media.uri + " ";
  CHECK(all.find("jr://audio/a.mp3") != std::string::npos);
  CHECK(all.find("jr://images/b.jpg") != std::string::npos);
  CHECK(all.find("jr://images/big.jpg") != std::string::npos);
  CHECK(all.find("jr://video/c.mp4") != std::string::npos);
}
