#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/ids.hpp"
#include "motcua/base/result.hpp"

/// What a citizen says of the office: how satisfied they are with a dossier's handling, and feedback (phản ánh, kiến
/// nghị) that the office answers.
namespace motcua::feedback {

/// Made on the phone, so that the same rating sent twice is one.
using RatingId = Id<struct RatingTag>;
using FeedbackId = Id<struct FeedbackTag>;

/// The five levels of the national satisfaction surveys (QĐ 2640/QĐ-BNV, 1001/QĐ-BNV), with their numbers.
enum class Score : std::uint8_t {
  very_dissatisfied = 1,  ///< Rất không hài lòng
  dissatisfied = 2,       ///< Không hài lòng
  neutral = 3,            ///< Bình thường
  satisfied = 4,          ///< Hài lòng
  very_satisfied = 5,     ///< Rất hài lòng
};

/// What a rating is about, the same for every score: asking for reasons of low scores only would push scores up.
enum class Reason : std::uint8_t {
  attitude = 1,  ///< How staff behaved.
  time = 2,      ///< How long it took.
  guidance = 3,  ///< Guidance on dossier and papers.
  cost = 4,
  place = 5,  ///< Waiting room, equipment, website.
};
inline constexpr std::size_t kReasons = 5;

struct Rating {
  RatingId id;
  Score score = Score::neutral;
  std::vector<Reason> reasons;  ///< Each at most once, rising.
  std::string comment;
  friend bool operator==(const Rating&, const Rating&) = default;
};

enum class Subject : std::uint8_t {
  attitude = 1,  ///< Thái độ
  time = 2,      ///< Thời hạn
  papers = 3,    ///< Hồ sơ, giấy tờ
  cost = 4,      ///< Chi phí
  other = 5,     ///< Khác
};
inline constexpr std::size_t kSubjects = 5;

struct Feedback {
  FeedbackId id;
  Subject subject = Subject::other;
  std::string text;
  std::string phone;  ///< For an answer by telephone; empty: none. Personal data.
  friend bool operator==(const Feedback&, const Feedback&) = default;
};

/// Bytes of UTF-8.
inline constexpr std::size_t kMaxComment = 4'000;
inline constexpr std::size_t kMaxText = 8'000;

/// Whether it may be kept and sent. Fails with invalid_argument naming what is not right: "score", "reasons",
/// "comment"; "subject", "text" (also when it is blank), "phone".
[[nodiscard]] Status check(const Rating& rating);
[[nodiscard]] Status check(const Feedback& feedback);

/// The number under which a feedback's answer is looked up, "7K2M-9QXD-4TBA": known as soon as it is written, also
/// without a network, and not to be guessed (60 bits of the id's digest).
[[nodiscard]] std::string receipt_of(const FeedbackId& id);
/// A receipt as typed: small letters, spaces, other dashes, O for 0, I and L for 1. Fails with invalid_argument.
[[nodiscard]] Result<std::string> normalise_receipt(std::string_view typed);
/// A telephone number as typed, without spaces, dots, dashes and brackets; "" stays empty. 8 to 15 digits, perhaps
/// after a "+" (E.164). Fails with invalid_argument "phone".
[[nodiscard]] Result<std::string> normalise_phone(std::string_view typed);

}  // namespace motcua::feedback
