#include <algorithm>
#include <optional>
#include <unordered_set>

#include "expression.hpp"
#include "form.hpp"
#include "motcua/base/text.hpp"
#include "sheets.hpp"

namespace motcua::xlsform {
namespace {

constexpr int kMaxDepth = 50;
constexpr std::size_t kMaxElements = 100'000;  ///< Loops multiply what is in them.

/// "begin group", "begin_repeat", "end loop", "begin loop over towns".
struct SectionWord {
  bool begin = false;
  std::string word;  ///< "group", "repeat" or "loop"
  std::string list;
};

std::optional<SectionWord> section_word(std::string_view type) {
  SectionWord out;
  if (type.starts_with("begin") && type.size() > 6 && (type[5] == ' ' || type[5] == '_')) {
    out.begin = true;
    type.remove_prefix(6);
  } else if (type.starts_with("end") && type.size() > 4 && (type[3] == ' ' || type[3] == '_')) {
    type.remove_prefix(4);
  } else {
    return std::nullopt;
  }
  if (type.starts_with("looped group")) type = type.size() == 12 ? "repeat" : "";
  const std::string_view word = type.substr(0, type.find(' '));
  std::string_view rest = trim(type.substr(word.size()));
  if (word == "lgroup") {
    out.word = "repeat";
  } else if (word == "group" || word == "repeat" || word == "loop") {
    out.word = word;
  } else {
    return std::nullopt;
  }
  if (!out.begin && !rest.empty()) return std::nullopt;
  if (rest.starts_with("over ")) rest = trim(rest.substr(5));
  if (rest.find(' ') != std::string_view::npos) return std::nullopt;
  out.list = rest;
  return out;
}

/// A section that is open while rows are read.
struct Open {
  Element* element = nullptr;
  std::string word;
  std::string loop_list;
  std::unordered_map<std::string, std::size_t> names;  ///< Lower case → row; exact names are told apart with `exact`.
  std::unordered_set<std::string> exact;
  bool table_list = false;
  std::string table_list_name;
};

class SurveyReader {
 public:
  explicit SurveyReader(Form& form) : form_(form), table_(form.survey) {}

  Status run() {
    open_.push_back({});
    open_.back().element = &form_.root;
    for (const Row& row : table_.rows()) MOTCUA_TRY(read_row(row));
    if (open_.size() > 1) {
      const Open& left = open_.back();
      return fail(ErrorCode::xlsform_nesting, table_.place(left.element->row, "type") + " " +
                                                  quoted("begin_" + left.word) + " (" + left.element->name + ")");
    }
    MOTCUA_TRY(expand_loops(form_.root));
    MOTCUA_TRY(index(form_.root));
    return {};
  }

 private:
  [[nodiscard]] std::string at(const Row& row, std::string_view path) const { return table_.place(row.number, path); }

  Status read_row(const Row& row) {
    if (const auto disabled = table_.text(row, "disabled"); !disabled.empty()) {
      form_.warn(ErrorCode::xlsform_note_obsolete, at(row, "disabled") + " disabled → \"relevant\"");
      if (yes_no(disabled, false)) return {};
    }
    const std::string_view type = trim(table_.text(row, "type"));
    if (type.empty()) return untyped(row);
    if (setting(row, type)) return {};
    const auto section = section_word(type);
    if (section && !section->begin) return end_section(row, *section);
    if (type == "audit") return audit(row);
    MOTCUA_TRY_ASSIGN(std::string name, name_of(row, type));
    MOTCUA_TRY(save_to(row, section.has_value()));
    if (section) return begin_section(row, *section, name);
    return question(row, type, name);
  }

  Status untyped(const Row& row) {
    const bool comment = table_.text(row, "name").empty() && read_text(form_, table_, row, "label").empty();
    if (!comment) return fail(ErrorCode::xlsform_blank, at(row, "type") + " type");
    for (const auto& column : table_.columns()) {
      if (Table::text(row, column).empty()) continue;
      form_.warn(ErrorCode::xlsform_note_ignored, cell_name(table_.sheet(), row.number, column.index));
      break;
    }
    return {};
  }

