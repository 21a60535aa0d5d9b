#pragma once
#include <string>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"
#include "motcua/dossier/store.hpp"

/// Made-up dossiers: plainly so (agency Z99, "mẫu" in every name), spread over the 90 days before `now`.
namespace motcua::server {

struct Procedure {
  std::string code;
  std::string name;
  std::string unit;
  std::string collect_at;
  int working_days = 0;
};

/// From assets/procedures/demo.csv. Fails with csv_row.
[[nodiscard]] Result<std::vector<Procedure>> read_procedures(std::string_view csv);
/// Names of the units below the province that are in force today, from assets/units/hanoi.csv.
[[nodiscard]] Result<std::vector<std::string>> read_units(std::string_view csv);

/// `count` dossiers, the same for the same `random` and `now`. Every event is before `now`.
[[nodiscard]] std::vector<dossier::NewDossier> make_dossiers(std::size_t count,
                                                             const std::vector<Procedure>& procedures,
                                                             const std::vector<std::string>& units, Random& random,
                                                             Instant now);

/// Households to visit, as a file for `import_assignments`: two made-up street groups, with reserves, due from the day
/// of `now` on.
[[nodiscard]] std::string make_assignments(Instant now);

}  // namespace motcua::server
