#pragma once
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "paged_rows.hpp"
#include "screens/admin/desk_screen.hpp"
#include "screens/admin/screens.hpp"
#include "widgets/controls.hpp"
#include "widgets/filter_chip.hpp"
#include "widgets/search_field.hpp"
#include "widgets/sheet.hpp"
#include "widgets/surface.hpp"
#include "widgets/table.hpp"

namespace motcua::ui {

/// A long list of the desk: its filters stand in the address, its rows come as they are looked at. `Query` is what the
/// server is asked, `Row` what it answers.
template <class Row, class Query>
class ListScreen : public DeskScreen {
 public:
  ListScreen(const Route& route, Services& services)
      : DeskScreen(services),
        rows_(services.requests,
              {[this](std::uint32_t offset, std::uint32_t limit) { return ask(query_, offset, limit); },
               [this](const Reply& reply) {
                 auto page = read(reply);
                 if (!page) (void)ends_session(page.error());
                 return page;
               }}),
        printed_(services.requests),
        path_(route.path),
        asked_(route),
        revision_(services.desk_revision) {}

  bool arrive(const Route& route) final {
    if (route.path != path_) return false;
    asked_ = route;
    apply(parse(route));
    return true;
  }

 protected:
  using Rows = PagedRows<Row>;

  // What a list is.
  [[nodiscard]] virtual Query parse(const Route& route) const = 0;
  /// The query's part of the address; what is not asked for is left out.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> to_query(const Query& query) const = 0;
  [[nodiscard]] virtual sync::HttpRequest ask(const Query& query, std::uint32_t offset, std::uint32_t limit) const = 0;
  [[nodiscard]] virtual Result<typename Rows::Page> read(const Reply& reply) const = 0;
  [[nodiscard]] virtual std::string key(const Row& row) const = 0;
  [[nodiscard]] virtual std::string label(const Row& row) const = 0;
  /// The label and what tells the row apart from others of the same label.
  [[nodiscard]] virtual std::string spoken(const Row& row) const { return label(row); }
  [[nodiscard]] virtual std::string search_label(const Ui& ui) const = 0;
  [[nodiscard]] virtual std::string count_text(const Ui& ui, std::uint64_t count) const = 0;
  virtual void filters(Ui& ui) = 0;
  virtual void actions(Ui& ui) = 0;
  /// Below the filters: what they mean, what is selected.
  virtual void notes(Ui& ui) = 0;
  virtual void none_yet(Ui& ui) = 0;
  /// Columns, cells, cards and heights; the rows are the list's.
  [[nodiscard]] virtual TableOptions table_options(Ui& ui) = 0;
  virtual void sort_by(std::size_t column) = 0;
  virtual void details(Ui& ui, const Row& row) = 0;
  virtual bool own_dialog(Ui& ui) {
    (void)ui;
    return false;
  }
  virtual void new_query() {}
  [[nodiscard]] virtual PrintDocument print_head(const Ui& ui) const = 0;
  [[nodiscard]] virtual std::vector<std::string> print_row(const Ui& ui, const Row& row) const = 0;

  [[nodiscard]] const Query& query() const { return query_; }
  [[nodiscard]] TableState& state() { return state_; }
  /// A row that is there: a cell or a card is built of it.
  [[nodiscard]] const Row& row(std::size_t i) { return *rows_.at(i); }
  [[nodiscard]] std::uint64_t total() const { return rows_.total().value_or(0); }
  [[nodiscard]] std::uint64_t newest() const { return rows_.newest(); }
  /// Another query, as an entry of its own in the history: Back leads to the one before.
  void ask_for(const Query& query, bool replace = false) {
    services().navigator.go(to_hash({path_, {}, to_query(query)}), replace);
  }
  /// A filter that is on or off.
  void chip(Ui& ui, Key key, std::string label, Icon icon, bool on, const Query& toggled) {
    if (filter_chip(ui, key, {.label = std::move(label), .icon = icon, .on = on})) ask_for(toggled);
  }
  void refresh() { rows_.reload(); }
  /// The first thousand rows of the list, on paper.
  void print_button(Ui& ui) {
    if (icon_button(ui, "print",
                    {.icon = Icon::print, .name = ui.tr(Text::list_print), .disabled = total() == 0 || printing_}))
      start_printing(ui);
  }

  void forget() override {
    rows_.forget();
    state_ = {};
    opened_.reset();
    printing_ = false;
    printed_.drop();
  }

  void desk(Ui& ui) final {
    if (!rows_.total() && !rows_.error() && !rows_.reloading()) {
      query_ = parse(asked_);
      rows_.reload();
    }
    if (std::exchange(revision_, services().desk_revision) != services().desk_revision) rows_.reload();
    rows_.look();
    if (shortcuts().clear_wanted()) state_.clear();
    const bool fills = room_for_table(ui);  // Whatever is found: the field that is typed in must stay the same one.
    desk_page(ui,
              {.title = desk_title(ui),
               .current = to_hash({path_, {}}),
               .fill = fills,
               .dialog =
                   [&] {
                     if (!own_dialog(ui)) show_details(ui);
                   }},
              [&] { content(ui, fills); });
    rows_.fetch();
  }

