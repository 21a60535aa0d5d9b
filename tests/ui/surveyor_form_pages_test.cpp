#include <doctest/doctest.h>

#include "screens/surveyor/form_guide.hpp"
#include "screens/surveyor/languages.hpp"
#include "screens/surveyor/question.hpp"

using namespace motcua;
using namespace motcua::ui;
using forms::ControlKind;
using forms::ItemOutline;
using forms::ItemView;

namespace {

ItemOutline group(std::string ref, int depth, std::string label, std::string_view appearance = {}) {
  return {.ref = std::move(ref),
          .depth = depth,
          .control = ControlKind::group,
          .appearance = appearance,
          .label = std::move(label)};
}
ItemOutline input(std::string ref, int depth, bool answered = false) {
  return {.ref = std::move(ref), .depth = depth, .answered = answered};
}
ItemOutline note(std::string ref, int depth) {
  ItemOutline out = input(std::move(ref), depth);
  out.readonly = true;
  return out;
}
ItemOutline repeat(std::string ref, int depth, std::string label) {
  return {.ref = std::move(ref), .depth = depth, .control = ControlKind::repeat, .label = std::move(label)};
}
ItemOutline instance(std::string ref, int depth, std::size_t position) {
  return {.ref = std::move(ref), .depth = depth, .control = ControlKind::repeat_instance, .position = position};
}

FormPages split_into_pages(const std::vector<ItemOutline>& outline) {
  return motcua::ui::split_into_pages(outline, 0, outline.size());
}

std::vector<std::string> refs(const FormPage& page, const std::vector<ItemOutline>& items) {
  std::vector<std::string> out;
  out.reserve(page.items.size());
  for (const std::size_t i : page.items) out.push_back(items[i].ref);
  return out;
}

}  // namespace

TEST_CASE("a group without groups in it is one page with its label as title") {
  const std::vector items{group("/d/a", 0, "Part A"), input("/d/a/x", 1), input("/d/a/y", 1)};
  const FormPages pages = split_into_pages(items);
  REQUIRE(pages.pages.size() == 1);
  CHECK(pages.pages[0].title == "Part A");
  CHECK(refs(pages.pages[0], items) == std::vector<std::string>{"/d/a/x", "/d/a/y"});
}

TEST_CASE("a group of groups is split into theirs, each told what it is part of") {
  const std::vector items{group("/d/c9", 0, "How satisfied"), group("/d/c9/a", 1, "A"), input("/d/c9/a/q1", 2),
                          group("/d/c9/b", 1, "B"), input("/d/c9/b/q2", 2)};
  const FormPages pages = split_into_pages(items);
  REQUIRE(pages.pages.size() == 2);
  CHECK(pages.pages[1].title == "B");
  CHECK(pages.pages[1].context == "How satisfied");
}

TEST_CASE("a field-list keeps the groups in it on its page") {
  const std::vector items{group("/d/a", 0, "All", "field-list w1"), input("/d/a/x", 1), group("/d/a/b", 1, "Inner"),
                          input("/d/a/b/y", 2)};
  const FormPages pages = split_into_pages(items);
  REQUIRE(pages.pages.size() == 1);
  CHECK(refs(pages.pages[0], items) == std::vector<std::string>{"/d/a/x", "/d/a/b", "/d/a/b/y"});
}

TEST_CASE("loose questions in a row share a page, and the only one gives it its title") {
  const std::vector items{input("/d/x", 0), input("/d/y", 0), group("/d/a", 0, "A"), input("/d/a/z", 1),
                          input("/d/last", 0)};
  const FormPages pages = split_into_pages(items);
  REQUIRE(pages.pages.size() == 3);
  CHECK(pages.pages[0].title.empty());
  CHECK_FALSE(pages.pages[0].title_is_item);
  CHECK(pages.pages[2].title_is_item);
}

TEST_CASE("a note before a group is read on the group's page") {
  const std::vector items{note("/d/intro", 0), group("/d/a", 0, "A"), input("/d/a/x", 1)};
  const FormPages pages = split_into_pages(items);
  REQUIRE(pages.pages.size() == 1);
  CHECK(pages.pages[0].title == "A");
  CHECK(refs(pages.pages[0], items) == std::vector<std::string>{"/d/intro", "/d/a/x"});
}

TEST_CASE("a group whose questions are all irrelevant makes no page") {
  const std::vector items{group("/d/a", 0, "A"), group("/d/b", 0, "B"), input("/d/b/x", 1)};
  const FormPages pages = split_into_pages(items);
  REQUIRE(pages.pages.size() == 1);
  CHECK(pages.pages[0].title == "B");
}

