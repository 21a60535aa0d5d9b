#pragma once
#include <functional>
#include <string>
#include <vector>

#include "ui.hpp"

namespace motcua::ui {

struct Column {
  std::string title{};
  float share = 1;  ///< Of the width.
};

struct TableOptions {
  std::string name{};
  std::vector<Column> columns{};
  std::size_t rows = 0;
  std::function<std::string(std::size_t)> key{};                         ///< A row's key.
  std::function<void(Ui&, std::size_t row, std::size_t column)> cell{};  ///< Builds one cell.
};

/// A table where there is room, a list of cards with labelled values on a phone. The same cells in both.
void table(Ui& ui, Key key, const TableOptions& options);

/// "51–100 of 3.204" with links to the pages before and after. `page` counts from 1; nothing when all fit on one.
void pager(Ui& ui, const std::string& base_href, std::uint32_t page, std::uint32_t page_size, std::uint64_t total,
           const std::string& range);

}  // namespace motcua::ui
