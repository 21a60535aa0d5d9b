#pragma once
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "motcua/xlsform/workbook.hpp"

namespace motcua::xlsform {

/// What a sheet's header may say.
struct SheetWords {
  std::vector<std::string_view> columns;                               ///< Known names.
  std::vector<std::pair<std::string_view, std::string_view>> aliases;  ///< Other name → path, parts joined by "::".
  bool closed = false;                                                 ///< Columns of other names do nothing.
};

/// A column of a sheet: "label::English (en)" is the path label, English (en).
struct Column {
  std::vector<std::string> path;
  std::size_t index = 0;
  std::string header;  ///< As written.
};

enum class CleanText : std::uint8_t { none, quotes, quotes_and_spaces };

/// A sheet with its header understood. Cells are found by the path of their column.
class Table {
 public:
  Table() = default;
  /// Fails with xlsform_column_twice; warns of columns that look like misspelt ones.
  [[nodiscard]] static Result<Table> read(const Sheet& sheet, const SheetWords& words, CleanText clean,
                                          std::vector<Error>& warnings);

  [[nodiscard]] const std::string& sheet() const { return sheet_; }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  /// Columns whose path begins with `first`.
  [[nodiscard]] const std::vector<const Column*>& family(std::string_view first) const;
  [[nodiscard]] const Column* find(std::string_view path) const;
  /// The cell's text; empty where the row or the sheet has none.
  [[nodiscard]] std::string_view text(const Row& row, std::string_view path) const;
  [[nodiscard]] static std::string_view text(const Row& row, const Column& column) {
    return column.index < row.cells.size() ? std::string_view(row.cells[column.index]) : std::string_view{};
  }
  /// Of the column's head: "survey!C1".
  [[nodiscard]] std::string place(const Column& column) const { return cell_name(sheet_, header_row_, column.index); }
  /// "survey!C5"; of a column that the sheet lacks, "survey!5 name".
  [[nodiscard]] std::string place(std::size_t row, std::string_view path) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  template <class T>
  using Map = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

  Status read_header(const Row& header, const SheetWords& words, std::vector<Error>& warnings);

  std::string sheet_;
  std::size_t header_row_ = 1;
  std::vector<Row> rows_;
  std::vector<Column> columns_;
  Map<std::size_t> by_path_;
  Map<std::vector<const Column*>> families_;
};

/// Adds a warning, unless there are kMaxWarnings.
void note(std::vector<Error>& warnings, ErrorCode code, std::string detail);
/// ` → "nearest"`, or nothing when no candidate is near.
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string_view>& candidates);
/// Changes of one letter, and swaps of neighbours, between the two; stops counting above `limit`.
[[nodiscard]] std::size_t distance(std::string_view a, std::string_view b, std::size_t limit);
[[nodiscard]] std::string lower(std::string_view text);
/// yes/true/no/false in the spellings that spreadsheets have; otherwise `otherwise`.
[[nodiscard]] bool yes_no(std::string_view text, bool otherwise);
[[nodiscard]] std::string quoted(std::string_view word);
/// A name without prefix as XML has it (NCName), of at most 255 bytes. `name` is UTF-8. In xml_name.cpp.
[[nodiscard]] bool is_xml_name(std::string_view name);
/// The same with at most one prefix: "name", "esri:name".
[[nodiscard]] bool is_qualified_name(std::string_view name);

}  // namespace motcua::xlsform
