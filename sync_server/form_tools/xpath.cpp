#include <json/json.h>

#include <cmath>
#include <cstdio>
#include <iostream>
#include <limits>
#include <regex>
#include <set>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "form_tools/system_zone.hpp"
#include "motcua/forms/xpath_probe.hpp"

namespace motcua::server {
namespace {

using forms::XPathAnswer;
using forms::XPathProbe;

/// Infinite numbers and NaN have no JSON numeral: both sides write them as strings.
Json::Value to_json(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return number;
}

double to_double(const Json::Value& value) {
  if (value.isNumeric()) return value.asDouble();
  const std::string text = value.isString() ? value.asString() : "";
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::numeric_limits<double>::quiet_NaN();
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// "/^-1$/": the expected text's pattern between slashes.
bool matches(const std::string& text, const std::string& pattern) {
  if (pattern.size() < 2 || pattern.front() != '/') return false;
  const auto end = pattern.rfind('/');
  try {
    return end > 0 && std::regex_search(text, std::regex(pattern.substr(1, end - 1)));
  } catch (const std::regex_error&) {
    return false;
  }
}

std::vector<std::string> texts(const Json::Value& list) {
  std::vector<std::string> out;
  for (const auto& item : list) out.push_back(item.asString());
  return out;
}

XPathProbe::As shape(const std::string& kind) {
  if (kind == "boolean") return XPathProbe::As::boolean;
  if (kind == "number" || kind == "number-rounded") return XPathProbe::As::number;
  if (kind == "nodeset" || kind == "nodeset-unordered") return XPathProbe::As::nodes;
  return XPathProbe::As::string;
}

struct Outcome {
  bool pass = false;
  Json::Value actual;
};

Outcome judge(const Json::Value& row, const std::string& kind, const XPathAnswer& answer) {
  const Json::Value& expected = row["expected"];
  switch (shape(kind)) {
    case XPathProbe::As::boolean:
      return {expected.isBool() && answer.boolean == expected.asBool(), answer.boolean};
    case XPathProbe::As::number: {
      const double wanted = to_double(expected);
      const double factor = kind == "number-rounded" && row["factor"].isNumeric() ? row["factor"].asDouble() : 0;
      const auto rounded = [factor](double number) { return std::floor(number * factor + 0.5); };
      const bool pass = factor != 0 ? same(rounded(answer.number), rounded(wanted)) : same(answer.number, wanted);
      return {pass, to_json(answer.number)};
    }
    case XPathProbe::As::nodes: {
      Json::Value actual(Json::arrayValue);
      for (const auto& node : answer.nodes) actual.append(node);
      const auto wanted = texts(expected);
      if (kind == "nodeset") return {answer.nodes == wanted, actual};
      return {std::multiset<std::string>(answer.nodes.begin(), answer.nodes.end()) ==
                  std::multiset<std::string>(wanted.begin(), wanted.end()),
              actual};
    }
    default: {
      const std::string wanted = expected.isString() ? expected.asString() : "";
      return {kind == "string-matches" ? matches(answer.text, wanted) : expected.isString() && answer.text == wanted,
              answer.text};
    }
  }
}

/// What the row asks for; its views point into the row's strings.
class Question {
 public:
  explicit Question(const Json::Value& row)
      : xml_(row["xml"].asString()),
        context_(row.get("context", "/").asString()),
        expression_(row["expression"].asString()),
        kind_(row.get("kind", "string").asString()),
        plain_(row.get("dialect", "odk").asString() == "xpath1"),
        zone_(row.get("timezone", "Asia/Ho_Chi_Minh").asString()) {}

  [[nodiscard]] const std::string& kind() const { return kind_; }
  [[nodiscard]] Result<XPathAnswer> ask() const {
    const auto zone = SystemZone::load(zone_);
    if (!zone) return fail(ErrorCode::not_found, zone_);
    XPathProbe probe;
    probe.xml = xml_;
    probe.context = context_;
    probe.expression = expression_;
    probe.as = shape(kind_);
    probe.plain = plain_;
    probe.zone = &*zone;
    return forms::probe_xpath(probe);
  }

 private:
  std::string xml_;
  std::string context_;
  std::string expression_;
  std::string kind_;
  bool plain_;
  std::string zone_;
};

std::string write(const Json::Value& value) {
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "";
  builder["emitUTF8"] = true;
  return Json::writeString(builder, value);
}

bool parse(const std::string& line, Json::Value& row) {
  Json::CharReaderBuilder builder;
  const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
  std::string errors;
  return reader->parse(line.data(), line.data() + line.size(), &row, &errors) && row.isObject();
}

/// One row's result. A row that cannot be read or evaluated did not pass and says why.
Json::Value result_of(const std::string& line, Language language) {
  Json::Value out(Json::objectValue);
  Json::Value row;
  out["pass"] = false;
  try {
    if (!parse(line, row)) {
      out["error"] = std::string(text(Text::xpath_row_unreadable, language));
      return out;
    }
    out["test"] = row.get("test", "");
    const Question question(row);
    const auto answer = question.ask();
    if (!answer) {
      out["error"] = message(answer.error(), language);
      return out;
    }
    const Outcome outcome = judge(row, question.kind(), *answer);
    out["pass"] = outcome.pass;
    out["actual"] = outcome.actual;
  } catch (const Json::Exception&) {  // A field of another type than the rows have.
    out["error"] = std::string(text(Text::xpath_row_unreadable, language));
  }
  return out;
}

}  // namespace

Status run_form_xpath(const Options& options) {
  std::size_t rows = 0;
  std::size_t passed = 0;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const Json::Value result = result_of(line, options.language);
    ++rows;
    if (result["pass"].asBool()) ++passed;
    print_line(write(result));
  }
  const std::string summary = text(Text::xpath_summary, options.language, passed, rows);
  std::fprintf(stderr, "%s\n", summary.c_str());
  return {};
}

}  // namespace motcua::server
