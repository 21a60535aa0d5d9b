#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "loader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

constexpr std::string_view kEntitiesNamespace = "http://www.opendatakit.org/xforms/entities";

struct Version {
  int year = 0;
  int count = 0;
  auto operator<=>(const Version&) const = default;
};
/// 2022.1 creates, 2023.1 updates, 2024.1 works offline (trunkVersion, branchId), 2025.1 has entities in repeats.
constexpr Version kOldest{2022, 1};
constexpr Version kNewest{2025, 1};

std::unexpected<Error> wrong(const std::string& what) { return fail(ErrorCode::form_entities, what); }

/// "2024.1.0": year, count in the year and patch, which changes nothing for readers.
std::optional<Version> read_version(std::string_view text) {
  Version out;
  const auto parts = split(trim(text), '.');
  if (parts.size() != 2 && parts.size() != 3) return std::nullopt;
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = parts[i];
    const auto read = std::from_chars(part.data(), part.data() + part.size(), numbers[i]);
    if (part.empty() || read.ec != std::errc() || read.ptr != part.data() + part.size()) return std::nullopt;
  }
  out.year = numbers[0];
  out.count = numbers[1];
  return out;
}

pugi::xml_attribute entities_attribute(pugi::xml_node element, std::string_view local) {
  for (const pugi::xml_attribute attribute : element.attributes()) {
    const std::string_view prefix = prefix_of(attribute.name());
    if (local_name(attribute.name()) != local || prefix.empty()) continue;
    if (namespace_at(element, prefix) == kEntitiesNamespace) return attribute;
  }
  return {};
}

/// Consumers must refuse forms for a newer version than they know.
Status check_version(pugi::xml_attribute attribute) {
  const auto version = read_version(attribute.value());
  if (!version || *version < kOldest) {
    return wrong(std::string("the entities-version \"") + attribute.value() + "\" is none");
  }
  if (*version > kNewest) {
    return wrong(std::string("entities-version ") + attribute.value() + "; the newest that is known is 2025.1");
  }
  return {};
}

/// Names are XML names without a colon; those that begin with "__" are ODK's own.
bool is_name(std::string_view text, bool with_point) {
  const auto is_first = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  };
  if (text.empty() || !is_first(text.front()) || text.starts_with("__")) return false;
  return std::ranges::all_of(
      text, [&](char c) { return is_first(c) || (c >= '0' && c <= '9') || c == '-' || (c == '.' && with_point); });
}

Status check_entity(const xpath::Node& entity) {
  const auto attribute = [&](std::string_view name) -> const std::string* {
    for (const xpath::Node* at = entity.first_attribute; at != nullptr; at = at->next) {
      if (*at->name.local == name) return &at->text;
    }
    return nullptr;
  };
  const std::string* dataset = attribute("dataset");
  if (dataset == nullptr || !is_name(*dataset, false)) {
    return wrong("<entity dataset=\"" + (dataset != nullptr ? *dataset : "") + "\"> needs the name of an entity list");
  }
  if (attribute("id") == nullptr) return wrong("<entity dataset=\"" + *dataset + "\"> has no id");
  if (attribute("create") == nullptr && attribute("update") == nullptr) {
    return wrong("<entity dataset=\"" + *dataset + "\"> neither creates nor updates");
  }
  if (attribute("update") != nullptr && attribute("baseVersion") == nullptr) {
    return wrong("<entity dataset=\"" + *dataset + "\"> updates without a baseVersion");
  }
  return {};
}

bool is_entity(const xpath::Node& node) {
  return node.kind == xpath::NodeKind::element && *node.name.local == "entity" && node.parent != nullptr &&
         node.parent->kind == xpath::NodeKind::element && *node.parent->name.local == "meta";
}

Status check_property(pugi::xml_node bind) {
  const auto save_to = entities_attribute(bind, "saveto");
  if (!save_to) return {};
  const std::string_view property = save_to.value();
  if (is_name(property, true) && property != "name" && property != "label") return {};
  return wrong(std::string("bind ") + bind.attribute("nodeset").value() + ": \"" + std::string(property) +
               "\" may not be the name of an entity's property");
}

}  // namespace

Status check_entities(const FormModel& model, pugi::xml_node model_element) {
  const auto version = entities_attribute(model_element, "entities-version");
  if (version) MOTCUA_TRY(check_version(version));
  for (std::size_t i = 0; i < model.primary.size(); ++i) {
    const xpath::Node& node = model.primary.at(i);
    if (!is_entity(node)) continue;
    if (!version) return wrong("<model> has no entities-version, but there is an <entity>");
    MOTCUA_TRY(check_entity(node));
  }
  for (const pugi::xml_node bind : model_element.children()) {
    if (is_element(bind, "bind")) MOTCUA_TRY(check_property(bind));
  }
  return {};
}

}  // namespace motcua::forms
