#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "motcua/forms/form_definition.hpp"
#include "motcua/records/store.hpp"

namespace motcua::survey {

/// A published form version. Immutable: other content needs another version.
struct SurveyVersion {
  std::string form_id;
  std::string version;
  std::string title;
  std::vector<std::string> languages;
  friend bool operator==(const SurveyVersion&, const SurveyVersion&) = default;
};

/// Publishing, on the server: checks that `xml` is a form, that its version is new (form_version_conflict when the same
/// version exists with other content; publishing the same content again changes nothing), and appends it to the log.
/// Joins the caller's transaction.
[[nodiscard]] Result<SurveyVersion> publish(records::Sequencer& sequencer, storage::Database& database, std::string_view xml, Random& random);

/// The published surveys that a database knows. The same on server and device. Parsed forms are kept.
class SurveyCatalog {
 public:
  explicit SurveyCatalog(storage::Database& database) : database_(&database) {}

  /// The newest version of each form, by title.
  [[nodiscard]] Result<std::vector<SurveyVersion>> current() const;
  [[nodiscard]] Result<std::vector<SurveyVersion>> all() const;
  /// Fails with not_found.
  [[nodiscard]] Result<std::shared_ptr<const forms::FormDefinition>> form(const std::string& form_id, const std::string& version);

 private:
  storage::Database* database_;
  std::vector<std::pair<std::string, std::shared_ptr<const forms::FormDefinition>>> parsed_;
};

}  // namespace motcua::survey
