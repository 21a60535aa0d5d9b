#include <algorithm>

#include "expression.hpp"
#include "form.hpp"
#include "motcua/base/text.hpp"

namespace motcua::xlsform {
namespace {

bool contains(const Element& outer, const Element& inner) {
  const Element* at = &inner;
  while (at != nullptr && at != &outer) at = at->parent;
  return at != nullptr;
}

/// The deepest element that both are in; `b` itself does not count.
const Element* common_ancestor(const Element& a, const Element& b) {
  const Element* x = &a;
  const Element* y = b.parent;
  while (y != nullptr && x->depth > y->depth) x = x->parent;
  while (y != nullptr && y->depth > x->depth) y = y->parent;
  while (x != y) {
    x = x->parent;
    y = y->parent;
  }
  return x;
}

bool in_repeat(const Element* element) {
  while (element != nullptr && element->kind != Kind::repeat) element = element->parent;
  return element != nullptr;
}

std::string steps_between(const Element& from, const Element& to, const Element& common) {
  std::string out;
  for (int up = from.depth - common.depth; up > 0; --up) out += "../";
  return out + to.path.substr(common.path.size() + 1);
}

std::string path_for(const Reference& reference, const Element& target, const ReferenceContext& context) {
  if (reference.last_saved) return "instance('__last-saved')" + target.path;
  if (reference.absolute) return target.path;
  if (context.items != nullptr && &target != context.items && contains(*context.items, target)) {
    return "./" + target.path.substr(context.items->path.size() + 1);
  }
  const std::string path = relative_path(*context.element, target);
  const bool current = context.in_choice_filter || reference.in_instance_predicate;
  return current && path.starts_with("..") ? "current()/" + path : path;
}

}  // namespace

std::string relative_path(const Element& from, const Element& to) {
  if (to.kind == Kind::repeat && contains(to, from)) return to.path;
  const Element* common = common_ancestor(from, to);
  if (common == nullptr || !in_repeat(common)) return to.path;
  return steps_between(from, to, *common);
}

Result<Element*> find_element(const Form& form, const std::string& name, const std::string& place) {
  const auto [first, last] = form.by_name.equal_range(name);
  if (first == last) {
    std::vector<std::string_view> names;
    for (const auto& [known, element] : form.by_name) names.push_back(known);
    std::sort(names.begin(), names.end());
    return fail(ErrorCode::xlsform_reference, place + " " + quoted(name) + suggestion(name, names));
  }
  if (std::next(first) != last) {
    std::vector<std::size_t> rows;
    for (auto at = first; at != last; ++at) rows.push_back(at->second->row);
    std::sort(rows.begin(), rows.end());
    std::string places;
    for (const std::size_t row : rows) places += ", " + form.survey.place(row, "name");
    return fail(ErrorCode::xlsform_reference_twice, place + " " + quoted(name) + places);
  }
  return first->second;
}

Result<std::string> replace_references(const Form& form, std::string_view text, const ReferenceContext& context,
                                       const std::string& place) {
  MOTCUA_TRY_ASSIGN(const auto references, find_references(text, place));
  if (references.empty()) return std::string(text);
  std::string out;
  std::size_t at = 0;
  for (const Reference& reference : references) {
    MOTCUA_TRY_ASSIGN(const Element* target, find_element(form, reference.name, place));
    out += text.substr(at, reference.start - at);
    out += " " + path_for(reference, *target, context) + " ";
    at = reference.end;
  }
  out += text.substr(at);
  return out;
}

std::string single_reference(std::string_view text) {
  text = trim(text);
  if (!text.starts_with("${") || !text.ends_with('}')) return {};
  const std::string_view name = trim(text.substr(2, text.size() - 3));
  return is_xml_name(name) ? std::string(name) : std::string{};
}

}  // namespace motcua::xlsform
