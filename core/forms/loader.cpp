#include "loader.hpp"

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
                                          const std::string& where, std::vector<std::uint32_t>* reads) {
  FormModel& model = loading.model;
  const auto explain = [&](const std::string& detail) { return where + ": \"" + excerpt(source) + "\": " + detail; };
  auto compiled = xpath::compile(source, {&model.names, &loading.namespaces});
  if (!compiled) return fail(compiled.error().code, explain(compiled.error().detail));
  const xpath::Node* context = nullptr;
  if (node != kNone) context = &model.primary.at(model.template_index[node]);
  auto analysis = xpath::analyse(compiled->root(), model.primary, context, model);
  if (analysis.missing) return fail(ErrorCode::form_reference, explain(*analysis.missing));
  if (analysis.instance) return fail(ErrorCode::form_reference, explain("instance('" + *analysis.instance + "')"));
  if (reads != nullptr) *reads = std::move(analysis.reads);
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
  xpath::Environment environment;
  environment.primary = &model.primary;
  const xpath::Node* start = &model.primary.at(model.template_index[base]);
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
  const auto node = model_->find(path);
  return node && model_->nodes[*node].leaf;
}

}  // namespace motcua::forms
