#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/csv_columns.hpp"
#include "motcua/base/result.hpp"
#include "motcua/dossier/dossier.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::server {

/// The national portal's name of a state: "Đang xử lý".
[[nodiscard]] std::string_view portal_name(dossier::State state);

struct ImportReport {
  std::size_t dossiers = 0;                  ///< Brought in, or added to.
  std::size_t rows = 0;                      ///< Their rows.
  std::vector<RowProblem> problems;          ///< Of all bad rows, by line.
  std::vector<std::string> ignored_columns;  ///< Headings that mean nothing here; nothing of them is stored.
  std::string rejected_csv;                  ///< The rows left out, as they came, with a last column saying why.
  /// The code of each dossier whose lookup code was in the file, and what follows the app's address in its receipt's
  /// link. Only an import can tell these: of a lookup code only a hash is kept.
  std::vector<std::pair<std::string, std::string>> links;
  bool committed = false;  ///< False when nothing was brought in because of `problems`.
};

/// Brings dossiers in from a CSV file. One row is one event of one dossier; the rows of a dossier follow its time line,
/// and rows that are known already change nothing, so that the same file may be brought in again.
///
/// Columns, in any order, by their Vietnamese heading (with or without marks) or the English one:
///   Mã hồ sơ             code            required
///   Mã tra cứu           lookup_code     required for a new dossier: letters and digits, printed on the receipt
///   Mã thủ tục           procedure_code
///   Tên thủ tục          procedure_name  required for a new dossier
///   Đơn vị giải quyết    unit            required for a new dossier
///   Nơi trả kết quả      collect_at
///   Ngày hẹn trả         due             a time; a date alone means 17:00 of that day, the end of office hours
///   Trạng thái           state           required: the national number 1 to 10, or its Vietnamese name
///   Thời điểm            at              required: when it came to that state
///   Đơn vị thực hiện     event_unit      the office that acted; empty: that of the dossier
///   Ghi chú              note            for the citizen; no personal data
/// Times: "2026-11-23T08:30", "23/11/2026", "23/11/2026 08:30", "08:30 23/11/2026", in Vietnam's time.
///
/// By default one bad row keeps the whole file out. With `skip_bad_rows` the dossiers that have a bad row are left out
/// whole (a time line with a hole is wrong) and all others come in. Either way in one transaction.
/// Fails with csv_row when the file is no CSV or lacks a required column.
[[nodiscard]] Result<ImportReport> import_dossiers(storage::Database& database, std::string_view csv,
                                                   bool skip_bad_rows);

}  // namespace motcua::server
