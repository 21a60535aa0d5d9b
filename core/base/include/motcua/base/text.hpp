#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua {

/// True when `text` is well-formed UTF-8 (RFC 3629) without NUL.
[[nodiscard]] bool is_valid_utf8(std::string_view text);

/// Unicode NFC: the form in which all text is stored. nullopt when `text` is not valid UTF-8.
[[nodiscard]] std::optional<std::string> to_nfc(std::string_view text);

/// For searching: case-folded, diacritics removed, "đ" as "d", runs of white space as one space, trimmed. So "Hồ  SƠ
/// Đất" and "ho so dat" are equal. Invalid UTF-8 folds to the empty string.
[[nodiscard]] std::string fold(std::string_view text);

/// `text` without ASCII white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// The parts between `separator`s; "a,,b" has three parts, "" has one.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace motcua
