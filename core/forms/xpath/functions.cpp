#include "xpath/functions.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "motcua/base/text.hpp"

namespace motcua::forms::xpath {

Value evaluate_call(const Expr& expr, const Context& context) {
  const Call call(expr, context);
  switch (expr.function) {
    case FunctionId::last:
    case FunctionId::position:
    case FunctionId::count:
    case FunctionId::id:
    case FunctionId::local_name:
    case FunctionId::namespace_uri:
    case FunctionId::name:
    case FunctionId::lang:
    case FunctionId::instance:
    case FunctionId::current:
    case FunctionId::count_non_empty:
      return call_nodes(call);
    case FunctionId::indexed_repeat:
      return indexed_repeat(expr, context);
    case FunctionId::string:
    case FunctionId::concat:
    case FunctionId::starts_with:
    case FunctionId::ends_with:
    case FunctionId::contains:
    case FunctionId::substring_before:
    case FunctionId::substring_after:
    case FunctionId::substring:
    case FunctionId::substr:
    case FunctionId::string_length:
    case FunctionId::normalize_space:
    case FunctionId::translate:
    case FunctionId::join:
    case FunctionId::regex:
    case FunctionId::uuid:
      return call_text(call);
    case FunctionId::today:
    case FunctionId::now:
    case FunctionId::date:
    case FunctionId::date_time:
    case FunctionId::decimal_date_time:
    case FunctionId::decimal_time:
    case FunctionId::format_date:
    case FunctionId::format_date_time:
      return call_date(call);
    case FunctionId::selected:
    case FunctionId::is_selected:
    case FunctionId::selected_at:
    case FunctionId::count_selected:
    case FunctionId::choice_name:
    case FunctionId::itext:
      return call_choice(call);
    case FunctionId::boolean:
    case FunctionId::not_:
    case FunctionId::true_:
    case FunctionId::false_:
    case FunctionId::if_:
    case FunctionId::coalesce:
    case FunctionId::once:
    case FunctionId::boolean_from_string:
    case FunctionId::checklist:
    case FunctionId::weighted_checklist:
      return call_logic(call);
    case FunctionId::digest:
    case FunctionId::base64_decode:
    case FunctionId::extract_signed:
      return call_crypto(call);
    case FunctionId::area:
    case FunctionId::enclosed_area:
    case FunctionId::distance:
    case FunctionId::geofence:
    case FunctionId::intersects:
      return call_geography(call);
    case FunctionId::randomize:
      return call_randomize(call);
    case FunctionId::pulldata:
      return call_pulldata(call);
    case FunctionId::version:
    case FunctionId::property: {
      const Host* host = context.environment->host;
      if (host == nullptr) return std::string();
      return expr.function == FunctionId::version ? host->form_version() : host->device_property(call.text(0));
    }
    case FunctionId::wrong_call:
      if (!context.environment->wrong_call) context.environment->wrong_call = Error{expr.late_error, expr.text};
      return std::string();
    default:
      return call_number(call);
  }
}

namespace {

NodeSet elements_by_id(const Call& call) {
  std::set<std::string, std::less<>> wanted;
  call.each_text(0, [&wanted](std::string_view text) {
    each_word(text, [&wanted](std::string_view word) {
      wanted.emplace(word);
      return true;
    });
  });
  const Node* top = call.context().node;
  while (top->parent != nullptr) top = top->parent;
  NodeSet found;
  for (const Node* node = top; node != nullptr; node = next_in_subtree(*node, *top)) {
    if (!call.environment().spend(1)) return {};
    for (const Node* attribute = node->first_attribute; attribute != nullptr; attribute = attribute->next) {
      const bool is_id =
          attribute->kind == NodeKind::attribute && attribute->name.prefix->empty() && *attribute->name.local == "id";
      if (is_id && wanted.contains(attribute->text)) found.push_back(node);
    }
  }
  return found;
}

bool speaks(const Node* node, std::string language) {
  language = fold(language);
  for (; node != nullptr; node = node->parent) {
    for (const Node* attribute = node->first_attribute; attribute != nullptr; attribute = attribute->next) {
      if (*attribute->name.prefix != "xml" || *attribute->name.local != "lang") continue;
      const std::string own = fold(attribute->text);
      return own == language || own.starts_with(language + "-");
    }
  }
  return false;
}

std::string name_of(const Call& call) {
  const Node* node = call.context().node;
  if (call.has(0)) {
    const NodeSet nodes = call.nodes(0);
    node = nodes.empty() ? nullptr : nodes.front();
  }
  if (node == nullptr || node->name.local == nullptr) return {};
  switch (call.expr().function) {
    case FunctionId::local_name:
      return *node->name.local;
    case FunctionId::namespace_uri:
      return node->name.uri != nullptr ? *node->name.uri : std::string();
    default: {
      const bool plain = node->name.prefix == nullptr || node->name.prefix->empty();
      return plain ? *node->name.local : *node->name.prefix + ":" + *node->name.local;
    }
  }
}

/// weighted-checklist(): the weights of what is true; node-sets are taken node by node, and are true when not blank.
double weight_of(const Value& values, const Value& weights, const Zone& zone) {
  const auto* nodes = std::get_if<NodeSet>(&values);
  if (nodes == nullptr) return to_boolean(values) ? to_number(weights, zone) : 0;
  const auto* weight_nodes = std::get_if<NodeSet>(&weights);
  double total = 0;
  for (std::size_t i = 0; i < nodes->size(); ++i) {
    if (string_value(*(*nodes)[i]).empty()) continue;
    if (weight_nodes == nullptr) {
      total += to_number(weights, zone);
    } else if (i < weight_nodes->size()) {
      total += to_number(std::string_view(string_value(*(*weight_nodes)[i])), zone);
    }
  }
  return total;
}

}  // namespace

Value call_nodes(const Call& call) {
  const Context& context = call.context();
  switch (call.expr().function) {
    case FunctionId::last:
      return static_cast<double>(context.size);
    case FunctionId::position: {
      if (!call.has(0)) return static_cast<double>(context.position);
      const bool seen = std::exchange(call.environment().sees_all, true);
      const NodeSet nodes = call.nodes(0);
      call.environment().sees_all = seen;
      return nodes.empty() ? std::nan("") : static_cast<double>(sibling_position(*nodes.front()));
    }
    case FunctionId::count:
      return static_cast<double>(call.nodes(0).size());
    case FunctionId::count_non_empty: {
      std::string scratch;
      const NodeSet nodes = call.nodes(0);
      return static_cast<double>(std::ranges::count_if(
          nodes, [&](const Node* node) { return !text_of(*node, scratch, call.environment()).empty(); }));
    }
    case FunctionId::id:
      return elements_by_id(call);
    case FunctionId::lang:
      return speaks(context.node, call.text(0));
    case FunctionId::instance: {
      const Host* host = call.environment().host;
      const Document* document = host != nullptr ? host->instance(call.text(0)) : nullptr;
      return document != nullptr ? NodeSet{document->root()} : NodeSet{};
    }
    case FunctionId::current:
      return NodeSet{context.current};
    default:
      return name_of(call);
  }
}

Value call_logic(const Call& call) {
  switch (call.expr().function) {
    case FunctionId::boolean:
      return call.boolean(0);
    case FunctionId::not_:
      return !call.boolean(0);
    case FunctionId::true_:
      return true;
    case FunctionId::false_:
      return false;
    case FunctionId::if_:
      return call.value(call.boolean(0) ? 1 : 2);
    case FunctionId::coalesce: {
      std::string first = call.text(0);
      return first.empty() || first == "NaN" ? call.text(1) : std::move(first);
    }
    case FunctionId::once: {
      // The value that is there already stays.
      std::string scratch;
      const std::string_view own = text_of(*call.context().current, scratch, call.environment());
      return own.empty() ? call.text(0) : std::string(own);
    }
    case FunctionId::boolean_from_string: {
      std::string scratch;
      const std::string_view text = call.view(0, scratch);
      return text == "true" || text == "1";
    }
    default:
      break;
  }
  // checklist(min, max, …) and weighted-checklist(min, max, value, weight, …): -1 stands for no limit.
  const double least = call.number(0);
  const double most = call.number(1);
  double total = 0;
  if (call.expr().function == FunctionId::checklist) {
    for (std::size_t i = 2; i < call.count(); ++i) {
      const Value value = call.value(i);
      if (const auto* nodes = std::get_if<NodeSet>(&value)) {
        for (const Node* node : *nodes) total += string_value(*node).empty() ? 0 : 1;
      } else {
        total += to_boolean(value) ? 1 : 0;
      }
    }
  } else {
    for (std::size_t i = 2; i + 1 < call.count(); i += 2)
      total += weight_of(call.value(i), call.value(i + 1), call.zone());
  }
  return (least < 0 || total >= least) && (most < 0 || total <= most);
}

}  // namespace motcua::forms::xpath
