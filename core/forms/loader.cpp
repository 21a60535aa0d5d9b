#include "loader.hpp"

#include <algorithm>
#include <charconv>

#include "motcua/base/ports.hpp"
#include "motcua/base/text.hpp"
#include "xpath/analysis.hpp"

namespace motcua::forms {
namespace {

/// Expressions may be 256 KiB long; an error shows where one begins, cut between characters.
std::string excerpt(std::string_view source) {
  constexpr std::size_t kMost = 200;
  if (source.size() <= kMost) return std::string(source);
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(source[end]) & 0xC0U) == 0x80U) --end;
  return std::string(source.substr(0, end)) + "…";
}

/// Prefixes declared at `element` and around it.
void collect_namespaces(pugi::xml_node element, xpath::Namespaces& out) {
  for (; element; element = element.parent()) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
      const std::string_view name = attribute.name();
      if (name.starts_with("xmlns:")) out.emplace_back(name.substr(6), attribute.value());
    }
  }
}

Status load(FormModel& model, std::string_view xml, std::span<const FormFile> files) {
  pugi::xml_document document;
  MOTCUA_TRY(read_xml(xml, document));
  const pugi::xml_node html = document.document_element();
  const pugi::xml_node head = child_element(html, "head");
  const pugi::xml_node model_element = child_element(head, "model");
  const pugi::xml_node body = child_element(html, "body");
  if (!is_element(html, "html") || !head) {
    return fail(ErrorCode::form_not_xform,
                std::string("the outermost element is <") + html.name() + ">, not <h:html> with <h:head>");
  }
  if (!model_element) return fail(ErrorCode::form_not_xform, "<h:head> has no <model>");
  if (!body) return fail(ErrorCode::form_not_xform, "there is no <h:body>");

  const pugi::xml_node instance = child_element(model_element, "instance");
  if (!instance) return fail(ErrorCode::form_not_xform, "<model> has no <instance>");
  Loading loading{model, {}, files};
  find_repeats(body, {}, loading.repeats);
  collect_namespaces(instance.first_child(), loading.namespaces);
  model.title = trim(child_element(head, "title").text().get());
  if (const auto submission = child_element(model_element, "submission");
      attribute_named(submission, "base64RsaPublicKey")) {
    return fail(ErrorCode::form_encrypted, "base64RsaPublicKey");
  }
  MOTCUA_TRY_ASSIGN(model.files, find_files(model_element));
  MOTCUA_TRY(load_instances(loading, model_element));
  MOTCUA_TRY(load_itext(loading, model_element));
  MOTCUA_TRY(load_binds(loading, model_element));
  settle_defaults(model);
  MOTCUA_TRY(check_entities(model, model_element));
  MOTCUA_TRY(load_actions(loading, model_element, kNone));
  MOTCUA_TRY(load_body(loading, body));
  return order_rules(model);
}

}  // namespace

bool is_element(pugi::xml_node element, std::string_view name) {
  return element.type() == pugi::node_element && local_name(element.name()) == name;
}

pugi::xml_node child_element(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node child : parent.children()) {
    if (is_element(child, name)) return child;
  }
  return {};
}

pugi::xml_attribute attribute_named(pugi::xml_node element, std::string_view local) {
  for (const pugi::xml_attribute attribute : element.attributes()) {
    if (local_name(attribute.name()) == local) return attribute;
  }
  return {};
}

Result<xpath::Expression> load_expression(Loading& loading, std::string_view source, std::uint32_t node,
                                          const std::string& where, Rule* rule) {
  FormModel& model = loading.model;
  const auto explain = [&](const std::string& detail) { return where + ": \"" + excerpt(source) + "\": " + detail; };
  auto compiled = xpath::compile(source, {&model.names, &loading.namespaces});
  if (!compiled) return fail(compiled.error().code, explain(compiled.error().detail));
  xpath::Subject subject;
  if (node != kNone) {
    subject.node = &model.primary.at(model.places[node].index);
    subject.depth = model.places[node].depth;
    // Where the number of instances is computed, its own instance may not be there yet.
    if (rule != nullptr && rule->kind == RuleKind::count) --subject.depth;
  }
  auto analysis = xpath::analyse(compiled->root(), {&model.primary, model.places, loading.children}, subject, model);
  if (analysis.missing) return fail(ErrorCode::form_reference, explain(*analysis.missing));
  if (analysis.instance) return fail(ErrorCode::form_reference, explain("instance('" + *analysis.instance + "')"));
  if (rule != nullptr) {
    rule->reads = std::move(analysis.reads);
    rule->choice_names = std::move(analysis.choice_names);
    rule->speaks = analysis.speaks;
    rule->pure = analysis.pure;
  }
  loading.lookups.plan(compiled->root(), model);
  return std::move(*compiled);
}

