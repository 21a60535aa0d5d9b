#include <algorithm>
#include <array>
#include <random>

#include "forms_support.hpp"
#include "instances/plan_lookups.hpp"
#include "xml_tree.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

namespace {

constexpr std::array<const char*, 18> kTexts = {
    "",    "1",        "01",   "1.0",   " 1 ", "a",          "A",
    "1e0", "-0",       "0",    "á",     "b c", "2024-01-01", "2024-01-01T00:00:00+07:00",
    "NaN", "Infinity", "true", "19723",
};

std::string pick(std::mt19937& random) {
  return kTexts[std::uniform_int_distribution<std::size_t>(0, kTexts.size() - 1)(random)];
}

/// Items with none, one or two keys `k`, one key `m` with text in pieces, and an attribute.
std::string random_items(std::mt19937& random) {
  std::string xml = "<root>";
  for (int i = 0; i < 60; ++i) {
    xml += "<item c='" + pick(random) + "'>";
    for (auto keys = std::uniform_int_distribution<int>(0, 5)(random) + 2; keys > 3; keys -= 3) {
      xml += "<k>" + pick(random) + "</k>";
    }
    xml += "<m><s>" + pick(random) + "</s><s>" + pick(random) + "</s></m><n>" + std::to_string(i % 7) + "</n></item>";
  }
  return xml + "</root>";
}

std::string random_value(std::mt19937& random) {
  static constexpr std::array<const char*, 16> kValues = {
      "1",
      "0",
      "-0",
      "19723",
      "19722.708333333332",
      "1 div 0",
      "0 div 0",
      "true()",
      "false()",
      "/data/v",
      "/data/none",
      "instance('x')/root/item[n = 3]/k",
      "current()/../v",
      "concat(/data/v, '')",
      "number(/data/v)",
      "instance('x')/root/item[5]/m",
  };
  if (std::uniform_int_distribution<int>(0, 1)(random) == 0) return "'" + pick(random) + "'";
  return kValues[std::uniform_int_distribution<std::size_t>(0, kValues.size() - 1)(random)];
}

std::string random_selection(std::mt19937& random) {
  const auto key = [&] {
    static constexpr std::array<const char*, 4> kKeys = {"k", "m", "@c", "n"};
    return std::string(kKeys[std::uniform_int_distribution<std::size_t>(0, kKeys.size() - 1)(random)]);
  };
  const std::string value = random_value(random);
  const std::string items = "instance('x')/root/item";
  switch (std::uniform_int_distribution<int>(0, 8)(random)) {
    case 0:
      return items + "[" + value + " = " + key() + "]";
    case 1:
      return items + "[" + key() + " = " + value + " and " + key() + " = " + random_value(random) + "]";
    case 2:
      return items + "[" + key() + " = " + value + " and n != 2]";
    case 3:
      return items + "[" + key() + " = " + value + "][2]";
    case 4:
      return items + "[" + key() + " = " + value + " and position() < 9]";
    case 5:
      return items + "[" + key() + " = " + value + "][last()]/n";
    case 6:
      return items + "[n = 1][" + key() + " = " + value + "]";
    case 7:
      return items + "[" + key() + " = " + value + " or n = 1]";
    default:
      return items + "[" + key() + " = " + value + "]";
  }
}

bool uses_index(const xpath::Expr& expr) {
  return std::ranges::any_of(expr.steps, [](const xpath::Step& step) { return step.lookup != nullptr; });
}

}  // namespace

