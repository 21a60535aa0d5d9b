#include "screens/gallery/gallery.hpp"

#include <array>

#include "screens/gallery/gallery_parts.hpp"
#include "screens/page.hpp"
#include "widgets/controls.hpp"
#include "widgets/sheet.hpp"
#include "widgets/surface.hpp"
#include "widgets/tabs.hpp"

namespace motcua::ui {
namespace gallery {

Ui::Scope section(Ui& ui, Text title) {
  section_title(ui, ui.tr(title));
  return card(ui, ui.tr(title), {.role = Role::group, .name = ui.tr(title)}, {.gap = space::l});
}

}  // namespace gallery

namespace {

struct Page {
  const char* key;
  Text title;
};
constexpr std::array kPages{Page{"buttons", Text::gallery_buttons},   Page{"choices", Text::gallery_choices},
                            Page{"fields", Text::gallery_fields},     Page{"lists", Text::gallery_lists},
                            Page{"messages", Text::gallery_messages}, Page{"charts", Text::gallery_charts},
                            Page{"looks", Text::gallery_looks}};

class GalleryScreen final : public Screen {
 public:
  GalleryScreen(const Route& route, Services& services) : services_(services) { show(route); }

  std::string title(const Ui& ui) const override { return ui.tr(Text::gallery_title); }

  bool arrive(const Route& route) override { return show(route); }

  void build(Ui& ui) override {
    page(ui, services_,
         {.title = ui.tr(Text::gallery_title),
          .subtitle = ui.tr(Text::gallery_text),
          .back = "#/",
          .dialog = [&] { dialog(ui); }},
         [&] {
           TabsOptions options{.name = ui.tr(Text::gallery_title), .selected = kPages[page_].key};
           for (const Page& page : kPages) options.tabs.push_back({page.key, ui.tr(page.title)});
           if (const auto pressed = tabs(ui, "pages", options))
             services_.navigator.go(link_to({"gallery", *pressed}), true);
           const auto panel = tab_panel(ui, kPages[page_].key, ui.tr(kPages[page_].title), {.gap = space::l});
           content(ui);
         });
  }

 private:
  bool show(const Route& route) {
    if (route.part(0) != "gallery") return false;
    page_ = 0;
    for (std::size_t i = 0; i < kPages.size(); ++i) {
      if (route.part(1) == kPages[i].key) page_ = i;
    }
    return true;
  }

  void content(Ui& ui) {
    switch (page_) {
      case 0:
        return gallery::buttons(ui);
      case 1:
        return gallery::choices(ui, state_);
      case 2:
        return gallery::fields(ui, services_, state_);
      case 3:
        return gallery::lists(ui);
      case 4:
        return gallery::messages(ui, services_);
      case 5:
        return gallery::charts(ui);
      default:
        return gallery::looks(ui);
    }
  }

  void dialog(Ui& ui) {
    const std::string& overlay = services_.navigator.overlay();
    bool closed = false;
    if (overlay == "ask") {
      closed = confirm_dialog(ui, "ask",
                              {.title = ui.tr(Text::gallery_show_dialog),
                               .text = gallery::kLong,
                               .confirm = ui.tr(Text::gallery_danger),
                               .cancel = ui.tr(Text::cancel),
                               .dangerous = true}) != DialogAnswer::none;
    } else if (overlay == "sheet") {
      closed = sheet(ui, "sheet",
                     {.title = ui.tr(Text::gallery_show_sheet),
                      .text = ui.tr(Text::gallery_sheet_text),
                      .body = [&] { ui.text(gallery::kLong); },
                      .actions = [&] { closed = button(ui, "done", {.label = ui.tr(Text::yes)}); }}) ||
               closed;
    } else if (overlay == "ward") {
      const auto answer = select_sheet(
          ui, "ward", {.title = ui.tr(Text::gallery_searches), .entries = &gallery::wards(), .chosen = state_.ward},
          state_.select);
      if (answer && answer->chosen) state_.ward = *answer->chosen;
      closed = answer.has_value();
    }
    if (closed) services_.navigator.close_overlay();
  }

  Services& services_;
  gallery::State state_;
  std::size_t page_ = 0;
};

}  // namespace

std::unique_ptr<Screen> make_gallery_screen(const Route& route, Services& services) {
  if (route.path.size() > 2) return nullptr;
  return std::make_unique<GalleryScreen>(route, services);
}

}  // namespace motcua::ui
