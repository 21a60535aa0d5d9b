#include <cstdio>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "exchange/workbook_file.hpp"
#include "form_tools/convert_rows.hpp"
#include "motcua/base/text.hpp"
#include "motcua/xlsform/convert.hpp"

namespace motcua::server {
namespace {

void complain(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

/// The form's id where its settings have none: the file's name, as far as it can be one.
std::string id_of(const std::string& path) {
  std::string id;
  for (const char c : fold(std::filesystem::path(path).stem().string())) {
    id += c == ' ' ? '_' : c;
  }
  return id.empty() ? "data" : id;
}

}  // namespace

Status run_form_convert(const Options& options) {
  if (options.file.empty() || options.file == "-") return convert_rows(options);
  MOTCUA_TRY_ASSIGN(const auto workbook, read_workbook_file(options.file));
  std::vector<Error> warnings;
  const auto converted = xlsform::convert(workbook, {"data", id_of(options.file)}, warnings);
  for (const Error& warning : warnings) {
    complain(text(Text::convert_warning, options.language, message(warning, options.language)));
  }
  if (!converted) return std::unexpected(converted.error());
  MOTCUA_TRY(xlsform::check(*converted));
  if (!options.out.empty()) {
    MOTCUA_TRY(write_whole_file(options.out, converted->xml));
  } else {
    std::fwrite(converted->xml.data(), 1, converted->xml.size(), stdout);
  }
  const std::filesystem::path folder =
      std::filesystem::path(options.out.empty() ? options.file : options.out).parent_path();
  for (const auto& file : converted->files) {
    const std::string path = (folder / file.name).string();
    MOTCUA_TRY(write_whole_file(path, file.bytes));
    complain(text(Text::convert_file, options.language, path));
  }
  return {};
}

}  // namespace motcua::server
