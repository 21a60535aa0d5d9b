#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"

namespace motcua {

/// At the start of a CSV file that people open: without it spreadsheets read Vietnamese as something else.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// One record of a CSV file and the line on which it starts (counted from 1), for messages.
struct CsvRow {
  std::vector<std::string> cells;
  std::size_t line = 1;
};

/// Reads CSV as RFC 4180 describes it, with a leading byte-order mark, "\n" or "\r" line ends and empty lines
/// (skipped) allowed. The separator is a comma, or a semicolon if the first line has more of those (spreadsheets in
/// Vietnamese locales). Fails with `csv_row` naming the line of a quote that is never closed, and on text that is not
/// UTF-8.
[[nodiscard]] Result<std::vector<CsvRow>> parse_csv(std::string_view text);

/// What becomes of spaces beside a separator, outside quotes.
enum class CsvSpaces : bool { kept, dropped };

/// Reads CSV record by record, as parse_csv does, with the separator that the caller knows. `text` must be UTF-8 and
/// outlive the reader.
class CsvReader {
 public:
  CsvReader(std::string_view text, char separator, CsvSpaces spaces = CsvSpaces::kept);
  /// The next record into `row`; false at the end. Fails with `csv_row` naming the line of a quote never closed.
  [[nodiscard]] Result<bool> next(CsvRow& row);

 private:
  std::string_view text_;
  char separator_;
  CsvSpaces spaces_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

/// Who reads a CSV file that is written: a person's spreadsheet, or a program that takes each cell as it is.
enum class CsvReaders : bool { spreadsheets, programs };

/// Appends one cell's text, quoted where RFC 4180 asks for it. For spreadsheets, a cell that would be run as a formula
/// (leading = + - @ tab, line end) that is not a plain number gets a leading apostrophe; so does what follows a
/// semicolon, tab or line end in it and begins with = + - @, since a spreadsheet may split there.
void append_csv_cell(std::string& out, std::string_view text, CsvReaders readers = CsvReaders::spreadsheets);
/// Appends a whole record with "\r\n".
void append_csv_row(std::string& out, const std::vector<std::string>& cells,
                    CsvReaders readers = CsvReaders::spreadsheets);

}  // namespace motcua