TEST_CASE("a selection by an index gives what asking each item gives") {
  std::mt19937 random(20261123);
  int indexed = 0;
  int with_result = 0;
  for (int form = 0; form < 20; ++form) {
    FormModel model;
    xpath::Document items;
    REQUIRE(read_tree(random_items(random), TreeContent::values, model.names, items).has_value());
    model.instances.emplace("x", std::move(items));
    REQUIRE(read_tree("<data><v>" + pick(random) + "</v><q/></data>", TreeContent::values, model.names, model.primary)
                .has_value());
    LookupPlans plans;
    ManualClock clock;
    xpath::Environment environment;
    environment.primary = &model.primary;
    environment.host = &model;
    environment.clock = &clock;
    const xpath::Node* question = model.primary.element()->last_child;
    const xpath::Context context{&environment, question, 1, 1, question};
    for (int i = 0; i < 150; ++i) {
      const std::string source = random_selection(random);
      CAPTURE(source);
      const auto plain = xpath::compile(source, {&model.names, nullptr});
      auto planned = xpath::compile(source, {&model.names, nullptr});
      REQUIRE(planned.has_value());
      plans.plan(planned->root(), model);
      const auto expected = xpath::evaluate_nodes(plain->root(), context);
      CHECK(xpath::evaluate_nodes(planned->root(), context) == expected);
      if (uses_index(planned->root())) {
        ++indexed;
        if (!expected.empty()) ++with_result;
      }
    }
  }
  CHECK(indexed > 1500);
  CHECK(with_result > 300);
}

TEST_CASE("selections by what differs from item to item are asked of each item") {
  FormModel model;
  std::mt19937 random(1);
  xpath::Document items;
  REQUIRE(read_tree(random_items(random), TreeContent::values, model.names, items).has_value());
  model.instances.emplace("x", std::move(items));
  LookupPlans plans;
  const auto is_planned = [&](const std::string& predicate) {
    auto expr = xpath::compile("instance('x')/root/item[" + predicate + "]", {&model.names, nullptr});
    REQUIRE(expr.has_value());
    plans.plan(expr->root(), model);
    return uses_index(expr->root());
  };
  CHECK(is_planned("k = /data/v"));
  CHECK(is_planned("k = current()/../v and m = 'a' and contains(n, '1')"));
  CHECK_FALSE(is_planned("k = n"));
  CHECK_FALSE(is_planned("k = ../v"));
  CHECK_FALSE(is_planned("k = string()"));
  CHECK_FALSE(is_planned("k = position()"));
  CHECK_FALSE(is_planned("k = random()"));
  CHECK_FALSE(is_planned("k = 'a' and random() < 0.5"));
  CHECK_FALSE(is_planned("k != 'a'"));
  CHECK_FALSE(is_planned("k = 'a' or n = 1"));
}

TEST_CASE("thirty thousand choices cascade") {
  std::string table = "name,label,province,district\n";
  for (int i = 0; i < 30'000; ++i) {
    table += "w" + std::to_string(i) + ",Xã " + std::to_string(i) + ",p" + std::to_string(i % 34) + ",d" +
             std::to_string(i % 700) + "\n";
  }
  const std::array files = {FormFile{"communes.csv", table}};
  const auto form = FormDefinition::parse(
      form_xml(
          "<p/><d/><w/>", R"x(<instance id="communes" src="jr://file-csv/communes.csv"/>)x",
          R"x(<input ref="/data/p"/><input ref="/data/d"/><select1 ref="/data/w"><itemset nodeset="instance('communes')/root/item[province = /data/p and district = /data/d]"><value ref="name"/><label ref="label"/></itemset></select1>)x"),
      files);
  REQUIRE(form.has_value());
  ManualClock clock;
  SeededRandom random(1);
  SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  auto session = FormSession::create(*form, options);
  REQUIRE(session.has_value());
  REQUIRE(session->answer("/data/p", "p3").has_value());
  REQUIRE(session->answer("/data/d", "d71").has_value());
  const auto choices = session->item("/data/w")->choices;
  REQUIRE(choices.size() == 3);
  CHECK(choices[0].value == "w71");
  CHECK(choices[0].label == "Xã 71");
  REQUIRE(session->answer("/data/d", "d72").has_value());
  CHECK(session->item("/data/w")->choices.empty());
}
