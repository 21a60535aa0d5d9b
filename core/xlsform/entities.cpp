#include <algorithm>
#include <set>
#include <unordered_map>

#include "expression.hpp"
#include "form.hpp"
#include "motcua/base/text.hpp"
#include "sheets.hpp"

namespace motcua::xlsform {
namespace {

Status check_list_name(const Form& form, const Entity& entity) {
  const std::string place = form.entities_sheet.place(entity.row, "list_name");
  if (entity.list.empty()) return fail(ErrorCode::xlsform_blank, place + " list_name");
  if (!is_xml_name(entity.list) || entity.list.starts_with("__") || entity.list.find('.') != std::string::npos) {
    return fail(ErrorCode::xlsform_name, place + " " + quoted(entity.list));
  }
  return {};
}

Status check_what_it_does(const Form& form, const Entity& entity) {
  const auto lacks = [&](std::string_view column) {
    return fail(ErrorCode::xlsform_entity, form.entities_sheet.place(entity.row, "list_name") + " " +
                                               quoted(entity.list) + " → " + std::string(column));
  };
  if (!entity.update_if.empty() && entity.entity_id.empty()) return lacks("entity_id");
  if (!entity.entity_id.empty() && !entity.create_if.empty() && entity.update_if.empty()) return lacks("update_if");
  if (entity.entity_id.empty() && entity.label.empty()) return lacks("label");
  return {};
}

Status check_save_tos(Form& form) {
  std::map<std::pair<std::string, std::string>, std::size_t> seen;
  for (SaveTo& save : form.save_tos) {
    const std::string place = form.survey.place(save.row, "bind::entities:saveto");
    const std::string word = save.entity.empty() ? save.property : save.entity + "#" + save.property;
    if (form.entities.empty()) return fail(ErrorCode::xlsform_sheet, "entities, " + place + " " + quoted(word));
    if (save.entity.empty()) {
      if (form.entities.size() > 1) {
        return fail(ErrorCode::xlsform_entity,
                    place + " " + quoted(word) + " → " + quoted(form.entities.front().list + "#" + word));
      }
      save.entity = form.entities.front().list;
    }
    std::vector<std::string_view> lists;
    for (const Entity& entity : form.entities) lists.push_back(entity.list);
    if (std::find(lists.begin(), lists.end(), save.entity) == lists.end()) {
      return fail(ErrorCode::xlsform_entity, place + " " + quoted(word) + suggestion(save.entity, lists));
    }
    const std::string lowered = lower(save.property);
    if (lowered == "name" || lowered == "label")
      return fail(ErrorCode::xlsform_name_reserved, place + " " + quoted(word));
    if (!is_xml_name(save.property) || save.property.starts_with("__")) {
      return fail(ErrorCode::xlsform_name, place + " " + quoted(word));
    }
    save.question->save_to = save.property;
    const auto [other, added] = seen.try_emplace({save.entity, save.property}, save.row);
    if (!added) {
      return fail(ErrorCode::xlsform_name_twice,
                  place + " " + quoted(word) + ", " + form.survey.place(other->second, "bind::entities:saveto"));
    }
  }
  return {};
}

Element* scope_of(Element* container) {
  while (container->kind != Kind::survey && container->kind != Kind::repeat) container = container->parent;
  return container;
}

bool is_within(const Element* inner, const Element* outer) {
  while (inner != nullptr && inner != outer) inner = inner->parent;
  return inner != nullptr;
}

Element* common_container(Element* a, Element* b) {
  while (!is_within(b, a)) a = a->parent;
  return a;
}

/// Finds a container for each entity: one entity a container, within the repeat that its questions are in, and so that
/// the nearest entity above a question with save_to is the one that it saves to.
class Placing {
 public:
  explicit Placing(Form& form) : form_(form) {}

  Status run() {
    for (const SaveTo& save : form_.save_tos) saves_[save.entity].push_back(&save);
    std::vector<Wish> wishes;
    for (Entity& entity : form_.entities) {
      MOTCUA_TRY_ASSIGN(Wish wish, wish_of(entity));
      wishes.push_back(wish);
    }
    // Those that save answers are bound to them; the others take what is left.
    for (const bool saving : {true, false}) {
      for (const Wish& wish : wishes) {
        if (saves_.contains(wish.entity->list) == saving) MOTCUA_TRY(place(wish));
      }
    }
    return {};
  }

 private:
  struct Wish {
    Entity* entity = nullptr;
    Element* scope = nullptr;  ///< The repeat, or the whole survey.
    Element* first = nullptr;  ///< The deepest container that would do.
  };

