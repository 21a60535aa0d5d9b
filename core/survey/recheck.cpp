#include "motcua/survey/recheck.hpp"

#include <algorithm>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/text.hpp"
#include "motcua/survey/responses.hpp"

namespace motcua::survey {
namespace {

constexpr std::size_t kMaxDetail = 300;

/// Not in the middle of a letter.
std::string shortened(std::string text) {
  if (text.size() <= kMaxDetail) return text;
  text.resize(kMaxDetail);
  while (!text.empty() && !is_valid_utf8(text)) text.pop_back();
  return text + "…";
}

}  // namespace

std::vector<forms::NodeValue> stored_answers(const records::EntityState& response) {
  std::vector<forms::NodeValue> answers;
  for (const auto& [field, value] : response.fields) {
    if (!field.starts_with('@') && value.value) answers.push_back({field, *value.value});
  }
  return answers;
}

std::vector<BrokenRule> recheck(const std::shared_ptr<const forms::FormDefinition>& form,
                                const records::EntityState& response) {
  ManualClock clock(parse_instant(records::field_text(response, kFinishedField)).value_or(Instant{}));
  SeededRandom random(1);
  forms::SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  options.restore = stored_answers(response);
  const auto session = forms::FormSession::create(form, std::move(options));
  if (!session) return {{{}, session.error()}};
  std::vector<BrokenRule> broken;
  // What was saved last on the device is not known here, so rules that may have read it are not held against anyone.
  const bool reads_last = std::ranges::any_of(
      form->files(), [](const forms::NeededFile& file) { return file.kind == forms::FileKind::last_saved; });
  for (auto& problem : session->problems()) {
    if (reads_last && problem.error.code != ErrorCode::answer_type) continue;
    problem.error.detail = shortened(std::move(problem.error.detail));
    broken.push_back({std::move(problem.ref), std::move(problem.error)});
    if (broken.size() == kMaxBrokenRules) return broken;
  }
  auto differing = session->differing_calculations();
  if (!differing) {
    broken.push_back({{}, {ErrorCode::recheck_incomplete, {}}});
    return broken;
  }
  for (auto& [ref, expected] : *differing) {
    broken.push_back({std::move(ref), {ErrorCode::calculation_differs, shortened(std::move(expected))}});
    if (broken.size() == kMaxBrokenRules) break;
  }
  return broken;
}

}  // namespace motcua::survey
