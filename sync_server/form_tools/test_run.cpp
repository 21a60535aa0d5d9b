#include "form_tools/test_run.hpp"

#include <algorithm>
#include <optional>

#include "form_tools/field_finder.hpp"
#include "form_tools/filling.hpp"
#include "motcua/base/civil_time.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/base/text.hpp"
#include "motcua/forms/form_session.hpp"

namespace motcua::server {
namespace {

// A day that every test begins on unless it says another, so that it holds tomorrow too.
constexpr CivilTime kFirstDay{{2026, 1, 1}, 8, 0, 0};
constexpr std::uint64_t kSeed = 1;

std::optional<Instant> moment(const std::string& text) {
  if (const auto day = parse_date(text)) return to_instant({*day, 8, 0, 0});
  return parse_instant(text);
}

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string_view part : split(text, ',')) {
    if (!trim(part).empty()) out.emplace_back(trim(part));
  }
  return out;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

/// One scenario on its own filling. A step that cannot be done ends it: what follows would only repeat the failure.
class Filling {
 public:
  Filling(std::shared_ptr<const forms::FormDefinition> form, const FieldFinder& finder, Language language)
      : form_(std::move(form)), finder_(finder), language_(language) {}

  ScenarioResult run(const TestScenario& scenario, const std::vector<TestStep>& before_each) {
    result_.title = scenario.title;
    result_.line = scenario.line;
    const bool began = run_steps(before_each);
    if (began) run_steps(scenario.steps);
    return std::move(result_);
  }

 private:
  bool run_steps(const std::vector<TestStep>& steps) {
    for (const TestStep& step : steps) {
      ++result_.steps;
      step_ = &step;
      const auto problem = is_action(step.word) ? act(step) : check(step);
      if (!problem) continue;
      result_.failures.push_back({step.line, step.text, *problem});
      if (is_action(step.word) || !session_) return false;
    }
    return true;
  }

  static bool is_action(TestWord word) { return word <= TestWord::today; }

  using Problem = std::optional<std::string>;
  Problem said(const Error& error) const { return message(error, language_); }
  Problem word(TestWord which) const { return std::string(name(which, language_)); }

  Status begin() {
    if (session_) return {};
    MOTCUA_TRY_ASSIGN(auto begun, forms::FormSession::create(form_, {&clock_, &random_, {}, {}}));
    session_ = std::move(begun);
    return {};
  }

  Problem act(const TestStep& step) {
    if (step.word == TestWord::today) {
      clock_.set(*moment(step.value));
      return std::nullopt;
    }
    if (const Status begun = begin(); !begun) return said(begun.error());
    const Status done = do_step(step);
    if (!done) return said(done.error());
    const bool about_shown = step.word != TestWord::language && step.word != TestWord::fill;
    if (about_shown && !was_shown_) return word(TestWord::hidden);
    return std::nullopt;
  }

  Status do_step(const TestStep& step) {
    const std::string ref = finder_.find(step.question).ref;
    switch (step.word) {
      case TestWord::language:
        return session_->set_language(step.value);
      case TestWord::fill:
        return fill(step);
      default:
        was_shown_ = session_->item(ref).has_value();
        if (!was_shown_) return {};
        if (step.word == TestWord::add) return outcome(session_->add_repeat(ref));
        if (step.word == TestWord::remove) return outcome(session_->remove_repeat(ref));
        return outcome(session_->answer(ref, step.value));
    }
  }
  template <class T>
  static Status outcome(const Result<T>& result) {
    if (!result) return std::unexpected(result.error());
    return {};
  }

  Status fill(const TestStep& step) {
    FillingOptions options;
    if (step.has_value) options.below = finder_.find(step.value).ref;
    return outcome(fill_form(*session_, options, [&](std::string_view ref, std::string_view value) {
      return outcome(session_->answer(ref, value));
    }));
  }

  Problem check(const TestStep& step) {
    if (const Status begun = begin(); !begun) return said(begun.error());
    const std::string ref = finder_.find(step.question).ref;
    switch (step.word) {
      case TestWord::value:
        return same(session_->value(ref).value_or(""));
      case TestWord::finishable:
        return with_problems(session_->problems().empty());
      case TestWord::problems:
        return check_problems();
      case TestWord::refused:
        return check_refused(ref);
      default:
        return check_item(ref);
    }
  }

  Problem same(const std::string& actual) const {
    if (actual == step_->value) return std::nullopt;
    return "“" + actual + "”";
  }
  Problem holds(bool right, TestWord otherwise) const { return right ? std::nullopt : word(otherwise); }

