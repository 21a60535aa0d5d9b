#include <algorithm>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "form_tools/form_lint.hpp"
#include "form_tools/form_source.hpp"
#include "form_tools/json_output.hpp"

namespace motcua::server {
namespace {

void print_lines(const Options& options, const std::vector<Finding>& findings, std::size_t errors) {
  for (const Finding& finding : findings) {
    std::string line = options.file;
    if (finding.line > 0) line += ":" + std::to_string(finding.line);
    line += ": ";
    line += text(finding.error ? Text::check_error : Text::check_warning, options.language);
    line += ": ";
    if (!finding.ref.empty()) line += finding.ref + ": ";
    print_line(line + sentence(finding, options.language) + " [" + std::string(name(finding.id)) + "]");
  }
  say(options, Text::check_counts, options.file, errors, findings.size() - errors);
}

void print_findings(const Options& options, const std::vector<Finding>& findings) {
  Json::Value out;
  out["file"] = options.file;
  out["errors"] = Json::arrayValue;
  out["warnings"] = Json::arrayValue;
  for (const Finding& finding : findings) {
    Json::Value one;
    one["code"] = std::string(has_cause(finding.id) ? motcua::name(finding.cause.code) : name(finding.id));
    one["message"] = sentence(finding, options.language);
    if (!finding.ref.empty()) one["ref"] = finding.ref;
    if (finding.line > 0) one["line"] = Json::UInt64(finding.line);
    out[finding.error ? "errors" : "warnings"].append(std::move(one));
  }
  print_json(out);
}

}  // namespace

Status run_form_check(const Options& options) {
  MOTCUA_TRY_ASSIGN(const auto source, read_form_source(options.file, options.files));
  const auto findings = lint_form(source);
  const auto errors = static_cast<std::size_t>(std::ranges::count_if(findings, &Finding::error));
  if (options.json) {
    print_findings(options, findings);
  } else {
    print_lines(options, findings, errors);
  }
  if (errors > 0) return fail(ErrorCode::form_check_failed, options.file);
  return {};
}

}  // namespace motcua::server
