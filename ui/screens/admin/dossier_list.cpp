#include <charconv>

#include "motcua/base/civil_time.hpp"
#include "motcua/dossier/messages.hpp"
#include "screens/admin/list_screen.hpp"
#include "screens/dossier_words.hpp"

namespace motcua::ui {
namespace {

using dossier::DossierOrder;
using dossier::DossierQuery;
using dossier::DossierRow;

// Columns; the first is the code.
constexpr std::size_t kProcedure = 1, kState = 2, kReceived = 3, kDue = 4;

std::string day(const std::optional<Instant>& instant) { return instant ? display_date(to_civil(*instant).date) : "–"; }

std::optional<dossier::State> state_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return dossier::state_from_number(number);
}

class DossierListScreen final : public ListScreen<DossierRow, DossierQuery> {
 public:
  DossierListScreen(const Route& route, Services& services) : ListScreen(route, services), export_(services.requests) {}

 protected:
  std::string desk_title(const Ui& ui) const override { return ui.tr(Text::dossiers_title); }
  bool for_officers() const override { return true; }

  DossierQuery parse(const Route& route) const override {
    DossierQuery query{.search = std::string(route.asked("q")),
                       .state = state_of(route.asked("state")),
                       .open = route.asked("open") == "1",
                       .overdue = route.asked("overdue") == "1"};
    if (route.asked("sort") == "due") query.order = DossierOrder::due;
    // Of what is due the earliest comes first, of what was received the latest.
    query.ascending = query.order == DossierOrder::due ? route.asked("order") != "desc" : route.asked("order") == "asc";
    return query;
  }
  std::vector<std::pair<std::string, std::string>> to_query(const DossierQuery& query) const override {
    std::vector<std::pair<std::string, std::string>> out;
    if (!query.search.empty()) out.emplace_back("q", query.search);
    if (query.state) out.emplace_back("state", std::to_string(static_cast<int>(*query.state)));
    if (query.open) out.emplace_back("open", "1");
    if (query.overdue) out.emplace_back("overdue", "1");
    const bool by_due = query.order == DossierOrder::due;
    if (by_due) out.emplace_back("sort", "due");
    if (query.ascending != by_due) out.emplace_back("order", query.ascending ? "asc" : "desc");
    return out;
  }
  sync::HttpRequest ask(const DossierQuery& query, std::uint32_t offset, std::uint32_t limit) const override {
    return signed_request(dossier::kDossierListPath,
                          dossier::encode(dossier::DossierListRequest{offset, limit, query}));
  }
  Result<Rows::Page> read(const Reply& reply) const override {
    MOTCUA_TRY_ASSIGN(auto list, read_reply<dossier::DossierListReply>(reply, [](ByteView bytes) {
                        return dossier::decode<dossier::DossierListReply>(bytes);
                      }));
    return Rows::Page{.total = list.total, .rows = std::move(list.rows)};
  }
  std::string key(const DossierRow& row) const override { return row.code; }
  std::string label(const DossierRow& row) const override { return row.code; }
  std::string search_label(const Ui& ui) const override { return ui.tr(Text::dossiers_search); }
  std::string count_text(const Ui& ui, std::uint64_t count) const override {
    return ui.tr(Text::dossiers_count, grouped(count));
  }

  void filters(Ui& ui) override {
    const auto toggled = [&](bool DossierQuery::* flag) {
      DossierQuery changed = query();
      changed.*flag = !(changed.*flag);
      return changed;
    };
    chip(ui, "overdue", ui.tr(Text::filter_overdue), Icon::warning, query().overdue, toggled(&DossierQuery::overdue));
    chip(ui, "open", ui.tr(Text::filter_open), Icon::hourglass_top, query().open, toggled(&DossierQuery::open));
    for (int number = 1; number <= 10; ++number) {
      const dossier::State state = *dossier::state_from_number(number);
      const StateWords& words = words_of(state);
      const bool on = query().state == state;
      DossierQuery changed = query();
      changed.state = on ? std::nullopt : std::optional(state);
      chip(ui, "state " + std::to_string(number), ui.tr(words.label), words.icon, on, changed);
    }
    if (ui.wide()) return;  // There the heads of the columns put in order.
    DossierQuery changed = query();
    const bool by_due = query().order == DossierOrder::due;
    changed.order = by_due ? DossierOrder::received : DossierOrder::due;
    changed.ascending = !by_due;
    chip(ui, "by-due", ui.tr(Text::sort_by_due), Icon::event, by_due, changed);
  }

  void notes(Ui& ui) override {
    if (query().overdue) ui.text(ui.tr(Text::overdue_meaning), {.style = type::small});
  }

  void actions(Ui& ui) override {
    print_button(ui);
    if (icon_button(
            ui, "export",
            {.icon = Icon::download, .name = ui.tr(Text::list_export), .disabled = total() == 0 || export_.waiting()}))
      export_list(ui);
  }

  void none_yet(Ui& ui) override {
    empty_state(
        ui, "none",
        {.icon = Icon::folder_open, .title = ui.tr(Text::dossiers_empty), .text = ui.tr(Text::dossiers_empty_text)});
  }

