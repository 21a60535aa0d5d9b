#include "form_tools/convert_rows.hpp"

#include <json/json.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <pugixml.hpp>

#include "cli/output.hpp"
#include "motcua/forms/xpath_probe.hpp"
#include "motcua/xlsform/convert.hpp"

namespace motcua::server {
namespace {

using Strings = std::vector<std::string>;

const std::vector<std::pair<std::string, std::string>>& prefixes() {
  static const std::vector<std::pair<std::string, std::string>> known = {
      {"h", "http://www.w3.org/1999/xhtml"},        {"x", "http://www.w3.org/2002/xforms"},
      {"jr", "http://openrosa.org/javarosa"},       {"orx", "http://openrosa.org/xforms"},
      {"odk", "http://www.opendatakit.org/xforms"}, {"entities", "http://www.opendatakit.org/xforms/entities"}};
  return known;
}

Result<Strings> select(const std::string& xml, std::string_view expression) {
  forms::XPathProbe probe;
  probe.xml = xml;
  probe.context = "/";
  // A line break before a path is no part of it; absolute paths start at the document.
  while (!expression.empty() && (expression.front() == ' ' || expression.front() == '\n')) expression.remove_prefix(1);
  probe.expression = expression;
  probe.as = forms::XPathProbe::As::nodes;
  probe.plain = true;
  probe.prefixes = prefixes();
  MOTCUA_TRY_ASSIGN(auto answer, forms::probe_xpath(probe));
  return std::move(answer.nodes);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

/// The node at a location such as "/*[1]/*[2]/@value", written as XML.
std::string written(const pugi::xml_document& document, std::string_view location) {
  pugi::xml_node at = document;
  while (!location.empty()) {
    location.remove_prefix(1);
    const std::string step(location.substr(0, location.find('/')));
    location.remove_prefix(step.size());
    if (step.starts_with('@')) return escaped(at.attribute(step.c_str() + 1).value());
    std::size_t wanted = std::strtoul(step.c_str() + step.find('[') + 1, nullptr, 10);
    const pugi::xml_node_type kind = step.starts_with("text()") ? pugi::node_pcdata : pugi::node_element;
    at = at.first_child();
    while (at && (at.type() != kind || --wanted > 0)) at = at.next_sibling();
  }
  struct Text final : pugi::xml_writer {
    void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
    std::string text;
  } out;
  at.print(out, "", pugi::format_raw);
  return out.text;
}

/// The pieces in quotes of a tuple that another language printed: `('path', {"one", 'two'})`.
Strings quoted(const std::string& text) {
  Strings out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\'' && text[i] != '"') continue;
    const char quote = text[i];
    std::string piece;
    for (++i; i < text.size() && text[i] != quote; ++i) {
      if (text[i] != '\\' || i + 1 == text.size()) {
        piece += text[i];
        continue;
      }
      ++i;
      piece += text[i] == 'n' ? '\n' : text[i] == 't' ? '\t' : text[i];
    }
    out.push_back(std::move(piece));
  }
  return out;
}

/// A check's path and what it must select.
Strings exact_check(const Json::Value& check) {
  if (check.isString()) return quoted(check.asString());
  Strings out{check[0].asString()};
  for (const auto& result : check[1]) out.push_back(result.asString());
  return out;
}

struct Tally {
  std::size_t held = 0;
  std::size_t checks = 0;
  Json::Value failed{Json::arrayValue};

