#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "motcua/survey/messages.hpp"
#include "motcua/survey/surveys.hpp"
#include "office/response_index.hpp"

namespace motcua::server {

/// The final responses as the desk asks for them: a part of all, searched and in order.
class ResponseList {
 public:
  explicit ResponseList(storage::Database& database) : database_(&database) {}

  [[nodiscard]] Result<std::uint64_t> count(const survey::ResponseQuery& query) const;
  [[nodiscard]] Result<std::vector<ResponseIndex::Row>> rows(const survey::ResponseQuery& query, std::uint64_t offset,
                                                             std::uint32_t limit) const;
  /// Those of a selection that there are, in the order received. Fails with frame_too_large when there are more than
  /// `most`.
  [[nodiscard]] Result<std::vector<ResponseIndex::Row>> selected(const survey::ResponseSelection& selection,
                                                                 std::size_t most) const;
  /// ResponseListReply::newest.
  [[nodiscard]] Result<std::uint64_t> newest() const;
  /// A selection as a condition over the columns of response_index.
  [[nodiscard]] Result<std::string> where(const survey::ResponseSelection& selection) const;

 private:
  [[nodiscard]] Result<std::string> where(const survey::ResponseQuery& query) const;

  storage::Database* database_;
};

}  // namespace motcua::server
