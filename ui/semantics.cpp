#include "motcua/ui/semantics.hpp"

#include <array>
#include <bit>
#include <unordered_map>
#include <unordered_set>

namespace motcua::ui {
namespace {

class Writer {
 public:
  void u8(std::uint8_t v) { out_.push_back(std::byte{v}); }
  void u32(std::uint32_t v) {
    for (unsigned i = 0; i < 4; ++i) u8(static_cast<std::uint8_t>(v >> (8U * i)));
  }
  void f32(float v) { u32(std::bit_cast<std::uint32_t>(v)); }
  void string(const std::string& s) {
    u32(static_cast<std::uint32_t>(s.size()));
    const auto bytes = as_bytes(s);
    out_.insert(out_.end(), bytes.begin(), bytes.end());
  }
  [[nodiscard]] Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
};

void write_node(Writer& writer, const Node& node) {
  writer.u32(node.id);
  writer.u32(node.parent);
  writer.u8(static_cast<std::uint8_t>(node.role));
  writer.u32(node.flags);
  for (const float v : {node.x, node.y, node.w, node.h}) writer.f32(v);
  writer.u8(node.level);
  writer.u8(static_cast<std::uint8_t>(node.field));
  writer.f32(node.content_height);
  writer.f32(node.font_px);
  for (const auto* s : {&node.name, &node.value, &node.description, &node.language}) writer.string(*s);
}

using Children = std::unordered_map<NodeId, std::vector<NodeId>>;

Children children_of(const SemanticTree& tree) {
  Children children;
  for (const Node& node : tree) {
    if (node.id != 1) children[node.parent].push_back(node.id);
  }
  return children;
}

constexpr std::array kRoleNames{
    "root",       "heading", "text",        "button",  "link",     "textbox",  "textarea", "checkbox", "radiogroup",
    "radio",      "list",    "listitem",    "region",  "dialog",   "scroller", "status",   "alert",    "progress",
    "navigation", "image",   "group",       "banner",  "main",     "table",    "row",      "cell",     "columnheader",
    "slider",     "file",    "switch",      "toggle",  "tablist",  "tab",      "tabpanel", "listbox",  "option",
    "pad",        "handle",  "keepdrawing", "locator", "recorder", "player",   "scanner",  "rowgroup"};

constexpr std::array kFieldNames{"",         "text",   "integer",       "decimal",   "date", "code",      "user_name",
                                 "password", "search", "one_time_code", "telephone", "time", "date_time", "month"};

struct FlagName {
  Flags flag;
  const char* name;
};
constexpr std::array kFlagNames{FlagName{kDisabled, "disabled"},
                                FlagName{kChecked, "checked"},
                                FlagName{kExpanded, "expanded"},
                                FlagName{kSelected, "current"},
                                FlagName{kRequired, "required"},
                                FlagName{kInvalid, "invalid"},
                                FlagName{kBusy, "busy"},
                                FlagName{kReadonly, "readonly"},
                                FlagName{kMultiline, "multiline"},
                                FlagName{kExpandable, "expandable"},
                                FlagName{kOpensDialog, "opens dialog"},
                                FlagName{kTakesKeys, "takes keys"},
                                FlagName{kRoving, "roving"},
                                FlagName{kTabStop, "tab stop"},
                                FlagName{kChoosable, "choosable"},
                                FlagName{kSkipped, "skipped"}};

/// A node's value without the target, which differs with every response.
std::string without_target(const Node& node) {
  if (node.role == Role::file_field) return node.value.substr(0, node.value.rfind('|'));
  if (node.role == Role::recorder) return {};
  return node.role == Role::keep_drawing ? node.value.substr(node.value.find('|') + 1) : node.value;
}

void append_quoted(std::string& out, const std::string& text) {
  out += '"';
  for (const char c : text) out += c == '\n' ? std::string("\\n") : std::string(1, c);
  out += '"';
}

}  // namespace

Bytes encode_mirror_update(const SemanticTree& before, const SemanticTree& now) {
  std::unordered_map<NodeId, const Node*> old;
  for (const Node& node : before) old.emplace(node.id, &node);
  std::unordered_set<NodeId> kept;
  std::vector<const Node*> changed;
  for (const Node& node : now) {
    kept.insert(node.id);
    const auto found = old.find(node.id);
    if (found == old.end() || *found->second != node) changed.push_back(&node);
  }
  std::vector<NodeId> removed;
  for (const Node& node : before) {
    if (!kept.contains(node.id)) removed.push_back(node.id);
  }
  const Children children_before = children_of(before);
  const Children children_now = children_of(now);
  std::vector<std::pair<NodeId, const std::vector<NodeId>*>> reordered;
  static const std::vector<NodeId> kNone;
  for (const Node& node : now) {  // In tree order, so that equal trees give equal bytes.
    const auto was = children_before.find(node.id);
    const auto is = children_now.find(node.id);
    const auto& a = was == children_before.end() ? kNone : was->second;
    const auto& b = is == children_now.end() ? kNone : is->second;
    if (a != b) reordered.emplace_back(node.id, &b);
  }
  if (removed.empty() && changed.empty() && reordered.empty()) return {};

  Writer writer;
  for (const char c : {'M', 'C', 'M', '1'}) writer.u8(static_cast<std::uint8_t>(c));
  writer.u32(static_cast<std::uint32_t>(removed.size()));
  for (const NodeId id : removed) writer.u32(id);
  writer.u32(static_cast<std::uint32_t>(changed.size()));
  for (const Node* node : changed) write_node(writer, *node);
  writer.u32(static_cast<std::uint32_t>(reordered.size()));
  for (const auto& [parent, ids] : reordered) {
    writer.u32(parent);
    writer.u32(static_cast<std::uint32_t>(ids->size()));
    for (const NodeId id : *ids) writer.u32(id);
  }
  return writer.take();
}

std::string dump(const SemanticTree& tree) {
  std::unordered_map<NodeId, std::size_t> depth;
  std::string out;
  for (const Node& node : tree) {
    const auto parent = depth.find(node.parent);
    const std::size_t level = parent == depth.end() ? 0 : parent->second + 1;
    depth[node.id] = level;
    out.append(level * 2, ' ');
    out += kRoleNames[static_cast<std::size_t>(node.role)];
    if (node.role == Role::heading) out += std::to_string(node.level);
    if (!node.name.empty()) {
      out += ' ';
      append_quoted(out, node.name);
    }
    if (!node.value.empty()) {
      out += " = ";
      append_quoted(out, without_target(node));
    }
    if (node.field != Field::none) {
      out += " <";
      out += kFieldNames[static_cast<std::size_t>(node.field)];
      out += '>';
    }
    std::string flags;
    for (const auto& [flag, name] : kFlagNames) {
      if ((node.flags & flag) == 0) continue;
      if (!flags.empty()) flags += ", ";
      flags += name;
    }
    if (!flags.empty()) out += " [" + flags + "]";
    if (!node.description.empty()) {
      out += " — ";
      append_quoted(out, node.description);
    }
    if (!node.language.empty()) out += " @" + node.language;
    out += '\n';
  }
  return out;
}

}  // namespace motcua::ui
