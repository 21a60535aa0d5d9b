#pragma once
#include <memory>
#include <string>
#include <vector>

#include "form_tools/test_script.hpp"
#include "motcua/forms/form_definition.hpp"

namespace motcua::server {

/// A step that did not hold.
struct TestFailure {
  std::size_t line = 0;
  std::string step;    ///< As written.
  std::string actual;  ///< What was there instead, in the language asked for.
};

struct ScenarioResult {
  std::string title;
  std::size_t line = 0;
  std::size_t steps = 0;  ///< That were carried out.
  std::vector<TestFailure> failures;
};

/// Carries out every scenario, each on a filling of its own: the same clock and the same random numbers each time.
/// Questions that the form does not have are problems of the script; then nothing is run.
struct TestRun {
  std::vector<ScriptProblem> problems;
  std::vector<ScenarioResult> scenarios;
};
[[nodiscard]] TestRun run_test_script(const TestScript& script,
                                      const std::shared_ptr<const forms::FormDefinition>& form, Language language);

}  // namespace motcua::server
