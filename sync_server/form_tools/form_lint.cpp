#include "form_tools/form_lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "form_tools/appearances.hpp"
#include "form_tools/xform_outline.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/base/text.hpp"
#include "motcua/forms/form_session.hpp"

namespace motcua::server {
namespace {

struct FindingText {
  std::string_view name;
  std::string_view vi;
  std::string_view en;
};
constexpr FindingText kTexts[] = {
#define MOTCUA_FINDING(id, vi, en) {#id, vi, en},
#include "form_tools/findings.def"
#undef MOTCUA_FINDING
};

bool is_constant(std::string_view expression, bool value) {
  expression = trim(expression);
  return value ? expression == "true()" || expression == "1" : expression == "false()" || expression == "0";
}

bool is_choosing(std::string_view kind) { return kind == "select" || kind == "select1" || kind == "rank"; }

bool is_known_type(std::string_view type) {
  if (const auto colon = type.rfind(':'); colon != std::string_view::npos) type.remove_prefix(colon + 1);
  static constexpr std::array kTypes = {"",       "string",   "int",      "integer",  "decimal",  "boolean", "date",
                                        "time",   "dateTime", "geopoint", "geotrace", "geoshape", "binary",  "barcode",
                                        "intent", "select",   "select1",  "rank",     "odk:rank", "long"};
  return std::ranges::find(kTypes, type) != kTypes.end();
}

/// Runs the checks over one form.
class Lint {
 public:
  Lint(const FormSource& source, std::vector<Finding>& findings) : source_(source), findings_(findings) {}

  void run() {
    if (!outline_.read(source_.xml)) return;  // The engine has said why.
    check_head();
    for (const auto& control : outline_.controls) check_control(control);
    for (const auto& [path, bind] : outline_.binds) check_bind(path, bind);
    for (const auto& field : outline_.fields) check_field(field);
    check_lists();
  }

 private:
  void say(FindingId id, pugi::xml_node place, std::string ref, std::string detail = {}) {
    findings_.push_back({false, id, std::move(detail), {}, std::move(ref), outline_.line(place)});
  }

  void check_head() {
    if (attribute_named(outline_.root, "version").empty()) say(FindingId::version_missing, outline_.root, {});
    const bool has_id = std::ranges::any_of(outline_.fields, [](const auto& field) {
      return local_name(field.element) == "instanceID" && local_name(field.element.parent()) == "meta";
    });
    if (!has_id) say(FindingId::instance_id_missing, outline_.root, {});
  }

  /// A label, hint or message that is there in every language, or in none and not wanted.
  void check_text(std::string_view reference, pugi::xml_node place, const std::string& ref) {
    const std::string id = text_id(reference);
    if (id.empty()) return;
    std::vector<std::string> lacking;
    for (const std::string& language : outline_.languages) {
      const auto& texts = outline_.texts.at(language);
      const auto found = texts.find(id);
      const std::string text = found == texts.end() ? "" : std::string(trim(inner_text(found->second)));
      if (text.empty() || text == "-") lacking.push_back(language);  // "-" is what converters put for nothing
    }
    const bool nowhere = std::ranges::none_of(
        outline_.languages, [&](const std::string& language) { return outline_.texts.at(language).contains(id); });
    if (nowhere) return say(FindingId::text_undefined, place, ref, id);
    for (const std::string& language : lacking) say(FindingId::translation_missing, place, ref, language);
  }

  void check_control(const XformOutline::Control& control) {
    const pugi::xml_node label = child_named(control.element, "label");
    const bool question = control.kind != "group" && control.kind != "repeat";
    if (label) {
      check_text(attribute_named(label, "ref"), label, control.ref);
    }
    if (question && !asked_never(control.ref) &&
        (!label || (attribute_named(label, "ref").empty() && trim(inner_text(label)).empty())))
      say(FindingId::label_missing, control.element, control.ref);
    if (const auto hint = child_named(control.element, "hint"))
      check_text(attribute_named(hint, "ref"), hint, control.ref);
    check_appearance(control);
    if (is_choosing(control.kind)) check_choices(control);
    const pugi::xml_node bind = outline_.bind(control.ref);
    if (question && !attribute_named(bind, "calculate").empty() &&
        !is_constant(attribute_named(bind, "readonly"), true) && control.kind != "trigger")
      say(FindingId::calculate_overwrites, control.element, control.ref);
  }

