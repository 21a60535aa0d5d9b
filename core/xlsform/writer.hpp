#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <pugixml.hpp>

#include "form.hpp"
#include "itext.hpp"

namespace motcua::xlsform {

/// Writes the XForm. Parts: the model (write_model.cpp), the secondary instances (write_instances.cpp) and the body
/// (write_body.cpp).
class Writer {
 public:
  Writer(Form& form, Conversion& out) : form_(form), out_(out), itext_(form) {}
  [[nodiscard]] Status run();

 private:
  // The model.
  void namespaces();
  void submission();
  Status primary();
  Status section(pugi::xml_node parent, const Element& element, bool templates);
  Status node(pugi::xml_node parent, const Element& element);
  void meta(pugi::xml_node parent, const Element& container);
  void entity_node(pugi::xml_node parent, const Entity& entity);
  Status binds(const Element& element);
  Status bind(const Element& element);
  Status meta_binds();
  Status entity_binds(const Entity& entity);
  void write_bind(const std::string& path, const Pairs& attributes);
  Status messages(const Element& element, Pairs& attributes);
  Status model_actions(const Element& element);

  // Secondary instances.
  Status instances();
  Status instance(const std::string& id, const std::string& src, const std::string& place);
  Status instances_of(const Element& element);
  Status choice_instance(const ChoiceList& list);
  Status search_lists();
  void external_choices();

  // The body.
  Status body();
  Status controls(pugi::xml_node parent, const Element& element);
  Status group(pugi::xml_node parent, const Element& element);
  Status repeat(pugi::xml_node parent, const Element& element);
  Status repeat_actions(pugi::xml_node repeat, const Element& element, const Element& owner);
  Status control(pugi::xml_node parent, const Element& element);
  Status attributes(pugi::xml_node control, const Element& element);
  Status label(pugi::xml_node control, const Element& element, bool always);
  Status hint(pugi::xml_node control, const Element& element);
  Status triggered_by(pugi::xml_node control, const Element& element);
  Status choices(pugi::xml_node control, const Element& element);
  Status choices_from_answers(pugi::xml_node control, const Element& element);
  Status inline_choices(pugi::xml_node control, const ChoiceList& list, const Element& element);
  Status reference_geometry(pugi::xml_node control, const Element& element);
  void itemset(pugi::xml_node control, const std::string& nodeset, std::string_view value, std::string_view label);
  Result<std::string> filtered(const Element& element, std::string nodeset, const Element* items);
  void osm_tags(pugi::xml_node control, const Element& element);

  [[nodiscard]] std::string place(const Element& element, std::string_view column) const {
    return form_.survey.place(element.row, column);
  }
  [[nodiscard]] Result<std::string> expression(const Element& element, std::string_view text,
                                               std::string_view column) const {
    return replace_references(form_, text, {&element, false, nullptr}, place(element, column));
  }
  [[nodiscard]] static bool is_visible(const Element& element);

  Form& form_;
  Conversion& out_;
  Itext itext_;
  pugi::xml_document document_;
  pugi::xml_node html_, model_;
  std::unordered_map<std::string, std::string> instances_;  ///< Id → source; "" for choices.
};

}  // namespace motcua::xlsform
