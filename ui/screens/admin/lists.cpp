#include <charconv>

#include "motcua/base/civil_time.hpp"
#include "motcua/dossier/messages.hpp"
#include "motcua/survey/messages.hpp"
#include "screens/admin/admin.hpp"
#include "screens/admin/desk_screen.hpp"
#include "screens/admin/screens.hpp"
#include "screens/dossier_words.hpp"
#include "widgets/surface.hpp"
#include "widgets/table.hpp"

namespace motcua::ui {
namespace {

constexpr std::uint32_t kPageSize = 50;

std::uint32_t offset_of(std::uint32_t page) { return (page - 1) * kPageSize; }

std::string range(const Ui& ui, std::uint32_t page, std::size_t rows, std::uint64_t total) {
  const std::uint64_t first = offset_of(page) + 1U;
  return ui.tr(Text::page_range, grouped(first), grouped(first + rows - 1), grouped(total));
}

class ResponseListScreen final : public DeskScreen<survey::ResponseListReply> {
 public:
  ResponseListScreen(std::uint32_t page, Services& services) : DeskScreen(services), page_(page) {}

 protected:
  std::string desk_title(const Ui& ui) const override { return ui.tr(Text::responses_title); }
  PageOptions frame(const Ui& ui) const override {
    return {.area = Area::admin, .title = ui.tr(Text::responses_title), .current = "#/admin/responses", .table = true};
  }
  sync::HttpRequest request() const override {
    return {survey::kResponseListPath,
            survey::encode(survey::ResponseListRequest{.offset = offset_of(page_), .limit = kPageSize}),
            {}};
  }
  Result<survey::ResponseListReply> read(ByteView bytes) const override {
    return survey::decode<survey::ResponseListReply>(bytes);
  }

  void show(Ui& ui, const survey::ResponseListReply& reply) override {
    if (reply.rows.empty()) {
      empty_state(
          ui, "none",
          {.icon = Icon::inbox, .title = ui.tr(Text::responses_empty), .text = ui.tr(Text::responses_empty_text)});
      return;
    }
    table(ui, "responses",
          {.name = ui.tr(Text::responses_title),
           .columns = {{ui.tr(Text::column_survey), 3},
                       {ui.tr(Text::column_surveyor), 1.5F},
                       {ui.tr(Text::column_received), 1.5F}},
           .rows = reply.rows.size(),
           .key = [&](std::size_t row) { return reply.rows[row].id; },
           .cell =
               [&](Ui& u, std::size_t row, std::size_t column) {
                 const survey::ResponseRow& response = reply.rows[row];
                 switch (column) {
                   case 0:
                     u.text(response.survey, {.style = type::body_strong});
                     u.text(response.version,
                            {.style = type::caption, .colour = Colour::on_surface_muted, .may_break_words = true});
                     if (response.broken > 0) broken_rules(u, response);
                     break;
                   case 1:
                     u.text(response.surveyor, {.may_break_words = true});
                     break;
                   default:
                     u.text(display_instant(response.received));
                     break;
                 }
               }});
    pager(ui, "#/admin/responses", page_, kPageSize, reply.total, range(ui, page_, reply.rows.size(), reply.total));
  }

 private:
  /// The response was kept as it came; whoever reads it sees what the server found when it filled it again.
  static void broken_rules(Ui& ui, const survey::ResponseRow& response) {
    chip(ui, ui.tr(Text::rules_broken, grouped(response.broken)), Tone::warning, Icon::warning);
    for (const survey::BrokenRule& rule : response.rules) {
      const std::string words = message(rule.error, ui.language());
      ui.text(rule.ref.empty() ? words : rule.ref + ": " + words, {.style = type::caption, .may_break_words = true});
    }
    if (response.broken > response.rules.size())
      ui.text(ui.tr(Text::rules_more, grouped(response.broken - response.rules.size())), {.style = type::caption});
  }

  std::uint32_t page_;
};

class DossierListScreen final : public DeskScreen<dossier::DossierListReply> {
 public:
  DossierListScreen(std::uint32_t page, Services& services) : DeskScreen(services), page_(page) {}

 protected:
  std::string desk_title(const Ui& ui) const override { return ui.tr(Text::dossiers_title); }
  PageOptions frame(const Ui& ui) const override {
    return {.area = Area::admin, .title = ui.tr(Text::dossiers_title), .current = "#/admin/dossiers", .table = true};
  }
  sync::HttpRequest request() const override {
    return {dossier::kDossierListPath,
            dossier::encode(dossier::DossierListRequest{.offset = offset_of(page_), .limit = kPageSize}),
            {}};
  }
  Result<dossier::DossierListReply> read(ByteView bytes) const override {
    return dossier::decode<dossier::DossierListReply>(bytes);
  }

  void show(Ui& ui, const dossier::DossierListReply& reply) override {
    if (reply.rows.empty()) {
      empty_state(
          ui, "none",
          {.icon = Icon::folder_open, .title = ui.tr(Text::dossiers_empty), .text = ui.tr(Text::dossiers_empty_text)});
      return;
    }
    table(ui, "dossiers",
          {.name = ui.tr(Text::dossiers_title),
           .columns = {{ui.tr(Text::column_code), 2},
                       {ui.tr(Text::column_procedure), 3},
                       {ui.tr(Text::column_state), 2.2F},
                       {ui.tr(Text::column_due), 1.3F}},
           .rows = reply.rows.size(),
           .key = [&](std::size_t row) { return reply.rows[row].code; },
           .cell =
               [&](Ui& u, std::size_t row, std::size_t column) {
                 const dossier::DossierRow& dossier = reply.rows[row];
                 switch (column) {
                   case 0:
                     u.text(dossier.code, {.style = type::small_strong, .may_break_words = true});
                     break;
                   case 1:
                     u.text(dossier.procedure_name);
                     break;
                   case 2:
                     state_chip(u, dossier.state);
                     break;
                   default:
                     u.text(dossier.due ? display_date(to_civil(*dossier.due).date) : "–");
                     break;
                 }
               }});
    pager(ui, "#/admin/dossiers", page_, kPageSize, reply.total, range(ui, page_, reply.rows.size(), reply.total));
  }

 private:
  std::uint32_t page_;
};

/// 0 for what is no page.
std::uint32_t page_number(std::string_view part) {
  if (part.empty()) return 1;
  std::uint32_t page = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), page);
  return error == std::errc() && end == part.data() + part.size() && page < 10'000'000 ? page : 0;
}

}  // namespace

std::unique_ptr<Screen> make_response_list_screen(std::uint32_t page, Services& services) {
  return std::make_unique<ResponseListScreen>(page, services);
}
std::unique_ptr<Screen> make_dossier_list_screen(std::uint32_t page, Services& services) {
  return std::make_unique<DossierListScreen>(page, services);
}

std::unique_ptr<Screen> make_admin_screen(const Route& route, Services& services) {
  const std::uint32_t page = page_number(route.part(2));
  if (route.path.size() == 1) return make_overview_screen(services);
  if (page == 0 || route.path.size() > 3) return nullptr;
  if (route.part(1) == "responses") return make_response_list_screen(page, services);
  if (route.part(1) == "dossiers") return make_dossier_list_screen(page, services);
  return nullptr;
}

}  // namespace motcua::ui
