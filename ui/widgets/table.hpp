#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ui.hpp"

namespace motcua::ui {

enum class SortOrder : std::uint8_t {
  fixed,  ///< The list cannot be put in order by this column.
  none,   ///< It can; it is not now.
  ascending,
  descending,
};

struct Column {
  std::string title{};
  float share = 1;  ///< Of the width.
  SortOrder order = SortOrder::fixed;
};

/// A height that follows the reader's text: `lines` of it grow with its size, `room` does not.
struct RowHeight {
  float lines = 48;
  float room = 24;
};

enum class RowState : std::uint8_t { there, coming, failed };

struct TableOptions {
  std::string name{};
  std::vector<Column> columns{};
  std::size_t rows = 0;  ///< In all, there or not. See `shown_rows`.
  std::function<RowState(std::size_t row)> state{};
  std::function<std::string(std::size_t row)> key{};     ///< A row's key; asked of rows that are there.
  std::function<std::string(std::size_t row)> label{};   ///< What a row is called: opens it.
  std::function<std::string(std::size_t row)> spoken{};  ///< Longer, beginning with the label: tells rows apart.
  /// Builds one cell of a table, from the second column on: the first is the label.
  std::function<void(Ui&, std::size_t row, std::size_t column)> cell{};
  std::function<void(Ui&, std::size_t row)> card{};  ///< Builds what a card has below its label.
  RowHeight row_height{};
  RowHeight card_height{};
  bool choosable = false;  ///< Rows can be selected.
  bool fills = false;      ///< Stands alone in a room with a height, in which it scrolls under its head.
  std::string place{};     ///< With `fills`: what the scroll position belongs to.
};

/// What a reader did with a table so far. The screen keeps it.
struct TableState {
  std::optional<std::size_t> cursor;  ///< The row that the keyboard is on.
  NodeId focus = 0;                   ///< The row that had the focus last.
  std::set<std::string> chosen;       ///< Keys.
  bool all_chosen = false;            ///< Every row of the list, there or not; then `chosen` is empty.

  [[nodiscard]] bool is_chosen(const std::string& key) const { return all_chosen || chosen.contains(key); }
  [[nodiscard]] bool any_chosen() const { return all_chosen || !chosen.empty(); }
  void clear() {
    chosen.clear();
    all_chosen = false;
  }
};

struct TableAnswer {
  std::optional<std::size_t> opened;  ///< A row.
  std::optional<std::size_t> sorted;  ///< The column whose head was pressed.
  bool retry = false;                 ///< What failed is to be fetched again.
};

/// A table where there is room, a list of cards on a phone: of a hundred thousand rows those near the window are built.
/// On a desk the keyboard goes from row to row (arrows, J, K, Page, Home, End), Space and X choose, Enter opens; Tab
/// finds one row, and leaves.
TableAnswer table(Ui& ui, Key key, const TableOptions& options, TableState& state);

/// So many of `rows` a browser can scroll through: elements higher than some million pixels are cut off.
[[nodiscard]] std::size_t shown_rows(const Ui& ui, const TableOptions& options);

/// Room for a table that fills its page and scrolls under its head.
[[nodiscard]] bool room_for_table(const Ui& ui);

}  // namespace motcua::ui
