#include <algorithm>
#include <array>

#include "instances/secondary.hpp"
#include "loader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

struct MediaForm {
  std::string_view form;
  FileKind kind;
};
constexpr std::array kMediaForms = {
    MediaForm{"image", FileKind::image},
    MediaForm{"big-image", FileKind::image},
    MediaForm{"audio", FileKind::audio},
    MediaForm{"video", FileKind::video},
};

void add(std::vector<NeededFile>& out, NeededFile file) {
  if (std::ranges::find(out, file.uri, &NeededFile::uri) == out.end()) out.push_back(std::move(file));
}

/// "jr://images/a/b.png" names the file "a/b.png".
void add_media(std::vector<NeededFile>& out, pugi::xml_node value) {
  const std::string_view form = value.attribute("form").value();
  const auto known = std::ranges::find(kMediaForms, form, &MediaForm::form);
  const std::string_view uri = trim(value.text().get());
  const auto slash = uri.starts_with("jr://") ? uri.find('/', 5) : std::string_view::npos;
  if (known == kMediaForms.end() || slash == std::string_view::npos) return;
  add(out, {std::string(uri.substr(slash + 1)), known->kind, std::string(uri)});
}

}  // namespace

Result<std::vector<NeededFile>> find_files(pugi::xml_node model_element) {
  std::vector<NeededFile> out;
  for (const pugi::xml_node instance : model_element.children()) {
    const auto source = instance.attribute("src");
    if (!is_element(instance, "instance") || !source) continue;
    MOTCUA_TRY_ASSIGN(NeededFile file, read_instance_source(source.value()));
    add(out, std::move(file));
  }
  for (const pugi::xml_node translation : child_element(model_element, "itext").children()) {
    for (const pugi::xml_node text : translation.children()) {
      for (const pugi::xml_node value : text.children()) {
        if (is_element(value, "value")) add_media(out, value);
      }
    }
  }
  return out;
}

}  // namespace motcua::forms
