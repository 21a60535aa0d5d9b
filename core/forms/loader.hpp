#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include <pugixml.hpp>

#include "form_model.hpp"
#include "instances/plan_lookups.hpp"
#include "xml_reader.hpp"

namespace motcua::forms {

inline constexpr std::string_view kXformsNamespace = "http://www.w3.org/2002/xforms";
inline constexpr std::string_view kOpenRosaNamespace = "http://openrosa.org/xforms";
inline constexpr std::string_view kJavaRosaNamespace = "http://openrosa.org/javarosa";

/// What the parts of the loader share while one form is read.
struct Loading {
  FormModel& model;
  xpath::Namespaces namespaces;     ///< Prefixes for expressions.
  std::span<const FormFile> files;  ///< The form's attachments.
  LookupPlans lookups{};
  xpath::ChildIndex children{};               ///< Of the primary instance.
  std::unordered_set<std::string> repeats{};  ///< Paths of the repeats in the body.
};

/// True when `element` is the XForms element `name`, whatever its prefix.
[[nodiscard]] bool is_element(pugi::xml_node element, std::string_view name);
[[nodiscard]] pugi::xml_node child_element(pugi::xml_node parent, std::string_view name);
/// The attribute by local name, whatever its prefix: "jr:constraintMsg" is found as "constraintMsg".
[[nodiscard]] pugi::xml_attribute attribute_named(pugi::xml_node element, std::string_view local);

/// Compiles an expression that belongs to `node` (kNone: to several) and checks what it refers to.
/// `where` names the place in messages: "bind /data/a, relevant". `rule`, if any, gets what it reads.
[[nodiscard]] Result<xpath::Expression> load_expression(Loading& loading, std::string_view source, std::uint32_t node,
                                                        const std::string& where, Rule* rule = nullptr);
/// The node that a `ref` or `nodeset` names; relative ones start at `base`. Fails with form_reference.
[[nodiscard]] Result<std::uint32_t> resolve_node(Loading& loading, std::string_view reference, std::uint32_t base,
                                                 const std::string& where);

// The steps, in this order.
/// The paths of all repeats below `body`, before there are nodes to resolve them with.
void find_repeats(pugi::xml_node body, const std::string& around, std::unordered_set<std::string>& out);
[[nodiscard]] Status load_instances(Loading& loading, pugi::xml_node model_element);
[[nodiscard]] Status load_itext(Loading& loading, pugi::xml_node model_element);
[[nodiscard]] Status load_binds(Loading& loading, pugi::xml_node model_element);
/// Refuses declarations of entities that servers could not follow, and versions newer than those known here. What an
/// entity records is made by binds and actions like any other value. Fails with form_entities.
/// https://getodk.github.io/xforms-spec/entities
[[nodiscard]] Status check_entities(const FormModel& model, pugi::xml_node model_element);
/// Puts the default values of the primary instance into the form of their types.
void settle_defaults(FormModel& model);
[[nodiscard]] Status load_actions(Loading& loading, pugi::xml_node parent, std::uint32_t trigger);
/// True for setvalue and its like.
[[nodiscard]] bool is_action(pugi::xml_node element);
[[nodiscard]] Status load_body(Loading& loading, pugi::xml_node body);
/// Orders the rules and fills `dependents`. Fails with form_cycle naming the fields.
[[nodiscard]] Status order_rules(FormModel& model);

/// The files that a form names: data of its instances, and media in its translations.
[[nodiscard]] Result<std::vector<NeededFile>> find_files(pugi::xml_node model_element);

/// A label, hint or value element: its `ref`, or its text with outputs.
[[nodiscard]] Result<TextSource> load_text(Loading& loading, pugi::xml_node element, std::uint32_t node,
                                           const std::string& where);
/// A message in an attribute: "jr:itext('id')" or text.
[[nodiscard]] Result<TextSource> load_message(Loading& loading, std::string_view value, std::uint32_t node,
                                              const std::string& where);

}  // namespace motcua::forms
