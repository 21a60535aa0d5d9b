#include "keepsake.hpp"

#include <charconv>

namespace motcua::ui {
namespace {

/// The number before the next space, which is taken off as well.
std::optional<std::int64_t> take_count(std::string_view& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.starts_with(' ')) text.remove_prefix(1);
  return value;
}

}  // namespace

std::string to_text(const Keepsake& keepsake) {
  return keepsake.device.hex() + ' ' + std::to_string(keepsake.unsent) + ' ' + std::to_string(keepsake.drafts);
}

std::optional<Keepsake> parse_keepsake(std::string_view text) {
  const auto device = DeviceId::from_hex(text.substr(0, text.find(' ')));
  if (!device || text.size() < 34) return std::nullopt;
  text.remove_prefix(33);
  const auto unsent = take_count(text);
  const auto drafts = take_count(text);
  if (!unsent || !drafts || !text.empty()) return std::nullopt;
  return Keepsake{*device, *unsent, *drafts};
}

}  // namespace motcua::ui
