#include <algorithm>
#include <map>
#include <set>

#include "form.hpp"
#include "motcua/base/text.hpp"

namespace motcua::xlsform {
namespace {

using Languages = std::map<std::string, std::set<std::string>>;  ///< Language → columns; "default" has no language.

void note(Languages& out, const std::string& column, std::string_view language) {
  out[language.empty() ? "default" : std::string(language)].insert(column);
}

/// Which texts a sheet's header has in which language.
Languages languages_of(const Table& table) {
  Languages out;
  for (const Column& column : table.columns()) {
    const std::string& first = column.path.front();
    const auto part = [&](std::size_t i) {
      return i < column.path.size() ? std::string_view(column.path[i]) : std::string_view{};
    };
    if (first == "label" || first == "hint" || first == "guidance_hint") note(out, first, part(1));
    if (first == "media" && column.path.size() > 1) note(out, column.path[1], part(2));
    if (first == "bind" && part(1) == "jr:constraintMsg") note(out, "constraint_message", part(2));
    if (first == "bind" && part(1) == "jr:requiredMsg") note(out, "required_message", part(2));
  }
  return out;
}

std::string missing_in(const Table& table) {
  const Languages languages = languages_of(table);
  std::set<std::string> all;
  for (const auto& [language, columns] : languages) all.insert(columns.begin(), columns.end());
  std::string out;
  for (const auto& [language, columns] : languages) {
    std::string missing;
    for (const auto& column : all) {
      if (!columns.contains(column)) missing += (missing.empty() ? "" : ", ") + column;
    }
    if (!missing.empty()) out += (out.empty() ? "" : "; ") + table.sheet() + " " + quoted(language) + ": " + missing;
  }
  return out;
}

bool has_language_code(std::string_view language) {
  language = trim(language);
  if (!language.ends_with(')')) return false;
  const std::size_t open = language.rfind('(');
  if (open == std::string_view::npos) return false;
  std::string_view code = trim(language.substr(open + 1, language.size() - open - 2));
  code = code.substr(0, code.find_first_of("-_"));
  return (code.size() == 2 || code.size() == 3) &&
         code.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

}  // namespace

void warn_of_translations(Form& form) {
  const std::string survey = missing_in(form.survey);
  const std::string choices = missing_in(form.choices_sheet);
  if (!survey.empty() || !choices.empty()) {
    form.warn(ErrorCode::xlsform_note_translation, survey + (survey.empty() || choices.empty() ? "" : "; ") + choices);
  }
  std::set<std::string> languages;
  for (const Table* table : {&form.survey, &form.choices_sheet}) {
    for (const auto& [language, columns] : languages_of(*table)) languages.insert(language);
  }
  languages.erase("default");
  if (form.or_other && !languages.empty()) form.warn(ErrorCode::xlsform_note_other, form.survey.sheet());
  std::string uncoded;
  for (const auto& language : languages) {
    if (!has_language_code(language)) uncoded += (uncoded.empty() ? "" : ", ") + quoted(language);
  }
  if (!uncoded.empty()) form.warn(ErrorCode::xlsform_note_language, uncoded);
}

}  // namespace motcua::xlsform
