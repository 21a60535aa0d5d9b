#include "widgets/table.hpp"

#include <algorithm>
#include <cmath>

#include "painter.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"
#include "widgets/virtual_rows.hpp"

namespace motcua::ui {
namespace {

/// Firefox lays out no element that is higher than 17.8 million pixels.
constexpr float kMaxContent = 17'000'000;
constexpr float kCardGap = space::m;
/// Lower windows scroll as a whole.
constexpr float kLeastRoom = 600;

float height_of(const Ui& ui, const RowHeight& height) { return height.lines * ui.text_scale() + height.room; }

std::string row_key(std::size_t row) { return "row " + std::to_string(row); }

/// One table in one build.
class Table {
 public:
  Table(Ui& ui, const TableOptions& options, TableState& state)
      : ui_(ui), options_(options), state_(state), rows_(shown_rows(ui, options)), wide_(ui.wide()) {}

  TableAnswer build(Key key) {
    if (!wide_) {
      const auto scope = ui_.keyed(key);
      body(height_of(ui_, options_.card_height) + kCardGap);
      return answer_;
    }
    const auto box = ui_.node(
        key, Flow::column,
        {.grow = options_.fills ? 1.0F : 0.0F, .fill = Colour::surface, .border = Colour::divider, .radius = radius::m},
        {.role = Role::table,
         .name = options_.name,
         .value = std::to_string(rows_ + 1),
         .flags = kRoving | (options_.choosable ? kChoosable : 0U)});
    head();
    divider(ui_);
    if (options_.fills) {
      const auto scroller = ui_.scroller("body " + options_.place, {.grow = 1}, {});
      body(height_of(ui_, options_.row_height));
    } else {
      body(height_of(ui_, options_.row_height));
    }
    return answer_;
  }

 private:
  // --- the head ----------------------------------------------------------------------------------------------------
  void head() {
    const auto row = ui_.node("head", Flow::row, row_box(), {.role = Role::row, .value = "1"});
    if (options_.choosable) {
      const auto cell = ui_.node("choose", Flow::column, {.width = kTouch},
                                 {.role = Role::column_header, .name = ui_.tr(Text::table_choose)});
      if (tick("all", ui_.tr(Text::table_choose_all), state_.all_chosen, false)) {
        state_.chosen.clear();
        state_.all_chosen = !state_.all_chosen;
      }
    }
    for (std::size_t c = 0; c < options_.columns.size(); ++c) column_head(c);
  }

  void column_head(std::size_t c) {
    static constexpr const char* kOrders[] = {"", "none", "ascending", "descending"};
    const Column& column = options_.columns[c];
    const auto cell = ui_.node(
        "column " + std::to_string(c), Flow::column, {.grow = column.share},
        {.role = Role::column_header, .name = column.title, .value = kOrders[static_cast<std::size_t>(column.order)]});
    if (column.order == SortOrder::fixed) {
      ui_.text(column.title, {.style = type::small_strong, .colour = Colour::on_surface_muted, .silent = true});
      return;
    }
    const bool sorted = column.order != SortOrder::none;
    const NodeId id = ui_.id("sort");
    const auto button = ui_.node(
        "sort", Flow::row,
        {.gap = space::xs, .align = Align::centre, .min_width = kTouch, .min_height = kTouch, .radius = radius::s},
        {.role = Role::button, .name = column.title});
    ui_.text(
        column.title,
        {.style = type::small_strong, .colour = sorted ? Colour::primary : Colour::on_surface_muted, .silent = true});
    if (sorted)
      ui_.icon(column.order == SortOrder::ascending ? Icon::expand_less : Icon::expand_more, 20, Colour::primary);
    if (ui_.activated(id)) answer_.sorted = c;
  }

  // --- the rows ----------------------------------------------------------------------------------------------------
  void body(float height) {
    if (rows_ == 0) return;
    if (state_.cursor && *state_.cursor >= rows_) state_.cursor = rows_ - 1;
    const NodeId scroller = ui_.current_scroller();
    const auto window = ui_.last_rect(scroller);
    const auto page =
        static_cast<std::size_t>(std::max(1.0F, std::floor((window ? window->h : ui_.viewport().height) / height) - 1));
    const std::size_t top = std::min(
        rows_ - 1, static_cast<std::size_t>(std::max(0.0F, std::ceil((ui_.scroll_of(scroller) - above()) / height))));
    take_key(page, top);
    if (state_.cursor) {
      const auto scope = ui_.keyed("rows");
      if (std::exchange(moved_, false)) ui_.want_focus(focus_of(*state_.cursor));
    }
    // Tab finds the row of the keyboard; before there is one, the first in sight.
    const std::size_t stop = state_.cursor.value_or(top);
    virtual_rows(
        ui_, "rows", rows_, height, [&](std::size_t i) { wide_ ? row(i, height, i == stop) : card(i, height); },
        {.role = wide_ ? Role::row_group : Role::list, .name = wide_ ? std::string() : options_.name}, state_.cursor);
  }

