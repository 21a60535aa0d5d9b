#include <doctest/doctest.h>

#include "screens/surveyor/form_pages.hpp"
#include "screens/surveyor/languages.hpp"
#include "screens/surveyor/question.hpp"

using namespace motcua;
using namespace motcua::ui;
using forms::ControlKind;
using forms::ItemView;

namespace {

ItemView group(std::string ref, int depth, std::string label, std::string appearance = {}) {
  return {.ref = std::move(ref),
          .depth = depth,
          .control = ControlKind::group,
          .appearance = std::move(appearance),
          .label = std::move(label)};
}
ItemView input(std::string ref, int depth, std::string value = {}) {
  std::string label = "label of " + ref;
  return {.ref = std::move(ref), .depth = depth, .label = std::move(label), .value = std::move(value)};
}
ItemView note(std::string ref, int depth) {
  ItemView out = input(std::move(ref), depth);
  out.readonly = true;
  return out;
}

std::vector<std::string> refs(const FormPage& page, const std::vector<ItemView>& items) {
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
  CHECK_FALSE(pages.pages[0].title_is_question);
  CHECK(pages.pages[2].title == "label of /d/last");
  CHECK(pages.pages[2].title_is_question);
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
  const std::vector items{note("/d/intro", 0),   group("/d/a", 0, "A"),   input("/d/a/x", 1, "1"),
                          group("/d/b", 0, "B"), input("/d/b/y", 1, "2"), input("/d/b/z", 1)};
  const FormPages pages = split_into_pages(items);
  CHECK(pages.questions == 3);
  CHECK(pages.answered == 2);
  CHECK(pages.first_open() == 1);
  CHECK(pages.page_of("/d/b/z", items) == 1U);
  CHECK_FALSE(pages.page_of("/d/none", items));
}

TEST_CASE("a choice put in or taken out keeps the order of the choices") {
  ItemView item = input("/d/x", 0, "3 1");
  item.choices = {{"1", "one"}, {"2", "two"}, {"3", "three"}};
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
