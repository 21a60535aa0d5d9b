#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/text.hpp"

namespace motcua::server {

enum class TestWord : std::uint8_t {
#define TEST_WORD(id, en, vi, question, value) id,
#include "form_tools/test_words.def"
#undef TEST_WORD
};

[[nodiscard]] std::string_view name(TestWord word, Language language);

/// One line of a form test: something done or something that must hold.
struct TestStep {
  TestWord word = TestWord::answer;
  std::string question;  ///< As written; the runner finds the field.
  std::string value;
  bool has_value = false;
  std::size_t line = 0;
  std::string text;  ///< As written, for messages.
};

struct TestScenario {
  std::string title;
  std::size_t line = 0;
  std::vector<TestStep> steps;
};

/// What cannot be understood. `id` takes `detail` and `more`.
struct ScriptProblem {
  std::size_t line = 0;
  Text id = Text::failed;
  std::string detail;
  std::string more;
};

/// A form test as it is written (FORM_TEST.md).
struct TestScript {
  std::string form;   ///< File of the form, as written; empty: the file beside the test with the same name.
  std::string files;  ///< Folder of the form's files, as written.
  std::vector<TestStep> before_each;
  std::vector<TestScenario> scenarios;
  std::vector<ScriptProblem> problems;
};

[[nodiscard]] TestScript read_test_script(std::string_view markdown);

}  // namespace motcua::server
