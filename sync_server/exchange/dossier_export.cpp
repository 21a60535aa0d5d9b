#include "exchange/dossier_export.hpp"

#include "exchange/dossier_csv.hpp"
#include "motcua/base/civil_time.hpp"
#include "motcua/base/csv.hpp"

namespace motcua::server {
namespace {

/// Some 30 MB of CSV at most.
constexpr std::uint32_t kMostRows = 150'000;

std::string time_of(const std::optional<Instant>& instant) {
  return instant ? format_instant(*instant) : std::string();
}

}  // namespace

Result<std::string> export_dossiers(storage::Database& database, const dossier::DossierQuery& query, Instant now) {
  MOTCUA_TRY_ASSIGN(const auto rows, dossier::DossierStore(database).list(query, 0, kMostRows + 1, now));
  if (rows.size() > kMostRows) return fail(ErrorCode::frame_too_large, "> " + std::to_string(kMostRows));
  std::string csv(kByteOrderMark);
  append_csv_row(csv, {"Mã hồ sơ", "Tên thủ tục", "Đơn vị giải quyết", "Trạng thái", "Ngày tiếp nhận", "Ngày hẹn trả",
                       "Ngày xử lý xong", "Quá hạn"});
  for (const dossier::DossierRow& row : rows) {
    append_csv_row(csv, {row.code, row.procedure_name, row.unit, std::string(portal_name(row.state)),
                         time_of(row.received), time_of(row.due), time_of(row.finished), row.overdue ? "có" : ""});
  }
  return csv;
}

}  // namespace motcua::server