  void check_appearance(const XformOutline::Control& control) {
    for (const std::string_view word : split(attribute_named(control.element, "appearance"), ' ')) {
      if (word.empty() || is_known_appearance(word)) continue;
      const std::string near = nearest_appearance(word);
      say(FindingId::appearance_unknown, control.element, control.ref,
          near.empty() ? std::string(word) : std::string(word) + " (" + near + "?)");
    }
  }

  void check_choices(const XformOutline::Control& control) {
    std::vector<std::string> values;
    bool has_itemset = false;
    for (const pugi::xml_node child : control.element.children()) {
      if (local_name(child) == "itemset") {
        has_itemset = true;
        check_itemset(control, child);
      }
      if (local_name(child) != "item") continue;
      const pugi::xml_node label = child_named(child, "label");
      const std::string value(trim(inner_text(child_named(child, "value"))));
      if (std::ranges::find(values, value) != values.end()) say(FindingId::choice_twice, child, control.ref, value);
      values.push_back(value);
      if (!label || (attribute_named(label, "ref").empty() && trim(inner_text(label)).empty()))
        say(FindingId::choice_label_missing, child, control.ref, value);
      check_text(attribute_named(label, "ref"), label, control.ref);
    }
    if (!has_itemset && values.empty()) say(FindingId::choices_none, control.element, control.ref);
  }

  /// Only lists that are written in the form and taken whole: a filter may well part two equal values.
  void check_itemset(const XformOutline::Control& control, pugi::xml_node itemset) {
    const std::string_view nodeset = trim(attribute_named(itemset, "nodeset"));
    if (!nodeset.starts_with("instance('")) return;
    const auto end = nodeset.find('\'', 10);
    if (end == std::string_view::npos) return;
    const auto list = outline_.lists.find(nodeset.substr(10, end - 10));
    if (list == outline_.lists.end() || !attribute_named(list->second, "src").empty()) return;
    const bool whole = nodeset.find('[') == std::string_view::npos;
    const pugi::xml_node value_of = child_named(itemset, "value");
    const std::string value_name(attribute_named(value_of, "ref"));
    std::vector<std::string> values;
    std::size_t items = 0;
    pugi::xml_node list_root;
    for (const pugi::xml_node child : list->second.children()) {
      if (child.type() == pugi::node_element && !list_root) list_root = child;
    }
    for (const pugi::xml_node item : list_root.children()) {
      if (item.type() != pugi::node_element) continue;
      ++items;
      const std::string value(trim(inner_text(child_named(item, value_name))));
      if (control.kind != "select1" && value.find(' ') != std::string::npos)
        say(FindingId::choice_space, item, control.ref, value);
      if (whole && std::ranges::find(values, value) != values.end())
        say(FindingId::choice_twice, item, control.ref, value);
      values.push_back(value);
    }
    if (items == 0) say(FindingId::choices_none, control.element, control.ref);
  }

  bool asked_never(std::string_view path) const {
    for (auto at = std::string(path); !at.empty(); at.resize(at.rfind('/'))) {
      if (is_constant(attribute_named(outline_.bind(at), "relevant"), false)) return true;
    }
    return false;
  }
  const XformOutline::Control* control_of(std::string_view path) const {
    const auto found = std::ranges::find(outline_.controls, path, &XformOutline::Control::ref);
    return found == outline_.controls.end() ? nullptr : &*found;
  }
  bool is_filled(const XformOutline::Field& field, pugi::xml_node bind) const {
    return !field.first_value.empty() || !attribute_named(bind, "calculate").empty() ||
           !attribute_named(bind, "preload").empty() || outline_.acted_on.contains(field.path) ||
           !attribute_named(field.element, "query").empty();
  }

