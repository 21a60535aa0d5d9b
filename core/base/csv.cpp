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
  return !cell.empty() && std::string_view("=+-@\t").contains(cell.front()) && !is_plain_number(cell);
}

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!is_valid_utf8(text)) return fail(ErrorCode::csv_row, "UTF-8");
  const std::string_view first_line = text.substr(0, text.find('\n'));
  const char separator = std::ranges::count(first_line, ';') > std::ranges::count(first_line, ',') ? ';' : ',';

  std::vector<CsvRow> rows;
  CsvRow row;
  std::string cell;
  std::size_t line = 1;
  std::size_t quote_line = 0;
  bool quoted = false;
  bool any = false;  // Something stands on this line: an empty line is no record.
  const auto end_cell = [&] {
    row.cells.push_back(std::move(cell));
    cell.clear();
  };
  const auto end_row = [&] {
    if (any) {
      end_cell();
      rows.push_back(std::move(row));
    }
    row = {};
    any = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!any) row.line = line;
    if (c == '\n') ++line;
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += c;
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = any = true;
      quote_line = line;
    } else if (c == separator) {
      any = true;
      end_cell();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      any = true;
      cell += c;
    }
  }
  if (quoted) return fail(ErrorCode::csv_row, "line " + std::to_string(quote_line) + ": the quote is never closed");
  end_row();
  return rows;
}

void append_csv_cell(std::string& out, std::string_view cell) {
  std::string guarded;
  if (looks_like_formula(cell)) cell = guarded = "'" + std::string(cell);
  if (cell.find_first_of(",;\"\r\n") == std::string_view::npos) {
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

void append_csv_row(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_cell(out, cells[i]);
  }
  out += "\r\n";
}

}  // namespace motcua
