#include "motcua/base/csv.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"

namespace motcua {
namespace {

bool is_plain_number(std::string_view cell) {
  if (cell.starts_with('+') || cell.starts_with('-')) cell.remove_prefix(1);
  return !cell.empty() && std::ranges::all_of(cell, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

bool looks_like_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r\n").contains(cell.front()) && !is_plain_number(cell);
}

// A spreadsheet that splits at another character than the comma, as Excel does in Vietnamese locales, does not see that
// a cell of ours is in quotes: it begins one of its own at each of these, and takes quotes that are empty away.
constexpr std::string_view kMayEndCell = ";\t\r\n";

bool part_looks_like_formula(std::string_view part) {
  part.remove_prefix(std::min(part.find_first_not_of('"'), part.size()));
  return looks_like_formula(part);
}

std::string guarded(std::string_view cell) {
  std::string out;
  if (looks_like_formula(cell)) out += '\'';
  while (true) {
    const std::size_t end = cell.find_first_of(kMayEndCell);
    if (end == std::string_view::npos) break;
    out += cell.substr(0, end + 1);
    cell.remove_prefix(end + 1);
    if (part_looks_like_formula(cell.substr(0, cell.find_first_of(kMayEndCell)))) out += '\'';
  }
  return out.append(cell);
}

}  // namespace

CsvReader::CsvReader(std::string_view text, char separator, CsvSpaces spaces)
    : text_(text), separator_(separator), spaces_(spaces) {
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
}

Result<bool> CsvReader::next(CsvRow& row) {
  row.cells.clear();
  std::string cell;
  std::size_t quote_line = 0;
  bool quoted = false;
  bool any = false;       // Something stands on this line: an empty line is no record.
  std::size_t exact = 0;  // Characters of the cell that were in quotes.
  const auto end_cell = [&] {
    if (spaces_ == CsvSpaces::dropped) {
      while (cell.size() > exact && cell.back() == ' ') cell.pop_back();
    }
    row.cells.push_back(std::move(cell));
    cell.clear();
    exact = 0;
  };
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (!any) row.line = line_;
    const bool ends_line = c == '\n' || (c == '\r' && (at_ == text_.size() || text_[at_] != '\n'));
    if (ends_line) ++line_;
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (at_ < text_.size() && text_[at_] == '"') {
        cell += c;
        ++at_;
      } else {
        quoted = false;
        exact = cell.size();
      }
    } else if (c == '"' && cell.empty()) {
      quoted = any = true;
      quote_line = line_;
    } else if (c == separator_) {
      any = true;
      end_cell();
    } else if (ends_line) {
      if (any) break;
    } else if (c != '\r' && !(c == ' ' && cell.empty() && spaces_ == CsvSpaces::dropped)) {
      any = true;
      cell += c;
    }
  }
  if (quoted) return fail(ErrorCode::csv_row, "line " + std::to_string(quote_line) + ": the quote is never closed");
  if (any) end_cell();
  return any;
}

Result<std::vector<CsvRow>> parse_csv(std::string_view text) {
  if (!is_valid_utf8(text)) return fail(ErrorCode::csv_row, "UTF-8");
  const std::string_view first_line = text.substr(0, text.find('\n'));
  const char separator = std::ranges::count(first_line, ';') > std::ranges::count(first_line, ',') ? ';' : ',';
  CsvReader reader(text, separator);
  std::vector<CsvRow> rows;
  CsvRow row;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, reader.next(row));
    if (!more) return rows;
    rows.push_back(std::move(row));
    row = {};
  }
}

void append_csv_cell(std::string& out, std::string_view text, CsvReaders readers) {
  const std::string cell = readers == CsvReaders::spreadsheets ? guarded(text) : std::string(text);
  if (cell.find_first_of(",;\"\r\n") == std::string::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv_row(std::string& out, const std::vector<std::string>& cells, CsvReaders readers) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_cell(out, cells[i], readers);
  }
  out += "\r\n";
}

}  // namespace motcua