Result<std::uint32_t> resolve_node(Loading& loading, std::string_view reference, std::uint32_t base,
                                   const std::string& where) {
  FormModel& model = loading.model;
  reference = trim(reference);
  if (reference.empty()) return fail(ErrorCode::form_reference, where + " has no ref");
  // Nearly all are plain paths.
  if (reference.starts_with('/')) {
    if (const auto found = model.find(reference)) return *found;
  } else if (const auto found = model.find(model.nodes[base].path + "/" + std::string(reference))) {
    return *found;
  }
  const std::string place = where + ": \"" + excerpt(reference) + "\"";
  const auto compiled = xpath::compile(reference, {&model.names, &loading.namespaces});
  if (!compiled) return fail(compiled.error().code, place + ": " + compiled.error().detail);
  // A form is the same each time that it is loaded: what a reference leads to has no time and no chance.
  ManualClock no_time;
  SeededRandom no_chance(0);
  xpath::Environment environment;
  environment.primary = &model.primary;
  environment.clock = &no_time;
  environment.random = &no_chance;
  const xpath::Node* start = &model.primary.at(model.places[base].index);
  const auto nodes = xpath::evaluate_nodes(compiled->root(), {&environment, start, 1, 1, start});
  if (nodes.empty() || nodes.front()->id == kNone) return fail(ErrorCode::form_reference, place);
  return nodes.front()->id;
}

const xpath::Document* FormModel::instance(std::string_view name) const {
  const auto found = instances.find(name);
  if (found != instances.end()) return &found->second;
  return !primary_name.empty() && name == primary_name ? &primary : nullptr;
}

std::optional<std::uint32_t> FormModel::find(std::string_view path) const {
  const auto found = by_path.find(path);
  return found == by_path.end() ? std::nullopt : std::optional(found->second);
}

std::optional<NodeRef> FormModel::locate(std::string_view ref) const {
  NodeRef out;
  std::string plain;
  std::vector<std::pair<std::size_t, std::uint32_t>> written;  // Length of the path before a position, position.
  if (ref.find('[') != std::string_view::npos) {
    for (std::size_t at = 0; at < ref.size();) {
      const std::size_t open = std::min(ref.find('[', at), ref.size());
      plain += ref.substr(at, open - at);
      if (open == ref.size()) break;
      std::uint32_t position = 0;
      const auto read = std::from_chars(ref.data() + open + 1, ref.data() + ref.size(), position);
      if (read.ec != std::errc() || position == 0 || read.ptr == ref.data() + ref.size() || *read.ptr != ']') return {};
      written.emplace_back(plain.size(), position);
      at = static_cast<std::size_t>(read.ptr - ref.data()) + 1;
    }
    ref = plain;
  }
  const auto node = find(ref);
  if (!node) return {};
  out.node = *node;
  out.positions.resize(places[*node].depth);
  std::size_t depth = out.positions.size();
  for (std::uint32_t at = nodes[*node].repeat; at != kNone; at = repeats[at].parent) {
    const auto own =
        std::ranges::find(written, nodes[repeats[at].node].path.size(), &std::pair<std::size_t, std::uint32_t>::first);
    --depth;
    if (own == written.end()) continue;
    out.positions[depth] = own->second;
    written.erase(own);
  }
  const bool others_are_first = std::ranges::all_of(written, [](const auto& one) { return one.second == 1; });
  return others_are_first ? std::optional(std::move(out)) : std::nullopt;
}

FormDefinition::FormDefinition(std::unique_ptr<FormModel> model) : model_(std::move(model)) {}
FormDefinition::~FormDefinition() = default;

Result<std::shared_ptr<const FormDefinition>> FormDefinition::parse(std::string_view xml,
                                                                    std::span<const FormFile> files) {
  auto model = std::make_unique<FormModel>();
  MOTCUA_TRY(load(*model, xml, files));
  return std::shared_ptr<const FormDefinition>(new FormDefinition(std::move(model)));
}

Result<std::vector<NeededFile>> FormDefinition::needed_files(std::string_view xml) {
  pugi::xml_document document;
  MOTCUA_TRY(read_xml(xml, document));
  return find_files(child_element(child_element(document.document_element(), "head"), "model"));
}

const std::string& FormDefinition::id() const { return model_->id; }
const std::string& FormDefinition::version() const { return model_->version; }
const std::string& FormDefinition::title() const { return model_->title; }
const std::vector<std::string>& FormDefinition::languages() const { return model_->itext_table.languages; }
const std::vector<NeededFile>& FormDefinition::files() const { return model_->files; }
bool FormDefinition::has_node(std::string_view path) const {
  const auto found = model_->locate(path);
  if (!found) return false;
  if (model_->nodes[found->node].leaf) return true;
  return model_->is_repeat(found->node) && found->positions.back() == 0;
}

}  // namespace motcua::forms
