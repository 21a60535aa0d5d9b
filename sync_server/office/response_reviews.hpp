#pragma once
#include <cstdint>

#include "motcua/storage/database.hpp"
#include "motcua/survey/messages.hpp"

namespace motcua::server {

/// Who has seen which responses, and when. Every mark is kept, also one that was taken back: taking back is a mark of
/// its own. A response that changes after it was seen is unseen again.
class ResponseReviews {
 public:
  explicit ResponseReviews(storage::Database& database) : database_(&database) {}

  struct Outcome {
    std::uint64_t number = 0;   ///< Of this mark.
    std::uint64_t changed = 0;  ///< Responses that were not so before.
  };
  /// Marks what is unseen of the selection. Fails with frame_too_large. Joins the caller's transaction.
  [[nodiscard]] Result<Outcome> mark(const survey::ResponseSelection& selection, const AccountId& account, Instant now);
  /// Takes back what this account marked with `number`, as far as it still stands so. Fails with not_found when the
  /// account has marked nothing with it. Joins the caller's transaction.
  [[nodiscard]] Result<Outcome> undo(std::uint64_t number, const AccountId& account, Instant now);

 private:
  storage::Database* database_;
};

}  // namespace motcua::server
