#include "router.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"
#include "motcua/base/url.hpp"

namespace motcua::ui {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Bad escapes stay as they are; text that is not UTF-8 becomes empty.
std::string decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return is_valid_utf8(out) ? out : std::string();
}

using Query = std::vector<std::pair<std::string, std::string>>;

/// Of a key that stands there twice the first holds.
Query parse_query(std::string_view text) {
  Query query;
  for (const auto entry : split(text, '&')) {
    const auto equals = entry.find('=');
    std::string key = decode(entry.substr(0, equals));
    if (key.empty() || std::ranges::find(query, key, &Query::value_type::first) != query.end()) continue;
    query.emplace_back(std::move(key),
                       equals == std::string_view::npos ? std::string() : decode(entry.substr(equals + 1)));
  }
  return query;
}

}  // namespace

std::string_view Route::asked(std::string_view key) const {
  const auto found = std::ranges::find(query, key, &Query::value_type::first);
  return found == query.end() ? std::string_view() : std::string_view(found->second);
}

Route parse_route(std::string_view hash) {
  Route route;
  if (hash.starts_with('#')) hash.remove_prefix(1);
  if (const auto at = hash.rfind('~'); at != std::string_view::npos) {
    route.overlay = decode(hash.substr(at + 1));
    hash = hash.substr(0, at);
  }
  if (const auto at = hash.find('?'); at != std::string_view::npos) {
    route.query = parse_query(hash.substr(at + 1));
    hash = hash.substr(0, at);
  }
  for (const auto part : split(hash, '/')) {
    if (!part.empty()) route.path.push_back(decode(part));
  }
  return route;
}

std::string to_hash(const Route& route) {
  std::string out = "#/";
  for (std::size_t i = 0; i < route.path.size(); ++i) {
    if (i > 0) out += '/';
    out += percent_encoded(route.path[i]);
  }
  char before = '?';
  for (const auto& [key, value] : route.query) {
    out += before + percent_encoded(key) + "=" + percent_encoded(value);
    before = '&';
  }
  if (!route.overlay.empty()) out += "~" + percent_encoded(route.overlay);
  return out;
}

std::string link_to(std::initializer_list<std::string_view> parts) {
  Route route;
  for (const auto part : parts) route.path.emplace_back(part);
  return to_hash(route);
}

void Navigator::open_overlay(std::string_view name) {
  Route route = route_;
  route.overlay = name;
  go(to_hash(route));
}

}  // namespace motcua::ui