TEST_CASE("questions are counted, notes are not, and a draft goes on at the first open page") {
  const std::vector items{note("/d/intro", 0),   group("/d/a", 0, "A"),    input("/d/a/x", 1, true),
                          group("/d/b", 0, "B"), input("/d/b/y", 1, true), input("/d/b/z", 1)};
  const FormPages pages = split_into_pages(items);
  CHECK(pages.tally.questions == 3);
  CHECK(pages.tally.answered == 2);
  CHECK(pages.first_open() == 1);
  CHECK(pages.page_of("/d/b/z", items) == 1U);
  CHECK_FALSE(pages.page_of("/d/none", items));
}

TEST_CASE("a repeat is one entry of its page, and its instances are pages of their own") {
  const std::vector items{group("/d/p", 0, "People"),       input("/d/p/size", 1),
                          repeat("/d/p/m", 1, "Member"),    instance("/d/p/m[1]", 2, 1),
                          input("/d/p/m[1]/name", 3, true), group("/d/p/m[1]/w", 3, "Work"),
                          input("/d/p/m[1]/w/x", 4),        instance("/d/p/m[2]", 2, 2),
                          input("/d/p/m[2]/name", 3),       input("/d/last", 0)};
  const FormPages pages = split_into_pages(items);
  REQUIRE(pages.pages.size() == 2);
  CHECK(pages.pages[0].title == "People");
  CHECK(refs(pages.pages[0], items) == std::vector<std::string>{"/d/p/size", "/d/p/m"});
  CHECK(pages.pages[0].tally.questions == 4);
  CHECK(pages.pages[0].tally.answered == 1);
  CHECK(pages.page_of("/d/p/m[2]/name", items) == 0U);
  CHECK_FALSE(pages.page_of("/d/p/max", items));

  const FormPages inside = motcua::ui::split_into_pages(items, 4, 7);
  REQUIRE(inside.pages.size() == 2);
  CHECK(refs(inside.pages[0], items) == std::vector<std::string>{"/d/p/m[1]/name"});
  CHECK(inside.pages[1].title == "Work");
  CHECK(motcua::ui::split_into_pages(items, 4, 7, true).pages.size() == 1);
}

TEST_CASE("a repeat that stands alone gives its page the title") {
  const std::vector items{repeat("/d/m", 0, "Member"), instance("/d/m[1]", 1, 1), input("/d/m[1]/name", 2),
                          group("/d/b", 0, "B"), input("/d/b/y", 1)};
  const FormPages pages = split_into_pages(items);
  REQUIRE(pages.pages.size() == 2);
  CHECK(pages.pages[0].title == "Member");
  CHECK(pages.pages[0].title_is_item);
}

TEST_CASE("what is required and open, and what breaks its rule, is counted") {
  Tally tally;
  ItemOutline item = input("/d/x", 0);
  item.required = true;
  tally.count(item);
  item.answered = true;
  item.valid = false;
  tally.count(item);
  tally.count(note("/d/note", 0));
  CHECK(tally == Tally{.questions = 2, .answered = 1, .missing = 1, .wrong = 1});
}

TEST_CASE("an appearance is a word among others") {
  CHECK(has_appearance("w1 field-list", "field-list"));
  CHECK_FALSE(has_appearance("month-year", "year"));
  CHECK(has_appearance("month-year year", "year"));
}

TEST_CASE("the instance and the repeat of a reference") {
  CHECK(level_of("/d/m[2]/job[1]/x") == "/d/m[2]/job[1]");
  CHECK(level_of("/d/m[2]/job") == "/d/m[2]");
  CHECK(level_of("/d/x").empty());
  CHECK(repeat_of("/d/m[2]/job[1]") == "/d/m[2]/job");
}

TEST_CASE("a choice put in or taken out keeps the order of the choices") {
  ItemView item{.ref = "/d/x", .value = "3 1"};
  item.choices = {{.value = "1", .label = "one"}, {.value = "2", .label = "two"}, {.value = "3", .label = "three"}};
  CHECK(toggled(item, "2") == "1 2 3");
  CHECK(toggled(item, "3") == "1");
  item.value = "2";
  CHECK(toggled(item, "2").empty());
}

TEST_CASE("a form's language is known by its tag, alone or in brackets") {
  CHECK(language_tag("vi") == "vi");
  CHECK(language_tag("Tiếng Việt (vi)") == "vi");
  CHECK(language_tag("Tiếng Việt").empty());
  CHECK(language_name("en") == "English");
  CHECK(language_name("Français (fr)") == "Français");
}
