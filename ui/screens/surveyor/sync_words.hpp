#pragma once
#include <string>

#include "motcua/sync/sync_run.hpp"
#include "ui.hpp"

namespace motcua::ui {

/// What a round did: "Đã gửi 3 phiếu và 2 lần đến thăm, nhận 5 địa chỉ mới". Empty when it moved nothing.
[[nodiscard]] std::string run_text(const Ui& ui, const sync::SyncRun& run);

}  // namespace motcua::ui