 private:
  static constexpr std::size_t kMaxPrinted = 1000;

  void apply(Query query) {
    if (query == query_) return;
    query_ = std::move(query);
    state_ = {};
    new_query();
    rows_.reload();
  }

  void content(Ui& ui, bool fills) {
    tools(ui);
    if (ui.wide() || filters_open_) {
      const auto group =
          ui.node("filters", Flow::wrap, {.gap = space::s}, {.role = Role::group, .name = ui.tr(Text::list_filters)});
      filters(ui);
    }
    notes(ui);
    {
      const auto count = ui.node("count", Flow::column, {}, {.role = Role::status});
      if (rows_.total())
        ui.text(count_text(ui, total()), {.style = type::small_strong, .colour = Colour::on_surface_muted});
    }
    if (rows_.error()) {
      if (failure_notice(ui, *rows_.error())) rows_.retry();
    } else if (!rows_.total()) {
      loading(ui);
    } else if (total() > 0) {
      list(ui, fills);
    } else if (query_ == Query{}) {
      none_yet(ui);
    } else if (empty_state(ui, "no-match",
                           {.icon = Icon::search,
                            .title = ui.tr(Text::list_no_match),
                            .text = ui.tr(Text::list_no_match_text),
                            .action = ui.tr(Text::list_all)})) {
      ask_for({});
    }
  }

  void tools(Ui& ui) {
    const auto bar = ui.wrap({.gap = space::s, .align = Align::centre});
    {
      const auto field = ui.column({.grow = 1, .min_width = 240});
      if (shortcuts().search_wanted()) ui.want_focus(ui.id("search"));
      if (auto typed = search_field(ui, "search", {.label = search_label(ui), .value = query_.search})) {
        Query changed = query_;
        changed.search = std::move(*typed);
        ask_for(changed, true);
      }
    }
    const auto buttons = ui.row({.gap = space::xs, .align = Align::centre});
    if (!ui.wide()) {
      if (expander(ui, "open-filters", {.label = ui.tr(Text::list_filters), .open = filters_open_}))
        filters_open_ = !filters_open_;
    }
    actions(ui);
    shortcuts().help_button(ui);
  }

  void list(Ui& ui, bool fills) {
    TableOptions options = table_options(ui);
    options.name = desk_title(ui);
    options.rows = static_cast<std::size_t>(total());
    options.fills = fills;
    options.place = to_hash({path_, {}, to_query(query_)});
    options.state = [this](std::size_t i) {
      if (rows_.at(i) != nullptr) return RowState::there;
      return rows_.failed(i) ? RowState::failed : RowState::coming;
    };
    options.key = [this](std::size_t i) { return key(*rows_.at(i)); };
    options.label = [this](std::size_t i) { return label(*rows_.at(i)); };
    options.spoken = [this](std::size_t i) { return spoken(*rows_.at(i)); };
    if (const std::size_t shown = shown_rows(ui, options); shown < options.rows)
      ui.text(ui.tr(Text::list_cut, grouped(shown)), {.style = type::small});
    const TableAnswer answer = table(ui, "rows", options, state_);
    if (answer.sorted) sort_by(*answer.sorted);
    if (answer.retry) rows_.retry();
    if (answer.opened && rows_.at(*answer.opened) != nullptr) {
      opened_ = *rows_.at(*answer.opened);
      services().navigator.open_overlay("row");
    }
  }

  void show_details(Ui& ui) {
    if (services().navigator.overlay() != "row") return;
    if (!opened_) return ask_for(query_, true);  // An address that was kept: the row is not known any more.
    if (sheet(ui, "details", {.title = label(*opened_), .body = [&] { details(ui, *opened_); }}))
      services().navigator.close_overlay();
  }

  // --- printing ----------------------------------------------------------------------------------------------------
  void start_printing(const Ui& ui) {
    printing_ = true;
    PrintDocument document = print_head(ui);
    document.notes.push_back(count_text(ui, total()));
    if (total() > kMaxPrinted) document.notes.push_back(ui.tr(Text::list_print_cut, grouped(kMaxPrinted)));
    print_on(ui, std::move(document));
  }
  /// `ui` only translates: it outlives the screen.
  void print_on(const Ui& ui, PrintDocument document) {
    const auto from = static_cast<std::uint32_t>(document.rows.size());
    printed_.post(ask(query_, from, 200), [this, &ui, document = std::move(document)](const Reply& reply) mutable {
      const auto page = read(reply);
      if (!page) {
        printing_ = false;
        if (!ends_session(page.error())) services().show(failure_text(ui, page.error()));
        return;
      }
      for (const Row& row : page->rows) document.rows.push_back(print_row(ui, row));
      if (!page->rows.empty() && document.rows.size() < std::min<std::uint64_t>(page->total, kMaxPrinted))
        return print_on(ui, std::move(document));
      printing_ = false;
      services().host.print(document);
    });
  }

  Rows rows_;
  Pending printed_;
  std::vector<std::string> path_;
  Route asked_;
  Query query_;
  TableState state_;
  std::optional<Row> opened_;
  std::uint64_t revision_;
  bool filters_open_ = false, printing_ = false;
};

}  // namespace motcua::ui
