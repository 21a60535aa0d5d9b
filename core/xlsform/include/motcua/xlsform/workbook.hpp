#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"

namespace motcua::xlsform {

/// A row of a sheet. Rows without any text are left out; `number` counts them, from 1, as a spreadsheet does.
struct Row {
  std::size_t number = 1;
  std::vector<std::string> cells;  ///< UTF-8, NFC; the first one is column A.
};

struct Sheet {
  std::string name;
  std::vector<Row> rows;  ///< The first is the header.
};

/// The tables of a form, whatever file they came from.
struct Workbook {
  std::vector<Sheet> sheets;
  std::vector<Error> warnings;  ///< What the reader found unwise, such as formulas.
};

inline constexpr std::size_t kMaxWorkbookBytes = 16U * 1024 * 1024;
inline constexpr std::size_t kMaxSheets = 100;
inline constexpr std::size_t kMaxRows = 200'000;     ///< Of all sheets.
inline constexpr std::size_t kMaxCells = 2'000'000;  ///< Of all sheets.
inline constexpr std::size_t kMaxColumns = 1'000;    ///< Of a sheet.
inline constexpr std::size_t kMaxCellBytes = 64 * 1024;
inline constexpr std::size_t kMaxTextBytes = 64U * 1024 * 1024;  ///< Of all cells: .xlsx cells may share one text.
inline constexpr std::size_t kMaxWarnings = 200;                 ///< Of a conversion; a reader may use up half.

/// Markdown tables: a line whose first cell is not blank names a sheet, lines with a blank first cell are its rows.
/// "\|" is a bar inside a cell, "\n" a line break. Fails with xlsform_unreadable or xlsform_too_large.
[[nodiscard]] Result<Workbook> read_markdown(std::string_view text);

/// The CSV layout of a whole form: the first column names the sheet, as in markdown. Fails with csv_row,
/// xlsform_unreadable or xlsform_too_large.
[[nodiscard]] Result<Workbook> read_csv(std::string_view text);

/// "survey!C5"; `column` counts from 0.
[[nodiscard]] std::string cell_name(std::string_view sheet, std::size_t row, std::size_t column);

/// Fills a Workbook row by row and keeps to the limits above: what every reader writes through.
class WorkbookBuilder {
 public:
  [[nodiscard]] Status begin_sheet(std::string_view name);
  /// A row of the sheet begun last. `number` of rows must rise.
  [[nodiscard]] Status add_row(std::size_t number, std::vector<std::string> cells);
  /// Notes what is unwise; beyond half of kMaxWarnings nothing.
  void warn(ErrorCode code, std::string detail);
  [[nodiscard]] Workbook finish() { return std::move(workbook_); }
  [[nodiscard]] bool has_sheet() const { return !workbook_.sheets.empty(); }

 private:
  Workbook workbook_;
  std::size_t rows_ = 0;
  std::size_t cells_ = 0;
  std::size_t text_ = 0;
};

}  // namespace motcua::xlsform
