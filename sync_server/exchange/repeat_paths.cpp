#include "exchange/repeat_paths.hpp"

#include <charconv>

namespace motcua::server {

std::string without_positions(std::string_view ref) {
  std::string out;
  bool inside = false;
  for (const char c : ref) {
    if (c == '[') inside = true;
    if (!inside) out.push_back(c);
    if (c == ']') inside = false;
  }
  return out;
}

InstanceOf instance_of(std::string_view ref) {
  InstanceOf out;
  const auto last = ref.rfind(']');
  if (last == std::string_view::npos) return out;
  out.instance = ref.substr(0, last + 1);
  const auto open = ref.rfind('[', last);
  if (open == std::string_view::npos) return {};
  std::from_chars(ref.data() + open + 1, ref.data() + last, out.position);
  if (const auto before = ref.substr(0, open).rfind(']'); before != std::string_view::npos)
    out.parent = ref.substr(0, before + 1);
  return out;
}

std::string innermost_repeat(const forms::FormDefinition& form, const std::string& path) {
  // Of what is around a field, only a repeat is a node that has a value: the number of its instances.
  for (std::string at = path.substr(0, path.rfind('/')); !at.empty(); at.resize(at.rfind('/'))) {
    if (form.has_node(at)) return at;
  }
  return {};
}

bool PositionLess::operator()(std::string_view a, std::string_view b) const {
  std::size_t i = 0;
  std::size_t j = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      std::size_t x = 0;
      std::size_t y = 0;
      while (i < a.size() && is_digit(a[i])) x = x * 10 + static_cast<std::size_t>(a[i++] - '0');
      while (j < b.size() && is_digit(b[j])) y = y * 10 + static_cast<std::size_t>(b[j++] - '0');
      if (x != y) return x < y;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i;
      ++j;
    }
  }
  return b.size() - j > a.size() - i;
}

}  // namespace motcua::server
