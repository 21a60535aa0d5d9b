#include "itext.hpp"

#include <algorithm>

#include "expression.hpp"

namespace motcua::xlsform {
namespace {

std::string_view media_folder(std::string_view kind) {
  if (kind == "image" || kind == "big-image") return "jr://images/";
  if (kind == "audio") return "jr://audio/";
  if (kind == "video") return "jr://video/";
  return {};
}

/// The text that stands for a missing translation.
constexpr std::string_view kMissing = "-";

}  // namespace

Status write_prose(const Form& form, pugi::xml_node node, std::string_view text, const Element& context,
                   const std::string& place) {
  MOTCUA_TRY_ASSIGN(const auto references, find_references(text, place));
  if (references.empty() && text.find("instance(") == std::string_view::npos) {
    node.append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
    return {};
  }
  std::string prose;
  bool first = true;
  const auto flush = [&] {
    if (prose.empty()) return;
    // A text with outputs has a space at both ends, as XForms made by other converters have.
    if (first) prose.insert(prose.begin(), ' ');
    node.append_child(pugi::node_pcdata).set_value(prose.c_str());
    prose.clear();
  };
  const auto output = [&](const std::string& value) {
    flush();
    first = false;
    node.append_child("output").append_attribute("value").set_value(value.c_str());
  };
  auto reference = references.begin();
  for (std::size_t at = 0; at < text.size();) {
    if (reference != references.end() && reference->start == at) {
      MOTCUA_TRY_ASSIGN(const std::string value, replace_references(form, text.substr(at, reference->end - at),
                                                                    {&context, false, nullptr}, place));
      output(value);
      at = reference->end;
      ++reference;
      continue;
    }
    if (text[at] == 'i') {
      if (const std::size_t end = instance_path_end(text, at); end > at) {
        MOTCUA_TRY_ASSIGN(const std::string value,
                          replace_references(form, text.substr(at, end - at), {&context, false, nullptr}, place));
        output(value);
        while (reference != references.end() && reference->start < end) ++reference;
        at = end;
        continue;
      }
    }
    prose += text[at++];
  }
  if (first) {
    node.append_child(pugi::node_pcdata).set_value(prose.c_str());
    return {};
  }
  if (!prose.empty()) prose += ' ';
  flush();
  return {};
}

void Itext::add(const std::string& id, std::string_view kind, const Text& text, const Element& context,
                std::string place) {
  const auto [at, added] = index_.try_emplace(id, entries_.size());
  if (added) entries_.push_back({id, {}});
  const auto language = [this](const std::string& name) {
    if (std::find(languages_.begin(), languages_.end(), name) == languages_.end()) languages_.push_back(name);
  };
  if (!text.plain.empty()) language(form_.settings.default_language);
  for (const auto& [name, value] : text.translations) language(name);
  entries_[at->second].values.push_back({std::string(kind), text, &context, std::move(place)});
}

Status Itext::write_value(pugi::xml_node text, const Value& value, const std::string& language) const {
  const std::string* found = nullptr;
  if (!value.text.plain.empty() && language == form_.settings.default_language) found = &value.text.plain;
  for (const auto& [name, translation] : value.text.translations) {
    if (name == language) found = &translation;
  }
  const std::string_view folder = media_folder(value.kind);
  if (found == nullptr && !folder.empty()) return {};
  auto node = text.append_child("value");
  if (!value.kind.empty()) node.append_attribute("form").set_value(value.kind.c_str());
  if (found == nullptr) {
    node.append_child(pugi::node_pcdata).set_value(std::string(kMissing).c_str());
    return {};
  }
  const std::string written = found->starts_with("jr://") ? *found : std::string(folder) + *found;
  return write_prose(form_, node, written, *value.context, value.place);
}

Status Itext::write(pugi::xml_node model) const {
  if (entries_.empty()) return {};
  // Missing translations are filled in: a few cells may ask for very many texts.
  constexpr std::size_t kMostTexts = 2'000'000;
  if (languages_.size() > kMostTexts / entries_.size()) {
    return fail(ErrorCode::xlsform_too_large, std::to_string(languages_.size()) + " × itext");
  }
  auto itext = model.prepend_child("itext");
  for (const auto& language : languages_) {
    auto translation = itext.append_child("translation");
    translation.append_attribute("lang").set_value(language.c_str());
    if (language == form_.settings.default_language) translation.append_attribute("default").set_value("true()");
    for (const Entry& entry : entries_) {
      auto text = translation.append_child("text");
      text.append_attribute("id").set_value(entry.id.c_str());
      for (const Value& value : entry.values) MOTCUA_TRY(write_value(text, value, language));
    }
  }
  return {};
}

}  // namespace motcua::xlsform
