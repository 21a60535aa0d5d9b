#pragma once
#include <optional>
#include <string>
#include <vector>

#include "screens/screen.hpp"
#include "screens/surveyor/answer_keeper.hpp"
#include "screens/surveyor/form_pages.hpp"

namespace motcua::ui {

/// Filling one response, page by page. Each answer is saved before the screen says so; leaving keeps the draft.
class FillScreen final : public Screen {
 public:
  /// A new response, or the draft `entity` continued where its first open question is.
  FillScreen(Services& services, const std::string& form_id, const std::string& version);
  FillScreen(Services& services, const EntityId& entity);

  [[nodiscard]] std::string title(const Ui& ui) const override;
  void build(Ui& ui) override;

 private:
  void begin(Result<survey::ResponseDraft> draft);
  void refresh(std::string_view near = {});
  void go_to(std::size_t page);
  void finish();
  void answer(const std::string& ref, const std::string& value);
  /// From its first answer on a response lives under its own address.
  void settle_address();

  void build_failed(Ui& ui);
  void build_form(Ui& ui);
  void build_check(Ui& ui);
  void page_head(Ui& ui, const FormPage& current);
  void language_switch(Ui& ui);
  void questions(Ui& ui, const FormPage& current);
  void heading(Ui& ui, const std::string& text, std::string_view language);
  void failure_notice(Ui& ui);
  void bottom(Ui& ui);
  void saved_line(Ui& ui);
  [[nodiscard]] std::string problem_of(const Ui& ui, const forms::ItemView& item) const;
  [[nodiscard]] std::string problem_text(const Ui& ui, const forms::Problem& problem) const;
  [[nodiscard]] const forms::ItemView* find(std::string_view ref) const;
  /// Tag of the form's language where it differs from the interface's.
  [[nodiscard]] std::string language_tag(const Ui& ui) const;
  /// The same of the form's title, which is in its first language only.
  [[nodiscard]] std::string title_language(const Ui& ui) const;

  Services& services_;
  std::optional<AnswerKeeper> keeper_;
  std::optional<Error> open_error_;
  bool has_address_;  ///< Lives under "#/survey/fill/…".

  // What the form asks now. Made anew only when an answer or the language changed.
  std::vector<forms::ItemView> items_;
  FormPages pages_;
  std::size_t page_ = 0;

  bool checked_ = false;   ///< Somebody pressed "finish": unanswered required questions are marked from now on.
  bool checking_ = false;  ///< The list of problems is on screen.
  std::vector<forms::Problem> problems_;
  std::string last_ref_;   ///< Of the newest answer: a failure to save is told beside it.
  std::string focus_ref_;  ///< The question that is to get the focus.
  bool focus_heading_ = false;
};

}  // namespace motcua::ui
