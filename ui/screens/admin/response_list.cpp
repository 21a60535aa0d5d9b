#include "motcua/base/civil_time.hpp"
#include "motcua/survey/messages.hpp"
#include "screens/admin/list_screen.hpp"

namespace motcua::ui {
namespace {

using survey::ResponseQuery;
using survey::ResponseRow;

constexpr const char* kConfirmOverlay = "review";

class ResponseListScreen final : public ListScreen<ResponseRow, ResponseQuery> {
 public:
  ResponseListScreen(const Route& route, Services& services) : ListScreen(route, services), sent_(services.requests) {}

 protected:
  std::string desk_title(const Ui& ui) const override { return ui.tr(Text::responses_title); }

  ResponseQuery parse(const Route& route) const override {
    return {.search = std::string(route.asked("q")),
            .broken = route.asked("broken") == "1",
            .unseen = route.asked("unseen") == "1",
            .ascending = route.asked("order") == "asc"};
  }
  std::vector<std::pair<std::string, std::string>> to_query(const ResponseQuery& query) const override {
    std::vector<std::pair<std::string, std::string>> out;
    if (!query.search.empty()) out.emplace_back("q", query.search);
    if (query.broken) out.emplace_back("broken", "1");
    if (query.unseen) out.emplace_back("unseen", "1");
    if (query.ascending) out.emplace_back("order", "asc");
    return out;
  }
  sync::HttpRequest ask(const ResponseQuery& query, std::uint32_t offset, std::uint32_t limit) const override {
    return signed_request(survey::kResponseListPath, survey::encode(survey::ResponseListRequest{offset, limit, query}));
  }
  Result<Rows::Page> read(const Reply& reply) const override {
    MOTCUA_TRY_ASSIGN(auto list, read_reply<survey::ResponseListReply>(reply, [](ByteView bytes) {
                        return survey::decode<survey::ResponseListReply>(bytes);
                      }));
    return Rows::Page{list.total, std::move(list.rows), list.newest};
  }
  std::string key(const ResponseRow& row) const override { return row.id; }
  std::string label(const ResponseRow& row) const override { return row.survey; }
  std::string spoken(const ResponseRow& row) const override {
    return row.survey + ", " + row.surveyor + ", " + display_instant(row.received);
  }
  std::string search_label(const Ui& ui) const override { return ui.tr(Text::responses_search); }
  std::string count_text(const Ui& ui, std::uint64_t count) const override {
    return ui.tr(Text::responses_count, grouped(count));
  }

  void filters(Ui& ui) override {
    ResponseQuery changed = query();
    changed.unseen = !changed.unseen;
    chip(ui, "unseen", ui.tr(Text::filter_unseen), Icon::visibility, query().unseen, changed);
    changed = query();
    changed.broken = !changed.broken;
    chip(ui, "broken", ui.tr(Text::filter_broken), Icon::warning, query().broken, changed);
    if (ui.wide()) return;
    changed = query();
    changed.ascending = !changed.ascending;
    chip(ui, "oldest", ui.tr(Text::sort_oldest), Icon::history, query().ascending, changed);
  }

  void actions(Ui& ui) override { print_button(ui); }

  /// What is selected, and what can be done with it.
  void notes(Ui& ui) override {
    if (!state().any_chosen()) return;
    const auto bar = ui.node("chosen", Flow::wrap,
                             {.gap = space::s,
                              .padding = Edges::symmetric(space::l, space::s),
                              .align = Align::centre,
                              .fill = Colour::primary_container,
                              .radius = radius::m},
                             {.role = Role::region, .name = ui.tr(Text::chosen_title)});
    {
      const auto words = ui.node("count", Flow::column, {.grow = 1, .min_width = 140}, {.role = Role::status});
      ui.text(ui.tr(Text::chosen_count, grouped(chosen_count())),
              {.style = type::body_strong, .colour = Colour::on_primary_container});
    }
    const bool busy = sent_.waiting();
    if (button(ui, "seen", {.label = ui.tr(Text::mark_seen), .icon = Icon::visibility, .busy = busy})) {
      if (chosen_count() > 1) {
        services().navigator.open_overlay(kConfirmOverlay);
      } else {
        mark(ui);
      }
    }
    if (button(ui, "export",
               {.label = ui.tr(Text::list_export), .icon = Icon::download, .look = Look::outlined, .disabled = busy}))
      export_chosen(ui);
    if (button(ui, "clear", {.label = ui.tr(Text::chosen_clear), .icon = Icon::close, .look = Look::text}))
      state().clear();
  }

