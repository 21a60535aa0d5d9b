// Any bytes as an .xlsx file: an error with words, or a workbook within its limits. Zip files have sums that chance
// does not hit, so an odd first byte says that what follows are the parts of a workbook, which are put into an archive
// here: a sheet, shared texts, styles, what comes before <sheets>, the relations; a form feed, which XML cannot hold,
// parts them.
#include <cstdint>
#include <string>

#include "exchange/xlsx_reader.hpp"
#include "make_xlsx.hpp"

namespace {

std::string next_part(std::string_view& rest) {
  const std::size_t end = rest.find('\f');
  std::string part(rest.substr(0, end));
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

std::string archive_of(std::string_view rest) {
  using namespace motcua::test;
  Xlsx book;
  book.sheets = {{"survey", next_part(rest)}, {"choices", "<sheetData><row><c/></row></sheetData>"}};
  book.shared_strings = next_part(rest);
  book.styles = next_part(rest);
  book.workbook_head = next_part(rest);
  auto parts = xlsx_parts(book);
  for (ZipPart& part : parts) {
    part.deflated = false;
    if (rest.empty() || part.name != "xl/_rels/workbook.xml.rels") continue;
    part.bytes.insert(part.bytes.find("<Relationship "), rest);
  }
  return make_zip(parts);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool parts = data[0] % 2 != 0;
  const auto workbook = parts ? motcua::server::read_xlsx(archive_of(rest)) : motcua::server::read_xlsx(rest);
  if (!workbook) {
    if (workbook.error().detail.empty()) __builtin_trap();
    return 0;
  }
  std::size_t text = 0;
  for (const auto& sheet : workbook->sheets) {
    std::size_t number = 0;
    for (const auto& row : sheet.rows) {
      if (row.number <= number || row.cells.empty() || row.cells.size() > motcua::xlsform::kMaxColumns)
        __builtin_trap();
      number = row.number;
      for (const auto& cell : row.cells) text += cell.size();
    }
  }
  if (text > motcua::xlsform::kMaxTextBytes || workbook->sheets.size() > motcua::xlsform::kMaxSheets) __builtin_trap();
  return 0;
}
