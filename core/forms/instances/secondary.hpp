#pragma once
#include <span>
#include <string>
#include <string_view>

#include "motcua/forms/form_definition.hpp"
#include "xpath/node.hpp"

namespace motcua::forms {

/// Files larger than this, and files that make more nodes than this, are refused: a browser has 4 GiB at most.
inline constexpr std::size_t kMaxInstanceBytes = 64U * 1024 * 1024;
inline constexpr std::size_t kMaxInstanceNodes = 4'000'000;

/// What an instance's `src` asks for: "jr://file-csv/x.csv", "jr://file/x.geojson", "jr://instance/last-saved".
/// Fails with form_unsupported for any other address.
[[nodiscard]] Result<NeededFile> read_instance_source(std::string_view uri);

/// Reads a file that a form names into an empty document. Fails with form_file_missing, or with form_file_invalid whose
/// detail names the file, the place in it and what is wrong.
[[nodiscard]] Status read_instance_file(const NeededFile& needed, std::span<const FormFile> files,
                                        xpath::NameTable& names, xpath::Document& document);

// One reader a format. Each error's detail says where and what, without the file's name.

/// A header and rows: root/item, a child for each column (ODK XForms, "Secondary instances from CSV").
[[nodiscard]] Status read_csv_instance(std::string_view text, xpath::NameTable& names, xpath::Document& document);
/// A FeatureCollection: root/item with `geometry` and the properties ("Secondary Instances from GeoJSON").
[[nodiscard]] Status read_geojson_instance(std::string_view text, xpath::NameTable& names, xpath::Document& document);

/// Builds root/item documents.
class ItemTable {
 public:
  ItemTable(xpath::NameTable& names, xpath::Document& document);
  void add_item();
  void add_value(const std::string* name, std::string text);
  [[nodiscard]] const std::string* name(std::string_view text) { return names_.intern(text); }
  [[nodiscard]] bool full() const { return document_.size() > kMaxInstanceNodes; }

 private:
  [[nodiscard]] xpath::Name plain(const std::string* local) const { return {none_, local, none_}; }

  xpath::NameTable& names_;
  xpath::Document& document_;
  const std::string* none_;
  const std::string* item_name_;
  xpath::Node* root_;
  xpath::Node* item_ = nullptr;
};

}  // namespace motcua::forms
