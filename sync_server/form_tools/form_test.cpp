#include <algorithm>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "form_tools/form_source.hpp"
#include "form_tools/json_output.hpp"
#include "form_tools/test_run.hpp"

namespace motcua::server {
namespace {

namespace fs = std::filesystem;

/// The form that a test names, or the one beside it: "household.test.md" tests "household.xlsx", ".md", ".csv", ".xml".
Result<std::string> form_of(const std::string& test_file, const TestScript& script) {
  const fs::path folder = fs::path(test_file).parent_path();
  if (!script.form.empty()) return (folder / script.form).string();
  std::string stem = fs::path(test_file).filename().string();
  for (const std::string_view ending : {".md", ".test"}) {
    if (stem.ends_with(ending)) stem.resize(stem.size() - ending.size());
  }
  std::error_code error;
  for (const char* extension : {".xlsx", ".md", ".csv", ".xml"}) {
    const fs::path candidate = folder / (stem + extension);
    if (candidate != fs::path(test_file) && fs::is_regular_file(candidate, error)) return candidate.string();
  }
  return fail(ErrorCode::not_found, (folder / stem).string() + ".xlsx|.md|.csv|.xml");
}

struct Totals {
  std::size_t steps = 0;
  std::size_t failures = 0;
  std::size_t failed_scenarios = 0;
};

Totals count(const TestRun& run) {
  Totals totals;
  for (const auto& scenario : run.scenarios) {
    totals.steps += scenario.steps;
    totals.failures += scenario.failures.size();
    if (!scenario.failures.empty()) ++totals.failed_scenarios;
  }
  return totals;
}

void print_lines(const Options& options, const TestRun& run, const Totals& totals) {
  for (const auto& problem : run.problems)
    print_line(options.file + ":" + std::to_string(problem.line) + ": " +
               text(problem.id, options.language, problem.detail, problem.more));
  for (const auto& scenario : run.scenarios) {
    for (const auto& failure : scenario.failures)
      say(options, Text::test_failure, options.file, failure.line, scenario.title, failure.step, failure.actual);
  }
  if (run.problems.empty())
    say(options, Text::test_counts, run.scenarios.size(), totals.steps, totals.failed_scenarios, totals.failures);
}

void print_result(const Options& options, const std::string& form, const TestRun& run, const Totals& totals) {
  Json::Value out;
  out["file"] = options.file;
  out["form"] = form;
  out["problems"] = Json::arrayValue;
  for (const auto& problem : run.problems) {
    Json::Value one;
    one["line"] = Json::UInt64(problem.line);
    one["message"] = text(problem.id, options.language, problem.detail, problem.more);
    out["problems"].append(std::move(one));
  }
  out["scenarios"] = Json::arrayValue;
  for (const auto& scenario : run.scenarios) {
    Json::Value one;
    one["title"] = scenario.title;
    one["line"] = Json::UInt64(scenario.line);
    one["steps"] = Json::UInt64(scenario.steps);
    one["failures"] = Json::arrayValue;
    for (const auto& failure : scenario.failures) {
      Json::Value what;
      what["line"] = Json::UInt64(failure.line);
      what["step"] = failure.step;
      what["actual"] = failure.actual;
      one["failures"].append(std::move(what));
    }
    out["scenarios"].append(std::move(one));
  }
  out["steps"] = Json::UInt64(totals.steps);
  out["failed"] = Json::UInt64(totals.failures);
  print_json(out);
}

}  // namespace

Status run_form_test(const Options& options) {
  MOTCUA_TRY_ASSIGN(const auto markdown, read_whole_file(options.file));
  const TestScript script = read_test_script(markdown);
  MOTCUA_TRY_ASSIGN(const auto form_file, form_of(options.file, script));
  std::string files = options.files;
  if (files.empty() && !script.files.empty()) files = (fs::path(options.file).parent_path() / script.files).string();
  MOTCUA_TRY_ASSIGN(const auto source, read_form_source(form_file, files));
  MOTCUA_TRY_ASSIGN(const auto form, forms::FormDefinition::parse(source.xml, source.files));
  const TestRun run = run_test_script(script, form, options.language);
  const Totals totals = count(run);
  if (options.json) {
    print_result(options, form_file, run, totals);
  } else {
    print_lines(options, run, totals);
  }
  if (!run.problems.empty() || totals.failures > 0) return fail(ErrorCode::form_test_failed, options.file);
  return {};
}

}  // namespace motcua::server