  void none_yet(Ui& ui) override {
    empty_state(
        ui, "none",
        {.icon = Icon::inbox, .title = ui.tr(Text::responses_empty), .text = ui.tr(Text::responses_empty_text)});
  }

  TableOptions table_options(Ui& ui) override {
    return {.columns = {{ui.tr(Text::column_survey), 3},
                        {ui.tr(Text::column_surveyor), 1.5F},
                        {ui.tr(Text::column_received), 1.5F,
                         query().ascending ? SortOrder::ascending : SortOrder::descending},
                        {ui.tr(Text::column_seen), 1.8F}},
            .cell = [this](Ui& u, std::size_t i, std::size_t column) { cell(u, row(i), column); },
            .card = [this](Ui& u, std::size_t i) { card_of(u, row(i)); },
            .row_height = {54, 24},
            .card_height = ui.huge_text() ? RowHeight{140, 120} : RowHeight{96, 96},
            .choosable = true};
  }

  void sort_by(std::size_t) override {
    ResponseQuery changed = query();
    changed.ascending = !changed.ascending;
    ask_for(changed);
  }

  /// The response was kept as it came; whoever reads it sees what the server found when it filled it again.
  void details(Ui& ui, const ResponseRow& row) override {
    fact(ui, Icon::ballot, ui.tr(Text::column_version), row.version);
    fact(ui, Icon::person, ui.tr(Text::column_surveyor), row.surveyor);
    fact(ui, Icon::schedule, ui.tr(Text::column_received), display_instant(row.received));
    fact(ui, Icon::visibility, ui.tr(Text::column_seen), seen_text(ui, row));
    if (row.broken == 0) return;
    ui::chip(ui, ui.tr(Text::rules_broken, grouped(row.broken)), Tone::warning, Icon::warning);
    for (const survey::BrokenRule& rule : row.rules) {
      const std::string words = message(rule.error, ui.language());
      ui.text(rule.ref.empty() ? words : rule.ref + ": " + words, {.style = type::small, .may_break_words = true});
    }
    if (row.broken > row.rules.size())
      ui.text(ui.tr(Text::rules_more, grouped(row.broken - row.rules.size())), {.style = type::small});
  }

  bool own_dialog(Ui& ui) override {
    if (services().navigator.overlay() != kConfirmOverlay) return false;
    const DialogAnswer answer = confirm_dialog(ui, "confirm",
                                               {.title = ui.tr(Text::mark_seen_title, grouped(chosen_count())),
                                                .text = ui.tr(Text::mark_seen_text),
                                                .confirm = ui.tr(Text::mark_seen_confirm),
                                                .cancel = ui.tr(Text::cancel)});
    if (answer == DialogAnswer::none) return true;
    services().navigator.close_overlay();
    if (answer == DialogAnswer::confirmed) mark(ui);
    return true;
  }

  PrintDocument print_head(const Ui& ui) const override {
    PrintDocument document{
        .title = ui.tr(Text::responses_title) + " – " + services().desk->office_name,
        .columns = {ui.tr(Text::column_survey), ui.tr(Text::column_version), ui.tr(Text::column_surveyor),
                    ui.tr(Text::column_received), ui.tr(Text::column_seen), ui.tr(Text::filter_broken)}};
    document.notes.push_back(ui.tr(Text::overview_as_of, display_instant(services().now())));
    if (!query().search.empty()) document.notes.push_back(ui.tr(Text::list_searched, query().search));
    if (query().unseen) document.notes.push_back(ui.tr(Text::filter_unseen));
    if (query().broken) document.notes.push_back(ui.tr(Text::filter_broken));
    return document;
  }
  std::vector<std::string> print_row(const Ui& ui, const ResponseRow& row) const override {
    return {row.survey,         row.version,
            row.surveyor,       display_instant(row.received),
            seen_text(ui, row), row.broken > 0 ? std::to_string(row.broken) : std::string()};
  }

