#include "motcua/index/definition.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "motcua/forms/form_definition.hpp"
#include "shipped_forms.hpp"

namespace motcua::index {
namespace {

const std::string kHead = "kind,id,parent,value,vi,en\n";
const std::string kGood = kHead +
                          "index,i,,1,Chỉ số,Index\n"
                          "form,f,,1 2,,\n"
                          "formula,means,,3,Bình quân,Means\n"
                          "aggregate,factor,,pooled,,\n"
                          "rule,valid,,1 2 3,,\n"
                          "rule,satisfied,,3,,\n"
                          "rule,small-cell,,7,,\n"
                          "part,p,i,,Phần,Part\n"
                          "factor,x,p,,Yếu tố,Factor\n"
                          "criterion,q1,x,/data/q1,,\n";

using motcua::testing::asset;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

std::string error_of(const std::string& csv) {
  const auto parsed = IndexDefinition::parse(csv);
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error().code == ErrorCode::csv_row);
  return parsed.error().detail;
}

TEST_CASE("a definition is read with its formula, rules and tree") {
  const auto parsed = IndexDefinition::parse(kGood);
  REQUIRE(parsed.has_value());
  CHECK(parsed->id == "i");
  CHECK(parsed->version == "1");
  CHECK(parsed->form_id == "f");
  CHECK(parsed->form_versions == std::vector<std::string>{"1", "2"});
  CHECK(parsed->formula.name == "means");
  CHECK(parsed->formula.version == "3");
  CHECK(parsed->formula.label.vi == "Bình quân");
  CHECK(parsed->formula.overall == Aggregation::mean);
  CHECK(parsed->formula.factor == Aggregation::pooled);
  CHECK(parsed->valid.size() == 3);
  CHECK(parsed->satisfied.contains("3"));
  CHECK(parsed->small_cell == 7);
  REQUIRE(parsed->root.children.size() == 1);
  const Node& factor = parsed->root.children[0].children.at(0);
  CHECK(factor.label.en == "Factor");
  CHECK(factor.children.at(0).field == "/data/q1");
}

TEST_CASE("a wrong row is named by its line") {
  CHECK(error_of(replaced(kGood, "rule,valid", "role,valid")) == "6: kind role");
  CHECK(error_of(replaced(kGood, "factor,x,p", "factor,x,nowhere")) == "10: parent nowhere");
  CHECK(error_of(replaced(kGood, "criterion,q1,x", "criterion,q1,p")) == "11: parent p");
  CHECK(error_of(replaced(kGood, "pooled", "median")) == "5: value median");
  CHECK(error_of(replaced(kGood, "cell,,7", "cell,,few")) == "8: value few");
  CHECK(error_of(replaced(kGood, "Chỉ số,Index", "Chỉ số")) == "2: 5 cells");
  CHECK(error_of(kGood + "index,j,,1,,\n") == "12: a second index");
}

TEST_CASE("two criteria of one field or one id are refused") {
  CHECK(error_of(kGood + "criterion,q2,x,/data/q1,,\n") == "12: /data/q1 twice");
  CHECK(error_of(kGood + "criterion,q1,x,/data/q2,,\n") == "12: q1 twice");
}

TEST_CASE("a definition that lacks something is refused") {
  CHECK(error_of("") == "1: kind,id,parent,value,vi,en");
  CHECK(error_of(kHead) == "no index");
  CHECK(error_of(replaced(kGood, "formula,means,,3,Bình quân,Means\n", "")) == "no formula");
  CHECK(error_of(replaced(kGood, "criterion,q1,x,/data/q1,,\n", "")) == "no criterion in x");
}

TEST_CASE("a satisfied level that is not a valid one is refused") {
  CHECK(error_of(replaced(kGood, "satisfied,,3", "satisfied,,3 4")) == "rule satisfied: a level that is not valid");
}

/// The number of criteria of each factor.
std::vector<std::size_t> shape(const IndexDefinition& definition) {
  std::vector<std::size_t> sizes;
  for (const Node& part : definition.root.children) {
    for (const Node& factor : part.children) sizes.push_back(factor.children.size());
  }
  return sizes;
}

void check_fields(const IndexDefinition& definition, const std::string& name) {
  const auto form = forms::FormDefinition::parse(motcua::testing::shipped_form(name));
  REQUIRE(form.has_value());
  const auto questions = (*form)->leaf_paths();
  for (const Node& part : definition.root.children) {
    for (const Node& factor : part.children) {
      for (const Node& criterion : factor.children) {
        CHECK_MESSAGE(std::ranges::find(questions, criterion.field) != questions.end(), criterion.field);
      }
    }
  }
  CHECK((*form)->id() == definition.form_id);
  CHECK((*form)->version() == definition.form_versions.at(0));
}

TEST_CASE("the SIPAS definition has 33 criteria in two parts, all of them questions of the form") {
  const auto definition = IndexDefinition::parse(asset("index/sipas-2023.csv"));
  REQUIRE(definition.has_value());
  CHECK(definition->root.children.size() == 2);
  CHECK(shape(*definition) == std::vector<std::size_t>{2, 2, 8, 2, 4, 4, 5, 3, 3});
  CHECK(definition->satisfied == std::set<std::string, std::less<>>{"4", "5"});
  CHECK_FALSE(definition->valid.contains("0"));
  check_fields(*definition, "sipas-2023");
}

TEST_CASE("the ward definition has nine criteria, all of them questions of the form") {
  const auto definition = IndexDefinition::parse(asset("index/ward-9-items.csv"));
  REQUIRE(definition.has_value());
  CHECK(shape(*definition) == std::vector<std::size_t>{3, 2, 4});
  CHECK_FALSE(definition->valid.contains("0"));
  check_fields(*definition, "ward-9-items");
}

}  // namespace
}  // namespace motcua::index
