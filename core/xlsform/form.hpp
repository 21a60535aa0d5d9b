#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "element.hpp"
#include "motcua/xlsform/convert.hpp"
#include "table.hpp"

namespace motcua::xlsform {

struct Choice {
  std::string name;
  Text label;
  std::vector<std::pair<std::string, Text>> media;
  Pairs columns;  ///< The others, by their header, in the sheet's order; "name" and "label" mark those two's place.
  std::size_t row = 0;
};

struct ChoiceList {
  std::string name;
  std::vector<Choice> choices;
  bool itext = false;        ///< Its labels are translated, have media or references.
  bool in_controls = false;  ///< Written in the controls that use it, for search().
};

struct Settings {
  std::string title, id, version, name, instance_name, instance_id = "uid", instance_xmlns, style, public_key,
                                                       submission_url, auto_send, auto_delete, namespaces, prefix,
                                                       delimiter;
  std::string default_language = "default";
  bool allow_choice_duplicates = false;
  bool omit_instance_id = false;
  bool clean_text = true;
  Pairs attributes;
};

/// An entity that each response, or each instance of a repeat, makes or changes.
struct Entity {
  std::string list, label, entity_id, create_if, update_if, repeat;
  std::size_t row = 0;
  Element* container = nullptr;  ///< Whose meta block holds it.
};

/// A save_to cell.
struct SaveTo {
  Element* question = nullptr;
  std::string entity, property;
  std::size_t row = 0;
};

/// The whole form while it is converted.
struct Form {
  explicit Form(std::vector<Error>& warnings_in) : warnings(warnings_in) {}

  std::vector<Error>& warnings;
  const Workbook* workbook = nullptr;
  Settings settings;
  Table survey, choices_sheet, settings_sheet, entities_sheet, external_choices, osm;
  Element root;
  std::vector<ChoiceList> lists;
  std::unordered_map<std::string, std::size_t> list_index;
  std::unordered_multimap<std::string, Element*> by_name;
  std::vector<Entity> entities;
  std::vector<SaveTo> save_tos;
  std::vector<Element*> meta;  ///< audit rows
  std::vector<std::unique_ptr<Element>> meta_rows;
  std::unordered_map<std::string, std::vector<Element*>> triggered;  ///< Questions by the name of what sets them off.
  bool or_other = false;

  void warn(ErrorCode code, std::string detail) { note(warnings, code, std::move(detail)); }
  [[nodiscard]] ChoiceList* find_list(const std::string& name) {
    const auto found = list_index.find(name);
    return found == list_index.end() ? nullptr : &lists[found->second];
  }
  [[nodiscard]] std::vector<std::string_view> list_names() const {
    std::vector<std::string_view> out;
    for (const auto& list : lists) out.push_back(list.name);
    return out;
  }
};

/// The namespaces that the settings declare, as prefix and name: esri="http://esri.com/xforms" enk="…"
[[nodiscard]] Pairs own_namespaces(const Settings& settings);
/// Whether an attribute that a column's head names can be written: not with a prefix that the form does not declare,
/// which XML has no meaning for; that is warned of. Fails with xlsform_name.
[[nodiscard]] Result<bool> can_write_attribute(Form& form, std::string_view name, const std::string& place);

// The steps of a conversion, in their order.
[[nodiscard]] Status read_settings(Form& form, const ConvertOptions& options);
[[nodiscard]] Status read_choices(Form& form);
[[nodiscard]] Status read_survey(Form& form);
[[nodiscard]] Status read_entities(Form& form);
[[nodiscard]] Status place_entities(Form& form);
void warn_of_translations(Form& form);
[[nodiscard]] Status write_form(Form& form, Conversion& out);

/// The texts of one kind in a row: "label" with its languages. `family` is the column's path.
[[nodiscard]] Text read_text(const Form& form, const Table& table, const Row& row, std::string_view family);
[[nodiscard]] std::vector<std::pair<std::string, Text>> read_media(const Form& form, const Table& table,
                                                                   const Row& row);

/// Reads one row's question into `element`, whose name and place are known. In questions.cpp.
[[nodiscard]] Status read_question(Form& form, Element& element, const Row& row, std::string_view type);

/// Replaces the references of an expression that is about `context` by paths. `place` names the cell. In
/// references.cpp.
struct ReferenceContext {
  const Element* element = nullptr;
  bool in_choice_filter = false;   ///< "../x" is written "current()/../x".
  const Element* items = nullptr;  ///< The repeat whose instances are the choices: "./x" for what is in it.
};
[[nodiscard]] Result<std::string> replace_references(const Form& form, std::string_view text,
                                                     const ReferenceContext& context, const std::string& place);
/// The one element of that name. Fails with xlsform_reference or xlsform_reference_twice.
[[nodiscard]] Result<Element*> find_element(const Form& form, const std::string& name, const std::string& place);
/// "../../x", or the absolute path where the two are in no common repeat.
[[nodiscard]] std::string relative_path(const Element& from, const Element& to);
/// The name when `text` is one reference and nothing else.
[[nodiscard]] std::string single_reference(std::string_view text);

}  // namespace motcua::xlsform
