#include <algorithm>
#include <cmath>
#include <limits>

#include "motcua/base/ids.hpp"
#include "xpath/functions.hpp"

namespace motcua::forms::xpath {
namespace {

/// Where the code point after the one at `at` starts.
std::size_t after(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at = after(text, at)) ++count;
  return count;
}

/// Code points `first` ≤ i < `last`, counted from 0.
std::string slice(std::string_view text, double first, double last) {
  std::size_t at = 0;
  std::size_t start = text.size();
  std::size_t end = text.size();
  for (double i = 0; at < text.size(); ++i, at = after(text, at)) {
    if (i >= first && start == text.size()) start = at;
    if (i >= last) {
      end = at;
      break;
    }
  }
  return start < end ? std::string(text.substr(start, end - start)) : std::string();
}

/// XPath's round(): halves go up.
double round_up(double number) { return std::floor(number + 0.5); }

std::string substring(const Call& call) {
  const double first = round_up(call.number(1));
  const double last = call.has(2) ? first + round_up(call.number(2)) : std::numeric_limits<double>::infinity();
  if (std::isnan(first) || std::isnan(last)) return {};
  return slice(call.text(0), first - 1, last - 1);
}

/// ODK's substr(): counted from 0, end not included, negative from the end.
std::string substr(const Call& call) {
  const std::string text = call.text(0);
  const auto size = static_cast<double>(length(text));
  const auto place = [size](double n) { return n < 0 ? std::max(0.0, size + n) : n; };
  const double first = call.number(1);
  const double last = call.has(2) ? call.number(2) : size;
  if (std::isnan(first) || std::isnan(last)) return {};
  return slice(text, place(std::trunc(first)), place(std::trunc(last)));
}

std::string normalize_space(std::string_view text) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += c;
  }
  return out;
}

std::string translate(std::string_view text, std::string_view from, std::string_view to) {
  std::vector<std::pair<std::string_view, std::string_view>> map;
  std::size_t to_at = 0;
  for (std::size_t at = 0; at < from.size();) {
    const std::size_t next = after(from, at);
    const std::size_t to_next = to_at < to.size() ? after(to, to_at) : to_at;
    map.emplace_back(from.substr(at, next - at), to.substr(to_at, to_next - to_at));
    at = next;
    to_at = to_next;
  }
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = after(text, at);
    const std::string_view character = text.substr(at, next - at);
    const auto found = std::ranges::find(map, character, &std::pair<std::string_view, std::string_view>::first);
    out += found == map.end() ? character : found->second;
    at = next;
  }
  return out;
}

std::string random_text(Random& random, double wanted) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string out;
  for (double i = 0; i < std::min(wanted, 10'000.0); ++i) out += kLetters[random.next_u64() % kLetters.size()];
  return out;
}

std::string uuid(const Call& call) {
  Random& random = *call.environment().random;
  if (call.has(0)) return random_text(random, call.number(0));
  return to_uuid_text(EntityId::random(random).bytes());
}

bool matches(const Call& call) {
  const std::string text = call.text(0);
  if (call.expr().regex != nullptr) return call.expr().regex->search(text);
  const auto regex = Regex::compile(call.text(1));
  return regex && regex->search(text);
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

}  // namespace

Value call_text(const Call& call) {
  switch (call.expr().function) {
    case FunctionId::string:
      return call.text_or_context(0);
    case FunctionId::concat:
      return joined(call.texts(0), "");
    case FunctionId::join:
      return joined(call.texts(1), call.text(0));
    case FunctionId::starts_with:
      return call.text(0).starts_with(call.text(1));
    case FunctionId::ends_with:
      return call.text(0).ends_with(call.text(1));
    case FunctionId::contains:
      return call.text(0).find(call.text(1)) != std::string::npos;
    case FunctionId::substring_before: {
      const std::string text = call.text(0);
      const auto at = text.find(call.text(1));
      return at == std::string::npos ? std::string() : text.substr(0, at);
    }
    case FunctionId::substring_after: {
      const std::string text = call.text(0);
      const std::string mark = call.text(1);
      const auto at = text.find(mark);
      return at == std::string::npos ? std::string() : text.substr(at + mark.size());
    }
    case FunctionId::substring:
      return substring(call);
    case FunctionId::substr:
      return substr(call);
    case FunctionId::string_length:
      return static_cast<double>(length(call.text_or_context(0)));
    case FunctionId::normalize_space:
      return normalize_space(call.text_or_context(0));
    case FunctionId::translate:
      return translate(call.text(0), call.text(1), call.text(2));
    case FunctionId::regex:
      return matches(call);
    default:
      return uuid(call);
  }
}

}  // namespace motcua::forms::xpath