  /// What stands above the rows in their scroller.
  [[nodiscard]] float above() const {
    const auto rows = ui_.last_rect(ui_.id("rows"));
    const auto window = ui_.last_rect(ui_.current_scroller());
    return rows && window ? rows->y - window->y : 0;
  }

  /// The node of a row that takes the keyboard's focus; inside the scope of "rows".
  [[nodiscard]] NodeId focus_of(std::size_t i) const {
    if (wide_) return ui_.id(row_key(i));
    const auto scope = ui_.keyed(row_key(i));
    return ui_.id("open");
  }

  void take_key(std::size_t page, std::size_t top) {
    const std::string_view key = ui_.key();
    if (key.empty()) return;
    const std::size_t last = rows_ - 1;
    const auto at = state_.cursor;
    if (key == "ArrowDown" || key == "j") {
      go(at ? std::min(*at + 1, last) : top);
    } else if (key == "ArrowUp" || key == "k") {
      go(at ? *at - std::min<std::size_t>(*at, 1) : top);
    } else if (key == "PageDown") {
      go(at ? std::min(*at + page, last) : top);
    } else if (key == "PageUp") {
      go(at ? *at - std::min(*at, page) : top);
    } else if (key == "Home") {
      go(0);
    } else if (key == "End") {
      go(last);
    } else if (at && options_.state(*at) == RowState::there) {
      if (key == "Enter") answer_.opened = at;
      if (options_.choosable && (key == " " || key == "x")) toggle(options_.key(*at));
    }
  }
  void go(std::size_t row) {
    state_.cursor = row;
    moved_ = true;
  }

  /// Tab or a finger has come to another row.
  void follow_focus(NodeId id, std::size_t i) {
    if (!ui_.focused(id) || state_.focus == id) return;
    state_.focus = id;
    state_.cursor = i;
  }

  void toggle(const std::string& key) {
    if (state_.all_chosen) return state_.clear();  // Which the others are is not known here.
    if (state_.chosen.erase(key) == 0) state_.chosen.insert(key);
  }

  [[nodiscard]] static Box row_box() {
    return {.gap = space::l, .padding = Edges::symmetric(space::l, 0), .align = Align::centre, .min_height = 56};
  }

  /// The label of the row: opens it. Tab passes over it where the keyboard is on rows.
  void open_button(std::size_t i, float lines) {
    const std::string label = options_.label(i);
    const NodeId id = ui_.id("open");
    const auto button = ui_.node(
        "open", Flow::row, {.align = Align::centre, .min_width = kTouch, .min_height = kTouch, .radius = radius::s},
        {.role = Role::button, .name = spoken(i), .flags = wide_ ? kSkipped : 0U});
    ui_.text(label, {.style = type::body_strong,
                     .colour = Colour::primary,
                     .silent = true,
                     .may_break_words = true,
                     .grow = 1,
                     .lines = static_cast<std::uint8_t>(lines)});
    if (!ui_.activated(id)) return;
    state_.cursor = i;
    answer_.opened = i;
  }

  [[nodiscard]] std::string spoken(std::size_t i) const {
    return options_.spoken ? options_.spoken(i) : options_.label(i);
  }

  /// A box to tick without a word of its own.
  bool tick(Key key, const std::string& name, bool on, bool skipped) {
    const NodeId id = ui_.id(key);
    const auto box =
        ui_.node(key, Flow::row,
                 {.align = Align::centre,
                  .justify = Justify::centre,
                  .self = Align::centre,
                  .min_width = kTouch,
                  .min_height = kTouch,
                  .radius = radius::full},
                 {.role = Role::checkbox, .name = name, .flags = (on ? kChecked : 0U) | (skipped ? kSkipped : 0U)});
    ui_.icon(on ? Icon::check_box : Icon::check_box_outline_blank, 24, on ? Colour::primary : Colour::outline);
    return ui_.activated(id);
  }

  void choose_box(std::size_t i, const std::string& key) {
    if (tick("choose", ui_.tr(Text::table_choose_row, spoken(i)), state_.is_chosen(key), wide_)) toggle(key);
  }