  /// Older forms set the form's title and id in rows of the survey.
  bool setting(const Row& row, std::string_view type) {
    const std::string value(table_.text(row, "name"));
    if (type == "form_title" || type == "set form title") {
      form_.settings.title = value;
    } else if (type == "form_id" || type == "set form id") {
      form_.settings.id = value;
    } else {
      return false;
    }
    return true;
  }

  Result<std::string> name_of(const Row& row, std::string_view type) {
    std::string name(trim(table_.text(row, "name")));
    if (name.empty()) {
      if (type != "note") return fail(ErrorCode::xlsform_blank, at(row, "name") + " name");
      name = "generated_note_name_" + std::to_string(row.number);
    }
    if (!is_xml_name(name)) return fail(ErrorCode::xlsform_name, at(row, "name") + " " + quoted(name));
    if (name == "meta") return fail(ErrorCode::xlsform_name_reserved, at(row, "name") + " " + quoted(name));
    return name;
  }

  /// Names are told apart within a section; those that differ only in capitals are unwise.
  Status take_name(const Row& row, const std::string& name) {
    Open& open = open_.back();
    if (!open.exact.insert(name).second) {
      return fail(ErrorCode::xlsform_name_twice,
                  at(row, "name") + " " + quoted(name) + ", " + table_.place(open.names[lower(name)], "name"));
    }
    const auto [other, added] = open.names.try_emplace(lower(name), row.number);
    if (!added) {
      form_.warn(ErrorCode::xlsform_note_case,
                 at(row, "name") + " " + quoted(name) + ", " + table_.place(other->second, "name"));
    }
    return {};
  }

  Status save_to(const Row& row, bool section) {
    const auto text = trim(table_.text(row, "bind::entities:saveto"));
    if (text.empty()) return {};
    if (section) return fail(ErrorCode::xlsform_entity, at(row, "bind::entities:saveto") + " " + quoted(text));
    return {};
  }

  Result<Element*> add(const Row& row, Kind kind, const std::string& name) {
    MOTCUA_TRY(take_name(row, name));
    return append(row.number, kind, name);
  }

  Result<Element*> append(std::size_t row, Kind kind, const std::string& name) {
    Element& parent = *open_.back().element;
    auto element = std::make_unique<Element>();
    element->kind = kind;
    element->name = name;
    element->row = row;
    element->parent = &parent;
    element->depth = parent.depth + 1;
    if (element->depth > kMaxDepth) return fail(ErrorCode::xlsform_too_large, table_.place(row, "type"));
    parent.children.push_back(std::move(element));
    return parent.children.back().get();
  }

  // --- sections ---

  Status end_section(const Row& row, const SectionWord& word) {
    MOTCUA_TRY(save_to(row, true));
    const Open& open = open_.back();
    if (open_.size() == 1 || open.word != word.word) {
      std::string detail = at(row, "type") + " " + quoted("end_" + word.word);
      if (open_.size() > 1)
        detail += ", " + table_.place(open.element->row, "type") + " " + quoted("begin_" + open.word);
      return fail(ErrorCode::xlsform_nesting, std::move(detail));
    }
    open_.pop_back();
    return {};
  }

  Status begin_section(const Row& row, const SectionWord& word, const std::string& name) {
    const Kind kind = word.word == "repeat" ? Kind::repeat : Kind::group;
    if (word.word == "loop" && form_.find_list(word.list) == nullptr) {
      return fail(ErrorCode::xlsform_list,
                  at(row, "type") + " " + quoted(word.list) + suggestion(word.list, form_.list_names()));
    }
    if (!table_.text(row, "bind::required").empty()) {
      return fail(ErrorCode::xlsform_together,
                  at(row, "bind::required") + " required, " + quoted("begin_" + word.word));
    }
    MOTCUA_TRY(take_name(row, name));
    if (kind == Kind::repeat) MOTCUA_TRY(count_node(row, name));
    MOTCUA_TRY_ASSIGN(Element * element, append(row.number, kind, name));
    MOTCUA_TRY(read_common(*element, row));
    if (const auto intent = table_.text(row, "intent"); !intent.empty())
      set(element->control, "intent", std::string(intent));
    if (kind == Kind::repeat) {
      if (pending_count_) set(element->control, "jr:count", "${" + name + "_count}");
      if (name == form_.settings.name) {
        return fail(ErrorCode::xlsform_name_reserved, at(row, "name") + " " + quoted(name));
      }
      if (element->label.empty() && element->media.empty()) {
        form_.warn(ErrorCode::xlsform_note_label, at(row, "label") + " " + quoted(name));
      }
    }
    Open open;
    open.element = element;
    open.word = word.word;
    open.loop_list = word.word == "loop" ? word.list : "";
    if (!open.loop_list.empty()) loops_.emplace_back(element, open.loop_list);
    open_.push_back(std::move(open));
    return table_list(row, *element);
  }

