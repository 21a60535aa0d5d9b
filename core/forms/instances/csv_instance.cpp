#include <unordered_set>

#include "instances/secondary.hpp"
#include "motcua/base/csv.hpp"
#include "motcua/base/text.hpp"

namespace motcua::forms {
namespace {

/// The first of them that the header has, in the order that the specification gives; "|" is the web client's own.
char separator_of(std::string_view header) {
  for (const char separator : {',', ';', '\t', '|'}) {
    if (header.contains(separator)) return separator;
  }
  return ',';
}

std::unexpected<Error> at_line(std::size_t line, const std::string& what) {
  return fail(ErrorCode::form_file_invalid, "line " + std::to_string(line) + ": " + what);
}

}  // namespace

Status read_csv_instance(std::string_view text, xpath::NameTable& names, xpath::Document& document) {
  CsvReader reader(text, separator_of(text.substr(0, text.find_first_of("\r\n"))), CsvSpaces::dropped);
  CsvRow row;
  ItemTable table(names, document);
  MOTCUA_TRY_ASSIGN(bool more, reader.next(row));
  if (!more) return fail(ErrorCode::form_file_invalid, "it is empty; the first line must name the columns");

  std::vector<const std::string*> columns;
  std::unordered_set<std::string_view> seen;
  for (const std::string& cell : row.cells) {
    const std::string_view column = trim(cell);
    columns.push_back(column.empty() ? nullptr : table.name(column));  // A column without a name cannot be asked for.
    if (!column.empty() && !seen.insert(*columns.back()).second) {
      return at_line(row.line, "two columns are named \"" + std::string(column) + "\"");
    }
  }
  if (seen.empty()) return at_line(row.line, "no column has a name");

  while (true) {
    MOTCUA_TRY_ASSIGN(more, reader.next(row));
    if (!more) return {};
    table.add_item();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] == nullptr) continue;
      table.add_value(columns[i], i < row.cells.size() ? std::move(row.cells[i]) : std::string());
    }
    for (std::size_t i = columns.size(); i < row.cells.size(); ++i) {
      if (row.cells[i].empty()) continue;
      return at_line(row.line, "it has " + std::to_string(row.cells.size()) + " cells, the first line has " +
                                   std::to_string(columns.size()));
    }
    if (table.full()) return at_line(row.line, "the table is too large for a form");
  }
}

}  // namespace motcua::forms