  void row(std::size_t i, float height, bool stop) {
    const RowState there = options_.state(i);
    const bool chosen = there == RowState::there && options_.choosable && state_.is_chosen(options_.key(i));
    Box box = row_box();
    box.height = height;
    if (chosen) box.fill = Colour::primary_container;
    const NodeId id = ui_.id(row_key(i));
    follow_focus(id, i);
    const auto scope = ui_.node(row_key(i), Flow::row, box,
                                {.role = Role::row,
                                 .value = std::to_string(i + 2),
                                 .flags = kRoving | (stop ? kTabStop : 0U) | (options_.choosable ? kChoosable : 0U) |
                                          (chosen ? kSelected : 0U) | (there == RowState::coming ? kBusy : 0U)});
    ui_.paint([](Painter& painter, const Rect& rect) {
      painter.line(rect.x, rect.y + rect.h - 0.5F, rect.x + rect.w, rect.y + rect.h - 0.5F, Colour::divider, 1);
    });
    if (there != RowState::there) return absent(there);
    // What is inside belongs to the record: when rows move, a tap on one never reaches another.
    const std::string key = options_.key(i);
    const auto record = ui_.keyed(key);
    if (options_.choosable) {
      const auto cell = ui_.node("mark", Flow::column, {.width = kTouch}, {.role = Role::cell});
      choose_box(i, key);
    }
    for (std::size_t c = 0; c < options_.columns.size(); ++c) {
      const auto cell = ui_.node("column " + std::to_string(c), Flow::column, {.grow = options_.columns[c].share},
                                 {.role = Role::cell});
      if (c == 0) {
        open_button(i, 2);
      } else {
        options_.cell(ui_, i, c);
      }
    }
  }

  void card(std::size_t i, float height) {
    const auto room = ui_.column({.padding = {0, 0, 0, kCardGap}, .height = height});
    const RowState there = options_.state(i);
    const bool chosen = there == RowState::there && options_.choosable && state_.is_chosen(options_.key(i));
    const auto item = ui_.node(row_key(i), Flow::column,
                               {.gap = space::xs,
                                .padding = {space::l, space::xs, space::l, space::m},
                                .grow = 1,
                                .fill = chosen ? Colour::primary_container : Colour::surface,
                                .radius = radius::l,
                                .elevation = 1},
                               {.role = Role::list_item,
                                .value = std::to_string(i + 1) + "|" + std::to_string(rows_),
                                .flags = there == RowState::coming ? kBusy : 0U});
    if (there != RowState::there) return absent(there);
    const std::string key = options_.key(i);
    follow_focus(ui_.id("open"), i);
    {
      const auto top = ui_.row({.gap = space::xs, .align = Align::centre});
      {
        const auto label = ui_.column({.grow = 1});
        open_button(i, 2);
      }
      if (options_.choosable) {
        const auto record = ui_.keyed(key);
        choose_box(i, key);
      }
    }
    options_.card(ui_, i);
  }

  /// A row that is on its way, or did not come.
  void absent(RowState state) {
    const auto cell = ui_.node("absent", Flow::row, {.align = Align::centre, .grow = 1},
                               {.role = wide_ ? Role::cell : Role::group,
                                .name = ui_.tr(state == RowState::coming ? Text::loading : Text::table_failed)});
    if (state == RowState::coming) {
      const auto line = ui_.column({.grow = 1, .height = 16, .fill = Colour::divider, .radius = radius::s});
      return;
    }
    ui_.text(ui_.tr(Text::table_failed),
             {.style = type::small, .colour = Colour::on_surface_muted, .silent = true, .grow = 1, .capped = true});
    if (std::exchange(retry_offered_, true)) return;
    if (button(ui_, "retry", {.label = ui_.tr(Text::try_again), .icon = Icon::refresh, .look = Look::tonal}))
      answer_.retry = true;
  }

  Ui& ui_;
  const TableOptions& options_;
  TableState& state_;
  std::size_t rows_;
  bool wide_;
  bool moved_ = false, retry_offered_ = false;
  TableAnswer answer_;
};

}  // namespace

TableAnswer table(Ui& ui, Key key, const TableOptions& options, TableState& state) {
  return Table(ui, options, state).build(key);
}

std::size_t shown_rows(const Ui& ui, const TableOptions& options) {
  const float height = ui.wide() ? height_of(ui, options.row_height) : height_of(ui, options.card_height) + kCardGap;
  return std::min(options.rows, static_cast<std::size_t>(kMaxContent / height));
}

bool room_for_table(const Ui& ui) { return ui.wide() && ui.viewport().height >= kLeastRoom * ui.text_scale(); }

}  // namespace motcua::ui
