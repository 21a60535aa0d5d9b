#include <algorithm>
#include <unordered_set>

#include "form.hpp"
#include "motcua/base/text.hpp"
#include "sheets.hpp"

namespace motcua::xlsform {
namespace {

/// Columns that are neither the list nor a text: they go into the item under their own name.
std::vector<const Column*> data_columns(Form& form) {
  std::vector<const Column*> out;
  for (const Column& column : form.choices_sheet.columns()) {
    const std::string& first = column.path.front();
    if (first == "list_name" || first == "media") continue;
    if (first == "label") {
      if (column.path.size() == 1) out.push_back(&column);
      continue;
    }
    if (column.path.size() > 1 || !is_xml_name(first)) {
      form.warn(ErrorCode::xlsform_note_ignored, form.choices_sheet.place(column) + " " + quoted(column.header));
      continue;
    }
    out.push_back(&column);
  }
  return out;
}

Result<Choice> read_choice(const Form& form, const Row& row, const std::vector<const Column*>& columns) {
  const Table& table = form.choices_sheet;
  Choice choice;
  choice.row = row.number;
  choice.name = table.text(row, "name");
  if (choice.name.empty()) return fail(ErrorCode::xlsform_blank, table.place(row.number, "name") + " name");
  choice.label = read_text(form, table, row, "label");
  choice.media = read_media(form, table, row);
  for (const Column* column : columns) {
    const auto text = Table::text(row, *column);
    const std::string& name = column->path.front();
    if (name == "name" || name == "label" || !text.empty()) choice.columns.emplace_back(name, text);
  }
  return choice;
}

bool has_reference(const Text& text) { return text.plain.find("${") != std::string::npos; }

bool needs_itext(const Choice& choice) {
  return !choice.label.translations.empty() || !choice.media.empty() || has_reference(choice.label);
}

Status check_duplicates(const Form& form) {
  if (form.settings.allow_choice_duplicates) return {};
  std::string twice;
  for (const ChoiceList& list : form.lists) {
    std::unordered_set<std::string_view> seen;
    for (const Choice& choice : list.choices) {
      if (seen.insert(choice.name).second || twice.size() > 400) continue;
      twice += (twice.empty() ? "" : ", ") + form.choices_sheet.place(choice.row, "name") + " " + quoted(choice.name);
    }
  }
  if (!twice.empty()) return fail(ErrorCode::xlsform_choice_twice, twice);
  return {};
}

}  // namespace

Text read_text(const Form& form, const Table& table, const Row& row, std::string_view family) {
  Text out;
  const std::size_t colons = family.find("::");
  const std::string_view first = family.substr(0, colons);
  const std::string_view second = colons == std::string_view::npos ? std::string_view{} : family.substr(colons + 2);
  const std::size_t depth = second.empty() ? 1 : 2;
  for (const Column* column : table.family(first)) {
    if (depth == 2 && (column->path.size() < 2 || column->path[1] != second)) continue;
    const auto text = Table::text(row, *column);
    if (text.empty()) continue;
    if (column->path.size() == depth) {
      out.plain = text;
    } else if (column->path.size() == depth + 1) {
      out.translations.emplace_back(column->path[depth], text);
    }
  }
  if (!out.translations.empty() && !out.plain.empty()) {
    const std::string& language = form.settings.default_language;
    const bool there = std::any_of(out.translations.begin(), out.translations.end(),
                                   [&](const auto& entry) { return entry.first == language; });
    if (!there) out.translations.emplace(out.translations.begin(), language, std::move(out.plain));
    out.plain.clear();
  }
  return out;
}

std::vector<std::pair<std::string, Text>> read_media(const Form& form, const Table& table, const Row& row) {
  std::vector<std::pair<std::string, Text>> out;
  for (const std::string_view kind : {"image", "big-image", "audio", "video"}) {
    Text text = read_text(form, table, row, "media::" + std::string(kind));
    if (!text.empty()) out.emplace_back(kind, std::move(text));
  }
  return out;
}

Status read_choices(Form& form) {
  const Workbook& workbook = *form.workbook;
  const CleanText clean = form.settings.clean_text ? CleanText::quotes : CleanText::none;
  if (const Sheet* sheet = find_sheet(workbook, "external_choices")) {
    MOTCUA_TRY_ASSIGN(form.external_choices, Table::read(*sheet, choices_words(), CleanText::quotes, form.warnings));
  }
  if (const Sheet* sheet = find_sheet(workbook, "osm")) {
    MOTCUA_TRY_ASSIGN(form.osm, Table::read(*sheet, choices_words(), CleanText::none, form.warnings));
  }
  const Sheet* sheet = find_sheet(workbook, "choices");
  if (sheet == nullptr) return {};
  MOTCUA_TRY_ASSIGN(form.choices_sheet, Table::read(*sheet, choices_words(), clean, form.warnings));
  const Table& table = form.choices_sheet;
  if (table.rows().empty()) return {};
  for (const std::string_view needed : {"list_name", "name"}) {
    if (table.find(needed) == nullptr) {
      return fail(ErrorCode::xlsform_column, table.sheet() + ": " + quoted(needed));
    }
  }
  const auto columns = data_columns(form);
  for (const Row& row : table.rows()) {
    const std::string list(trim(table.text(row, "list_name")));
    if (list.empty()) continue;
    const auto [at, added] = form.list_index.try_emplace(list, form.lists.size());
    if (added) form.lists.push_back({list, {}, false, false});
    MOTCUA_TRY_ASSIGN(auto choice, read_choice(form, row, columns));
    if (choice.label.empty()) {
      form.warn(ErrorCode::xlsform_note_label, table.place(row.number, "label") + " " + quoted(choice.name));
    }
    ChoiceList& target = form.lists[at->second];
    target.itext = target.itext || needs_itext(choice);
    target.choices.push_back(std::move(choice));
  }
  return check_duplicates(form);
}

}  // namespace motcua::xlsform
