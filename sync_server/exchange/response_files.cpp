#include "exchange/response_files.hpp"

#include <filesystem>

#include "office/attachment_index.hpp"
#include "office/response_index.hpp"

namespace motcua::server {
namespace {

namespace fs = std::filesystem;

// For the office's own user only: what is written here are people's answers.
Status make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
  return error ? Status(fail(ErrorCode::file_write, folder.string())) : Status();
}

}  // namespace

Result<ExportedFiles> export_files(storage::Database& database, const BlobStore& blobs, std::string_view form_id,
                                   const std::string& folder) {
  ExportedFiles out;
  const AttachmentIndex index(database);
  MOTCUA_TRY_ASSIGN(const auto responses, ResponseIndex(database).of_form(form_id));
  for (const auto& response : responses) {
    MOTCUA_TRY_ASSIGN(const auto files, index.of(response.id));
    for (const auto& file : files) {
      if (!blobs.has(file.file, file.size)) {
        ++out.missing;
        continue;
      }
      const fs::path target = fs::path(folder) / response.id.hex() / file.name;
      MOTCUA_TRY(make_folder(folder));
      MOTCUA_TRY(make_folder(target.parent_path()));
      std::error_code error;
      fs::copy_file(blobs.path(file.file), target, fs::copy_options::overwrite_existing, error);
      if (error) return fail(ErrorCode::file_write, target.string());
      ++out.copied;
    }
  }
  return out;
}

}  // namespace motcua::server
