#include "motcua/feedback/feedback.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"
#include "motcua/dossier/dossier.hpp"

namespace motcua::feedback {
namespace {

// Crockford's base 32: no I, L, O, U.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kReceiptCharacters = 12;

std::string with_dashes(std::string_view characters) {
  std::string out;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += characters[i];
  }
  return out;
}

bool is_known(Reason reason) { return reason >= Reason::attitude && reason <= Reason::place; }

}  // namespace

Status check(const Rating& rating) {
  if (rating.score < Score::very_dissatisfied || rating.score > Score::very_satisfied)
    return fail(ErrorCode::invalid_argument, "score");
  const bool rising = std::ranges::adjacent_find(rating.reasons, std::greater_equal<>()) == rating.reasons.end();
  if (!rising || !std::ranges::all_of(rating.reasons, is_known)) return fail(ErrorCode::invalid_argument, "reasons");
  if (rating.comment.size() > kMaxComment) return fail(ErrorCode::invalid_argument, "comment");
  return {};
}

Status check(const Feedback& feedback) {
  if (feedback.subject < Subject::attitude || feedback.subject > Subject::other)
    return fail(ErrorCode::invalid_argument, "subject");
  if (trim(feedback.text).empty() || feedback.text.size() > kMaxText) return fail(ErrorCode::invalid_argument, "text");
  const auto phone = normalise_phone(feedback.phone);
  if (!phone || *phone != feedback.phone) return fail(ErrorCode::invalid_argument, "phone");
  return {};
}

std::string receipt_of(const FeedbackId& id) {
  const Hash digest = sha256(id.bytes());
  std::string characters;
  for (std::size_t i = 0; i < kReceiptCharacters; ++i) {
    characters += kAlphabet[std::to_integer<std::size_t>(digest[i]) % kAlphabet.size()];
  }
  return with_dashes(characters);
}

Result<std::string> normalise_receipt(std::string_view typed) {
  auto plain = dossier::normalise_lookup_code(typed);
  if (!plain || plain->size() != kReceiptCharacters) return fail(ErrorCode::invalid_argument, "receipt");
  for (char& c : *plain) {
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (kAlphabet.find(c) == std::string_view::npos) return fail(ErrorCode::invalid_argument, "receipt");
  }
  return with_dashes(*plain);
}

Result<std::string> normalise_phone(std::string_view typed) {
  std::string out;
  for (const char c : trim(typed)) {
    if (c == ' ' || c == '.' || c == '-' || c == '(' || c == ')') continue;
    if ((c < '0' || c > '9') && !(c == '+' && out.empty())) return fail(ErrorCode::invalid_argument, "phone");
    out += c;
  }
  const std::size_t digits = out.size() - (out.starts_with('+') ? 1 : 0);
  if (!out.empty() && (digits < 8 || digits > 15)) return fail(ErrorCode::invalid_argument, "phone");
  return out;
}

}  // namespace motcua::feedback
