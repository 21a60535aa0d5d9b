#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"

namespace motcua::forms {

struct FormModel;  // private to the room

/// A file that belongs to a form: its name as the form writes it ("cities.csv"), and what is in it.
struct FormFile {
  std::string name;
  std::string bytes;
};

/// What a form takes from outside. Data files (csv, xml, geojson) are needed to read it; media only to show it.
enum class FileKind : std::uint8_t { csv, xml, geojson, last_saved, image, audio, video };

struct NeededFile {
  std::string name{};  ///< "cities.csv"; empty for last_saved, which is no file.
  FileKind kind = FileKind::xml;
  std::string uri{};  ///< As written: "jr://file-csv/cities.csv".
};

/// A form read from an ODK XForm (https://getodk.github.io/xforms-spec/). Immutable; may be shared between threads.
class FormDefinition {
 public:
  /// `files` are the form's attachments; those that it does not name are ignored.
  /// Fails with form_not_xml, form_not_xform, form_unsupported, form_reference, form_cycle or an xpath_ error whose
  /// detail names the field and the expression; with form_file_missing or form_file_invalid naming the file, with
  /// form_entities, and with form_encrypted for a form with a public key.
  /// Bounded in time and memory for any form up to 16 MiB and files up to 64 MiB each.
  [[nodiscard]] static Result<std::shared_ptr<const FormDefinition>> parse(std::string_view xml,
                                                                           std::span<const FormFile> files = {});
  /// What `parse` will ask for, each once, in document order. Fails with form_not_xml or form_unsupported.
  [[nodiscard]] static Result<std::vector<NeededFile>> needed_files(std::string_view xml);
  ~FormDefinition();

  [[nodiscard]] const std::string& id() const;       ///< The instance's `id` attribute.
  [[nodiscard]] const std::string& version() const;  ///< Its `version` attribute; empty when it has none.
  [[nodiscard]] const std::string& title() const;
  [[nodiscard]] const std::vector<std::string>& languages() const;  ///< As declared in itext, the default one first.
  /// True when `path` ("/data/c9/q15", "/data/member[2]/age") is a field of the primary instance: a node that can hold
  /// a value, no group; or a repeat ("/data/member"), whose value is the number of its instances. What the server asks
  /// of answers.
  [[nodiscard]] bool has_node(std::string_view path) const;
  /// Paths of the elements that hold values, without positions, in document order: the columns of an export.
  [[nodiscard]] std::vector<std::string> leaf_paths() const;

  /// As `needed_files` says.
  [[nodiscard]] const std::vector<NeededFile>& files() const;

  [[nodiscard]] const FormModel& model() const { return *model_; }

 private:
  explicit FormDefinition(std::unique_ptr<FormModel> model);
  std::unique_ptr<FormModel> model_;
};

}  // namespace motcua::forms
