#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "screens/screen.hpp"
#include "screens/surveyor/answer_keeper.hpp"
#include "screens/surveyor/form_guide.hpp"
#include "screens/surveyor/question.hpp"

namespace motcua::ui {

struct RepeatAction;

/// Where the screens of a response lead back to.
inline constexpr const char* kSurveys = "#/survey";

/// Filling one response, page by page, and the instances of its repeats as small forms inside. Each answer is saved
/// before the screen says so; leaving keeps the draft. The address tells the page: "#/survey/fill/<id>/member/2/work".
class FillScreen final : public Screen {
 public:
  /// A new response.
  FillScreen(Services& services, const Route& route, const std::string& form_id, const std::string& version);
  /// A response that was begun already, under the address of the first `parts` parts of `route`.
  FillScreen(Services& services, const Route& route, std::size_t parts, Result<survey::ResponseDraft> draft);
  /// The draft `entity`, continued at `place` (the parts of an address after the draft's own), else where its first
  /// open question is.
  FillScreen(Services& services, const EntityId& entity, const std::vector<std::string>& place);

  [[nodiscard]] std::string title(const Ui& ui) const override;
  void build(Ui& ui) override;
  bool arrive(const Route& route) override;
  bool file_kept(std::string_view target, const KeptFile& file) override;
  [[nodiscard]] bool has_unsaved() const override;
  [[nodiscard]] std::optional<Instant> wake_at() const override;

 private:
  [[nodiscard]] const forms::FormSession& session() const { return keeper_->draft().session(); }
  void open();
  void begin(Result<survey::ResponseDraft> draft);
  /// Reads the form again after it changed.
  void refresh(std::string_view near = {});
  void answer(const std::string& ref, const std::string& value);
  /// After an answer that took one tap: the next question comes by itself, as the reader wants it.
  void go_on(const std::string& ref);
  /// What belongs to the page that was on screen ends.
  void move_on();
  /// The page after this one comes, when its time has come.
  void turn_by_itself(const Ui& ui);
  [[nodiscard]] bool is_late_tap() const;
  /// After something was saved: from then on a response lives under its own address.
  void settle();
  void finish();

  // Going about. `note_place` lets the address follow: in place of the current one, or as a new entry of the history.
  [[nodiscard]] std::string address() const;
  void note_place(bool replace);
  void turn_to(std::size_t page);
  void enter(const std::string& ref);
  /// From an instance to the overview that it stands in.
  void leave();
  void act(Ui& ui, const RepeatAction& action);
  void remove(Ui& ui, const std::string& instance_ref);
  void put_back();
  /// Whether a recording runs, or a file is being stored, that answers a question whose reference begins so.
  [[nodiscard]] bool awaits_file(std::string_view ref) const;
  /// A message with the way back to the file that a question had.
  void offer_file_back(Text what, const std::string& ref, const std::string& name);

  void build_failed(Ui& ui);
  void build_form(Ui& ui);
  void build_check(Ui& ui);
  void page_head(Ui& ui);
  void language_switch(Ui& ui);
  void questions(Ui& ui);
  /// What the questions of a page were given in this build.
  struct Given {
    std::string ref;
    std::string value;
    bool one_tap = false;                     ///< Chosen from what lay open.
    bool quick = false;                       ///< The form itself wants the next question then.
    bool first = false;                       ///< There was no answer before.
    bool again = false;                       ///< It was this answer before.
    std::optional<std::string> taken_back{};  ///< The name of the file that the question had.
  };
  void ask(Ui& ui, const FormGuide::Entry& entry, bool in_matrix, std::optional<Given>& given);
  void heading(Ui& ui, const std::string& text, std::string_view language);
  void failure_notice(Ui& ui);
  void bottom(Ui& ui);
  void saved_line(Ui& ui);
  /// What the instances around a place are called, outermost first: "Member 2: Lan · Job 1".
  [[nodiscard]] std::string around(const Ui& ui, std::string_view level);
  [[nodiscard]] std::string problem_of(const Ui& ui, const forms::ItemView& item) const;
  /// Tag of the form's language where it differs from the interface's.
  [[nodiscard]] std::string language_tag(const Ui& ui) const;
  /// The same of the form's title, which is in its first language only.
  [[nodiscard]] std::string title_language(const Ui& ui) const;

  Services& services_;
  std::optional<AnswerKeeper> keeper_;
  std::optional<Error> open_error_;
  /// What is to be opened, tried again when the data has changed: after an enrolment the forms are on their way.
  struct Wanted {
    EntityId entity;
    std::vector<std::string> place;
    std::uint64_t tried = 0;  ///< Services::revision.
    bool is_here = false;     ///< The response is: what lacks is its form.
  };
  std::optional<Wanted> wanted_;
  std::vector<std::string> origin_;  ///< The address under which a new response was begun.
  bool has_address_;                 ///< Lives under "#/survey/fill/…".

  FormGuide guide_;
  std::map<std::string, QuestionState, std::less<>> states_;  ///< Of questions, by reference.
  std::map<std::string, std::size_t, std::less<>> shown_;     ///< Of repeats: more instances than the first.
  std::vector<std::vector<std::string>> below_;  ///< The places in the history from which instances were entered.

  struct Found {
    forms::Problem problem;
    forms::ItemView item;  ///< Without its choices.
    std::string around;
  };
  bool checked_ = false;   ///< Somebody pressed "finish": unanswered required questions are marked from now on.
  bool checking_ = false;  ///< The list of problems is on screen.
  std::size_t problems_ = 0;
  std::size_t listed_ = 0;    ///< As many of them are to be listed at most.
  std::vector<Found> found_;  ///< Those that are listed.
  std::string last_ref_;      ///< Of the newest answer: a failure to save is told beside it.
  std::string focus_ref_;     ///< The question that is to get the focus.
  bool focus_heading_ = false;
  std::optional<Instant> turns_at_;   ///< The next page comes by itself then.
  std::optional<Instant> turned_at_;  ///< It came by itself, the last time.
  bool turned_ = false;               ///< It has come once: what happened was said.
  std::shared_ptr<FillScreen*> self_ = std::make_shared<FillScreen*>(this);  ///< For what may outlive the screen.
};

}  // namespace motcua::ui
