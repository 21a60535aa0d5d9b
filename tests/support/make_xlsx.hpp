#pragma once
#include "make_zip.hpp"

/// Workbooks for tests, part by part as ECMA-376 has them.
namespace motcua::test {

struct XlsxSheet {
  std::string name;
  std::string content;       ///< Of <worksheet>: "<sheetData>…</sheetData>" and what stands around it.
  std::string attributes{};  ///< Of the <sheet> that names it.
};

struct Xlsx {
  std::vector<XlsxSheet> sheets;
  std::string shared_strings{};  ///< Of <sst>: "<si><t>a</t></si>"
  std::string styles{};          ///< Of <styleSheet>
  std::string workbook_head{};   ///< What stands before <sheets>.
};

/// A part's root element around `content`, in the namespace of workbooks.
inline std::string xlsx_part(const std::string& root, const std::string& content) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" + root +
         " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
         " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">" +
         content + "</" + root + ">";
}

inline std::vector<ZipPart> xlsx_parts(const Xlsx& book) {
  const std::string kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const auto relation = [&kind](const std::string& id, const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + kind + type + "\" Target=\"" + target + "\"/>";
  };
  const auto relations = [](const std::string& content) {
    return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + content +
           "</Relationships>";
  };
  std::string names;
  std::string targets = relation("s", "sharedStrings", "sharedStrings.xml") + relation("t", "styles", "styles.xml");
  std::vector<ZipPart> parts;
  for (std::size_t i = 0; i < book.sheets.size(); ++i) {
    const XlsxSheet& sheet = book.sheets[i];
    const std::string number = std::to_string(i + 1);
    const std::string file = "worksheets/sheet" + number + ".xml";
    names += "<sheet name=\"" + sheet.name + "\" sheetId=\"" + number + "\" r:id=\"w" + number + "\" " +
             sheet.attributes + "/>";
    targets += relation("w" + number, "worksheet", file);
    parts.push_back({"xl/" + file, xlsx_part("worksheet", sheet.content)});
  }
  parts.push_back({"_rels/.rels", relations(relation("w", "officeDocument", "xl/workbook.xml"))});
  parts.push_back({"xl/_rels/workbook.xml.rels", relations(targets)});
  parts.push_back({"xl/workbook.xml", xlsx_part("workbook", book.workbook_head + "<sheets>" + names + "</sheets>")});
  parts.push_back({"xl/sharedStrings.xml", xlsx_part("sst", book.shared_strings)});
  parts.push_back({"xl/styles.xml", xlsx_part("styleSheet", book.styles)});
  return parts;
}

inline std::string make_xlsx(const Xlsx& book) { return make_zip(xlsx_parts(book)); }

}  // namespace motcua::test
