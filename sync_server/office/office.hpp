#pragma once
#include <string>
#include <string_view>

#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"
#include "motcua/storage/database.hpp"

/// An office is a folder with one file, office.db, in which everything is (forms, responses, dossiers, accounts) but
/// the photos and other files of responses: those are in its folder "blobs".
namespace motcua::server {

[[nodiscard]] std::string database_path(const std::string& folder);

/// Makes the folder where it is missing and a new office in it. Fails with already_exists when it holds one.
[[nodiscard]] Result<storage::Database> create_office(const std::string& folder, std::string_view name, Random& random);
/// Takes away an office that could not be finished, so that it does not stand in the way of the next try. Only for one
/// that this program has just made.
void discard_unfinished_office(const std::string& folder);
/// Opens the office for writing beside other programs, its tables brought up to date. Fails with not_found when the
/// folder holds none, with database_newer (and leaves it as it was) when a newer program made it.
[[nodiscard]] Result<storage::Database> open_office(const std::string& folder, Random& random);
/// One more connection to an office that `open_office` has opened; reads only.
[[nodiscard]] Result<storage::Database> open_office_reader(const std::string& folder);

/// A word that the office remembers under a name; empty when it does not.
[[nodiscard]] Result<std::string> read_setting(storage::Database& database, std::string_view name);
/// Joins the caller's transaction.
[[nodiscard]] Status write_setting(storage::Database& database, std::string_view name, std::string_view value);
inline constexpr std::string_view kOfficeName = "office_name";

}  // namespace motcua::server
