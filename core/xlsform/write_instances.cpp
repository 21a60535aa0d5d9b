#include <algorithm>

#include "expression.hpp"
#include "motcua/base/csv.hpp"
#include "motcua/base/text.hpp"
#include "writer.hpp"

namespace motcua::xlsform {
namespace {

void append_text(pugi::xml_node parent, std::string_view name, std::string_view text) {
  parent.append_child(std::string(name).c_str()).append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
}

/// The expressions of an element that may read other instances.
std::vector<std::string_view> expressions_of(const Element& element) {
  std::vector<std::string_view> out;
  for (const auto& [name, text] : element.bind) out.push_back(text);
  out.push_back(element.choice_filter);
  out.push_back(element.default_value);
  return out;
}

bool reads_last_saved(const Element& element) {
  for (const auto text : expressions_of(element)) {
    if (text.find("last-saved#") != std::string_view::npos) return true;
  }
  const auto labels = [](const Text& text) {
    return text.plain.find("${last-saved#") != std::string::npos ||
           std::any_of(text.translations.begin(), text.translations.end(),
                       [](const auto& entry) { return entry.second.find("${last-saved#") != std::string::npos; });
  };
  return labels(element.label) || labels(element.hint);
}

bool any_reads_last_saved(const Element& element) {
  if (reads_last_saved(element)) return true;
  return std::any_of(element.children.begin(), element.children.end(),
                     [](const auto& child) { return any_reads_last_saved(*child); });
}

}  // namespace

Status Writer::instance(const std::string& id, const std::string& src, const std::string& place) {
  const auto [other, added] = instances_.try_emplace(id, src);
  if (!added && other->second != src) {
    return fail(ErrorCode::xlsform_instance, place + " " + quoted(id) + ": " +
                                                 (other->second.empty() ? "choices" : other->second) + ", " +
                                                 (src.empty() ? "choices" : src));
  }
  if (!added || src.empty()) return {};
  auto node = model_.append_child("instance");
  node.append_attribute("id").set_value(id.c_str());
  node.append_attribute("src").set_value(src.c_str());
  return {};
}

/// Lists whose choices stand in the controls, because search() fills them.
Status Writer::search_lists() {
  std::vector<const Element*> plain;
  const auto visit = [&](const auto& self, const Element& element) -> void {
    if (!element.list.empty() && element.extension.empty() && !element.from_answers && !element.external) {
      if (element.search) {
        form_.find_list(element.list)->in_controls = true;
      } else {
        plain.push_back(&element);
      }
    }
    for (const auto& child : element.children) self(self, *child);
  };
  visit(visit, form_.root);
  for (const Element* element : plain) {
    const ChoiceList* list = form_.find_list(element->list);
    if (list == nullptr || !list->in_controls) continue;
    return fail(ErrorCode::xlsform_together, place(*element, "type") + " " + quoted(element->list) + ", " +
                                                 place(*element, "control::appearance") + " search()");
  }
  return {};
}

Status Writer::instances() {
  MOTCUA_TRY(instances_of(form_.root));
  for (const ChoiceList& list : form_.lists) {
    if (!list.in_controls) MOTCUA_TRY(choice_instance(list));
  }
  if (any_reads_last_saved(form_.root)) {
    MOTCUA_TRY(instance("__last-saved", "jr://instance/last-saved", form_.survey.sheet()));
  }
  return {};
}

Status Writer::instances_of(const Element& element) {
  if (element.kind == Kind::instance) {
    const bool csv = element.type->word == "csv-external";
    MOTCUA_TRY(instance(element.name,
                        csv ? "jr://file-csv/" + element.name + ".csv" : "jr://file/" + element.name + ".xml",
                        place(element, "name")));
  }
  if (!element.extension.empty()) {
    const std::string folder = element.extension == ".csv" ? "jr://file-csv/" : "jr://file/";
    MOTCUA_TRY(instance(element.list, folder + element.list + element.extension, place(element, "type")));
  }
  for (const auto text : expressions_of(element)) {
    for (const auto& id : pulldata_instances(text)) {
      MOTCUA_TRY(instance(id, "jr://file-csv/" + id + ".csv", place(element, "name") + " pulldata"));
    }
  }
  for (const auto& child : element.children) MOTCUA_TRY(instances_of(*child));
  return {};
}

Status Writer::choice_instance(const ChoiceList& list) {
  MOTCUA_TRY(instance(list.name, "", form_.choices_sheet.place(list.choices.front().row, "list_name")));
  auto node = model_.append_child("instance");
  node.append_attribute("id").set_value(list.name.c_str());
  auto root = node.append_child("root");
  for (std::size_t i = 0; i < list.choices.size(); ++i) {
    const Choice& choice = list.choices[i];
    auto item = root.append_child("item");
    const std::string id = list.name + "-" + std::to_string(i);
    if (list.itext) {
      append_text(item, "itextId", id);
      const std::string place = form_.choices_sheet.place(choice.row, "label");
      itext_.add(id, "", choice.label, form_.root, place);
      for (const auto& [kind, text] : choice.media) {
        itext_.add(id, kind, text, form_.root, form_.choices_sheet.place(choice.row, "media::" + kind));
      }
    }
    bool labelled = list.itext || choice.label.plain.empty();
    for (const auto& [name, text] : choice.columns) {
      if (name == "name") {
        append_text(item, "name", choice.name);
      } else if (name != "label") {
        append_text(item, name, text);
      } else if (!labelled) {
        append_text(item, "label", choice.label.plain);
        labelled = true;
      }
    }
    if (!labelled) append_text(item, "label", choice.label.plain);
  }
  return {};
}

/// The lists of an external_choices sheet travel beside the form, as itemsets.csv.
void Writer::external_choices() {
  const Table& table = form_.external_choices;
  if (table.rows().empty()) return;
  std::string csv;
  std::vector<std::string> cells;
  for (const Column& column : table.columns()) {
    std::string header;
    for (const auto& part : column.path) header += (header.empty() ? "" : "::") + part;
    cells.push_back(std::move(header));
  }
  append_csv_row(csv, cells, CsvReaders::programs);
  for (const Row& row : table.rows()) {
    cells.clear();
    for (const Column& column : table.columns()) cells.emplace_back(Table::text(row, column));
    append_csv_row(csv, cells, CsvReaders::programs);
  }
  out_.files.push_back({"itemsets.csv", std::move(csv)});
}

}  // namespace motcua::xlsform
