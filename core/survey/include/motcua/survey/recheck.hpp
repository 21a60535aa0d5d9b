#pragma once
#include <memory>
#include <string>
#include <vector>

#include "motcua/forms/form_session.hpp"
#include "motcua/records/store.hpp"

namespace motcua::survey {

/// A rule of its form that a stored response breaks.
struct BrokenRule {
  std::string ref;  ///< The field; empty when it is about the whole response.
  Error error;  ///< answer_required, answer_invalid, answer_type, calculation_differs, recheck_incomplete, or why the
                ///< response cannot be filled again.
  friend bool operator==(const BrokenRule&, const BrokenRule&) = default;
};

/// Most rules that are told of one response.
inline constexpr std::size_t kMaxBrokenRules = 200;

/// The values of a stored response as a session takes them.
[[nodiscard]] std::vector<forms::NodeValue> stored_answers(const records::EntityState& response);

/// Fills a stored response again with the form that it was filled with, at the time at which it was finished, and says
/// what does not hold: answers that are missing, of the wrong kind or out of bounds, and calculations that come out
/// otherwise (those that no clock, chance or device has a part in). Empty means sound. Of a form that reads
/// the response saved last, which only the device has, answers of the wrong kind and calculations alone. Bounded in
/// time: what takes too long to tell is recheck_incomplete.
[[nodiscard]] std::vector<BrokenRule> recheck(const std::shared_ptr<const forms::FormDefinition>& form,
                                              const records::EntityState& response);

}  // namespace motcua::survey
