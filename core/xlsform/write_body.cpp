#include <algorithm>

#include "expression.hpp"
#include "motcua/base/text.hpp"
#include "writer.hpp"

namespace motcua::xlsform {
namespace {

void set_attribute(pugi::xml_node node, std::string_view name, std::string_view value) {
  const std::string key(name);
  auto attribute = node.attribute(key.c_str());
  if (!attribute) attribute = node.append_attribute(key.c_str());
  attribute.set_value(std::string(value).c_str());
}

}  // namespace

Status Writer::body() {
  auto node = html_.append_child("h:body");
  if (!form_.settings.style.empty()) set_attribute(node, "class", form_.settings.style);
  for (const auto& [name, elements] : form_.triggered) {
    const std::string place = this->place(*elements.front(), "trigger");
    MOTCUA_TRY_ASSIGN(const Element* source, find_element(form_, name, place));
    if (source->kind == Kind::question && is_visible(*source)) continue;
    return fail(ErrorCode::xlsform_value, place + " " + quoted(name) + ", " + this->place(*source, "name"));
  }
  return controls(node, form_.root);
}

/// Whether people see a question. One that is calculated or set by a trigger is seen only when it has words for them.
bool Writer::is_visible(const Element& element) {
  if (element.kind != Kind::question || element.type == nullptr || element.type->control.empty()) return false;
  const bool computed = element.find_bind("calculate") != nullptr || !element.triggers.empty();
  return !computed || !element.label.empty() || !element.hint.empty() || !element.media.empty();
}

Status Writer::controls(pugi::xml_node parent, const Element& element) {
  for (const auto& child : element.children) {
    switch (child->kind) {
      case Kind::question:
        if (is_visible(*child)) MOTCUA_TRY(control(parent, *child));
        break;
      case Kind::group:
        MOTCUA_TRY(group(parent, *child));
        break;
      case Kind::repeat:
        MOTCUA_TRY(repeat(parent, *child));
        break;
      default:
        break;
    }
  }
  return {};
}

Status Writer::attributes(pugi::xml_node control, const Element& element) {
  for (const auto& [name, value] : element.control) {
    MOTCUA_TRY_ASSIGN(const std::string text, expression(element, value, "control::" + name));
    set_attribute(control, name, text);
  }
  return {};
}

Status Writer::group(pugi::xml_node parent, const Element& element) {
  auto node = parent.append_child("group");
  set_attribute(node, "ref", element.path);
  MOTCUA_TRY(attributes(node, element));
  MOTCUA_TRY(label(node, element, false));
  return controls(node, element);
}

Status Writer::repeat(pugi::xml_node parent, const Element& element) {
  auto node = parent.append_child("group");
  set_attribute(node, "ref", element.path);
  if (const std::string* appearance = element.find_control("appearance")) {
    set_attribute(node, "appearance", *appearance);
  }
  MOTCUA_TRY(label(node, element, false));
  auto repeat = node.append_child("repeat");
  set_attribute(repeat, "nodeset", element.path);
  MOTCUA_TRY(attributes(repeat, element));
  MOTCUA_TRY(controls(repeat, element));
  return repeat_actions(repeat, element, element);
}

/// What a new instance sets: defaults of its own questions, ids of its entities; not those of repeats within.
Status Writer::repeat_actions(pugi::xml_node repeat, const Element& element, const Element& owner) {
  for (const auto& child : element.children) {
    if (child->kind == Kind::repeat) continue;
    if (child->dynamic_default) {
      MOTCUA_TRY_ASSIGN(const std::string value, expression(*child, child->default_value, "default"));
      auto node = repeat.append_child("setvalue");
      set_attribute(node, "ref", child->path);
      set_attribute(node, "event", "odk-new-repeat");
      set_attribute(node, "value", value);
    }
    MOTCUA_TRY(repeat_actions(repeat, *child, owner));
  }
  for (const Entity& entity : form_.entities) {
    if (entity.container != &element || !entity.entity_id.empty()) continue;
    auto node = repeat.append_child("setvalue");
    set_attribute(node, "ref", element.path + "/meta/entity/@id");
    set_attribute(node, "event", "odk-new-repeat");
    set_attribute(node, "value", "uuid()");
  }
  return {};
}

Status Writer::control(pugi::xml_node parent, const Element& element) {
  auto node = parent.append_child(std::string(element.type->control).c_str());
  set_attribute(node, "ref", element.path);
  if (!element.type->mediatype.empty()) set_attribute(node, "mediatype", element.type->mediatype);
  MOTCUA_TRY(attributes(node, element));
  const bool some_words = !element.label.empty() || !element.hint.empty() || !element.media.empty();
  if (!some_words && !element.name.starts_with("reserved_name_for_field_list_labels_")) {
    return fail(ErrorCode::xlsform_blank, place(element, "label") + " label, hint");
  }
  MOTCUA_TRY(label(node, element, true));
  MOTCUA_TRY(hint(node, element));
  if (element.external) {
    MOTCUA_TRY_ASSIGN(const std::string query,
                      filtered(element, "instance('" + element.list + "')/root/item", nullptr));
    set_attribute(node, "query", query);
  } else if (element.from_answers) {
    MOTCUA_TRY(choices_from_answers(node, element));
  } else if (!element.list.empty()) {
    MOTCUA_TRY(choices(node, element));
  }
  if (!element.reference_geometry.empty()) MOTCUA_TRY(reference_geometry(node, element));
  if (!element.osm_list.empty()) osm_tags(node, element);
  return triggered_by(node, element);
}

Status Writer::label(pugi::xml_node control, const Element& element, bool always) {
  const bool big = std::any_of(element.media.begin(), element.media.end(),
                               [](const auto& entry) { return entry.first == "big-image"; });
  const bool image =
      std::any_of(element.media.begin(), element.media.end(), [](const auto& entry) { return entry.first == "image"; });
  if (big && !image) {
    return fail(ErrorCode::xlsform_together, place(element, "media::big-image") + " big-image → \"image\"");
  }
  if (element.label.empty() && element.media.empty()) {
    if (always) control.append_child("label");
    return {};
  }
  auto node = control.append_child("label");
  if (element.label.translations.empty() && element.media.empty()) {
    return write_prose(form_, node, element.label.plain, element, place(element, "label"));
  }
  const std::string id = element.path + ":label";
  set_attribute(node, "ref", "jr:itext('" + id + "')");
  if (!element.label.empty()) itext_.add(id, "", element.label, element, place(element, "label"));
  for (const auto& [kind, text] : element.media) {
    itext_.add(id, kind, text, element, place(element, "media::" + kind));
  }
  return {};
}

Status Writer::hint(pugi::xml_node control, const Element& element) {
  if (element.hint.empty() && element.guidance.empty()) return {};
  auto node = control.append_child("hint");
  if (element.hint.translations.empty() && element.guidance.empty()) {
    return write_prose(form_, node, element.hint.plain, element, place(element, "hint"));
  }
  const std::string id = element.path + ":hint";
  set_attribute(node, "ref", "jr:itext('" + id + "')");
  if (!element.hint.empty()) itext_.add(id, "", element.hint, element, place(element, "hint"));
  if (!element.guidance.empty()) itext_.add(id, "guidance", element.guidance, element, place(element, "guidance_hint"));
  return {};
}

/// What changes when this question's value does.
Status Writer::triggered_by(pugi::xml_node control, const Element& element) {
  const auto found = form_.triggered.find(element.name);
  if (found == form_.triggered.end()) return {};
  for (const Element* target : found->second) {
    const bool place_only = target->type != nullptr && target->type->word == "background-geopoint";
    auto node = control.append_child(place_only ? "odk:setgeopoint" : "setvalue");
    set_attribute(node, "ref", target->path);
    set_attribute(node, "event", "xforms-value-changed");
    const std::string* calculation = target->find_bind("calculate");
    if (place_only || calculation == nullptr) continue;
    MOTCUA_TRY_ASSIGN(const std::string value, expression(*target, *calculation, "bind::calculate"));
    set_attribute(node, "value", value);
  }
  return {};
}

// --- choices ---

void Writer::itemset(pugi::xml_node control, const std::string& nodeset, std::string_view value,
                     std::string_view label) {
  auto node = control.append_child("itemset");
  set_attribute(node, "nodeset", nodeset);
  set_attribute(node.append_child("value"), "ref", value);
  set_attribute(node.append_child("label"), "ref", label);
}

Result<std::string> Writer::filtered(const Element& element, std::string nodeset, const Element* items) {
  if (!element.choice_filter.empty()) {
    MOTCUA_TRY_ASSIGN(
        const std::string filter,
        replace_references(form_, element.choice_filter, {&element, true, items}, place(element, "choice_filter")));
    nodeset += "[" + filter + "]";
  }
  if (lower(element.parameters.find("randomize")) == "true") {
    nodeset = "randomize(" + nodeset;
    if (const auto seed = element.parameters.find("seed"); !seed.empty()) {
      MOTCUA_TRY_ASSIGN(const std::string value, expression(element, seed, "parameters"));
      nodeset += ", " + std::string(trim(value));
    }
    nodeset += ")";
  }
  return nodeset;
}

Status Writer::choices(pugi::xml_node control, const Element& element) {
  const ChoiceList* list = element.extension.empty() ? form_.find_list(element.list) : nullptr;
  if (element.search && list != nullptr) return inline_choices(control, *list, element);
  MOTCUA_TRY_ASSIGN(const std::string nodeset,
                    filtered(element, "instance('" + element.list + "')/root/item", nullptr));
  std::string_view value = element.extension == ".geojson" ? "id" : "name";
  std::string_view label = element.extension == ".geojson" ? "title" : "label";
  if (list != nullptr && list->itext) label = "jr:itext(itextId)";
  if (!element.extension.empty()) {
    if (const auto wanted = element.parameters.find("value"); !wanted.empty()) value = wanted;
    if (const auto wanted = element.parameters.find("label"); !wanted.empty()) label = wanted;
  }
  itemset(control, nodeset, value, label);
  return {};
}

Status Writer::inline_choices(pugi::xml_node control, const ChoiceList& list, const Element& element) {
  for (std::size_t i = 0; i < list.choices.size(); ++i) {
    const Choice& choice = list.choices[i];
    const std::string place = form_.choices_sheet.place(choice.row, "label");
    auto item = control.append_child("item");
    auto label = item.append_child("label");
    if (list.itext) {
      const std::string id = list.name + "-" + std::to_string(i);
      set_attribute(label, "ref", "jr:itext('" + id + "')");
      itext_.add(id, "", choice.label, form_.root, place);
      for (const auto& [kind, text] : choice.media) itext_.add(id, kind, text, form_.root, place);
    } else {
      MOTCUA_TRY(write_prose(form_, label, choice.label.plain, element, place));
    }
    item.append_child("value").append_child(pugi::node_pcdata).set_value(choice.name.c_str());
  }
  return {};
}

/// Choices that are the answers to a question in a repeat.
Status Writer::choices_from_answers(pugi::xml_node control, const Element& element) {
  const std::string place = this->place(element, "type");
  MOTCUA_TRY_ASSIGN(Element * source, find_element(form_, element.list, place));
  Element* repeat = source->enclosing_repeat();
  if (repeat == nullptr) return fail(ErrorCode::xlsform_list, place + " " + quoted(element.list));
  // In an outer repeat the instances of this one's are meant: also where the question itself is in `repeat`.
  std::string nodeset = repeat->path;
  if (const Element* outer = repeat->enclosing_repeat();
      outer != nullptr || relative_path(element, *source) != source->path) {
    const Element* base = repeat->parent;
    const Element* at = &element;
    std::string up;
    while (at != base && at->parent != nullptr) {
      up += "../";
      at = at->parent;
    }
    if (at == base) nodeset = up + repeat->name;
  }
  const std::string answer = source->path.substr(repeat->path.size() + 1);
  if (element.choice_filter.empty()) nodeset += "[./" + answer + " != '']";
  MOTCUA_TRY_ASSIGN(nodeset, filtered(element, std::move(nodeset), repeat));
  itemset(control, nodeset, answer, answer);
  return {};
}

Status Writer::reference_geometry(pugi::xml_node control, const Element& element) {
  const std::string wrong = "list_name, file, ${repeat}";
  const std::string name = single_reference(element.reference_geometry);
  if (!name.empty()) {
    MOTCUA_TRY_ASSIGN(const Element* repeat, find_element(form_, name, element.parameters.place()));
    if (repeat->kind != Kind::repeat) return element.parameters.wrong("reference-geometry", wrong);
    std::string nodeset = repeat->path;
    if (element.choice_filter.empty()) nodeset += "[./geometry != '']";
    MOTCUA_TRY_ASSIGN(nodeset, filtered(element, std::move(nodeset), repeat));
    itemset(control, nodeset, "geometry", "geometry");
    return {};
  }
  const std::string& id = element.reference_geometry;
  if (!instances_.contains(id) || id == "__last-saved") return element.parameters.wrong("reference-geometry", wrong);
  MOTCUA_TRY_ASSIGN(const std::string nodeset, filtered(element, "instance('" + id + "')/root/item", nullptr));
  const ChoiceList* list = form_.find_list(id);
  itemset(control, nodeset, "name", list != nullptr && list->itext ? "jr:itext(itextId)" : "label");
  return {};
}

void Writer::osm_tags(pugi::xml_node control, const Element& element) {
  const auto text = [](pugi::xml_node parent, const char* name, std::string_view value) {
    parent.append_child(name).append_child(pugi::node_pcdata).set_value(std::string(value).c_str());
  };
  const Table& table = form_.osm;
  for (const Row& row : table.rows()) {
    if (table.text(row, "list_name") != element.osm_list) continue;
    auto tag = control.append_child("tag");
    const auto key = table.text(row, "name");
    set_attribute(tag, "key", key);
    text(tag, "label", table.text(row, "label"));
    for (const Row& value : table.rows()) {
      if (key.empty() || table.text(value, "list_name") != key || key == element.osm_list) continue;
      auto item = tag.append_child("item");
      text(item, "label", table.text(value, "label"));
      text(item, "value", table.text(value, "name"));
    }
  }
}

}  // namespace motcua::xlsform
