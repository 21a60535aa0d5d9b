#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/csv.hpp"

namespace motcua::server {

/// What is wrong with one row of a file: its line (counted from 1), the column's heading, and why.
struct RowProblem {
  std::size_t line = 0;
  std::string column;
  Error error;
};

struct CsvHeading {
  std::string_view vietnamese;  ///< Folded.
  std::string_view english;
  bool required = false;
};

/// Where a file's columns are, by their headings: in any order, Vietnamese (with or without marks) or English.
class CsvColumns {
 public:
  /// `wanted` must outlive it; columns are its indices. Fails with csv_row when a required column is missing, or one is
  /// there twice.
  [[nodiscard]] static Result<CsvColumns> read(const std::vector<CsvRow>& rows, std::span<const CsvHeading> wanted);

  /// A cell in NFC without white space around it; empty where the row or the file has none.
  [[nodiscard]] std::string cell(const CsvRow& row, std::size_t column) const;
  /// The heading as the file has it, so that the reader finds it.
  [[nodiscard]] std::string heading(std::size_t column) const;
  /// How many there are.
  [[nodiscard]] std::size_t width() const { return headings_.size(); }
  /// Headings that are not wanted, and their places in a row.
  struct Other {
    std::size_t place = 0;
    std::string heading;
  };
  [[nodiscard]] const std::vector<Other>& others() const { return others_; }

 private:
  std::span<const CsvHeading> wanted_;
  std::vector<std::string> headings_;
  std::vector<std::optional<std::size_t>> places_;
  std::vector<Other> others_;
};

/// The cell at a place, as `CsvColumns::cell`.
[[nodiscard]] std::string clean_cell(const CsvRow& row, std::size_t place);

}  // namespace motcua::server