  TableOptions table_options(Ui& ui) override {
    const auto order = [this](DossierOrder by) {
      if (query().order != by) return SortOrder::none;
      return query().ascending ? SortOrder::ascending : SortOrder::descending;
    };
    return {.columns = {{ui.tr(Text::column_code), 2.4F},
                        {ui.tr(Text::column_procedure), 2.8F},
                        {ui.tr(Text::column_state), 2.2F},
                        {ui.tr(Text::column_accepted), 1.3F, order(DossierOrder::received)},
                        {ui.tr(Text::column_due), 1.3F, order(DossierOrder::due)}},
            .cell = [this](Ui& u, std::size_t i, std::size_t column) { cell(u, row(i), column); },
            .card = [this](Ui& u, std::size_t i) { card_of(u, row(i)); },
            .row_height = {54, 24},
            .card_height = card_height(ui)};
  }

  void sort_by(std::size_t column) override {
    const DossierOrder by = column == kDue ? DossierOrder::due : DossierOrder::received;
    DossierQuery changed = query();
    changed.ascending = changed.order == by ? !changed.ascending : by == DossierOrder::due;
    changed.order = by;
    ask_for(changed);
  }

  void details(Ui& ui, const DossierRow& row) override {
    {
      const auto chips = ui.wrap({.gap = space::s});
      state_chip(ui, row.state);
      if (row.overdue) chip_overdue(ui);
    }
    fact(ui, Icon::description, ui.tr(Text::column_procedure), row.procedure_name);
    fact(ui, Icon::business, ui.tr(Text::column_unit), row.unit);
    if (row.received) fact(ui, Icon::schedule, ui.tr(Text::column_accepted), display_instant(*row.received));
    if (row.due) fact(ui, Icon::event, ui.tr(Text::column_due), display_instant(*row.due));
    if (row.finished) fact(ui, Icon::task_alt, ui.tr(Text::column_finished), display_instant(*row.finished));
    if (row.overdue) ui.text(ui.tr(Text::overdue_meaning), {.style = type::small, .colour = Colour::on_surface_muted});
  }

  PrintDocument print_head(const Ui& ui) const override {
    PrintDocument document{
        .title = ui.tr(Text::dossiers_title) + " – " + services().desk->office_name,
        .columns = {ui.tr(Text::column_code), ui.tr(Text::column_procedure), ui.tr(Text::column_state),
                    ui.tr(Text::column_accepted), ui.tr(Text::column_due), ui.tr(Text::filter_overdue)}};
    document.notes.push_back(ui.tr(Text::overview_as_of, display_instant(services().now())));
    if (!query().search.empty()) document.notes.push_back(ui.tr(Text::list_searched, query().search));
    if (query().state) document.notes.push_back(ui.tr(words_of(*query().state).label));
    if (query().open) document.notes.push_back(ui.tr(Text::filter_open));
    if (query().overdue) document.notes.push_back(ui.tr(Text::overdue_meaning));
    return document;
  }
  std::vector<std::string> print_row(const Ui& ui, const DossierRow& row) const override {
    return {row.code,          row.procedure_name, ui.tr(words_of(row.state).label),
            day(row.received), day(row.due),       row.overdue ? ui.tr(Text::filter_overdue) : std::string()};
  }

 private:
  static void chip_overdue(Ui& ui) { ui::chip(ui, ui.tr(Text::filter_overdue), Tone::danger, Icon::warning); }

  static void cell(Ui& ui, const DossierRow& row, std::size_t column) {
    switch (column) {
      case kProcedure:
        ui.text(row.procedure_name, {.style = type::small, .lines = 2});
        break;
      case kState:
        state_chip(ui, row.state);
        break;
      case kReceived:
        ui.text(day(row.received));
        break;
      default:
        ui.text(day(row.due), {.style = row.overdue ? type::body_strong : type::body,
                               .colour = row.overdue ? Colour::danger : Colour::on_surface});
        if (row.overdue)
          ui.text(ui.tr(Text::filter_overdue), {.style = type::caption_strong, .colour = Colour::danger});
        break;
    }
  }

  /// Low enough that a phone scrolls through a hundred thousand; higher where the words need more lines.
  static RowHeight card_height(const Ui& ui) {
    if (ui.huge_text()) return {150, 100};
    return ui.viewport().width < 360 * ui.text_scale() ? RowHeight{100, 86} : RowHeight{114, 38};
  }

  static void card_of(Ui& ui, const DossierRow& row) {
    ui.text(row.procedure_name, {.lines = 1});
    state_chip(ui, row.state);
    const std::string due = row.due ? ui.tr(Text::dossier_due_on, day(row.due)) : ui.tr(Text::dossier_no_due);
    ui.text(row.overdue ? ui.tr(Text::filter_overdue) + " · " + due : due,
            {.style = row.overdue ? type::small_strong : type::small,
             .colour = row.overdue ? Colour::danger : Colour::on_surface_muted});
  }

  void export_list(const Ui& ui) {
    export_.post(signed_request(dossier::kDossierExportPath, dossier::encode(dossier::DossierExportRequest{query()})),
                 [this, &ui](const Reply& reply) {
                   const auto file = read_reply<dossier::DossierExportReply>(
                       reply, [](ByteView bytes) { return dossier::decode<dossier::DossierExportReply>(bytes); });
                   if (file) {
                     services().host.save_file("ho-so.csv", as_bytes(file->csv));
                     services().show(ui.tr(Text::list_exported));
                   } else if (!ends_session(file.error())) {
                     services().show(failure_text(ui, file.error()));
                   }
                 });
  }

  void forget() override {
    ListScreen::forget();
    export_.drop();
  }

  Pending export_;
};

}  // namespace

std::unique_ptr<Screen> make_dossier_list_screen(const Route& route, Services& services) {
  return std::make_unique<DossierListScreen>(route, services);
}

}  // namespace motcua::ui