  void add(bool holds, const std::string& what) {
    ++checks;
    if (holds) {
      ++held;
    } else {
      failed.append(what);
    }
  }
};

void check_form(const Json::Value& row, const std::string& xml, Tally& tally) {
  for (const auto& path : row["xml__xpath_match"]) {
    const auto nodes = select(xml, path.asString());
    tally.add(nodes && !nodes->empty(), path.asString());
  }
  for (const auto& check : row["xml__xpath_count"]) {
    const auto nodes = select(xml, check[0].asString());
    tally.add(nodes && nodes->size() == check[1].asUInt64(), check[0].asString());
  }
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size(), pugi::parse_full | pugi::parse_ws_pcdata);
  for (const auto& check : row["xml__xpath_exact"]) {
    Strings wanted = exact_check(check);
    const std::string path = wanted.empty() ? "" : wanted.front();
    if (!wanted.empty()) wanted.erase(wanted.begin());
    Strings actual;
    if (const auto nodes = select(xml, path)) {
      for (const auto& node : *nodes) actual.push_back(written(document, node));
    }
    for (Strings* list : {&wanted, &actual}) {
      std::ranges::sort(*list);
      list->erase(std::ranges::unique(*list).begin(), list->end());
    }
    tally.add(wanted == actual, path);
  }
}

bool parse(const std::string& line, Json::Value& row) {
  Json::CharReaderBuilder builder;
  const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
  std::string errors;
  return reader->parse(line.data(), line.data() + line.size(), &row, &errors) && row.isObject();
}

/// Sums over all rows, for the closing line.
struct Totals {
  std::size_t rows = 0;
  std::size_t passed = 0;
  std::size_t checks = 0;
  std::size_t held = 0;
};

Json::Value result_of(const Json::Value& row, Language language, Totals& totals) {
  std::vector<Error> warnings;
  Tally tally;
  Json::Value out(Json::objectValue);
  const bool must_fail = row.get("must_fail", false).asBool();
  auto workbook = xlsform::read_markdown(row["markdown"].asString());
  Result<xlsform::Conversion> converted = std::unexpected(Error{ErrorCode::xlsform_unreadable, ""});
  if (workbook) {
    warnings = workbook->warnings;
    converted = xlsform::convert(*workbook, {row.get("form_name", "test_name").asString(), "data"}, warnings);
  } else {
    converted = std::unexpected(workbook.error());
  }
  Status sound = converted ? xlsform::check(*converted) : Status(std::unexpected(converted.error()));
  if (must_fail) {
    if (sound) tally.failed.append("must_fail");
  } else if (!converted) {
    tally.failed.append("convert");
    tally.checks += row["xml__xpath_match"].size() + row["xml__xpath_count"].size() + row["xml__xpath_exact"].size();
  } else {
    check_form(row, converted->xml, tally);
  }
  if (row.isMember("warnings_count") && row["warnings_count"].asUInt64() != warnings.size()) {
    tally.failed.append("warnings_count");
  }
  if (row["warnings__contains"].size() > 0 && warnings.empty()) tally.failed.append("warnings__contains");
  totals.checks += tally.checks;
  totals.held += tally.held;
  out["pass"] = tally.failed.empty();
  out["failed"] = tally.failed;
  Json::Value actual(Json::objectValue);
  if (!sound) actual["error"] = message(sound.error(), language);
  for (const Error& warning : warnings) actual["warnings"].append(message(warning, language));
  out["actual"] = actual;
  return out;
}

}  // namespace

Status convert_rows(const Options& options) {
  Totals totals;
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "";
  builder["emitUTF8"] = true;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Json::Value out(Json::objectValue);
    Json::Value row;
    try {
      const bool readable = parse(line, row);
      if (readable) out = result_of(row, options.language, totals);
      if (readable) out["test"] = row.get("test", "");
      if (!readable) out["error"] = std::string(text(Text::convert_row_unreadable, options.language));
    } catch (const Json::Exception&) {  // A field of another type than the rows have.
      out["error"] = std::string(text(Text::convert_row_unreadable, options.language));
    }
    if (!out.isMember("pass")) out["pass"] = false;
    ++totals.rows;
    if (out["pass"].asBool()) ++totals.passed;
    print_line(Json::writeString(builder, out));
  }
  const std::string summary =
      text(Text::convert_summary, options.language, totals.passed, totals.rows, totals.held, totals.checks);
  std::fprintf(stderr, "%s\n", summary.c_str());
  return {};
}

}  // namespace motcua::server
