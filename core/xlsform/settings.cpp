#include <algorithm>

#include "form.hpp"
#include "motcua/base/text.hpp"
#include "sheets.hpp"

namespace motcua::xlsform {
namespace {

/// Which of the sheet's two columns for the form's id counts, and a word about it.
std::string form_id(Form& form, const Row& row) {
  const Table& sheet = form.settings_sheet;
  const std::string_view id = sheet.text(row, "form_id");
  const std::string_view old = sheet.text(row, "id_string");
  if (!id.empty() && !old.empty()) {
    form.warn(ErrorCode::xlsform_note_ignored, sheet.place(row.number, "id_string") + " " + quoted(old));
  }
  return std::string(id.empty() ? old : id);
}

}  // namespace

Pairs own_namespaces(const Settings& settings) {
  Pairs out;
  for (const auto word : split(settings.namespaces, ' ')) {
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string prefix(word.substr(0, equals));
    std::string uri(word.substr(equals + 1));
    std::erase_if(uri, [](char c) { return c == '"' || c == '\''; });
    if (is_xml_name(prefix) && !lower(prefix).starts_with("xml") && !uri.empty()) out.emplace_back(prefix, uri);
  }
  return out;
}

Result<bool> can_write_attribute(Form& form, std::string_view name, const std::string& place) {
  if (!is_qualified_name(name)) return fail(ErrorCode::xlsform_name, place + " " + quoted(name));
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return true;
  const std::string_view prefix = name.substr(0, colon);
  std::vector<std::string_view> known{"jr", "odk", "orx", "ev", "h", "xsd", "xml"};
  if (!form.entities.empty()) known.emplace_back("entities");
  const Pairs own = own_namespaces(form.settings);
  for (const auto& [declared, uri] : own) known.emplace_back(declared);
  if (std::ranges::find(known, prefix) != known.end()) return true;
  form.warn(ErrorCode::xlsform_note_ignored, place + " " + quoted(name) + suggestion(prefix, known));
  return false;
}

Status read_settings(Form& form, const ConvertOptions& options) {
  Settings& out = form.settings;
  out.name = options.name;
  out.id = options.id;
  const Sheet* sheet = find_sheet(*form.workbook, "settings");
  if (sheet == nullptr) {
    if (const auto similar = similar_sheets(*form.workbook, "settings"); !similar.empty()) {
      form.warn(ErrorCode::xlsform_note_sheet, "settings" + similar);
    }
  } else {
    MOTCUA_TRY_ASSIGN(form.settings_sheet, Table::read(*sheet, settings_words(), CleanText::quotes, form.warnings));
  }
  if (!form.settings_sheet.rows().empty()) {
    const Table& table = form.settings_sheet;
    const Row& row = table.rows().front();
    const auto take = [&](std::string_view key, std::string& target) {
      if (const auto text = trim(table.text(row, key)); !text.empty()) target = text;
    };
    if (auto id = form_id(form, row); !id.empty()) out.id = std::move(id);
    take("form_title", out.title);
    take("version", out.version);
    take("name", out.name);
    take("instance_name", out.instance_name);
    take("instance_id", out.instance_id);
    take("instance_xmlns", out.instance_xmlns);
    take("style", out.style);
    take("public_key", out.public_key);
    take("submission_url", out.submission_url);
    take("auto_send", out.auto_send);
    take("auto_delete", out.auto_delete);
    take("namespaces", out.namespaces);
    take("prefix", out.prefix);
    take("delimiter", out.delimiter);
    take("default_language", out.default_language);
    out.allow_choice_duplicates = yes_no(table.text(row, "allow_choice_duplicates"), false);
    out.omit_instance_id = yes_no(table.text(row, "omit_instanceID"), false);
    out.clean_text = yes_no(table.text(row, "clean_text_values"), true);
    for (const Column* column : table.family("attribute")) {
      const auto text = Table::text(row, *column);
      if (column->path.size() != 2 || text.empty()) continue;
      MOTCUA_TRY_ASSIGN(const bool can, can_write_attribute(form, column->path[1], table.place(*column)));
      if (can) out.attributes.emplace_back(column->path[1], text);
    }
    if (out.omit_instance_id && !out.public_key.empty()) {
      return fail(ErrorCode::xlsform_together,
                  table.place(row.number, "omit_instanceID") + ", " + table.place(row.number, "public_key"));
    }
    if (!is_xml_name(out.name)) {
      return fail(ErrorCode::xlsform_name, table.place(row.number, "name") + " " + quoted(out.name));
    }
  }
  if (!is_xml_name(out.name)) return fail(ErrorCode::xlsform_name, quoted(out.name));
  if (out.title.empty()) out.title = out.id;
  return {};
}

}  // namespace motcua::xlsform
