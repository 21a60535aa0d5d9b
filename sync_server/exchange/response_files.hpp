#pragma once
#include <string>
#include <string_view>

#include "motcua/base/result.hpp"
#include "motcua/storage/database.hpp"
#include "office/blob_store.hpp"

namespace motcua::server {

struct ExportedFiles {
  std::size_t copied = 0;
  std::size_t missing = 0;  ///< Named by a response, not arrived yet.
};

/// Copies the files of a form's final responses to "<folder>/<response's id>/<name>", where the name is what the CSV
/// has in the question's column. The folder is made when there is something to put into it. Fails with file_write.
[[nodiscard]] Result<ExportedFiles> export_files(storage::Database& database, const BlobStore& blobs,
                                                 std::string_view form_id, const std::string& folder);

}  // namespace motcua::server
