#include "screens/settings/settings_screen.hpp"

#include "screens/page.hpp"
#include "widgets/controls.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

class SettingsScreen final : public Screen {
 public:
  explicit SettingsScreen(Services& services) : services_(services) {}
  std::string title(const Ui& ui) const override { return ui.tr(Text::settings_title); }

  void build(Ui& ui) override {
    Preferences wanted = services_.preferences;
    Language language = services_.language;
    page(ui, services_,
         {.title = ui.tr(Text::settings_title),
          .subtitle = ui.tr(Text::settings_subtitle),
          .on_back = [&] { services_.navigator.back(); },
          .plain = true},
         [&] {
           text_size(ui, wanted);
           theme(ui, wanted);
           behaviour(ui, wanted);
           languages(ui, language);
         });
    if (language != services_.language) services_.speak(language);
    if (wanted != services_.preferences) services_.prefer(wanted);
  }

 private:
  /// A heading with choices of which one holds.
  template <class Choices>
  static void group(Ui& ui, Key key, Text title, const Choices& choices) {
    section_title(ui, ui.tr(title));
    const auto box = card(ui, {.gap = space::s});
    const auto group = ui.node(key, Flow::column, {.gap = space::s}, {.role = Role::radio_group, .name = ui.tr(title)});
    choices();
  }

  static void text_size(Ui& ui, Preferences& wanted) {
    constexpr std::array kNames{Text::settings_text_normal, Text::settings_text_large, Text::settings_text_larger,
                                Text::settings_text_largest};
    static_assert(kNames.size() == kTextSizes.size());
    group(ui, "size", Text::settings_text, [&] {
      for (std::size_t i = 0; i < kTextSizes.size(); ++i) {
        if (radio_card(ui, std::to_string(kTextSizes[i]),
                       {.label = ui.tr(kNames[i]), .chosen = wanted.text_size == kTextSizes[i]}))
          wanted.text_size = kTextSizes[i];
      }
    });
  }

  static void theme(Ui& ui, Preferences& wanted) {
    struct Entry {
      ThemeChoice theme;
      const char* key;
      Text name;
    };
    constexpr std::array kEntries{Entry{ThemeChoice::system, "system", Text::settings_theme_system},
                                  Entry{ThemeChoice::light, "light", Text::settings_theme_light},
                                  Entry{ThemeChoice::dark, "dark", Text::settings_theme_dark}};
    group(ui, "theme", Text::settings_theme, [&] {
      for (const Entry& entry : kEntries) {
        if (radio_card(ui, entry.key, {.label = ui.tr(entry.name), .chosen = wanted.theme == entry.theme}))
          wanted.theme = entry.theme;
      }
    });
  }

  static void behaviour(Ui& ui, Preferences& wanted) {
    section_title(ui, ui.tr(Text::settings_use));
    const auto box = card(ui, {.gap = space::m});
    const auto toggle = [&](Key key, Text label, Text explanation, bool on) {
      const bool pressed = checkbox(ui, key, {.label = ui.tr(label), .chosen = on, .description = ui.tr(explanation)});
      ui.text(ui.tr(explanation), {.style = type::small, .colour = Colour::on_surface_muted, .silent = true});
      return pressed;
    };
    if (toggle("one-hand", Text::settings_one_hand, Text::settings_one_hand_text, wanted.one_hand))
      wanted.one_hand = !wanted.one_hand;
    const bool goes_on = wanted.goes_on(!ui.wide());
    if (toggle("next", Text::settings_next, Text::settings_next_text, goes_on)) wanted.next_by_itself = !goes_on;
  }

  static void languages(Ui& ui, Language& wanted) {
    group(ui, "language", Text::settings_language, [&] {
      if (radio_card(ui, "vi", {.label = "Tiếng Việt", .chosen = wanted == Language::vi, .language = "vi"}))
        wanted = Language::vi;
      if (radio_card(ui, "en", {.label = "English", .chosen = wanted == Language::en, .language = "en"}))
        wanted = Language::en;
    });
  }

  Services& services_;
};

}  // namespace

std::unique_ptr<Screen> make_settings_screen(Services& services) { return std::make_unique<SettingsScreen>(services); }

}  // namespace motcua::ui
