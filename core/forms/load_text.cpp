#include <algorithm>
#include <array>

#include "loader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

/// Line ends and blanks at both ends of a text come from how the XML is laid out.
void trim_ends(TextTemplate& parts) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  if (!parts.empty() && !parts.front().output) {
    std::string& text = parts.front().text;
    while (!text.empty() && blank(text.front())) text.erase(0, 1);
  }
  if (!parts.empty() && !parts.back().output) {
    std::string& text = parts.back().text;
    while (!text.empty() && blank(text.back())) text.pop_back();
  }
  std::erase_if(parts, [](const TextPart& part) { return !part.output && part.text.empty(); });
}

Status load_parts(Loading& loading, pugi::xml_node element, std::uint32_t node, const std::string& where,
                  TextTemplate& out) {
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      out.push_back({child.value(), {}});
    } else if (is_element(child, "output")) {
      const char* source = child.attribute("value") ? child.attribute("value").value() : child.attribute("ref").value();
      MOTCUA_TRY_ASSIGN(auto output, load_expression(loading, source, node, where + ", output"));
      out.push_back({"", std::move(output)});
    } else if (child.type() == pugi::node_element) {  // Markup inside a label: its text.
      MOTCUA_TRY(load_parts(loading, child, node, where, out));
    }
  }
  return {};
}

Result<TextTemplate> load_template(Loading& loading, pugi::xml_node element, std::uint32_t node,
                                   const std::string& where) {
  TextTemplate parts;
  MOTCUA_TRY(load_parts(loading, element, node, where, parts));
  trim_ends(parts);
  return parts;
}

/// "id" of "jr:itext('id')"; nullopt for any other expression.
std::optional<std::string> literal_itext(const xpath::Expression& expression) {
  const xpath::Expr& root = expression.root();
  if (root.op != xpath::Op::call || root.function != xpath::FunctionId::itext) return std::nullopt;
  if (root.args[0]->op != xpath::Op::text) return std::nullopt;
  return root.args[0]->text;
}

Result<TextSource> from_expression(Loading& loading, std::string_view source, std::uint32_t node,
                                   const std::string& where) {
  TextSource out;
  MOTCUA_TRY_ASSIGN(out.expression, load_expression(loading, source, node, where));
  if (const auto id = literal_itext(out.expression)) {
    const auto found = loading.model.itext_table.entries.find(*id);
    if (found == loading.model.itext_table.entries.end()) {
      return fail(ErrorCode::form_reference, where + ": jr:itext('" + *id + "')");
    }
    out.itext = found->second;
    out.expression = {};
  }
  return out;
}

/// Of the forms of one entry, the plain text is shown, else the long, else the short one.
int rank_of(std::string_view form) {
  if (form.empty()) return 3;
  if (form == "long") return 2;
  return form == "short" ? 1 : 0;
}

struct MediaForm {
  std::string_view form;
  Media::Kind kind;
};
constexpr std::array kMediaForms = {
    MediaForm{"image", Media::Kind::image},
    MediaForm{"big-image", Media::Kind::big_image},
    MediaForm{"audio", Media::Kind::audio},
    MediaForm{"video", Media::Kind::video},
};

/// A form of an entry that is shown beside its text; false when it is none.
Result<bool> load_extra(Loading& loading, pugi::xml_node value, std::uint32_t entry, const std::string& where) {
  Itext& table = loading.model.itext_table;
  const std::string_view form = value.attribute("form").value();
  if (form == "guidance") {
    MOTCUA_TRY_ASSIGN(table.extras.back()[entry].guidance, load_template(loading, value, kNone, where));
    return true;
  }
  const auto media = std::ranges::find(kMediaForms, form, &MediaForm::form);
  if (media == kMediaForms.end()) return false;
  table.extras.back()[entry].media.push_back({media->kind, std::string(trim(value.text().get()))});
  return true;
}

Status load_entry(Loading& loading, pugi::xml_node text, std::vector<std::optional<TextTemplate>>& texts) {
  const std::string id = text.attribute("id").value();
  Itext& table = loading.model.itext_table;
  const auto entry = table.entries.try_emplace(id, static_cast<std::uint32_t>(table.entries.size())).first->second;
  if (texts.size() <= entry) texts.resize(entry + 1);
  int best = 0;
  for (const pugi::xml_node value : text.children()) {
    if (!is_element(value, "value")) continue;
    MOTCUA_TRY_ASSIGN(const bool extra, load_extra(loading, value, entry, "itext " + id));
    if (extra || rank_of(value.attribute("form").value()) <= best) continue;
    best = rank_of(value.attribute("form").value());
    MOTCUA_TRY_ASSIGN(texts[entry], load_template(loading, value, kNone, "itext " + id));
  }
  return {};
}

}  // namespace

Status load_itext(Loading& loading, pugi::xml_node model_element) {
  Itext& table = loading.model.itext_table;
  std::size_t default_language = 0;
  for (const pugi::xml_node translation : child_element(model_element, "itext").children()) {
    if (!is_element(translation, "translation")) continue;
    if (translation.attribute("default")) default_language = table.languages.size();
    table.languages.emplace_back(translation.attribute("lang").value());
    auto& texts = table.texts.emplace_back();
    table.extras.emplace_back();
    for (const pugi::xml_node text : translation.children()) {
      if (is_element(text, "text")) MOTCUA_TRY(load_entry(loading, text, texts));
    }
  }
  for (auto& texts : table.texts) texts.resize(table.entries.size());
  if (default_language > 0) {  // The door says: the default one first.
    const auto place = static_cast<std::ptrdiff_t>(default_language);
    std::rotate(table.languages.begin(), table.languages.begin() + place, table.languages.begin() + place + 1);
    std::rotate(table.texts.begin(), table.texts.begin() + place, table.texts.begin() + place + 1);
    std::rotate(table.extras.begin(), table.extras.begin() + place, table.extras.begin() + place + 1);
  }
  return {};
}

Result<TextSource> load_text(Loading& loading, pugi::xml_node element, std::uint32_t node, const std::string& where) {
  if (!element) return TextSource{};
  if (const auto reference = element.attribute("ref")) return from_expression(loading, reference.value(), node, where);
  TextSource out;
  MOTCUA_TRY_ASSIGN(out.parts, load_template(loading, element, node, where));
  return out;
}

Result<TextSource> load_message(Loading& loading, std::string_view value, std::uint32_t node,
                                const std::string& where) {
  if (trim(value).starts_with("jr:itext(")) return from_expression(loading, value, node, where);
  TextSource out;
  if (!value.empty()) out.parts.push_back({std::string(value), {}});
  return out;
}

}  // namespace motcua::forms
