#include "screens/surveyor/surveyor.hpp"

#include <utility>

#include "motcua/base/civil_time.hpp"
#include "screens/page.hpp"
#include "screens/surveyor/conflicts.hpp"
#include "screens/surveyor/day_summary.hpp"
#include "screens/surveyor/done.hpp"
#include "screens/surveyor/enrol.hpp"
#include "screens/surveyor/fill.hpp"
#include "screens/surveyor/responses.hpp"
#include "screens/surveyor/surveys.hpp"
#include "screens/surveyor/sync.hpp"
#include "screens/surveyor/today.hpp"
#include "screens/surveyor/visit.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

/// Work that must be kept is not begun where nothing can be kept: in its place stands why, and what to do.
class NeedsStorage final : public Screen {
 public:
  NeedsStorage(Services& services, std::unique_ptr<Screen> screen) : services_(services), screen_(std::move(screen)) {}
  std::string title(const Ui& ui) const override {
    return services_.storage_unavailable ? ui.tr(Text::no_storage_title) : screen_->title(ui);
  }
  bool arrive(const Route& route) override { return screen_->arrive(route); }
  bool file_kept(std::string_view target, const KeptFile& file) override { return screen_->file_kept(target, file); }
  [[nodiscard]] std::optional<Instant> wake_at() const override { return screen_->wake_at(); }
  [[nodiscard]] bool has_unsaved() const override { return screen_->has_unsaved(); }
  void build(Ui& ui) override {
    if (!services_.storage_unavailable) return screen_->build(ui);
    page(ui, services_, {.area = Area::surveyor, .title = ui.tr(Text::no_storage_title), .current = "#/survey"}, [&] {
      if (empty_state(ui, "no-storage",
                      {.icon = Icon::block,
                       .text = ui.tr(Text::no_storage_text),
                       .action = ui.tr(Text::go_home),
                       .action_icon = Icon::home})) {
        services_.navigator.go("#/");
      }
    });
  }

 private:
  Services& services_;
  std::unique_ptr<Screen> screen_;
};

/// An address, and the interview that is begun there.
std::unique_ptr<Screen> make_visit_screen(const Route& route, Services& services, const EntityId& assignment) {
  constexpr std::size_t kParts = 4;  // "survey", "visit", the assignment, "new"; then a place in the form.
  if (route.path.size() < kParts) return std::make_unique<VisitScreen>(services, assignment);
  if (const auto outcome = survey::visit_outcome(route.part(3));
      outcome && *outcome != survey::VisitOutcome::completed && route.path.size() == kParts)
    return std::make_unique<OutcomeScreen>(services, assignment, *outcome);
  if (route.part(3) != "new") return nullptr;
  return std::make_unique<FillScreen>(services, route, kParts, begin_interview(services, assignment));
}

/// Screens on which work is begun or said to be safe.
std::unique_ptr<Screen> make_work_screen(const Route& route, Services& services) {
  const std::string_view place = route.part(1);
  const std::size_t parts = route.path.size();
  if (parts == 1) return std::make_unique<TodayScreen>(services);
  if (parts == 2 && place == "forms") return std::make_unique<SurveysScreen>(services, kSurveys);
  if (parts == 2 && place == "enrol") return std::make_unique<EnrolScreen>(services);
  // A form without a version has an address that is one part shorter; what comes after it is a place in the form.
  if (parts >= 3 && place == "new")
    return std::make_unique<FillScreen>(services, route, std::string(route.part(2)), std::string(route.part(3)));
  if (parts < 3 || (place != "fill" && place != "done" && place != "conflicts" && place != "visit")) return nullptr;
  const auto entity = EntityId::from_hex(route.part(2));
  if (!entity) return nullptr;
  if (place == "visit") return make_visit_screen(route, services, *entity);
  const std::vector<std::string> rest(route.path.begin() + 3, route.path.end());
  if (place == "fill") return std::make_unique<FillScreen>(services, *entity, rest);
  if (!rest.empty()) return nullptr;
  if (place == "conflicts") return std::make_unique<ConflictsScreen>(services, *entity);
  return std::make_unique<DoneScreen>(services, *entity);
}

}  // namespace

std::unique_ptr<Screen> make_surveyor_screen(const Route& route, Services& services) {
  if (route.part(0) != "survey") return nullptr;
  if (route.path.size() == 2 && route.part(1) == "responses") return std::make_unique<ResponsesScreen>(services);
  if (route.path.size() == 2 && route.part(1) == "sync") return std::make_unique<SyncScreen>(services);
  if (route.part(1) == "day" && route.path.size() <= 3) {
    const auto day = route.path.size() == 2 ? std::optional(to_civil(services.now()).date) : parse_date(route.part(2));
    return day ? std::make_unique<DaySummaryScreen>(services, *day) : nullptr;
  }
  auto work = make_work_screen(route, services);
  if (!work) return nullptr;
  return std::make_unique<NeedsStorage>(services, std::move(work));
}

}  // namespace motcua::ui
