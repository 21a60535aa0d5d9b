#include <algorithm>
#include <cmath>

#include "expression.hpp"
#include "form.hpp"
#include "motcua/base/text.hpp"
#include "ranges.hpp"
#include "sheets.hpp"

namespace motcua::xlsform {
namespace {

/// "select_one towns or_other".
struct SelectWord {
  std::string_view kind;  ///< "select one", "select multiple", "select one external", "rank"
  bool from_file = false;
  std::string list;
  bool other = false;
};

struct SelectCommand {
  std::string_view word, kind;
  bool from_file;
};

// Longer words before those that they begin with.
constexpr auto kSelects = std::to_array<SelectCommand>({
    {"select_one_external", "select one external", false},
    {"select one external", "select one external", false},
    {"select_one_from_file", "select one", true},
    {"select one from file", "select one", true},
    {"select_multiple_from_file", "select multiple", true},
    {"select multiple from file", "select multiple", true},
    {"add select one prompt using", "select one", false},
    {"add select multiple prompt using", "select multiple", false},
    {"select all that apply from", "select multiple", false},
    {"select all that apply", "select multiple", false},
    {"select one from", "select one", false},
    {"select one using", "select one", false},
    {"select multiple from", "select multiple", false},
    {"select multiple using", "select multiple", false},
    {"select_multiple", "select multiple", false},
    {"select multiple", "select multiple", false},
    {"select_one", "select one", false},
    {"select one", "select one", false},
    {"select1", "select one", false},
    {"rank", "rank", false},
});

bool select_word(std::string_view type, SelectWord& out) {
  for (const auto& command : kSelects) {
    if (!type.starts_with(command.word) || type.size() <= command.word.size() || type[command.word.size()] != ' ') {
      continue;
    }
    std::string_view rest = trim(type.substr(command.word.size()));
    for (const std::string_view other : {" or_other", " or other", " or specify other"}) {
      if (rest.ends_with(other)) {
        out.other = true;
        rest = trim(rest.substr(0, rest.size() - other.size()));
        break;
      }
    }
    if (rest.empty() || (rest.find(' ') != std::string_view::npos && single_reference(rest).empty())) continue;
    out.kind = command.kind;
    out.from_file = command.from_file;
    out.list = rest;
    return true;
  }
  return false;
}

bool is_package_name(std::string_view name) {
  const auto parts = split(name, '.');
  if (parts.size() < 2) return false;
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    return !part.empty() && ((part[0] >= 'a' && part[0] <= 'z') || (part[0] >= 'A' && part[0] <= 'Z')) &&
           part.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
               std::string_view::npos;
  });
}

class QuestionReader {
 public:
  QuestionReader(Form& form, Element& element, const Row& row, std::string_view type)
      : form_(form), table_(form.survey), element_(element), row_(row), type_(type) {}

  Status run() {
    MOTCUA_TRY_ASSIGN(element_.parameters, Parameters::parse(table_.text(row_, "parameters"), at("parameters")));
    MOTCUA_TRY(triggers());
    SelectWord select;
    if (select_word(type_, select)) return read_select(select);
    if (std::ranges::find(kSelects, type_, &SelectCommand::word) != kSelects.end()) return lacks_list();
    std::string_view word = type_;
    if (word.starts_with("osm ")) {
      element_.osm_list = trim(word.substr(4));
      word = "osm";
    }
    element_.type = find_question_type(word);
    if (element_.type == nullptr || word.starts_with("select ") || word == "rank") {
      return fail(ErrorCode::xlsform_type, at("type") + " " + quoted(type_) + suggestion(type_, question_type_words()));
    }
    if (word == "xml-external" || word == "csv-external") return instance();
    if (word == "subscriberid" || word == "simserial") {
      form_.warn(ErrorCode::xlsform_note_obsolete, at("type") + " " + quoted(word));
    }
    if (!element_.osm_list.empty()) return osm_list();
    if (word == "calculate" && element_.find_bind("calculate") == nullptr && !is_dynamic(element_.default_value)) {
      return fail(ErrorCode::xlsform_blank, at("bind::calculate") + " calculation");
    }
    if (word == "range") return read_range(form_, element_);
    if (word == "text") return text();
    if (element_.type->mediatype == "image/*") return image();
    if (word == "audio") return audio();
    if (word == "background-audio") return background_audio();
    if (element_.type->data_type.starts_with("geo") && !word.ends_with("-geopoint")) return geometry();
    if (word == "start-geopoint") {
      element_.actions.push_back({"odk:setgeopoint", "odk-instance-first-load", {}, {}});
    } else if (word == "background-geopoint") {
      return background_geopoint();
    } else if (word == "audit") {
      return audit();
    }
    return {};
  }

