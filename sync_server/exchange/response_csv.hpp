#pragma once
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"
#include "motcua/storage/database.hpp"
#include "office/response_index.hpp"

namespace motcua::server {

/// The final responses of one form as CSV files (UTF-8 with a byte-order mark, RFC 4180), in the order received.
///
/// The first has one row a response:
///   id, form, version, surveyor, received, started, finished, language, then one column for each field of the form
///   outside of repeats, then rules_broken.
/// A column's name is the field's path below the root ("c9/q15"); fields of the newest version come first, in document
/// order, then those that only older versions have. An empty cell is a question that was not asked or not answered.
/// "rules_broken" names each rule that the server found broken, "/data/age answer_invalid: …", one a line; see
/// recheck.hpp.
///
/// Then comes one file for each repeat, with one row an instance, as ODK lays them out:
///   KEY, PARENT_KEY, position, then the repeat's fields by their path below it.
/// KEY is the response's id and the instance's path ("4f…/member[2]/child[1]"); PARENT_KEY is the KEY of the instance
/// around it, or the response's id; position counts from 1. Of one response's instances without an answer those beyond
/// the 10,000th are left out.
struct ExportedResponses {
  struct File {
    std::string suffix;  ///< "" for the first, then "-member", "-member-child": what goes before ".csv".
    std::string csv;
  };
  std::string form;  ///< Empty when there is none to choose.
  std::size_t responses = 0;
  std::vector<File> files;  ///< Without responses: their headings.
};

/// An empty `form_id` means the only form that has responses, or the only one published when there are none:
/// invalid_argument names them when several have. Fails with not_found for a form that was never published.
[[nodiscard]] Result<ExportedResponses> export_responses(storage::Database& database, std::string_view form_id);
/// Some responses of one form. Fails with frame_too_large as soon as the files have more than `most` bytes.
[[nodiscard]] Result<ExportedResponses> export_responses(storage::Database& database, const std::string& form,
                                                         std::span<const ResponseIndex::Row> rows,
                                                         std::size_t most = std::numeric_limits<std::size_t>::max());

}  // namespace motcua::server
