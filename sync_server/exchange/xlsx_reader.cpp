#include "exchange/xlsx_reader.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <pugixml.hpp>
#include <unordered_map>
#include <vector>

#include "exchange/xlsx_number.hpp"
#include "exchange/zip_archive.hpp"
#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

/// Names without their prefix: producers choose prefixes freely.
std::string_view local(pugi::xml_node node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
  for (const auto node : parent.children()) {
    if (local(node) == name) return node;
  }
  return {};
}

/// What XML cannot hold is written "_x000D_" (ST_Xstring of ECMA-376): "_x005F_" is an underscore that begins no such
/// thing.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    unsigned code = 0;
    const bool escape = rest.size() >= 7 && rest.starts_with("_x") && rest[6] == '_' &&
                        std::from_chars(rest.data() + 2, rest.data() + 6, code, 16).ptr == rest.data() + 6;
    // Others than ASCII need no escape, and no program writes them.
    if (escape && code < 0x80) {
      out += static_cast<char>(code);
      at += 7;
    } else {
      out += text[at++];
    }
  }
  return out;
}

/// The text of <si> or <is>: its own and that of its runs, without the readings written above.
std::string rich_text(pugi::xml_node node) {
  std::string out;
  for (const auto part : node.children()) {
    if (local(part) == "t") out += part.text().get();
    if (local(part) == "r") out += child(part, "t").text().get();
  }
  return unescaped(out);
}

/// About the memory that the tree of an XML text takes: a text that is all tags makes one of 16 times its size.
std::size_t tree_bytes(std::string_view xml) {
  constexpr std::size_t kNode = 64;
  constexpr std::size_t kAttribute = 40;
  return static_cast<std::size_t>(std::ranges::count(xml, '<')) * kNode +
         static_cast<std::size_t>(std::ranges::count(xml, '=')) * kAttribute + xml.size();
}

constexpr std::size_t kMaxTreeBytes = 256U * 1024 * 1024;
constexpr std::size_t kMaxRelations = ZipArchive::kMaxEntries;
constexpr std::size_t kLastRow = 1'048'576;  ///< That spreadsheet programs have.

/// "xl/worksheets/sheet1.xml" from a target relative to the folder "xl"; nothing when it leads out of the archive or
/// to no entry that could be.
std::optional<std::string> resolve(std::string_view folder, std::string_view target) {
  std::vector<std::string_view> parts;
  const auto add = [&](std::string_view path) {
    for (const auto part : split(path, '/')) {
      if (part.empty() || part == ".") continue;
      if (part == "..") {
        if (parts.empty()) return false;
        parts.pop_back();
      } else {
        parts.push_back(part);
      }
    }
    return true;
  };
  if (!target.starts_with('/') && !add(folder)) return std::nullopt;
  if (!add(target)) return std::nullopt;
  std::string out;
  for (const auto part : parts) out.append(out.empty() ? "" : "/").append(part);
  return out.empty() ? std::nullopt : std::optional(std::move(out));
}

struct Place {
  std::size_t row = 0, column = 0;
};

/// "BC12"
std::optional<Place> place_of(std::string_view reference) {
  Place out;
  std::size_t i = 0;
  for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z' && i < 4; ++i) {
    out.column = out.column * 26 + static_cast<std::size_t>(reference[i] - 'A') + 1;
  }
  const auto [end, error] = std::from_chars(reference.data() + i, reference.data() + reference.size(), out.row);
  if (i == 0 || error != std::errc{} || end != reference.data() + reference.size() || out.row == 0) return std::nullopt;
  --out.column;
  return out;
}

class XlsxReader {
 public:
  explicit XlsxReader(ZipArchive& archive) : archive_(archive) {}

  Result<xlsform::Workbook> run() {
    std::string main = "xl/workbook.xml";
    if (archive_.has("_rels/.rels")) {
      MOTCUA_TRY_ASSIGN(const auto relations, relations_of("_rels/.rels", ""));
      for (const auto& relation : relations) {
        if (relation.type.ends_with("/officeDocument")) main = relation.target;
      }
    }
    const std::size_t slash = main.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : main.substr(0, slash);
    const std::string file = slash == std::string::npos ? main : main.substr(slash + 1);
    MOTCUA_TRY_ASSIGN(const auto relations,
                      relations_of((folder.empty() ? "" : folder + "/") + "_rels/" + file + ".rels", folder));
    for (const auto& relation : relations) {
      if (!archive_.has(relation.target)) continue;
      if (relation.type.ends_with("/sharedStrings")) MOTCUA_TRY(shared_strings(relation.target));
      if (relation.type.ends_with("/styles")) MOTCUA_TRY(styles(relation.target));
    }
    pugi::xml_document workbook;
    MOTCUA_TRY(parse(main, workbook));
    const auto root = workbook.document_element();
    const std::string_view epoch = child(root, "workbookPr").attribute("date1904").value();
    since_1904_ = epoch == "1" || epoch == "true";
    std::size_t sheets = 0;
    for (const auto sheet : child(root, "sheets").children()) {
      if (++sheets > xlsform::kMaxSheets) return fail(ErrorCode::xlsform_too_large, main);
      std::string id;
      for (const auto attribute : sheet.attributes()) {
        const std::string_view name = attribute.name();
        if (name.ends_with(":id")) id = attribute.value();
      }
      for (const auto& relation : relations) {
        if (relation.id != id || !relation.type.ends_with("/worksheet")) continue;
        MOTCUA_TRY(read_sheet(sheet.attribute("name").value(), relation.target));
        break;
      }
    }
    return out_.finish();
  }

 private:
  struct Relation {
    std::string id, type, target;
  };