  void check_bind(const std::string& path, pugi::xml_node bind) {
    if (!is_known_type(attribute_named(bind, "type")))
      say(FindingId::type_unknown, bind, path, std::string(attribute_named(bind, "type")));
    const std::string_view message = attribute_named(bind, "constraintMsg");
    if (!attribute_named(bind, "constraint").empty() && message.empty() && control_of(path) != nullptr)
      say(FindingId::constraint_message_missing, bind, path);
    check_text(message, bind, path);
    check_text(attribute_named(bind, "requiredMsg"), bind, path);
    const bool required = is_constant(attribute_named(bind, "required"), true);
    if (is_constant(attribute_named(bind, "relevant"), false)) {
      say(FindingId::never_relevant, bind, path);
    } else if (required && control_of(path) != nullptr && asked_never(path)) {
      say(FindingId::required_never_shown, bind, path);
    }
    const auto field = std::ranges::find(outline_.fields, path, &XformOutline::Field::path);
    // The engine makes these ids where the form has none; other paths than plain ones are not followed here.
    const bool made = path.ends_with("instanceID") || path.ends_with("deprecatedID");
    if (field == outline_.fields.end() && path.find_first_of("@*[(") == path.npos && !made)
      say(FindingId::bind_without_field, bind, path);
    if (field == outline_.fields.end() || !field->leaf) return;
    if (required && is_constant(attribute_named(bind, "readonly"), true) && control_of(path) != nullptr &&
        !is_filled(*field, bind))
      say(FindingId::required_unanswerable, bind, path);
  }

  void check_field(const XformOutline::Field& field) {
    if (!field.leaf || control_of(field.path) != nullptr) return;
    for (pugi::xml_node at = field.element; at; at = at.parent()) {
      if (local_name(at) == "meta") return;
    }
    if (is_filled(field, outline_.bind(field.path))) return;
    say(FindingId::field_unfilled, field.element, field.path);
  }

  void check_lists() {
    for (const auto& [id, list] : outline_.lists) {
      if (id.empty()) continue;
      const bool used = source_.xml.find("instance('" + id + "')") != std::string::npos ||
                        source_.xml.find("instance(\"" + id + "\")") != std::string::npos ||
                        source_.xml.find("instance(&quot;" + id + "&quot;)") != std::string::npos ||
                        source_.xml.find("instance(&apos;" + id + "&apos;)") != std::string::npos ||
                        source_.xml.find("pulldata('" + id + "'") != std::string::npos;
      if (!used && std::string_view(source_.xml).find("instance( ") == std::string_view::npos)
        say(FindingId::instance_unused, list, {}, id);
    }
  }

  const FormSource& source_;
  std::vector<Finding>& findings_;
  XformOutline outline_;
};

/// Fills nothing, but begins: what stands in the form from the start may be wrong already.
void begin_form(const std::shared_ptr<const forms::FormDefinition>& form, std::vector<Finding>& findings) {
  auto session = forms::FormSession::create(form, {&system_clock(), &system_random(), {}, {}});
  if (!session) {
    findings.push_back({true, FindingId::not_loaded, {}, session.error(), {}, 0});
    return;
  }
  for (const auto& problem : session->problems()) {
    if (problem.error.code == ErrorCode::answer_required) continue;
    findings.push_back(
        {false, FindingId::starts_invalid, session->value(problem.ref).value_or(""), {}, problem.ref, 0});
  }
}

}  // namespace

std::string_view name(FindingId id) { return kTexts[static_cast<std::size_t>(id)].name; }

bool has_cause(FindingId id) { return id == FindingId::not_loaded || id == FindingId::unwise_table; }

std::string sentence(const Finding& finding, Language language) {
  const FindingText& text = kTexts[static_cast<std::size_t>(finding.id)];
  const std::string detail = has_cause(finding.id) ? message(finding.cause, language) : finding.detail;
  return fmt::format(fmt::runtime(language == Language::vi ? text.vi : text.en), detail);
}

std::vector<Finding> lint_form(const FormSource& source) {
  std::vector<Finding> findings;
  for (const std::string& missing : source.missing)
    findings.push_back({true, FindingId::file_missing, missing, {}, {}, 0});
  for (const Error& warning : source.warnings) findings.push_back({false, FindingId::unwise_table, {}, warning, {}, 0});
  const auto form = forms::FormDefinition::parse(source.xml, source.files);
  if (!form && !source.missing.empty()) {
    // Said already.
  } else if (!form) {
    findings.push_back({true, FindingId::not_loaded, {}, form.error(), {}, 0});
  } else {
    begin_form(*form, findings);
  }
  Lint(source, findings).run();
  std::ranges::sort(findings, [](const Finding& a, const Finding& b) {
    return std::tuple(!a.error, a.line, a.id, a.ref) < std::tuple(!b.error, b.line, b.id, b.ref);
  });
  return findings;
}

}  // namespace motcua::server
