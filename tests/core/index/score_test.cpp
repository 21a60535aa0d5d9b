#include "motcua/index/score.hpp"

#include <doctest/doctest.h>

#include <string>

namespace motcua::index {
namespace {

/// Two parts: p1 with the factor x of a and b; p2 with the factors y of c, and z of d.
IndexDefinition definition(Aggregation aggregation = Aggregation::mean) {
  const std::string value = aggregation == Aggregation::mean ? "mean" : "pooled";
  auto parsed = IndexDefinition::parse(
      "kind,id,parent,value,vi,en\n"
      "index,i,,1,Chỉ số,Index\nform,f,,1,,\nformula,test,,1,,\n"
      "aggregate,overall,," +
      value + ",,\naggregate,part,," + value + ",,\naggregate,factor,," + value +
      ",,\n"
      "rule,valid,,1 2 3 4 5,,\nrule,satisfied,,4 5,,\nrule,small-cell,,5,,\n"
      "part,p1,i,,,\nfactor,x,p1,,,\ncriterion,a,x,/a,,\ncriterion,b,x,/b,,\n"
      "part,p2,i,,,\nfactor,y,p2,,,\ncriterion,c,y,/c,,\nfactor,z,p2,,,\ncriterion,d,z,/d,,\n");
  REQUIRE(parsed.has_value());
  return *parsed;
}

/// Adds an answer to each of the responses first … first + count - 1.
void give(std::vector<Answers>& responses, std::size_t first, std::size_t count, const std::string& field,
          const std::string& value) {
  if (responses.size() < first + count) responses.resize(first + count);
  for (std::size_t i = first; i < first + count; ++i) responses[i][field] = value;
}

Score of(const IndexDefinition& index, const std::vector<Answers>& responses, std::string_view id,
         std::optional<std::size_t> population = {}) {
  const auto scores = score(index, responses, population);
  REQUIRE(scores.has_value());
  for (const Score& score : scores->scores) {
    if (score.id == id) return score;
  }
  FAIL("no score of " << id);
  return {};
}

TEST_CASE("satisfied and very satisfied count, blanks and no opinion are missing and never neutral") {
  std::vector<Answers> responses;
  int i = 0;
  for (const char* value : {"4", "5", "4", "3", "1", "5", "4", "0", "", "9"}) {
    give(responses, static_cast<std::size_t>(i++), 1, "/a", value);
  }
  const Score a = of(definition(), responses, "a");
  CHECK(a.respondents == 7);
  CHECK(a.answers == 7);
  CHECK(a.missing == 3);
  CHECK(a.percent.value() == doctest::Approx(100.0 * 5 / 7));
  CHECK_FALSE(a.suppressed);
}

TEST_CASE("the margin of a criterion is 1.96 times the root of p(1-p)/n") {
  std::vector<Answers> responses;
  give(responses, 0, 80, "/a", "5");
  give(responses, 80, 20, "/a", "2");
  CHECK(of(definition(), responses, "a").margin.value() == doctest::Approx(7.8399).epsilon(1e-4));

  SUBCASE("people without an opinion do not change it") {
    give(responses, 100, 30, "/a", "0");
    const Score a = of(definition(), responses, "a");
    CHECK(a.percent.value() == doctest::Approx(80));
    CHECK(a.margin.value() == doctest::Approx(7.8399).epsilon(1e-4));
  }
  SUBCASE("a finite population makes it smaller: the root of (400-100)/(400-1)") {
    CHECK(of(definition(), responses, "a", 400).margin.value() == doctest::Approx(6.7980).epsilon(1e-4));
  }
  SUBCASE("everybody was asked: no margin is left") {
    CHECK(of(definition(), responses, "a", 100).margin.value() == doctest::Approx(0));
  }
}

TEST_CASE("no margin is given where the normal approximation does not hold") {
  std::vector<Answers> responses;
  give(responses, 0, 96, "/a", "5");
  give(responses, 96, 4, "/a", "2");
  const Score a = of(definition(), responses, "a");
  CHECK(a.percent.value() == doctest::Approx(96));
  CHECK_FALSE(a.margin.has_value());
}

TEST_CASE("two questions that everyone answers alike do not make a factor more certain than one") {
  std::vector<Answers> responses;
  for (const char* field : {"/a", "/b"}) {
    give(responses, 0, 80, field, "5");
    give(responses, 80, 20, field, "2");
  }
  for (const auto aggregation : {Aggregation::mean, Aggregation::pooled}) {
    const Score x = of(definition(aggregation), responses, "x");
    CHECK(x.respondents == 100);
    CHECK(x.answers == 200);
    CHECK(x.margin.value() == doctest::Approx(7.8399).epsilon(1e-4));
  }
}

TEST_CASE("two questions answered by different people are two samples") {
  std::vector<Answers> responses;
  give(responses, 0, 50, "/a", "5");
  give(responses, 50, 50, "/a", "2");
  give(responses, 100, 50, "/b", "4");
  give(responses, 150, 50, "/b", "3");
  // Each has the standard error 0.05; their mean has the root of (0.05² + 0.05²) / 4.
  CHECK(of(definition(), responses, "x").margin.value() == doctest::Approx(196.0 * 0.0353553).epsilon(1e-4));
}

TEST_CASE("mean and pooled differ where questions have different numbers of answers") {
  std::vector<Answers> responses;
  give(responses, 0, 5, "/a", "4");
  give(responses, 5, 5, "/a", "1");
  give(responses, 0, 20, "/b", "5");
  CHECK(of(definition(Aggregation::mean), responses, "x").percent.value() == doctest::Approx(75));
  CHECK(of(definition(Aggregation::pooled), responses, "x").percent.value() == doctest::Approx(100.0 * 25 / 30));
}

TEST_CASE("the whole is the mean of its parts, and a part the mean of its factors") {
  std::vector<Answers> responses;
  give(responses, 0, 10, "/a", "5");  // a and b: 100 and 50, x and p1: 75
  give(responses, 0, 5, "/b", "4");
  give(responses, 5, 5, "/b", "2");
  give(responses, 0, 2, "/c", "4");  // c and y: 20
  give(responses, 2, 8, "/c", "3");
  give(responses, 0, 6, "/d", "4");  // d and z: 60; p2: 40
  give(responses, 6, 4, "/d", "1");
  CHECK(of(definition(), responses, "p1").percent.value() == doctest::Approx(75));
  CHECK(of(definition(), responses, "p2").percent.value() == doctest::Approx(40));
  CHECK(of(definition(), responses, "i").percent.value() == doctest::Approx(57.5));
  CHECK(of(definition(Aggregation::pooled), responses, "i").percent.value() == doctest::Approx(100.0 * 23 / 40));
}

TEST_CASE("a small cell is not shown and cannot be computed back from the figures above it") {
  std::vector<Answers> responses;
  give(responses, 0, 5, "/a", "4");
  give(responses, 5, 5, "/a", "1");
  give(responses, 0, 4, "/b", "5");
  const Score b = of(definition(), responses, "b");
  CHECK(b.suppressed);
  CHECK(b.respondents == 4);
  CHECK_FALSE(b.percent.has_value());
  CHECK_FALSE(b.margin.has_value());
  for (const auto aggregation : {Aggregation::mean, Aggregation::pooled}) {
    const Score x = of(definition(aggregation), responses, "x");
    CHECK(x.percent.value() == doctest::Approx(50));
    CHECK(x.answers == 10);
    CHECK(x.missing == 6);
    CHECK_FALSE(x.suppressed);
  }
}

TEST_CASE("where every question is a small cell, so is the whole") {
  std::vector<Answers> responses;
  give(responses, 0, 4, "/a", "5");
  CHECK(of(definition(), responses, "a").suppressed);
  CHECK(of(definition(), responses, "i").suppressed);
  CHECK_FALSE(of(definition(), responses, "i").percent.has_value());
  CHECK_FALSE(of(definition(), responses, "p2").suppressed);
}

TEST_CASE("without responses there are no figures and nothing is suppressed") {
  const auto scores = score(definition(), {});
  REQUIRE(scores.has_value());
  CHECK(scores->responses == 0);
  CHECK(scores->formula.name == "test");
  CHECK(scores->scores.size() == 10);
  for (const Score& score : scores->scores) {
    CHECK_FALSE(score.percent.has_value());
    CHECK_FALSE(score.suppressed);
  }
}

TEST_CASE("scores come in the order of the definition, each below its parent") {
  const auto scores = score(definition(), {});
  REQUIRE(scores.has_value());
  std::string order;
  for (const Score& score : scores->scores) order += score.parent + ">" + score.id + " ";
  CHECK(order == ">i i>p1 p1>x x>a x>b i>p2 p2>y y>c p2>z z>d ");
}

TEST_CASE("a population smaller than the sample is refused") {
  std::vector<Answers> responses;
  give(responses, 0, 10, "/a", "5");
  const auto scores = score(definition(), responses, 9);
  REQUIRE_FALSE(scores.has_value());
  CHECK(scores.error().code == ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace motcua::index