  /// A count that is more than a reference gets a node of its own, because jr:count takes a path.
  Status count_node(const Row& row, const std::string& name) {
    pending_count_ = false;
    const auto count = table_.text(row, "control::jr:count");
    if (count.empty() || !single_reference(count).empty()) return {};
    MOTCUA_TRY_ASSIGN(Element * element, add(row, Kind::question, name + "_count"));
    element->type = find_question_type("calculate");
    set(element->bind, "readonly", "true()");
    set(element->bind, "calculate", std::string(count));
    pending_count_ = true;
    return {};
  }

  /// Appearance "table-list": a field-list whose selects share one row of labels.
  Status table_list(const Row& row, Element& group) {
    const std::string* appearance = group.find_control("appearance");
    if (appearance == nullptr) return {};
    std::string others;
    bool found = false;
    for (const auto word : split(*appearance, ' ')) {
      if (word == "table-list") {
        found = true;
      } else if (!word.empty()) {
        others += " " + std::string(word);
      }
    }
    if (!found) return {};
    open_.back().table_list = true;
    set(group.control, "appearance", "field-list" + others);
    if (group.label.empty() && group.hint.empty()) return {};
    MOTCUA_TRY_ASSIGN(Element * note,
                      append(row.number, Kind::question, "generated_table_list_label_" + std::to_string(row.number)));
    note->type = find_question_type("note");
    note->label = std::exchange(group.label, {});
    note->hint = std::exchange(group.hint, {});
    return {};
  }

  // --- questions ---

  Status question(const Row& row, std::string_view type, const std::string& name) {
    MOTCUA_TRY_ASSIGN(Element * element, add(row, Kind::question, name));
    MOTCUA_TRY(read_common(*element, row));
    MOTCUA_TRY(read_question(form_, *element, row, type));
    MOTCUA_TRY(remember_save_to(row, *element));
    Open& open = open_.back();
    const bool select = element->type != nullptr && element->type->word.starts_with("select") && !element->list.empty();
    if (open.table_list && select) MOTCUA_TRY(in_table_list(row, *element));
    if (element->default_value.empty()) return {};
    if (element->kind == Kind::question && is_dynamic(element->default_value)) element->dynamic_default = true;
    if (type == "image" || type == "photo") {
      if (!element->dynamic_default && !element->default_value.starts_with("jr://")) {
        element->default_value = "jr://images/" + element->default_value;
      }
    }
    return {};
  }

  Status in_table_list(const Row& row, Element& element) {
    Open& open = open_.back();
    if (open.table_list_name.empty()) {
      if (!element.choice_filter.empty()) {
        return fail(ErrorCode::xlsform_together, at(row, "choice_filter") + ", \"table-list\"");
      }
      open.table_list_name = element.list;
      // The labels stand before the first select.
      auto header = std::make_unique<Element>();
      header->name = "reserved_name_for_field_list_labels_" + std::to_string(row.number);
      header->row = row.number;
      header->parent = open.element;
      header->depth = element.depth;
      header->type = element.type;
      header->list = element.list;
      set(header->control, "appearance", "label");
      auto& children = open.element->children;
      children.insert(std::prev(children.end()), std::move(header));
    } else if (open.table_list_name != element.list) {
      return fail(ErrorCode::xlsform_together,
                  at(row, "type") + " " + quoted(element.list) + ", " + quoted(open.table_list_name));
    }
    set(element.control, "appearance", "list-nolabel");
    return {};
  }

