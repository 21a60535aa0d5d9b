#include "exchange/csv_columns.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"

namespace motcua::server {

std::string clean_cell(const CsvRow& row, std::size_t place) {
  if (place >= row.cells.size()) return {};
  return to_nfc(trim(row.cells[place])).value_or("");
}

Result<CsvColumns> CsvColumns::read(const std::vector<CsvRow>& rows, std::span<const CsvHeading> wanted) {
  if (rows.empty()) return fail(ErrorCode::csv_row, "1");
  CsvColumns out;
  out.wanted_ = wanted;
  out.headings_ = rows.front().cells;
  out.places_.resize(wanted.size());
  for (std::size_t i = 0; i < out.headings_.size(); ++i) {
    const std::string heading = fold(out.headings_[i]);
    const auto found = std::ranges::find_if(
        wanted, [&](const CsvHeading& h) { return heading == h.vietnamese || heading == h.english; });
    if (found == wanted.end()) {
      if (!heading.empty()) out.others_.push_back({i, out.headings_[i]});
      continue;
    }
    auto& place = out.places_[static_cast<std::size_t>(found - wanted.begin())];
    if (place) return fail(ErrorCode::csv_row, "1: " + out.headings_[i] + " x 2");
    place = i;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i].required || out.places_[i]) continue;
    return fail(ErrorCode::csv_row,
                "1: " + std::string(wanted[i].english) + " (" + std::string(wanted[i].vietnamese) + ")");
  }
  return out;
}

std::string CsvColumns::cell(const CsvRow& row, std::size_t column) const {
  return places_[column] ? clean_cell(row, *places_[column]) : std::string();
}

std::string CsvColumns::heading(std::size_t column) const {
  return places_[column] ? headings_[*places_[column]] : std::string(wanted_[column].english);
}

}  // namespace motcua::server
