#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "motcua/base/result.hpp"

namespace motcua::xlsform {

/// The column `parameters`: "key=value key2=value2", separated by spaces, commas or semicolons.
class Parameters {
 public:
  /// Fails with xlsform_parameter; `place` names the cell.
  [[nodiscard]] static Result<Parameters> parse(std::string_view text, const std::string& place);
  /// Fails with xlsform_parameter when there are others than `allowed`.
  [[nodiscard]] Status allow(const std::vector<std::string_view>& allowed) const;

  [[nodiscard]] bool has(std::string_view key) const { return !find(key).empty(); }
  [[nodiscard]] std::string_view find(std::string_view key) const;
  /// One of `words`, or absent. Fails with xlsform_parameter.
  [[nodiscard]] Status one_of(std::string_view key, const std::vector<std::string_view>& words) const;
  [[nodiscard]] Status whole_number(std::string_view key, bool negative = true) const;
  [[nodiscard]] Status number(std::string_view key) const;
  [[nodiscard]] std::unexpected<Error> wrong(std::string_view key, std::string_view why) const;
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
  std::string place_;
};

[[nodiscard]] std::optional<double> number_of(std::string_view text);

}  // namespace motcua::xlsform