  Status remember_save_to(const Row& row, Element& element) {
    const auto text = trim(table_.text(row, "bind::entities:saveto"));
    if (text.empty()) return {};
    SaveTo save{&element, {}, std::string(text), row.number};
    if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
      save.entity = text.substr(0, hash);
      save.property = text.substr(hash + 1);
    }
    form_.save_tos.push_back(std::move(save));
    return {};
  }

  /// What all rows have: texts and attributes.
  Status read_common(Element& element, const Row& row) {
    element.label = read_text(form_, table_, row, "label");
    element.hint = read_text(form_, table_, row, "hint");
    element.guidance = read_text(form_, table_, row, "guidance_hint");
    element.media = read_media(form_, table_, row);
    for (const Column* column : table_.family("bind")) MOTCUA_TRY(read_bind(element, row, *column));
    for (const std::string_view message : {"jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString"}) {
      Text text = read_text(form_, table_, row, "bind::" + std::string(message));
      if (!text.empty()) element.messages.emplace_back(message, std::move(text));
    }
    for (const Column* column : table_.family("control")) {
      const auto text = Table::text(row, *column);
      if (column->path.size() < 2 || text.empty()) continue;
      MOTCUA_TRY(set_attribute(element.control, *column, std::string(text)));
    }
    for (const Column* column : table_.family("instance")) {
      const auto text = Table::text(row, *column);
      if (column->path.size() < 2 || text.empty()) continue;
      MOTCUA_TRY(set_attribute(element.attributes, *column, std::string(text)));
    }
    element.default_value = table_.text(row, "default");
    element.choice_filter = table_.text(row, "choice_filter");
    return {};
  }

  /// "body:esri:style" split at single colons is the attribute esri:style.
  static std::string attribute_name(const Column& column) {
    std::string out = column.path[1];
    for (std::size_t i = 2; i < column.path.size(); ++i) out += ":" + column.path[i];
    return out;
  }

  /// Sets the attribute that the column names, if it can be written.
  Status set_attribute(Pairs& attributes, const Column& column, std::string value) {
    const std::string name = attribute_name(column);
    const auto [known, added] = attributes_.try_emplace(column.index, true);
    if (added) {
      MOTCUA_TRY_ASSIGN(known->second, can_write_attribute(form_, name, table_.place(column)));
    }
    if (known->second) set(attributes, name, std::move(value));
    return {};
  }

  Status read_bind(Element& element, const Row& row, const Column& column) {
    if (column.path.size() < 2) return {};
    const auto text = Table::text(row, column);
    const std::string name = column.path[1];
    if (text.empty() || name == "jr:constraintMsg" || name == "jr:requiredMsg" || name == "jr:noAppErrorString" ||
        name == "entities:saveto") {
      return {};
    }
    std::string value(text);
    if (name == "required" || name == "readonly" || name == "relevant" || name == "constraint" || name == "calculate") {
      const std::string word = lower(text);
      if (word == "yes" || word == "true" || word == "true()") value = "true()";
      if (word == "no" || word == "false" || word == "false()") value = "false()";
    }
    return set_attribute(element.bind, column, std::move(value));
  }

  Status audit(const Row& row) {
    const auto name = table_.text(row, "name");
    if (!name.empty() && name != "audit") {
      return fail(ErrorCode::xlsform_name_reserved, at(row, "name") + " " + quoted(name) + " → \"audit\"");
    }
    auto element = std::make_unique<Element>();
    element->name = "audit";
    element->row = row.number;
    MOTCUA_TRY(read_common(*element, row));
    MOTCUA_TRY(read_question(form_, *element, row, "audit"));
    form_.meta_rows.push_back(std::move(element));
    form_.meta.push_back(form_.meta_rows.back().get());
    return {};
  }

  // --- loops ---