 private:
  [[nodiscard]] std::string at(std::string_view path) const { return table_.place(row_.number, path); }
  [[nodiscard]] const Parameters& parameters() const { return element_.parameters; }

  // --- common to all types ---

  Status triggers() {
    const std::string_view text = trim(table_.text(row_, "trigger"));
    if (text.empty()) return {};
    for (const auto part : split(text, ',')) {
      if (trim(part).empty()) continue;
      const std::string name = single_reference(part);
      if (name.empty()) return fail(ErrorCode::xlsform_reference_syntax, at("trigger") + " " + quoted(part));
      element_.triggers.push_back(name);
    }
    return {};
  }

  Status instance() {
    element_.kind = Kind::instance;
    if (element_.enclosing_repeat() != nullptr) {
      return fail(ErrorCode::xlsform_together, at("type") + " " + quoted(type_) + ", " +
                                                   table_.place(element_.enclosing_repeat()->row, "type") +
                                                   " \"begin_repeat\"");
    }
    return {};
  }

  // --- selects ---

  Status read_select(const SelectWord& word) {
    element_.type = find_question_type(word.kind);
    element_.list = word.list;
    const std::string referenced = single_reference(word.list);
    if (word.kind == "select one external") return external_select();
    MOTCUA_TRY(select_parameters(word.from_file));
    if (!referenced.empty()) {
      element_.from_answers = true;
      element_.list = referenced;
    } else if (const std::size_t dot = word.list.rfind('.'); word.from_file || is_file(word.list)) {
      const std::string extension = dot == std::string::npos ? "" : lower(word.list.substr(dot));
      if (extension != ".csv" && extension != ".xml" && extension != ".geojson") {
        return fail(ErrorCode::xlsform_list, at("type") + " " + quoted(word.list) + " (.csv, .xml, .geojson)");
      }
      element_.list = word.list.substr(0, dot);
      element_.extension = extension;
      if (!is_xml_name(element_.list)) return fail(ErrorCode::xlsform_name, at("type") + " " + quoted(word.list));
    } else {
      MOTCUA_TRY(known_list(word));
    }
    if (word.other) MOTCUA_TRY(or_other(word));
    return {};
  }

  /// "select_one" alone.
  Status lacks_list() const {
    const std::string list = form_.lists.empty() ? "list_name" : form_.lists.front().name;
    return fail(ErrorCode::xlsform_list,
                at("type") + " " + quoted(type_) + " → " + quoted(std::string(type_) + " " + list));
  }

  static bool is_file(std::string_view list) {
    return list.ends_with(".csv") || list.ends_with(".xml") || list.ends_with(".geojson");
  }

  Status known_list(const SelectWord& word) {
    ChoiceList* list = form_.find_list(word.list);
    if (list == nullptr) {
      if (form_.lists.empty()) {
        return fail(ErrorCode::xlsform_sheet, "choices" + similar_sheets(*form_.workbook, "choices"));
      }
      return fail(ErrorCode::xlsform_list,
                  at("type") + " " + quoted(word.list) + suggestion(word.list, form_.list_names()));
    }
    if (word.kind == "select multiple") {
      for (const Choice& choice : list->choices) {
        if (choice.name.find(' ') == std::string::npos) continue;
        return fail(ErrorCode::xlsform_name, form_.choices_sheet.place(choice.row, "name") + " " + quoted(choice.name) +
                                                 ", " + at("type") + " select_multiple");
      }
    }
    const std::string* appearance = element_.find_control("appearance");
    element_.search = appearance != nullptr && appearance->find("search(") != std::string::npos;
    return {};
  }

