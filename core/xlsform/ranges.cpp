#include "ranges.hpp"

#include <cmath>
#include <set>

#include "motcua/base/text.hpp"

namespace motcua::xlsform {
namespace {

bool is_multiple(double value, double step) {
  const double times = value / step;
  return std::abs(times - std::round(times)) < 1e-6;
}

class RangeReader {
 public:
  RangeReader(Form& form, Element& element) : form_(form), element_(element), given_(element.parameters) {}

  Status run() {
    MOTCUA_TRY(given_.allow({"end", "placeholder", "start", "step", "tick_interval", "tick_labelset"}));
    for (const std::string_view key : {"start", "end", "step", "tick_interval", "placeholder"}) {
      MOTCUA_TRY(given_.number(key));
    }
    start_ = value("start", 1);
    end_ = value("end", 10);
    step_ = value("step", 1);
    MOTCUA_TRY(size("step", step_));
    if (given_.has("tick_interval")) {
      const double tick = value("tick_interval", 1);
      MOTCUA_TRY(size("tick_interval", tick));
      if (!is_multiple(tick, step_)) return given_.wrong("tick_interval", "step × 1, 2, …");
    }
    if (given_.has("placeholder") && !inside(value("placeholder", 1)))
      return given_.wrong("placeholder", "start … end");
    MOTCUA_TRY(appearance());
    MOTCUA_TRY(labels());
    write();
    return {};
  }

 private:
  [[nodiscard]] double value(std::string_view key, double otherwise) const {
    return number_of(given_.find(key)).value_or(otherwise);
  }
  [[nodiscard]] bool inside(double number) const {
    return number >= std::min(start_, end_) - 1e-9 && number <= std::max(start_, end_) + 1e-9;
  }
  [[nodiscard]] Status size(std::string_view key, double number) const {
    if (number == 0) return given_.wrong(key, "≠ 0");
    if (std::abs(number) > std::abs(end_ - start_) + 1e-9) return given_.wrong(key, "≤ end - start");
    return {};
  }

  Status appearance() {
    const std::string* text = element_.find_control("appearance");
    if (text == nullptr) return {};
    for (const auto word : split(*text, ' ')) {
      if (word == "no-ticks") {
        no_ticks_ = true;
      } else if (!word.empty() && word != "vertical") {
        for (const std::string_view key : {"tick_interval", "placeholder", "tick_labelset"}) {
          if (given_.has(key)) return given_.wrong(key, "appearance: vertical, no-ticks");
        }
      }
    }
    return {};
  }

  Status labels() {
    if (!given_.has("tick_labelset")) return {};
    element_.list = given_.find("tick_labelset");
    const ChoiceList* list = form_.find_list(element_.list);
    if (list == nullptr) {
      return fail(ErrorCode::xlsform_list,
                  given_.place() + " " + quoted(element_.list) + suggestion(element_.list, form_.list_names()));
    }
    const double step = given_.has("tick_interval") ? value("tick_interval", 1) : step_;
    std::set<double> values;
    for (const Choice& choice : list->choices) {
      const auto number = number_of(choice.name);
      const auto wrong = [&](const std::string& why) {
        return given_.wrong("tick_labelset",
                            form_.choices_sheet.place(choice.row, "name") + " " + quoted(choice.name) + " " + why);
      };
      if (!number) return wrong("≠ 1, 2.5, …");
      if (!inside(*number)) return wrong("≠ start … end");
      if (no_ticks_) {
        if (*number != start_ && *number != end_) return wrong("≠ start, end");
      } else if (!is_multiple(*number - start_, step)) {
        return wrong("≠ start + step × 1, 2, …");
      }
      values.insert(*number);
    }
    if (no_ticks_ && values.size() > 2) return given_.wrong("tick_labelset", "≤ 2");
    return {};
  }

  void write() {
    const auto text = [this](std::string_view key, std::string_view otherwise) {
      return std::string(given_.has(key) ? given_.find(key) : otherwise);
    };
    bool decimal = false;
    for (const std::string_view key : {"start", "end", "step", "tick_interval", "placeholder"}) {
      decimal = decimal || given_.find(key).find('.') != std::string_view::npos;
    }
    if (decimal) set(element_.bind, "type", "decimal");
    set(element_.control, "start", text("start", "1"));
    set(element_.control, "end", text("end", "10"));
    set(element_.control, "step", text("step", "1"));
    if (given_.has("tick_interval")) set(element_.control, "odk:tick-interval", text("tick_interval", ""));
    if (given_.has("placeholder")) set(element_.control, "odk:placeholder", text("placeholder", ""));
  }

  Form& form_;
  Element& element_;
  const Parameters& given_;
  double start_ = 1;
  double end_ = 10;
  double step_ = 1;
  bool no_ticks_ = false;
};

}  // namespace

Status read_range(Form& form, Element& element) { return RangeReader(form, element).run(); }

}  // namespace motcua::xlsform