  /// A loop holds one group a choice, each with its own copy of what the loop has.
  Status expand_loops(Element& root) {
    for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
      Element& element = *loop->first;
      const auto content = std::move(element.children);
      element.children.clear();
      for (const Choice& choice : form_.find_list(loop->second)->choices) {
        if (!is_xml_name(choice.name)) {
          return fail(ErrorCode::xlsform_name,
                      form_.choices_sheet.place(choice.row, "name") + " " + quoted(choice.name));
        }
        auto group = std::make_unique<Element>();
        group->kind = Kind::group;
        group->name = choice.name;
        group->label = choice.label;
        group->media = choice.media;
        group->row = element.row;
        group->parent = &element;
        for (const auto& child : content) {
          auto copy = copy_of(*child, *group);
          if (++copied_ > kMaxElements) return fail(ErrorCode::xlsform_too_large, table_.place(element.row, "type"));
          group->children.push_back(std::move(copy));
        }
        element.children.push_back(std::move(group));
      }
    }
    (void)root;
    return {};
  }

  std::unique_ptr<Element> copy_of(const Element& source, Element& parent) {
    auto copy = std::make_unique<Element>();
    copy->kind = source.kind;
    copy->name = source.name;
    copy->type = source.type;
    copy->row = source.row;
    copy->label = source.label;
    copy->hint = source.hint;
    copy->guidance = source.guidance;
    copy->media = source.media;
    copy->messages = source.messages;
    copy->bind = source.bind;
    copy->control = source.control;
    copy->attributes = source.attributes;
    copy->default_value = source.default_value;
    copy->dynamic_default = source.dynamic_default;
    copy->triggers = source.triggers;
    copy->actions = source.actions;
    copy->hidden = source.hidden;
    copy->list = source.list;
    copy->extension = source.extension;
    copy->from_answers = source.from_answers;
    copy->search = source.search;
    copy->external = source.external;
    copy->choice_filter = source.choice_filter;
    copy->parameters = source.parameters;
    copy->reference_geometry = source.reference_geometry;
    copy->osm_list = source.osm_list;
    copy->parent = &parent;
    for (const auto& child : source.children) {
      ++copied_;
      if (copied_ <= kMaxElements) copy->children.push_back(copy_of(*child, *copy));
    }
    return copy;
  }

  // --- paths and names, once the tree stands ---

  Status index(Element& element) {
    element.depth = element.parent == nullptr ? 0 : element.parent->depth + 1;
    element.path = (element.parent == nullptr ? "" : element.parent->path) + "/" + element.name;
    if (element.kind == Kind::repeat && !repeats_.insert(element.name).second) {
      return fail(ErrorCode::xlsform_name_twice, table_.place(element.row, "name") + " " + quoted(element.name));
    }
    if (element.kind == Kind::question || element.kind == Kind::group || element.kind == Kind::repeat) {
      form_.by_name.emplace(element.name, &element);
    }
    for (const auto& trigger : element.triggers) form_.triggered[trigger].push_back(&element);
    for (const auto& child : element.children) MOTCUA_TRY(index(*child));
    return {};
  }

  Form& form_;
  const Table& table_;
  std::vector<Open> open_;
  std::vector<std::pair<Element*, std::string>> loops_;
  std::unordered_set<std::string> repeats_;
  std::unordered_map<std::size_t, bool> attributes_;  ///< Columns whose head names an attribute: whether it is written.
  std::size_t copied_ = 0;
  bool pending_count_ = false;
};

}  // namespace

Status read_survey(Form& form) {
  const Sheet* sheet = find_sheet(*form.workbook, "survey");
  if (sheet == nullptr || sheet->rows.empty()) {
    return fail(ErrorCode::xlsform_sheet, "survey" + similar_sheets(*form.workbook, "survey"));
  }
  const CleanText clean = form.settings.clean_text ? CleanText::quotes_and_spaces : CleanText::none;
  MOTCUA_TRY_ASSIGN(form.survey, Table::read(*sheet, survey_words(), clean, form.warnings));
  if (form.survey.find("type") == nullptr) return fail(ErrorCode::xlsform_column, form.survey.sheet() + ": \"type\"");
  form.root.kind = Kind::survey;
  form.root.name = form.settings.name;
  return SurveyReader(form).run();
}

}  // namespace motcua::xlsform