  Status select_parameters(bool from_file) {
    std::vector<std::string_view> allowed{"randomize", "seed"};
    if (from_file) allowed.insert(allowed.end(), {"value", "label"});
    MOTCUA_TRY(parameters().allow(allowed));
    MOTCUA_TRY(parameters().one_of("randomize", {"true", "false"}));
    const auto seed = parameters().find("seed");
    if (!seed.empty()) {
      if (!parameters().has("randomize")) return parameters().wrong("seed", "randomize=true");
      if (!number_of(seed) && single_reference(seed).empty()) return parameters().wrong("seed", "1, ${name}");
    }
    for (const std::string_view key : {"value", "label"}) {
      if (parameters().has(key) && !is_xml_name(parameters().find(key))) {
        return parameters().wrong(key, "name");
      }
    }
    return {};
  }

  Status external_select() {
    element_.external = true;
    MOTCUA_TRY(parameters().allow({"randomize", "seed"}));
    if (element_.choice_filter.empty()) {
      form_.warn(ErrorCode::xlsform_note_obsolete, at("type") + " select_one_external, " + at("choice_filter"));
    }
    if (form_.external_choices.rows().empty()) {
      return fail(ErrorCode::xlsform_sheet, "external_choices" + similar_sheets(*form_.workbook, "external_choices"));
    }
    std::vector<std::string_view> lists;
    for (const Row& row : form_.external_choices.rows()) {
      const auto name = trim(form_.external_choices.text(row, "list_name"));
      if (name == element_.list) return {};
      if (lists.empty() || lists.back() != name) lists.push_back(name);
    }
    return fail(ErrorCode::xlsform_list, at("type") + " " + quoted(element_.list) + suggestion(element_.list, lists));
  }

  /// Adds the choice "other" and a question for what it is.
  Status or_other(const SelectWord& word) {
    form_.or_other = true;
    if (!element_.choice_filter.empty()) {
      return fail(ErrorCode::xlsform_together, at("choice_filter") + ", " + at("type") + " or_other");
    }
    ChoiceList* list = element_.extension.empty() && !element_.from_answers ? form_.find_list(word.list) : nullptr;
    if (list == nullptr) return fail(ErrorCode::xlsform_together, at("type") + " " + quoted(type_));
    const bool there = std::any_of(list->choices.begin(), list->choices.end(),
                                   [](const Choice& choice) { return choice.name == "other"; });
    if (!there) list->choices.push_back(other_choice(*list));
    auto question = std::make_unique<Element>();
    question->name = element_.name + "_other";
    question->type = find_question_type("text");
    question->row = element_.row;
    question->parent = element_.parent;
    question->depth = element_.depth;
    question->label.plain = "Specify other.";
    set(question->bind, "relevant", "selected(../" + element_.name + ", 'other')");
    element_.parent->children.push_back(std::move(question));
    return {};
  }

  static Choice other_choice(const ChoiceList& list) {
    Choice other;
    other.name = "other";
    other.columns = {{"name", ""}, {"label", ""}};
    for (const Choice& choice : list.choices) {
      for (const auto& translation : choice.label.translations) {
        auto& others = other.label.translations;
        const bool there = std::any_of(others.begin(), others.end(),
                                       [&](const auto& entry) { return entry.first == translation.first; });
        if (!there) others.emplace_back(translation.first, "Other");
      }
    }
    if (other.label.translations.empty()) other.label.plain = "Other";
    return other;
  }

  Status osm_list() const {
    for (const Row& row : form_.osm.rows()) {
      if (form_.osm.text(row, "list_name") == element_.osm_list) return {};
    }
    return fail(ErrorCode::xlsform_list, at("type") + " " + quoted(element_.osm_list));
  }

  // --- other types ---

  Status text() {
    MOTCUA_TRY(parameters().allow({"rows"}));
    MOTCUA_TRY(parameters().whole_number("rows"));
    if (parameters().has("rows")) set(element_.control, "rows", std::string(parameters().find("rows")));
    return {};
  }

  Status image() {
    MOTCUA_TRY(parameters().allow({"app", "max-pixels"}));
    MOTCUA_TRY(parameters().whole_number("max-pixels", false));
    if (parameters().has("max-pixels")) {
      set(element_.bind, "orx:max-pixels", std::string(parameters().find("max-pixels")));
    } else {
      form_.warn(ErrorCode::xlsform_note_pixels, at("parameters"));
    }
    const std::string* appearance = element_.find_control("appearance");
    if (parameters().has("app") && (appearance == nullptr || *appearance == "annotate")) {
      if (!is_package_name(parameters().find("app"))) return parameters().wrong("app", "com.example.camera");
      set(element_.control, "intent", std::string(parameters().find("app")));
    }
    return {};
  }

