#include "shipped_forms.hpp"
#include "forms_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

namespace {

/// An answer that fits the question: the first choice, or something of its type.
std::string plausible(const ItemView& item) {
  if (!item.choices.empty()) return item.choices.front().value;
  switch (item.type) {
    case DataType::integer:
    case DataType::decimal:
      return "40";
    case DataType::date:
      return "2026-11-23";
    default:
      return "Trả lời";
  }
}

/// Answers what is shown and blank until nothing is left; an answer may open further questions.
int fill(Filling& form) {
  int answers = 0;
  for (bool more = true; more;) {
    more = false;
    for (const ItemView& item : form.session.items()) {
      const bool question = item.control != ControlKind::group && !item.readonly;
      if (!question || !item.value.empty()) continue;
      auto changed = form.session.answer(item.ref, plausible(item));
      if (changed && !form.item(item.ref).valid) changed = form.session.answer(item.ref, "1");
      CHECK_MESSAGE(changed.has_value(), item.ref);
      ++answers;
      more = true;
      break;
    }
    if (answers > 500) FAIL("does not end");
  }
  return answers;
}

}  // namespace

TEST_CASE("the SIPAS form in use since 2023 loads and is filled whole in both languages") {
  Filling form(motcua::testing::shipped_form("sipas-2023"));
  REQUIRE(form.session.definition().languages().size() == 2);
  CHECK(fill(form) >= 33 + 20);
  for (const Problem& problem : form.session.problems())
    FAIL_CHECK(problem.ref, " ", name(problem.error.code), " ", problem.error.detail);
  for (const std::string& language : form.session.definition().languages()) {
    REQUIRE(form.session.set_language(language));
    for (const ItemView& item : form.session.items()) {
      CHECK_MESSAGE((item.control == ControlKind::group || !item.label.empty()), item.ref);
      for (const Choice& choice : item.choices) CHECK_MESSAGE(!choice.label.empty(), item.ref, " ", choice.value);
    }
  }
  Filling again(motcua::testing::shipped_form("sipas-2023"), form.session.values());
  CHECK(again.session.submission_xml() == form.session.submission_xml());
}

TEST_CASE("the ward's form of nine items loads and is filled whole") {
  Filling form(motcua::testing::shipped_form("ward-9-items"));
  CHECK(fill(form) >= 9 + 4);
  CHECK(form.session.problems().empty());
}

TEST_CASE("the household form asks on after consent, with Hanoi's units of today and before 1/7/2025") {
  const std::vector<FormFile> files = {{"hanoi.csv", motcua::testing::asset("units/hanoi.csv")}};
  const auto form = FormDefinition::parse(motcua::testing::shipped_form("household"), files);
  REQUIRE_MESSAGE(form.has_value(), form.error().detail);
  ManualClock clock;
  SeededRandom random{1};
  auto session = FormSession::create(*form, {&clock, &random, {}, {}});
  REQUIRE(session.has_value());
  const auto choices = [&](const char* ref) { return session->item(ref)->choices; };
  const auto answer = [&](const char* ref, const std::string& value) {
    REQUIRE_MESSAGE(session->answer(ref, value).has_value(), ref, " ", value);
  };
  CHECK_FALSE(session->item("/data/place/unit_kind").has_value());
  answer("/data/opening/consent", "yes");
  answer("/data/place/unit_kind", "ward");
  CHECK(choices("/data/place/new_unit").size() == 51);
  answer("/data/place/unit_kind", "commune");
  CHECK(choices("/data/place/new_unit").size() == 75);
  answer("/data/place/knows_old", "yes");
  const auto districts = choices("/data/place/old_district");
  CHECK(districts.size() == 30);
  std::size_t units = 0;
  for (const Choice& district : districts) {
    answer("/data/place/old_district", district.value);
    units += choices("/data/place/old_unit").size();
  }
  CHECK(units == 526);
}