 private:
  static std::string seen_text(const Ui& ui, const ResponseRow& row) {
    return row.seen_at ? ui.tr(Text::seen_by, row.seen_by, display_instant(*row.seen_at)) : ui.tr(Text::not_seen);
  }

  static void cell(Ui& ui, const ResponseRow& row, std::size_t column) {
    switch (column) {
      case 1:
        ui.text(row.surveyor, {.may_break_words = true, .lines = 2});
        break;
      case 2:
        ui.text(display_instant(row.received), {.style = type::small});
        break;
      default:
        ui.text(seen_text(ui, row), {.style = type::caption, .colour = Colour::on_surface_muted, .lines = 2});
        if (row.broken > 0)
          ui.text(ui.tr(Text::rules_broken, grouped(row.broken)),
                  {.style = type::caption_strong, .colour = Colour::danger, .lines = 1});
        break;
    }
  }

  static void card_of(Ui& ui, const ResponseRow& row) {
    ui.text(row.surveyor + " · " + display_instant(row.received), {.style = type::small, .lines = 2});
    ui.text(seen_text(ui, row), {.style = type::small, .colour = Colour::on_surface_muted, .lines = 2});
    if (row.broken > 0) ui::chip(ui, ui.tr(Text::rules_broken, grouped(row.broken)), Tone::warning, Icon::warning);
  }

  // --- what is done with the selection -------------------------------------------------------------------------------
  std::uint64_t chosen_count() { return state().all_chosen ? total() : state().chosen.size(); }

  survey::ResponseSelection selection() {
    survey::ResponseSelection out;
    if (state().all_chosen) {
      out.all = query();
      out.newest = newest();  // What has come or changed meanwhile nobody has seen.
    }
    for (const std::string& key : state().chosen) {
      if (const auto id = EntityId::from_hex(key)) out.ids.push_back(*id);
    }
    return out;
  }

  void mark(const Ui& ui) {
    sent_.post(signed_request(survey::kResponseReviewPath,
                              survey::encode(survey::ResponseReviewRequest{.selection = selection()})),
               [this, &ui](const Reply& reply) {
                 const auto done = read_reply<survey::ResponseReviewReply>(
                     reply, [](ByteView bytes) { return survey::decode<survey::ResponseReviewReply>(bytes); });
                 if (!done) {
                   if (!ends_session(done.error())) services().show(failure_text(ui, done.error()));
                   return;
                 }
                 state().clear();
                 ++services().desk_revision;
                 services().show(
                     ui.tr(Text::marked_seen, grouped(done->changed)), ui.tr(Text::undo),
                     [&ui, &services = services(), number = done->number] { take_back(ui, services, number); });
               });
  }

  /// Works also when this screen is gone.
  static void take_back(const Ui& ui, Services& services, std::uint64_t number) {
    if (!services.desk) return;
    services.requests.post(
        {survey::kResponseReviewPath, survey::encode(survey::ResponseReviewRequest{.undo = number}),
         services.desk->token},
        [&ui, &services](const Reply& reply) {
          const auto done = read_reply<survey::ResponseReviewReply>(
              reply, [](ByteView bytes) { return survey::decode<survey::ResponseReviewReply>(bytes); });
          ++services.desk_revision;
          services.show(done ? ui.tr(Text::seen_taken_back, grouped(done->changed)) : failure_text(ui, done.error()));
        });
  }

  void export_chosen(const Ui& ui) {
    sent_.post(signed_request(survey::kResponseExportPath, survey::encode(survey::ResponseExportRequest{selection()})),
               [this, &ui](const Reply& reply) {
                 const auto exported = read_reply<survey::ResponseExportReply>(
                     reply, [](ByteView bytes) { return survey::decode<survey::ResponseExportReply>(bytes); });
                 if (exported) {
                   for (const auto& file : exported->files) services().host.save_file(file.name, as_bytes(file.csv));
                   services().show(ui.tr(Text::list_exported));
                 } else if (!ends_session(exported.error())) {
                   services().show(failure_text(ui, exported.error()));
                 }
               });
  }

  void forget() override {
    ListScreen::forget();
    sent_.drop();
  }

  Pending sent_;
};

}  // namespace

std::unique_ptr<Screen> make_response_list_screen(const Route& route, Services& services) {
  return std::make_unique<ResponseListScreen>(route, services);
}

}  // namespace motcua::ui