  Status audio() {
    MOTCUA_TRY(parameters().allow({"quality"}));
    MOTCUA_TRY(parameters().one_of("quality", {"voice-only", "low", "normal", "external"}));
    if (parameters().has("quality")) set(element_.bind, "odk:quality", lower(parameters().find("quality")));
    return {};
  }

  Status background_audio() {
    MOTCUA_TRY(parameters().allow({"quality"}));
    MOTCUA_TRY(parameters().one_of("quality", {"voice-only", "low", "normal"}));
    Action action{"odk:recordaudio", "odk-instance-load", {}, {}};
    if (parameters().has("quality")) action.attributes.emplace_back("odk:quality", lower(parameters().find("quality")));
    element_.actions.push_back(std::move(action));
    return {};
  }

  Status background_geopoint() {
    if (element_.triggers.empty()) return fail(ErrorCode::xlsform_blank, at("trigger") + " trigger");
    if (element_.find_bind("calculate") != nullptr) {
      return fail(ErrorCode::xlsform_together, at("bind::calculate") + ", " + at("type") + " background-geopoint");
    }
    return {};
  }

  Status geometry() {
    std::vector<std::string_view> allowed{"allow-mock-accuracy"};
    if (element_.type->data_type == "geopoint") {
      allowed.insert(allowed.end(), {"capture-accuracy", "warning-accuracy", "reference-geometry"});
    } else {
      allowed.insert(allowed.end(), {"incremental", "reference-geometry"});
    }
    MOTCUA_TRY(parameters().allow(allowed));
    MOTCUA_TRY(parameters().one_of("allow-mock-accuracy", {"true", "false"}));
    MOTCUA_TRY(parameters().number("capture-accuracy"));
    MOTCUA_TRY(parameters().number("warning-accuracy"));
    MOTCUA_TRY(parameters().one_of("incremental", {"true", "yes", "true()"}));
    const auto copy = [this](Pairs& pairs, std::string_view key, std::string_view name) {
      if (parameters().has(key)) set(pairs, name, std::string(parameters().find(key)));
    };
    copy(element_.bind, "allow-mock-accuracy", "odk:allow-mock-accuracy");
    copy(element_.control, "capture-accuracy", "accuracyThreshold");
    copy(element_.control, "warning-accuracy", "unacceptableAccuracyThreshold");
    if (parameters().has("incremental")) set(element_.control, "incremental", "true");
    element_.reference_geometry = parameters().find("reference-geometry");
    return {};
  }

  Status audit() {
    MOTCUA_TRY(parameters().allow({"location-priority", "location-min-interval", "location-max-age", "track-changes",
                                   "identify-user", "track-changes-reasons"}));
    MOTCUA_TRY(parameters().one_of("track-changes", {"true", "false"}));
    MOTCUA_TRY(parameters().one_of("identify-user", {"true", "false"}));
    MOTCUA_TRY(parameters().one_of("track-changes-reasons", {"on-form-edit"}));
    MOTCUA_TRY(parameters().one_of("location-priority", {"no-power", "low-power", "balanced", "high-accuracy"}));
    MOTCUA_TRY(parameters().whole_number("location-min-interval", false));
    MOTCUA_TRY(parameters().whole_number("location-max-age", false));
    const bool some = parameters().has("location-priority") || parameters().has("location-min-interval") ||
                      parameters().has("location-max-age");
    for (const std::string_view key : {"location-priority", "location-min-interval", "location-max-age"}) {
      if (some && !parameters().has(key)) return parameters().wrong(key, "?");
    }
    if (some &&
        *number_of(parameters().find("location-max-age")) < *number_of(parameters().find("location-min-interval"))) {
      return parameters().wrong("location-max-age", "≥ location-min-interval");
    }
    for (const std::string_view key : {"location-max-age", "location-min-interval", "location-priority",
                                       "track-changes", "identify-user", "track-changes-reasons"}) {
      if (parameters().has(key)) set(element_.bind, "odk:" + std::string(key), lower(parameters().find(key)));
    }
    return {};
  }

  Form& form_;
  const Table& table_;
  Element& element_;
  const Row& row_;
  std::string_view type_;
};

}  // namespace

Status read_question(Form& form, Element& element, const Row& row, std::string_view type) {
  return QuestionReader(form, element, row, type).run();
}

}  // namespace motcua::xlsform
