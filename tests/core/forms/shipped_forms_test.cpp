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

std::string shipped(const char* file) { return read_file(std::string(MOTCUA_SOURCE_DIR) + "/assets/forms/" + file); }

}  // namespace

TEST_CASE("the SIPAS form in use since 2023 loads and is filled whole in both languages") {
  Filling form(shipped("sipas-2023.xml"));
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
  Filling again(shipped("sipas-2023.xml"), form.session.values());
  CHECK(again.session.submission_xml() == form.session.submission_xml());
}

TEST_CASE("the ward's form of nine items loads and is filled whole") {
  Filling form(shipped("ward-9-items.xml"));
  CHECK(fill(form) >= 9 + 4);
  CHECK(form.session.problems().empty());
}
