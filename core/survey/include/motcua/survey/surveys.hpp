#pragma once
#include <memory>
#include <optional>
#include <span>
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

/// Fields of a published version in the log.
inline constexpr const char* kXmlField = "@xml";          ///< A small XForm without files, as it was published.
inline constexpr const char* kContentField = "@content";  ///< Any other: a list of its parts, which are entities too.
inline constexpr const char* kTitleField = "@title";
inline constexpr const char* kLanguagesField = "@languages";  ///< One a line, the default one first.

/// Publishing, on the server: checks that `xml` is a form, that its version is new (form_version_conflict when the same
/// version exists with other content; publishing the same content again changes nothing), and appends it to the log,
/// with those of `files` that it reads. Parts that another version of the form has already are not sent again.
/// Fails as FormDefinition::parse does, or with frame_too_large beyond 32 MiB in all.
/// Joins the caller's transaction.
[[nodiscard]] Result<SurveyVersion> publish(records::Sequencer& sequencer, storage::Database& database,
                                            std::string_view xml, Random& random,
                                            std::span<const forms::FormFile> files = {});

/// The published surveys that a database knows. The same on server and device. Versions never change, so what was read
/// once is kept; new ones are seen at the next call. Not thread-safe.
class SurveyCatalog {
 public:
  explicit SurveyCatalog(storage::Database& database) : database_(&database) {}

  /// The newest version of each form, by title.
  [[nodiscard]] Result<std::vector<SurveyVersion>> current() const;
  /// Every version, by title, the newest first.
  [[nodiscard]] Result<std::vector<SurveyVersion>> all() const;
  /// Fails with not_found.
  [[nodiscard]] Result<std::shared_ptr<const forms::FormDefinition>> form(const std::string& form_id,
                                                                          const std::string& version);

 private:
  struct Entry {
    SurveyVersion survey;
    EntityId entity;
    Hlc published;
    std::shared_ptr<const forms::FormDefinition> parsed;
  };
  [[nodiscard]] Status refresh() const;
  [[nodiscard]] Entry* find(const std::string& form_id, const std::string& version) const;

  storage::Database* database_;
  mutable std::vector<Entry> entries_;
};

}  // namespace motcua::survey
