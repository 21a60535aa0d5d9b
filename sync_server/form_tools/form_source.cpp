#include "form_tools/form_source.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "cli/output.hpp"
#include "exchange/workbook_file.hpp"
#include "motcua/base/text.hpp"
#include "motcua/xlsform/convert.hpp"

namespace motcua::server {
namespace {

namespace fs = std::filesystem;

std::string lower_extension(const fs::path& path) { return fold(path.extension().string()); }

bool is_plain_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find_first_of("/\\") == std::string_view::npos;
}

std::optional<fs::path> find_file(const std::vector<fs::path>& folders, const std::string& name) {
  std::error_code error;
  for (const fs::path& folder : folders) {
    const fs::path candidate = folder / name;
    if (fs::is_regular_file(candidate, error)) return candidate;
  }
  return std::nullopt;
}

bool is_data(forms::FileKind kind) {
  return kind == forms::FileKind::csv || kind == forms::FileKind::xml || kind == forms::FileKind::geojson;
}

/// Fills in the XForm, and what was made with it.
Status convert(const fs::path& file, const xlsform::Workbook& workbook, FormSource& source) {
  std::string id = fold(file.stem().string());
  std::ranges::replace(id, ' ', '_');
  MOTCUA_TRY_ASSIGN(auto converted, xlsform::convert(workbook, {"data", std::move(id)}, source.warnings));
  MOTCUA_TRY(xlsform::check(converted));
  source.xml = std::move(converted.xml);
  source.files = std::move(converted.files);
  return {};
}

Status read_xform(const fs::path& file, FormSource& source) {
  if (lower_extension(file) == ".xml") {
    MOTCUA_TRY_ASSIGN(source.xml, read_whole_file(file.string()));
    return {};
  }
  if (!is_workbook_name(file.string())) return fail(ErrorCode::form_unsupported, lower_extension(file));
  MOTCUA_TRY_ASSIGN(const auto workbook, read_workbook_file(file.string()));
  source.warnings = workbook.warnings;
  return convert(file, workbook, source);
}

}  // namespace

Result<FormSource> read_form_source(const std::string& path, const std::string& folder) {
  const fs::path file(path);
  FormSource source;
  MOTCUA_TRY(read_xform(file, source));
  std::vector<fs::path> folders{folder};
  if (folder.empty()) folders = {file.parent_path(), file.parent_path() / (file.stem().string() + "-media")};
  const auto needed = forms::FormDefinition::needed_files(source.xml);
  if (!needed) return source;  // Whoever parses it says what is wrong with it.
  for (const forms::NeededFile& file_of : *needed) {
    const bool made = std::ranges::find(source.files, file_of.name, &forms::FormFile::name) != source.files.end();
    if (made || !is_data(file_of.kind)) continue;
    if (const auto found = is_plain_name(file_of.name) ? find_file(folders, file_of.name) : std::nullopt) {
      MOTCUA_TRY_ASSIGN(auto bytes, read_whole_file(found->string()));
      source.files.push_back({file_of.name, std::move(bytes)});
    } else {
      source.missing.push_back(file_of.name);
    }
  }
  return source;
}

}  // namespace motcua::server
