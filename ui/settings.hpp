#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "motcua/storage/database.hpp"

namespace motcua::ui {

/// What the reader chose, kept in the database.
class Settings {
 public:
  explicit Settings(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);
  [[nodiscard]] Result<std::optional<std::string>> read(std::string_view key) const;
  [[nodiscard]] Status write(std::string_view key, std::string_view value);

 private:
  storage::Database* database_;
};

}  // namespace motcua::ui
