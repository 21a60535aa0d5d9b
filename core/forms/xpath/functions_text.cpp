#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

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
  std::string scratch;
  const double first = round_up(call.number(1));
  const double last = call.has(2) ? first + round_up(call.number(2)) : std::numeric_limits<double>::infinity();
  if (std::isnan(first) || std::isnan(last)) return {};
  return slice(call.view(0, scratch), first - 1, last - 1);
}

/// ODK's substr(): counted from 0, end not included, negative from the end.
std::string substr(const Call& call) {
  std::string scratch;
  const std::string_view text = call.view(0, scratch);
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

/// The bytes of the character that starts at `at`.
std::string_view character(std::string_view text, std::size_t at) { return text.substr(at, after(text, at) - at); }

std::string translate(std::string_view text, std::string_view from, std::string_view to) {
  std::unordered_map<std::string_view, std::string_view> map;
  std::size_t to_at = 0;
  for (std::size_t at = 0; at < from.size(); at = after(from, at)) {
    const std::string_view target = to_at < to.size() ? character(to, to_at) : std::string_view();
    map.try_emplace(character(from, at), target);  // The first of two alike counts.
    to_at += target.size();
  }
  std::string out;
  for (std::size_t at = 0; at < text.size(); at = after(text, at)) {
    const std::string_view here = character(text, at);
    const auto found = map.find(here);
    out += found == map.end() ? here : found->second;
  }
  return out;
}

std::string random_text(Random& random, double wanted) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string out;
  for (double i = 0; i < wanted; ++i) out += kLetters[random.next_u64() % kLetters.size()];
  return out;
}

std::string uuid(const Call& call) {
  Random& random = *call.environment().random;
  if (call.has(0)) {
    const double wanted = std::min(call.number(0), 10'000.0);
    return wanted > 0 && call.environment().spend(static_cast<std::uint64_t>(wanted)) ? random_text(random, wanted)
                                                                                      : std::string();
  }
  return to_uuid_text(EntityId::random(random).bytes());
}

bool matches(const Call& call) {
  std::string scratch;
  std::string pattern_scratch;
  const std::string_view text = call.view(0, scratch);
  std::uint64_t& budget = call.environment().budget;
  if (call.expr().regex != nullptr) return call.expr().regex->search(text, budget);
  const auto regex = Regex::compile(call.view(1, pattern_scratch), &budget);
  return regex && regex->search(text, budget);
}

/// Ends blank where the text would cost more than is left.
std::string joined(const Call& call, std::size_t first, std::string_view separator) {
  std::string out;
  bool begun = false;
  call.each_text(first, [&](std::string_view part) {
    if (!call.environment().spend(part.size() + separator.size() + 1)) return;
    if (begun) out += separator;
    begun = true;
    out += part;
  });
  return call.environment().budget == 0 ? std::string() : out;
}

}  // namespace

Value call_text(const Call& call) {
  std::string first;
  std::string second;
  std::string third;
  switch (call.expr().function) {
    case FunctionId::string:
      return std::string(call.view_or_context(0, first));
    case FunctionId::concat:
      return joined(call, 0, "");
    case FunctionId::join:
      return joined(call, 1, call.view(0, first));
    case FunctionId::string_length:
      return static_cast<double>(length(call.view_or_context(0, first)));
    case FunctionId::normalize_space:
      return normalize_space(call.view_or_context(0, first));
    case FunctionId::substring:
      return substring(call);
    case FunctionId::substr:
      return substr(call);
    case FunctionId::regex:
      return matches(call);
    case FunctionId::uuid:
      return uuid(call);
    default:
      break;
  }
  const std::string_view text = call.view(0, first);
  const std::string_view mark = call.view(1, second);
  // Searching for one text in another, and making a new one, is not free.
  if (!call.environment().spend(text.size() / 16 + mark.size() / 16)) return std::string();
  switch (call.expr().function) {
    case FunctionId::starts_with:
      return text.starts_with(mark);
    case FunctionId::ends_with:
      return text.ends_with(mark);
    case FunctionId::contains:
      return text.find(mark) != std::string_view::npos;
    case FunctionId::substring_before:
      // Not found: nothing is before it.
      return std::string(text.substr(0, text.find(mark) == std::string_view::npos ? 0 : text.find(mark)));
    case FunctionId::substring_after: {
      const auto at = text.find(mark);
      return at == std::string_view::npos ? std::string() : std::string(text.substr(at + mark.size()));
    }
    default:
      return translate(text, mark, call.view(2, third));
  }
}

}  // namespace motcua::forms::xpath