  Problem check_item(const std::string& ref) const {
    const auto item = session_->item(ref);
    if (step_->word == TestWord::hidden) return holds(!item, TestWord::visible);
    if (!item) return word(TestWord::hidden);
    switch (step_->word) {
      case TestWord::required:
        return holds(item->required, TestWord::optional);
      case TestWord::optional:
        return holds(!item->required, TestWord::required);
      case TestWord::readonly:
        return holds(item->readonly, TestWord::editable);
      case TestWord::editable:
        return holds(!item->readonly, TestWord::readonly);
      case TestWord::valid:
        return holds(item->valid, TestWord::invalid);
      case TestWord::invalid:
        if (item->valid) return word(TestWord::valid);
        return step_->has_value ? same(item->problem) : std::nullopt;
      case TestWord::count:
        return same(std::to_string(item->count));
      case TestWord::label:
        return same(item->label);
      case TestWord::hint:
        return same(item->hint);
      case TestWord::choices:
      case TestWord::offers:
      case TestWord::lacks:
        return check_choices(item->choices);
      default:
        return std::nullopt;
    }
  }

  Problem check_choices(const std::vector<forms::Choice>& choices) const {
    std::vector<std::string> offered;
    for (const auto& choice : choices) offered.push_back(choice.value);
    const auto wanted = listed(step_->value);
    const auto is_offered = [&](const std::string& value) {
      return std::ranges::find(offered, value) != offered.end();
    };
    bool right = offered == wanted;
    if (step_->word == TestWord::offers) right = std::ranges::all_of(wanted, is_offered);
    if (step_->word == TestWord::lacks) right = std::ranges::none_of(wanted, is_offered);
    return right ? std::nullopt : Problem(joined(offered));
  }

  Problem check_refused(const std::string& ref) {
    const auto answered = session_->answer(ref, step_->value);
    if (answered) return word(TestWord::answer);
    const bool refused =
        answered.error().code == ErrorCode::answer_type || answered.error().code == ErrorCode::answer_readonly;
    return refused ? std::nullopt : said(answered.error());
  }

  Problem check_problems() const {
    std::vector<std::string> wanted;
    for (const std::string& one : listed(step_->value)) wanted.push_back(finder_.find(one).ref);
    std::vector<std::string> broken;
    for (const auto& problem : session_->problems()) broken.push_back(problem.ref);
    std::ranges::sort(wanted);
    std::ranges::sort(broken);
    return with_problems(wanted == broken);
  }
  Problem with_problems(bool right) const {
    if (right) return std::nullopt;
    std::vector<std::string> all;
    for (const auto& problem : session_->problems())
      all.push_back(problem.ref + " (" + message(problem.error, language_) + ")");
    return all.empty() ? word(TestWord::finishable) : Problem(joined(all));
  }

  std::shared_ptr<const forms::FormDefinition> form_;
  const FieldFinder& finder_;
  Language language_;
  ManualClock clock_{to_instant(kFirstDay)};
  SeededRandom random_{kSeed};
  std::optional<forms::FormSession> session_;
  const TestStep* step_ = nullptr;
  bool was_shown_ = true;
  ScenarioResult result_;
};

/// Fields and days that are not right, before anything is run.
class Proofreader {
 public:
  Proofreader(const FieldFinder& finder, std::vector<ScriptProblem>& problems) : finder_(finder), problems_(problems) {}

  void read(const std::vector<TestStep>& steps) {
    for (const TestStep& step : steps) {
      if (!step.question.empty()) field(step, step.question);
      if (step.word == TestWord::problems) {
        for (const std::string& one : listed(step.value)) field(step, one);
      }
      if (step.word == TestWord::fill && step.has_value) field(step, step.value);
      if (step.word == TestWord::today && !moment(step.value))
        problems_.push_back({step.line, Text::script_bad_day, step.value, {}});
    }
  }

 private:
  void field(const TestStep& step, const std::string& question) {
    const auto match = finder_.find(question);
    if (!match.ref.empty()) return;
    if (match.candidates.empty()) {
      problems_.push_back(
          {step.line, Text::script_no_field, question, match.near.empty() ? "" : " (" + match.near + "?)"});
    } else {
      problems_.push_back({step.line, Text::script_two_fields, question, joined(match.candidates)});
    }
  }

  const FieldFinder& finder_;
  std::vector<ScriptProblem>& problems_;
};

}  // namespace

TestRun run_test_script(const TestScript& script, const std::shared_ptr<const forms::FormDefinition>& form,
                        Language language) {
  const FieldFinder finder(*form);
  TestRun run;
  run.problems = script.problems;
  Proofreader proofreader(finder, run.problems);
  proofreader.read(script.before_each);
  for (const auto& scenario : script.scenarios) proofreader.read(scenario.steps);
  std::ranges::sort(run.problems, {}, [](const ScriptProblem& problem) { return std::pair(problem.line, problem.id); });
  if (!run.problems.empty()) return run;
  for (const auto& scenario : script.scenarios)
    run.scenarios.push_back(Filling(form, finder, language).run(scenario, script.before_each));
  return run;
}

}  // namespace motcua::server
