#include "screens/surveyor/answer_keeper.hpp"

#include "screens/surveyor/form_guide.hpp"

namespace motcua::ui {
namespace {

/// The question said no; the storage was not asked.
bool is_about_the_value(ErrorCode code) {
  return code == ErrorCode::answer_type || code == ErrorCode::answer_invalid || code == ErrorCode::answer_readonly ||
         code == ErrorCode::form_reference || code == ErrorCode::form_too_large || code == ErrorCode::repeat_fixed;
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
  return note(draft_.store()).has_value();
}

/// What the storage said is known from now on; what the form said is the caller's to tell.
Status AnswerKeeper::note(Status saved) {
  if (!saved && !is_about_the_value(saved.error().code)) failure_ = saved.error();
  return saved;
}

Result<std::string> AnswerKeeper::add_repeat(std::string_view repeat_ref) {
  if (!retry()) return std::unexpected(*failure_);
  auto added = draft_.add_repeat(repeat_ref);
  MOTCUA_TRY(note(added ? Status() : std::unexpected(added.error())));
  saved_at_ = clock_->now();
  return added;
}

Status AnswerKeeper::remove_repeat(std::string_view instance_ref) {
  if (!retry()) return std::unexpected(*failure_);
  const Status removed = draft_.remove_repeat(instance_ref);
  // The instances after it have other numbers now: what was refused there is forgotten with what was typed.
  const std::string repeat = std::string(repeat_of(instance_ref)) + "[";
  std::erase_if(refused_, [&](const auto& entry) { return entry.first.starts_with(repeat); });
  MOTCUA_TRY(note(removed));
  saved_at_ = clock_->now();
  return {};
}

Status AnswerKeeper::put_back() {
  if (!retry()) return std::unexpected(*failure_);
  MOTCUA_TRY(note(draft_.put_back()));
  saved_at_ = clock_->now();
  return {};
}

Status AnswerKeeper::attach(std::string_view ref, std::string_view name, const records::Attachment& file) {
  if (!retry()) return std::unexpected(*failure_);
  refused_.erase(std::string(ref));
  MOTCUA_TRY(note(draft_.attach(ref, name, file)));
  saved_at_ = clock_->now();
  return {};
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
