#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/csv_columns.hpp"
#include "motcua/records/store.hpp"

namespace motcua::server {

struct AssignmentImport {
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t unchanged = 0;
  std::vector<RowProblem> problems;          ///< Of all bad rows, by line.
  std::vector<std::string> ignored_columns;  ///< Headings that mean nothing here; nothing of them is stored.
  bool committed = false;                    ///< False when nothing was brought in because of `problems`.
};

/// Brings assignments in from a CSV file, one a row, for the account or group of `scope`. A row whose code is known for
/// its form changes that assignment; what is not in the file stays as it is.
///
/// Columns, in any order, by their Vietnamese heading (with or without marks) or the English one:
///   Mã              key       required: the office's own code, at most 64 bytes, nobody's name
///   Hộ hoặc người   label     required
///   Địa chỉ         address   required
///   Mã biểu mẫu     form      else `form_id`; else the only form that is published
///   Đơn vị          unit      the cluster: reserves stand in for their own unit
///   Ghi chú         notes
///   Hạn             due       a day: "2026-11-30" or "30/11/2026"
///   Thứ tự          order     a whole number; else the place in the file
///   Dự bị           reserve   "x", "có", "1" or "yes": visited only in place of another
///   Trả lời: CÂU    answer: QUESTION   the answer that the form begins with; CÂU is a question's name or path
/// One bad row keeps the whole file out. Fails with csv_row when the file is no CSV or lacks a required column, with
/// not_found when `form_id` is no published form.
[[nodiscard]] Result<AssignmentImport> import_assignments(storage::Database& database, std::string_view csv,
                                                          std::string_view scope, std::string_view form_id,
                                                          Clock& clock, Random& random);

}  // namespace motcua::server
