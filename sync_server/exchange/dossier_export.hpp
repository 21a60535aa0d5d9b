#pragma once
#include <string>

#include "motcua/dossier/store.hpp"

namespace motcua::server {

/// The dossiers of a query as CSV (UTF-8 with a byte-order mark, RFC 4180), in its order:
///   Mã hồ sơ, Tên thủ tục, Đơn vị giải quyết, Trạng thái (the national portal's name), Ngày tiếp nhận, Ngày hẹn trả,
///   Ngày xử lý xong (times as 2026-11-23T08:30:00+07:00, empty while there is none), Quá hạn ("có" or empty, at
///   `now`).
/// Fails with frame_too_large.
[[nodiscard]] Result<std::string> export_dossiers(storage::Database& database, const dossier::DossierQuery& query,
                                                  Instant now);

}  // namespace motcua::server