  Result<Wish> wish_of(Entity& entity) {
    Wish wish{&entity, &form_.root, nullptr};
    const auto conflict = [&](std::string place) {
      return fail(ErrorCode::xlsform_entity_place, std::move(place) + " " + quoted(entity.list));
    };
    if (const auto saves = saves_.find(entity.list); saves != saves_.end()) {
      for (const SaveTo* save : saves->second) {
        Element* scope = scope_of(save->question->parent);
        const std::string place = form_.survey.place(save->row, "bind::entities:saveto");
        if (wish.first != nullptr && scope != wish.scope) return conflict(place);
        wish.scope = scope;
        wish.first =
            wish.first == nullptr ? save->question->parent : common_container(wish.first, save->question->parent);
      }
    }
    const bool bound = wish.first != nullptr;
    Element* deepest = nullptr;
    const std::pair<std::string_view, const std::string&> columns[] = {{"label", entity.label},
                                                                       {"entity_id", entity.entity_id},
                                                                       {"create_if", entity.create_if},
                                                                       {"update_if", entity.update_if}};
    for (const auto& [column, text] : columns) {
      const std::string place = form_.entities_sheet.place(entity.row, column);
      MOTCUA_TRY_ASSIGN(const auto references, find_references(text, place));
      for (const Reference& reference : references) {
        MOTCUA_TRY_ASSIGN(Element * target, find_element(form_, reference.name, place));
        if (reference.last_saved) continue;
        Element* container = target->is_section() ? target : target->parent;
        Element* scope = scope_of(container);
        if (!is_within(wish.scope, scope)) {
          if (bound || !is_within(scope, wish.scope)) return conflict(place);
          wish.scope = scope;
          deepest = container;
        } else if (scope == wish.scope && (deepest == nullptr || container->depth > deepest->depth)) {
          deepest = container;
        }
      }
    }
    if (!entity.repeat.empty()) MOTCUA_TRY(asked_repeat(entity, wish));
    if (wish.first == nullptr) wish.first = deepest != nullptr ? deepest : wish.scope;
    // One entity of a whole response stands where all programs look for it.
    if (form_.entities.size() == 1 && wish.scope == &form_.root) wish.first = &form_.root;
    return wish;
  }

  Status asked_repeat(const Entity& entity, Wish& wish) {
    const std::string place = form_.entities_sheet.place(entity.row, "repeat");
    const std::string name = single_reference(entity.repeat);
    if (name.empty()) return fail(ErrorCode::xlsform_reference_syntax, place + " " + quoted(entity.repeat));
    MOTCUA_TRY_ASSIGN(Element * repeat, find_element(form_, name, place));
    if (repeat->kind != Kind::repeat || (wish.first != nullptr && wish.scope != repeat)) {
      return fail(ErrorCode::xlsform_entity_place, place + " " + quoted(entity.repeat));
    }
    wish.scope = repeat;
    wish.first = repeat;
    return {};
  }

  Status place(const Wish& wish) {
    for (Element* at = wish.first; at != nullptr; at = at->parent) {
      if (fits(*wish.entity, at)) {
        wish.entity->container = at;
        taken_[at] = wish.entity;
        return {};
      }
      if (at == wish.scope) break;
    }
    std::string detail = form_.entities_sheet.place(wish.entity->row, "list_name") + " " + quoted(wish.entity->list);
    if (const auto other = taken_.find(wish.scope); other != taken_.end()) {
      detail += ", " + form_.entities_sheet.place(other->second->row, "list_name") + " " + quoted(other->second->list);
    }
    return fail(ErrorCode::xlsform_entity_place, std::move(detail));
  }

  [[nodiscard]] bool fits(const Entity& entity, const Element* container) const {
    if (taken_.contains(container)) return false;
    for (const SaveTo& save : form_.save_tos) {
      if (save.entity == entity.list) {
        for (const Element* at = save.question->parent; at != container; at = at->parent) {
          if (at == nullptr || taken_.contains(at)) return false;
        }
        continue;
      }
      const Element* others = container_of(save.entity);
      if (others == nullptr || others == container) continue;
      for (const Element* at = save.question->parent; at != nullptr && at != others; at = at->parent) {
        if (at == container) return false;
      }
    }
    return true;
  }

  [[nodiscard]] const Element* container_of(const std::string& list) const {
    for (const Entity& entity : form_.entities) {
      if (entity.list == list) return entity.container;
    }
    return nullptr;
  }

  Form& form_;
  std::unordered_map<std::string, std::vector<const SaveTo*>> saves_;
  std::unordered_map<const Element*, const Entity*> taken_;
};

}  // namespace

Status read_entities(Form& form) {
  const Sheet* sheet = find_sheet(*form.workbook, "entities");
  if (sheet == nullptr) {
    if (const auto similar = similar_sheets(*form.workbook, "entities"); !similar.empty()) {
      form.warn(ErrorCode::xlsform_note_sheet, "entities" + similar);
    }
    return {};
  }
  constexpr std::size_t kMost = 100;
  MOTCUA_TRY_ASSIGN(form.entities_sheet, Table::read(*sheet, entities_words(), CleanText::quotes, form.warnings));
  const Table& table = form.entities_sheet;
  for (const Column& column : table.columns()) {
    const auto& known = entities_words().columns;
    if (column.path.size() == 1 && std::find(known.begin(), known.end(), column.path[0]) != known.end()) continue;
    return fail(ErrorCode::xlsform_column_unknown,
                table.place(column) + " " + quoted(column.header) + suggestion(column.header, known));
  }
  std::set<std::string> lists;
  for (const Row& row : table.rows()) {
    Entity entity;
    entity.row = row.number;
    entity.list = trim(table.text(row, "list_name"));
    entity.label = table.text(row, "label");
    entity.entity_id = table.text(row, "entity_id");
    entity.create_if = table.text(row, "create_if");
    entity.update_if = table.text(row, "update_if");
    entity.repeat = table.text(row, "repeat");
    MOTCUA_TRY(check_list_name(form, entity));
    if (!lists.insert(entity.list).second) {
      return fail(ErrorCode::xlsform_name_twice, table.place(row.number, "list_name") + " " + quoted(entity.list));
    }
    MOTCUA_TRY(check_what_it_does(form, entity));
    if (form.entities.size() == kMost) return fail(ErrorCode::xlsform_too_large, table.place(row.number, "list_name"));
    form.entities.push_back(std::move(entity));
  }
  return {};
}

Status place_entities(Form& form) {
  MOTCUA_TRY(check_save_tos(form));
  return Placing(form).run();
}

}  // namespace motcua::xlsform
