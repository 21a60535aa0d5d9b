#include "instances/secondary.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"
#include "xml_tree.hpp"

namespace motcua::forms {
namespace {

constexpr std::string_view kCsvScheme = "jr://file-csv/";
constexpr std::string_view kFileScheme = "jr://file/";
constexpr std::string_view kLastSaved = "jr://instance/last-saved";

FileKind kind_of(std::string_view name) {
  if (name.ends_with(".csv")) return FileKind::csv;
  return name.ends_with(".geojson") ? FileKind::geojson : FileKind::xml;
}

Status read(FileKind kind, std::string_view bytes, xpath::NameTable& names, xpath::Document& document) {
  if (bytes.size() > kMaxInstanceBytes) return fail(ErrorCode::form_file_invalid, "it is larger than 64 MiB");
  if (kind == FileKind::xml) return read_tree(bytes, TreeContent::values, names, document);
  const auto text = to_nfc(bytes);
  if (!text) return fail(ErrorCode::form_file_invalid, "it is not UTF-8");
  return kind == FileKind::csv ? read_csv_instance(*text, names, document)
                               : read_geojson_instance(*text, names, document);
}

}  // namespace

Result<NeededFile> read_instance_source(std::string_view uri) {
  uri = trim(uri);
  NeededFile out;
  out.uri = uri;
  if (uri == kLastSaved) {
    out.kind = FileKind::last_saved;
    return out;
  }
  if (uri.starts_with(kCsvScheme)) {
    out.kind = FileKind::csv;
    out.name = uri.substr(kCsvScheme.size());
  } else if (uri.starts_with(kFileScheme)) {
    out.name = uri.substr(kFileScheme.size());
    out.kind = kind_of(out.name);
  }
  if (out.name.empty()) return fail(ErrorCode::form_unsupported, "an instance from \"" + out.uri + "\"");
  return out;
}

Status read_instance_file(const NeededFile& needed, std::span<const FormFile> files, xpath::NameTable& names,
                          xpath::Document& document) {
  const auto file = std::ranges::find(files, needed.name, &FormFile::name);
  if (file == files.end()) return fail(ErrorCode::form_file_missing, needed.name);
  if (const auto done = read(needed.kind, file->bytes, names, document); !done) {
    return fail(ErrorCode::form_file_invalid, needed.name + ": " + done.error().detail);
  }
  return {};
}

ItemTable::ItemTable(xpath::NameTable& names, xpath::Document& document)
    : names_(names),
      document_(document),
      none_(names.intern("")),
      item_name_(names.intern("item")),
      root_(document.append(document.root(), xpath::NodeKind::element, plain(names.intern("root")))) {}

void ItemTable::add_item() { item_ = document_.append(root_, xpath::NodeKind::element, plain(item_name_)); }

void ItemTable::add_value(const std::string* name, std::string text) {
  xpath::Node* value = document_.append(item_, xpath::NodeKind::element, plain(name));
  if (!text.empty()) document_.append(value, xpath::NodeKind::text, {}, std::move(text));
}

}  // namespace motcua::forms