  Status parse(const std::string& name, pugi::xml_document& document) {
    MOTCUA_TRY_ASSIGN(const std::string xml, archive_.read(name));
    // No document type is read, so no entity of its own can expand.
    if (tree_bytes(xml) > kMaxTreeBytes) return fail(ErrorCode::xlsform_too_large, name);
    const auto result = document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata);
    if (!result) return fail(ErrorCode::xlsform_unreadable, name);
    return {};
  }

  Result<std::vector<Relation>> relations_of(const std::string& name, std::string_view folder) {
    pugi::xml_document document;
    MOTCUA_TRY(parse(name, document));
    std::vector<Relation> out;
    for (const auto node : document.document_element().children()) {
      if (local(node) != "Relationship" || std::string_view(node.attribute("TargetMode").value()) == "External")
        continue;
      const auto target = resolve(folder, node.attribute("Target").value());
      // What is no UTF-8 would stand in messages.
      if (!target || !is_valid_utf8(*target)) return fail(ErrorCode::xlsform_unreadable, name);
      if (out.size() == kMaxRelations) return fail(ErrorCode::xlsform_too_large, name);
      out.push_back({node.attribute("Id").value(), node.attribute("Type").value(), *target});
    }
    return out;
  }

  Status shared_strings(const std::string& name) {
    pugi::xml_document document;
    MOTCUA_TRY(parse(name, document));
    for (const auto node : document.document_element().children()) {
      if (local(node) == "si") strings_.push_back(rich_text(node));
    }
    return {};
  }

  Status styles(const std::string& name) {
    pugi::xml_document document;
    MOTCUA_TRY(parse(name, document));
    const auto root = document.document_element();
    std::unordered_map<unsigned, NumberLook> own;
    for (const auto node : child(root, "numFmts").children()) {
      own[node.attribute("numFmtId").as_uint()] = look_of_code(node.attribute("formatCode").value());
    }
    for (const auto node : child(root, "cellXfs").children()) {
      const unsigned id = node.attribute("numFmtId").as_uint();
      const auto found = own.find(id);
      looks_.push_back(found == own.end() ? look_of_builtin(id) : found->second);
    }
    return {};
  }

  Status read_sheet(const std::string& name, const std::string& target) {
    MOTCUA_TRY(out_.begin_sheet(name));
    pugi::xml_document document;
    MOTCUA_TRY(parse(target, document));
    std::size_t number = 0;
    for (const auto row : child(document.document_element(), "sheetData").children()) {
      if (local(row) != "row") continue;
      const std::size_t given = row.attribute("r").as_ullong();
      number = given > number ? given : number + 1;
      if (number > kLastRow) return fail(ErrorCode::xlsform_too_large, xlsform::cell_name(name, number, 0));
      MOTCUA_TRY(read_row(name, number, row));
    }
    return {};
  }

  Status read_row(const std::string& sheet, std::size_t number, pugi::xml_node row) {
    std::vector<std::string> cells;
    std::size_t column = 0;
    for (const auto cell : row.children()) {
      if (local(cell) != "c") continue;
      if (const auto place = place_of(cell.attribute("r").value())) column = place->column;
      std::string text = text_of(cell);
      const bool broken = std::string_view(cell.attribute("t").value()) == "e";
      if (broken || child(cell, "f")) {
        out_.warn(ErrorCode::xlsform_note_formula,
                  xlsform::cell_name(sheet, number, column) + (broken ? " " + text : std::string()));
      }
      if (!trim(text).empty()) {
        if (column >= xlsform::kMaxColumns) {
          return fail(ErrorCode::xlsform_too_large, xlsform::cell_name(sheet, number, column));
        }
        if (cells.size() <= column) cells.resize(column + 1);
        cells[column] = std::move(text);
      }
      ++column;
    }
    return out_.add_row(number, std::move(cells));
  }

  std::string text_of(pugi::xml_node cell) const {
    const std::string_view type = cell.attribute("t").value();
    if (type == "inlineStr") return rich_text(child(cell, "is"));
    const std::string value = child(cell, "v").text().get();
    if (type == "s") {
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
      return error == std::errc{} && index < strings_.size() ? strings_[index] : std::string{};
    }
    if (type == "b") return value == "1" || value == "true" ? "TRUE" : "FALSE";
    if (type == "str") return unescaped(value);
    if (type == "e" || type == "d" || value.empty()) return value;
    const std::size_t style = cell.attribute("s").as_ullong();
    return show_number(value, style < looks_.size() ? looks_[style] : NumberLook::number, since_1904_);
  }

  ZipArchive& archive_;
  xlsform::WorkbookBuilder out_;
  std::vector<std::string> strings_;
  std::vector<NumberLook> looks_;
  bool since_1904_ = false;
};

/// The older container, in which .xls files and files with a password come.
bool is_compound_file(std::string_view bytes) { return bytes.starts_with("\xD0\xCF\x11\xE0"); }

constexpr std::string_view kEncryptedPackage{"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32};

}  // namespace

Result<xlsform::Workbook> read_xlsx(std::string_view bytes) {
  if (bytes.size() > xlsform::kMaxWorkbookBytes) {
    return fail(ErrorCode::xlsform_too_large, std::to_string(xlsform::kMaxWorkbookBytes));
  }
  if (is_compound_file(bytes)) {
    if (bytes.find(kEncryptedPackage) != std::string_view::npos) return fail(ErrorCode::xlsform_encrypted, ".xlsx");
    return fail(ErrorCode::xlsform_unreadable, ".xls → .xlsx");
  }
  MOTCUA_TRY_ASSIGN(ZipArchive archive, ZipArchive::open(bytes));
  return XlsxReader(archive).run();
}

}  // namespace motcua::server
