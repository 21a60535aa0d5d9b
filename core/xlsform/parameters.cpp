#include "parameters.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "motcua/base/text.hpp"
#include "table.hpp"

namespace motcua::xlsform {
namespace {

std::string list_of(const std::vector<std::string_view>& words) {
  std::string out;
  for (const auto word : words) out.append(out.empty() ? "" : ", ").append(word);
  return out;
}

}  // namespace

std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::string numeral(text);
  if (numeral.empty() || numeral.find_first_not_of("-0123456789.") != std::string::npos) return std::nullopt;
  // Not from_chars: the web's libc++ 19 has it for whole numbers only. The programs never set a locale.
  char* end = nullptr;
  const double value = std::strtod(numeral.c_str(), &end);
  if (end != numeral.c_str() + numeral.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

Result<Parameters> Parameters::parse(std::string_view text, const std::string& place) {
  Parameters out;
  out.place_ = place;
  constexpr std::string_view kSeparators = " ,;\t\n";
  while (true) {
    const std::size_t start = text.find_first_not_of(kSeparators);
    if (start == std::string_view::npos) return out;
    text.remove_prefix(start);
    const std::string_view word = text.substr(0, text.find_first_of(kSeparators));
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == std::string_view::npos || word.find('=', equals + 1) != std::string_view::npos) {
      return fail(ErrorCode::xlsform_parameter, place + " " + quoted(word) + " (key=value)");
    }
    out.values_.emplace_back(lower(word.substr(0, equals)), std::string(word.substr(equals + 1)));
    text.remove_prefix(word.size());
  }
}

std::string_view Parameters::find(std::string_view key) const {
  for (const auto& [name, value] : values_) {
    if (name == key) return value;
  }
  return {};
}

std::unexpected<Error> Parameters::wrong(std::string_view key, std::string_view why) const {
  return fail(ErrorCode::xlsform_parameter,
              place_ + " " + quoted(std::string(key) + "=" + std::string(find(key))) + " (" + std::string(why) + ")");
}

Status Parameters::allow(const std::vector<std::string_view>& allowed) const {
  for (const auto& [name, value] : values_) {
    if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
    const std::string meant = suggestion(name, allowed);
    return fail(ErrorCode::xlsform_parameter,
                place_ + " " + quoted(name) + (meant.empty() ? " (" + list_of(allowed) + ")" : meant));
  }
  return {};
}

Status Parameters::one_of(std::string_view key, const std::vector<std::string_view>& words) const {
  const std::string value = lower(find(key));
  if (!has(key) || std::find(words.begin(), words.end(), value) != words.end()) return {};
  return wrong(key, list_of(words));
}

Status Parameters::whole_number(std::string_view key, bool negative) const {
  if (!has(key)) return {};
  const std::string_view text = find(key);
  const auto value = number_of(text);
  if (!value || text.find('.') != std::string_view::npos) return wrong(key, "0, 1, 2, …");
  if (!negative && *value < 0) return wrong(key, "≥ 0");
  return {};
}

Status Parameters::number(std::string_view key) const {
  if (!has(key) || number_of(find(key))) return {};
  return wrong(key, "1, 2.5, …");
}

}  // namespace motcua::xlsform
