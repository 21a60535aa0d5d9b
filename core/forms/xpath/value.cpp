#include "xpath/value.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <unordered_set>

#include "motcua/base/text.hpp"
#include "xpath/dates.hpp"

namespace motcua::forms::xpath {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "-"? (digits ("." digits?)? | "." digits) and an optional exponent, which XPath 1.0 has not: here "1e3" is a number.
bool is_number(std::string_view text) {
  std::size_t i = text.starts_with('-') ? 1 : 0;
  std::size_t digits = 0;
  for (; i < text.size() && is_digit(text[i]); ++i) ++digits;
  if (i < text.size() && text[i] == '.') {
    for (++i; i < text.size() && is_digit(text[i]); ++i) ++digits;
  }
  if (digits == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (i == text.size()) return false;
    while (i < text.size() && is_digit(text[i])) ++i;
  }
  return i == text.size();
}

bool compare_numbers(Comparison how, double a, double b) {
  switch (how) {
    case Comparison::equal:
      return a == b;
    case Comparison::not_equal:
      return a != b;
    case Comparison::less:
      return a < b;
    case Comparison::less_equal:
      return a <= b;
    case Comparison::greater:
      return a > b;
    case Comparison::greater_equal:
      return a >= b;
  }
  return false;
}

bool is_equality(Comparison how) { return how == Comparison::equal || how == Comparison::not_equal; }

Comparison mirrored(Comparison how) {
  switch (how) {
    case Comparison::less:
      return Comparison::greater;
    case Comparison::less_equal:
      return Comparison::greater_equal;
    case Comparison::greater:
      return Comparison::less;
    case Comparison::greater_equal:
      return Comparison::less_equal;
    default:
      return how;
  }
}

bool compare_texts(Comparison how, std::string_view a, std::string_view b, ZoneOffset zone) {
  if (how == Comparison::equal) return a == b;
  if (how == Comparison::not_equal) return a != b;
  return compare_numbers(how, to_number(a, zone), to_number(b, zone));
}

/// Equality of two large node-sets without comparing every pair.
bool share_text(const NodeSet& left, const NodeSet& right) {
  std::unordered_set<std::string> seen;
  for (const Node* node : left) seen.insert(string_value(*node));
  std::string scratch;
  for (const Node* node : right) {
    if (seen.contains(std::string(string_view_of(*node, scratch)))) return true;
  }
  return false;
}

bool compare_sets(Comparison how, const NodeSet& left, const NodeSet& right, ZoneOffset zone) {
  if (how == Comparison::equal && left.size() * right.size() > 256) return share_text(left, right);
  std::string left_scratch;
  std::string right_scratch;
  for (const Node* a : left) {
    const std::string_view left_text = string_view_of(*a, left_scratch);
    for (const Node* b : right) {
      if (compare_texts(how, left_text, string_view_of(*b, right_scratch), zone)) return true;
    }
  }
  return false;
}

bool compare_set(Comparison how, const NodeSet& nodes, const Value& other, ZoneOffset zone) {
  // Equality with a boolean is about whether there are nodes, as XPath 1.0 has it. For an order we compare each node's
  // number with the boolean's, where XPath 1.0 would make a boolean of the node-set.
  const auto* flag = std::get_if<bool>(&other);
  if (flag != nullptr && is_equality(how)) return (!nodes.empty() == *flag) == (how == Comparison::equal);
  std::string scratch;
  const auto* text = std::get_if<std::string>(&other);
  const bool by_text = text != nullptr && is_equality(how);
  const double number = by_text ? 0 : to_number(other, zone);
  for (const Node* node : nodes) {
    const std::string_view value = string_view_of(*node, scratch);
    if (by_text ? compare_texts(how, value, *text, zone) : compare_numbers(how, to_number(value, zone), number)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string to_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  if (number == 0) return "0";
  char buffer[400];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed);
  return {buffer, written.ptr};
}

double read_numeral(std::string_view text) {
  // Not from_chars: the web's libc++ 19 has it for whole numbers only. The programs never set a locale.
  return std::strtod(std::string(text).c_str(), nullptr);
}

double to_number(std::string_view text, ZoneOffset zone) {
  text = trim(text);
  if (text.empty()) return kNan;
  if (is_number(text)) {
    return read_numeral(text);
  }
  return days_of(text, zone).value_or(kNan);
}

bool to_boolean(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<double>(&value)) return *number != 0 && !std::isnan(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
  return !std::get<NodeSet>(value).empty();
}

double to_number(const Value& value, ZoneOffset zone) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return to_number(std::string_view(*text), zone);
  const auto& nodes = std::get<NodeSet>(value);
  if (nodes.empty()) return kNan;
  std::string scratch;
  return to_number(string_view_of(*nodes.front(), scratch), zone);
}

std::string to_text(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value)) return to_text(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto& nodes = std::get<NodeSet>(value);
  return nodes.empty() ? std::string() : string_value(*nodes.front());
}

std::string to_text(Value&& value) {
  if (auto* text = std::get_if<std::string>(&value)) return std::move(*text);
  return to_text(static_cast<const Value&>(value));
}

bool compare(Comparison how, const Value& left, const Value& right, ZoneOffset zone) {
  const auto* left_nodes = std::get_if<NodeSet>(&left);
  const auto* right_nodes = std::get_if<NodeSet>(&right);
  if (left_nodes != nullptr && right_nodes != nullptr) return compare_sets(how, *left_nodes, *right_nodes, zone);
  if (left_nodes != nullptr) return compare_set(how, *left_nodes, right, zone);
  if (right_nodes != nullptr) return compare_set(mirrored(how), *right_nodes, left, zone);
  if (is_equality(how)) {
    if (std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right)) {
      return (to_boolean(left) == to_boolean(right)) == (how == Comparison::equal);
    }
    if (std::holds_alternative<std::string>(left) && std::holds_alternative<std::string>(right)) {
      return (std::get<std::string>(left) == std::get<std::string>(right)) == (how == Comparison::equal);
    }
  }
  return compare_numbers(how, to_number(left, zone), to_number(right, zone));
}

}  // namespace motcua::forms::xpath
