#include "screens/surveyor/answer_keeper.hpp"

namespace motcua::ui {
namespace {

/// The question said no; the storage was not asked.
bool is_about_the_value(ErrorCode code) {
  return code == ErrorCode::answer_type || code == ErrorCode::answer_invalid || code == ErrorCode::answer_readonly ||
         code == ErrorCode::form_reference;
}

}  // namespace

bool AnswerKeeper::answer(std::string_view ref, std::string_view value) {
  refused_.erase(std::string(ref));
  std::erase_if(unsaved_, [ref](const auto& entry) { return entry.first == ref; });
  unsaved_.emplace_back(ref, value);
  return retry();
}

bool AnswerKeeper::retry() {
  failure_.reset();
  while (!unsaved_.empty()) {
    const auto [ref, value] = unsaved_.front();
    const Status saved = draft_.answer(ref, value);
    if (saved) {
      saved_at_ = clock_->now();
    } else if (is_about_the_value(saved.error().code)) {
      refused_[ref] = {value, saved.error()};
    } else {
      failure_ = saved.error();
      return false;
    }
    unsaved_.erase(unsaved_.begin());
  }
  return true;
}

bool AnswerKeeper::set_language(std::string_view language) {
  const Status saved = draft_.set_language(language);
  if (!saved) failure_ = saved.error();
  return saved.has_value();
}

Status AnswerKeeper::finish() {
  if (!retry()) return std::unexpected(*failure_);
  const Status finished = draft_.finish();
  if (!finished) failure_ = finished.error();
  return finished;
}

std::vector<forms::Problem> AnswerKeeper::problems() const {
  std::vector<forms::Problem> out;
  for (const auto& [ref, refused] : refused_) {
    if (draft_.session().item(ref)) out.push_back({ref, refused.error});  // Else the question is not asked any more.
  }
  for (auto& problem : draft_.session().problems()) {
    if (!refused_.contains(problem.ref)) out.push_back(std::move(problem));
  }
  return out;
}

}  // namespace motcua::ui
