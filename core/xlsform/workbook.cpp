#include "motcua/xlsform/workbook.hpp"

#include <algorithm>

#include "motcua/base/csv.hpp"
#include "motcua/base/text.hpp"

namespace motcua::xlsform {
namespace {

/// Characters that nobody sees and that make two equal words differ; spaces that are no ordinary space become one.
std::string without_invisible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\xC2\xA0")) {  // U+00A0
      out += ' ';
      i += 2;
    } else if (rest.starts_with("\xEF\xBB\xBF") || rest.starts_with("\xE2\x80\x8B") ||
               rest.starts_with("\xE2\x81\xA0")) {  // U+FEFF, U+200B, U+2060
      i += 3;
    } else {
      out += text[i++];
    }
  }
  return out;
}

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

/// XML 1.0 has no way to write most control characters.
bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
}

bool is_blank(std::string_view text) { return trim(text).empty(); }

}  // namespace

std::string cell_name(std::string_view sheet, std::size_t row, std::size_t column) {
  std::string letters;
  for (std::size_t left = column + 1; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return std::string(sheet) + "!" + letters + std::to_string(row);
}

Status WorkbookBuilder::begin_sheet(std::string_view name) {
  if (workbook_.sheets.size() == kMaxSheets) return fail(ErrorCode::xlsform_too_large, std::to_string(kMaxSheets));
  if (!is_valid_utf8(name) || name.size() > 256 || has_control(name)) {
    return fail(ErrorCode::xlsform_unreadable, "UTF-8");
  }
  workbook_.sheets.push_back({std::string(trim(without_invisible(name))), {}});
  return {};
}

Status WorkbookBuilder::add_row(std::size_t number, std::vector<std::string> cells) {
  Sheet& sheet = workbook_.sheets.back();
  while (!cells.empty() && is_blank(cells.back())) cells.pop_back();
  if (cells.empty()) return {};
  const auto too_large = [&](std::size_t column) {
    return fail(ErrorCode::xlsform_too_large, cell_name(sheet.name, number, column));
  };
  if (++rows_ > kMaxRows || cells.size() > kMaxColumns) return too_large(cells.size() - 1);
  if ((cells_ += cells.size()) > kMaxCells) return too_large(cells.size() - 1);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string& cell = cells[i];
    if (cell.size() > kMaxCellBytes || (text_ += cell.size()) > kMaxTextBytes) return too_large(i);
    if (has_control(cell)) return fail(ErrorCode::xlsform_unreadable, cell_name(sheet.name, number, i));
    if (is_plain_ascii(cell)) continue;
    auto composed = to_nfc(cell);
    if (!composed) return fail(ErrorCode::xlsform_unreadable, cell_name(sheet.name, number, i) + " UTF-8");
    cell = without_invisible(*composed);
  }
  sheet.rows.push_back({number, std::move(cells)});
  return {};
}

void WorkbookBuilder::warn(ErrorCode code, std::string detail) {
  if (workbook_.warnings.size() < kMaxWarnings / 2) workbook_.warnings.push_back({code, std::move(detail)});
}

namespace {

/// The cells between the bars of a line, or nothing when it is no line of a table.
std::vector<std::string> table_cells(std::string_view line) {
  std::vector<std::string> cells;
  line = trim(line);
  if (!line.starts_with('|')) return cells;
  std::string cell;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      cell += '|';
      ++i;
    } else if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == 'n') {
      cell += '\n';
      ++i;
    } else if (line[i] == '|') {
      cells.emplace_back(trim(cell));
      cell.clear();
    } else {
      cell += line[i];
    }
  }
  if (!is_blank(cell)) cells.emplace_back(trim(cell));
  return cells;
}

/// "|---|:--:|", the line that markdown wants below a header.
bool is_rule(const std::vector<std::string>& cells) {
  bool dashes = false;
  for (const auto& cell : cells) {
    if (cell.find_first_not_of(":-") != std::string::npos) return false;
    dashes = dashes || cell.starts_with("--") || cell.starts_with(":--");
  }
  return dashes;
}

/// A line of the layout that markdown and CSV share: its first cell names a sheet, or is blank.
Status add_line(WorkbookBuilder& out, std::size_t& number, std::vector<std::string> cells) {
  if (cells.empty()) return {};
  if (!is_blank(cells.front())) {
    number = 0;
    return out.begin_sheet(cells.front());
  }
  if (!out.has_sheet()) return {};
  cells.erase(cells.begin());
  return out.add_row(++number, std::move(cells));
}

Status check_text(std::string_view text) {
  if (text.size() > kMaxWorkbookBytes) return fail(ErrorCode::xlsform_too_large, std::to_string(kMaxWorkbookBytes));
  if (!is_valid_utf8(text)) return fail(ErrorCode::xlsform_unreadable, "UTF-8");
  return {};
}

}  // namespace

Result<Workbook> read_markdown(std::string_view text) {
  MOTCUA_TRY(check_text(text));
  WorkbookBuilder out;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    auto cells = table_cells(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (is_rule(cells)) continue;
    MOTCUA_TRY(add_line(out, number, std::move(cells)));
  }
  return out.finish();
}

Result<Workbook> read_csv(std::string_view text) {
  MOTCUA_TRY(check_text(text));
  MOTCUA_TRY_ASSIGN(auto rows, parse_csv(text));
  WorkbookBuilder out;
  std::size_t number = 0;
  for (auto& row : rows) MOTCUA_TRY(add_line(out, number, std::move(row.cells)));
  return out.finish();
}

}  // namespace motcua::xlsform
