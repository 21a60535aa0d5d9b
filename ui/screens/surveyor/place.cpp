#include "screens/surveyor/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "motcua/base/text.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"

namespace motcua::ui {
namespace {

using forms::ItemView;

/// ODK's own: a reading as good as this is taken without being asked for.
constexpr double kGoodEnough = 5;
/// The place is taken: the page stops measuring.
constexpr const char* kTaken = "taken";

/// A typed coordinate, with the comma that a Vietnamese keyboard has as its point; empty when it is none.
std::string coordinate(std::string_view typed, double most) {
  std::string text(trim(typed));
  std::ranges::replace(text, ',', '.');
  if (text.empty() || text.find_first_not_of("0123456789.-") != std::string::npos) return {};
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() + text.size() && std::abs(number) <= most ? text : std::string();
}

std::optional<std::string> coordinate_field(Ui& ui, Key key, Text label, const std::string& value, double most,
                                            const QuestionOptions& options) {
  const bool wrong = !value.empty() && coordinate(value, most).empty();
  const std::string limit = std::to_string(static_cast<int>(most));
  return text_field(ui, key,
                    {.label = ui.tr(label),
                     .value = value,
                     .field = Field::decimal,
                     .problem = wrong ? ui.tr(Text::place_wrong, limit, limit) : options.problem});
}

std::string metres(double accuracy) { return fmt::format("{:.0f}", std::max(1.0, accuracy)); }

double accuracy_of(std::string_view place) {
  const auto parts = split(place, ' ');
  return parts.size() < 4 ? 0 : std::strtod(std::string(parts[3]).c_str(), nullptr);
}

double threshold(const ItemView& item) {
  for (const auto& [name, value] : item.attributes) {
    if (name.substr(name.find(':') + 1) != "accuracyThreshold") continue;
    const double metres = std::strtod(value.c_str(), nullptr);
    if (metres > 0) return metres;
  }
  return kGoodEnough;
}

/// The button that begins and ends measuring, what is measured so far, and what to do where it is not possible. Returns
/// a place that was taken: by the person, at any accuracy, or because it is good enough.
std::optional<std::string> measure(Ui& ui, const ItemView& item, Text take, bool takes_good_ones,
                                   const QuestionOptions& options) {
  QuestionState& state = *options.state;
  const NodeId id = ui.id("measure");
  bool is_new = false;
  if (const auto told = ui.typed(id)) {
    if (const auto place = measured_place(*told)) {
      const double accuracy = accuracy_of(*place);
      is_new = true;
      state.device = "on";
      if (state.best_place.empty() || accuracy <= state.best_accuracy || !takes_good_ones) {
        state.best_place = *place;
        state.best_accuracy = accuracy;
      }
    } else {
      if (*told == "on") state.best_place.clear();
      state.device = *told;
    }
  }
  const bool measuring = state.device == "on";
  const std::string label = ui.tr(measuring ? Text::place_stop : Text::place_measure);
  {
    const auto box = ui.node(
        "measure", Flow::row,
        {.gap = space::s,
         .padding = Edges::symmetric(space::xl, space::m),
         .align = Align::centre,
         .justify = Justify::centre,
         .min_height = kTouch,
         .fill = measuring ? Colour::none : Colour::primary_container,
         .border = measuring ? Colour::outline : Colour::none,
         .radius = radius::full},
        {.role = Role::locator, .name = label + ": " + name_of(item), .value = state.device == kTaken ? "off" : ""});
    const Colour colour = measuring ? Colour::primary : Colour::on_primary_container;
    ui.icon(measuring ? Icon::stop_circle : Icon::my_location, 20, colour);
    ui.text(label, {.style = type::body_strong, .colour = colour, .align = Align::centre, .silent = true});
  }
  std::optional<std::string> taken;
  {
    // Always there: what changes inside is announced.
    const auto status = ui.node("measured", Flow::column, {.gap = space::xs}, {.role = Role::status});
    if (state.device == "denied" || state.device == "failed") {
      problem_line(ui, ui.tr(state.device == "denied" ? Text::place_denied : Text::place_failed), false);
    } else if (measuring) {
      ui.text(
          state.best_place.empty() ? ui.tr(Text::place_waiting) : ui.tr(Text::place_best, metres(state.best_accuracy)),
          {.style = type::small, .colour = Colour::on_surface_muted});
    }
  }
  if (!measuring || state.best_place.empty()) return std::nullopt;
  const bool good = takes_good_ones && is_new && state.best_accuracy > 0 && state.best_accuracy <= threshold(item);
  if (button(ui, "take", {.label = ui.tr(take, metres(state.best_accuracy)), .icon = Icon::check}) || good)
    taken = state.best_place;
  return taken;
}

}  // namespace

std::optional<std::string> measured_place(std::string_view reading) {
  const auto parts = split(reading, ' ');
  if (parts.size() != 4) return std::nullopt;
  if (coordinate(parts[0], 90).empty() || coordinate(parts[1], 180).empty()) return std::nullopt;
  if (coordinate(parts[2], 1e5).empty() || coordinate(parts[3], 1e7).empty()) return std::nullopt;
  return std::string(reading);
}

std::optional<std::string> place_question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool cleared = label_with_clear(ui, item, options);
  hint_or_problem(ui, item, options);
  QuestionState& state = *options.state;
  if (!item.value.empty()) {  // What is stored is what is shown.
    const auto parts = split(item.value, ' ');
    state.latitude = parts[0];
    state.longitude = parts.size() > 1 ? parts[1] : std::string_view();
  }
  std::optional<std::string> answer;
  const auto group = ui.node("answer", Flow::column, {.gap = space::m},
                             {.role = Role::group,
                              .name = spoken_name(ui, item),
                              .description = description_of(item, options),
                              .language = std::string(options.language)});
  if (options.focus) ui.want_focus(ui.id("latitude"));
  if (auto measured = measure(ui, item, Text::place_take, true, options)) {
    state.device = kTaken;
    answer = std::move(measured);
  }
  if (const double accuracy = accuracy_of(item.value); accuracy > 0 && state.device != "on")
    ui.text(ui.tr(Text::place_accuracy, metres(accuracy)), {.style = type::small, .colour = Colour::on_surface_muted});
  QuestionOptions quiet = options;
  quiet.problem.clear();  // Told once, above both fields.
  const auto latitude = coordinate_field(ui, "latitude", Text::place_latitude, state.latitude, 90, quiet);
  const auto longitude = coordinate_field(ui, "longitude", Text::place_longitude, state.longitude, 180, quiet);
  if (latitude) state.latitude = *latitude;
  if (longitude) state.longitude = *longitude;
  if (latitude || longitude) {
    const std::string north = coordinate(state.latitude, 90);
    const std::string east = coordinate(state.longitude, 180);
    // Half a place is none.
    if (!north.empty() && !east.empty()) {
      answer = north + " " + east + " 0 0";
    } else if (!item.value.empty()) {
      answer = std::string();
    }
  }
  if (cleared) {
    state.latitude.clear();
    state.longitude.clear();
    return std::string();
  }
  return answer;
}

