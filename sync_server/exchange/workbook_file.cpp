#include "exchange/workbook_file.hpp"

#include <filesystem>

#include "cli/output.hpp"
#include "exchange/xlsx_reader.hpp"
#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

std::string extension_of(const std::string& path) { return fold(std::filesystem::path(path).extension().string()); }

}  // namespace

bool is_workbook_name(const std::string& path) {
  const std::string extension = extension_of(path);
  return extension == ".xlsx" || extension == ".xlsm" || extension == ".md" || extension == ".csv";
}

Result<xlsform::Workbook> read_workbook_file(const std::string& path) {
  MOTCUA_TRY_ASSIGN(const std::string bytes, read_whole_file(path));
  const std::string extension = extension_of(path);
  if (extension == ".md") return xlsform::read_markdown(bytes);
  if (extension == ".csv") return xlsform::read_csv(bytes);
  if (extension == ".xlsx" || extension == ".xlsm") return read_xlsx(bytes);
  return fail(ErrorCode::xlsform_unreadable, path);
}

}  // namespace motcua::server