std::optional<std::string> shape_question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  const bool cleared = label_with_clear(ui, item, options);
  hint_or_problem(ui, item, options);
  std::optional<std::string> answer;
  const auto group = ui.node("answer", Flow::column, {.gap = space::m},
                             {.role = Role::group,
                              .name = spoken_name(ui, item),
                              .description = description_of(item, options),
                              .language = std::string(options.language)});
  const bool is_area = item.type == forms::DataType::geoshape;
  // Points that are too few for a line or an area are no answer yet.
  std::string& walked = options.state->walked;
  std::vector<std::string> points;
  for (const std::string_view point : split(item.value.empty() ? walked : item.value, ';')) {
    if (!trim(point).empty()) points.emplace_back(trim(point));
  }
  // The last corner of an area is its first again.
  if (is_area && points.size() > 1 && points.back() == points.front()) points.pop_back();
  const auto joined = [&] {
    std::string out;
    for (const std::string& point : points) out += (out.empty() ? "" : ";") + point;
    return out;
  };
  const auto give = [&] {
    const bool enough = points.size() >= (is_area ? 3U : 2U);
    walked = enough ? std::string() : joined();
    if (enough || !item.value.empty()) answer = enough ? joined() : std::string();
  };
  ui.text(points.empty() ? ui.tr(Text::shape_walk) : ui.tr(Text::shape_points, std::to_string(points.size())),
          {.style = type::small_strong, .colour = Colour::on_surface_muted});
  if (auto point = measure(ui, item, Text::shape_add, false, options)) {
    points.push_back(std::move(*point));
    give();
  }
  if (!points.empty() && button(ui, "undo",
                                {.label = ui.tr(Text::shape_undo),
                                 .icon = Icon::undo,
                                 .look = Look::text,
                                 .name = ui.tr(Text::shape_undo) + ": " + name_of(item)})) {
    points.pop_back();
    give();
  }
  if (options.focus) ui.want_focus(ui.id("typed"));
  const std::string& shown = options.typed != nullptr ? *options.typed : item.value;
  if (const auto typed = text_field(ui, "typed",
                                    {.label = ui.tr(Text::shape_typed) + ": " + name_of(item),
                                     .value = shown,
                                     .hint = ui.tr(Text::shape_hint),
                                     .problem = options.problem,
                                     .required = item.required,
                                     .area = true}))
    answer = *typed;
  if (cleared) walked.clear();
  return cleared ? std::string() : answer;
}

}  // namespace motcua::ui
