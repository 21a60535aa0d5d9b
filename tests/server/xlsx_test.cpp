#include <doctest/doctest.h>

#include <algorithm>

#include "exchange/xlsx_reader.hpp"
#include "make_xlsx.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;
using server::read_xlsx;

namespace {

std::string inline_cell(const std::string& place, const std::string& text) {
  return "<c r=\"" + place + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" + text + "</t></is></c>";
}

/// A sheet of texts: rows from 1, columns from A.
std::string texts(const std::vector<std::vector<std::string>>& rows) {
  std::string out = "<sheetData>";
  for (std::size_t row = 0; row < rows.size(); ++row) {
    out += "<row r=\"" + std::to_string(row + 1) + "\">";
    for (std::size_t column = 0; column < rows[row].size(); ++column) {
      const std::string place = std::string(1, static_cast<char>('A' + column)) + std::to_string(row + 1);
      if (!rows[row][column].empty()) out += inline_cell(place, rows[row][column]);
    }
    out += "</row>";
  }
  return out + "</sheetData>";
}

/// The cells of the only row of a sheet "s" that holds `cells`.
std::vector<std::string> row_of(const std::string& cells, Xlsx book = {}) {
  book.sheets = {{"s", "<sheetData><row r=\"1\">" + cells + "</row></sheetData>"}};
  const auto workbook = read_xlsx(make_xlsx(book));
  if (!workbook) FAIL(name(workbook.error().code), ": ", workbook.error().detail);
  REQUIRE(workbook->sheets.size() == 1);
  REQUIRE(workbook->sheets[0].rows.size() == 1);
  return workbook->sheets[0].rows[0].cells;
}

Error refusal(std::string_view bytes) {
  const auto workbook = read_xlsx(bytes);
  REQUIRE_FALSE(workbook);
  return workbook.error();
}

const XlsxSheet kSurvey{"survey", texts({{"type", "name", "label"}, {"text", "ten", "Họ và tên"}})};

}  // namespace

TEST_CASE("form convert reads an .xlsx file, and names the cell of a mistake in it") {
  const TempFolder folder;
  const auto outcome = run({"form", "convert", folder.write("so.xlsx", make_xlsx({{kSurvey}}))});
  CHECK_MESSAGE(outcome.code == 0, outcome.err);
  CHECK(outcome.out.find("<label>Họ và tên</label>") != std::string::npos);
  CHECK(outcome.out.find("id=\"so\"") != std::string::npos);

  const XlsxSheet wrong{"survey", texts({{"type", "name", "label"}, {}, {"integr", "tuoi", "Tuổi"}})};
  const auto mistake = run({"form", "convert", folder.write("sai.xlsx", make_xlsx({{wrong}})), "--lang", "en"});
  CHECK(mistake.code == 1);
  CHECK_MESSAGE(mistake.err.find("survey!A3 \"integr\" → \"integer\"") != std::string::npos, mistake.err);
}

TEST_CASE("texts in the shared table, in the cell and in runs read alike, and readings above them are left out") {
  Xlsx book;
  book.shared_strings =
      "<si><t>một</t></si><si><r><t>h</t></r><r><rPr><b/></rPr><t>ai</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si>";
  const auto cells =
      row_of("<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>" + inline_cell("C1", "ba") +
                 "<c r=\"D1\" t=\"s\"><v>2</v></c><c r=\"E1\" t=\"s\"><v>-1</v></c>"
                 "<c r=\"F1\"><v>6</v></c>",
             book);
  CHECK(cells == std::vector<std::string>{"một", "hai", "ba", "", "", "6"});  // No text has the number 2 or -1.
}

TEST_CASE("escaped characters of spreadsheets are what they stand for") {
  CHECK(row_of(inline_cell("A1", "a_x000D_\nb _x005F_x0041_ _x00 c_")) ==
        std::vector<std::string>{"a\r\nb _x0041_ _x00 c_"});
}

TEST_CASE("numbers, truth values, dates and times read as a spreadsheet shows them, dates in ISO 8601") {
  Xlsx book;
  book.styles =
      "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy hh:mm\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"0.00&quot; day&quot;\"/></numFmts>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/>"
      "<xf numFmtId=\"165\"/></cellXfs>";
  const auto number = [](const char* place, const char* style, const char* value) {
    return "<c r=\"" + std::string(place) + "\" s=\"" + style + "\"><v>" + value + "</v></c>";
  };
  const std::string cells = number("A1", "0", "3") + number("B1", "0", "0.1") + number("C1", "0", "1E+20") +
                            number("D1", "1", "46349") + number("E1", "2", "46349.354166666664") +
                            number("F1", "3", "0.3541666666666667") + number("G1", "4", "2") +
                            "<c r=\"H1\" t=\"b\"><v>1</v></c><c r=\"I1\" t=\"d\"><v>2026-11-23</v></c>" +
                            number("J1", "99", "5") + number("K1", "1", "-1") + number("L1", "1", "9e9");
  CHECK(row_of(cells, book) == std::vector<std::string>{"3", "0.1", "1e+20", "2026-11-23", "2026-11-23T08:30:00",
                                                        "08:30:00", "2", "TRUE", "2026-11-23", "5", "-1",
                                                        "9000000000"});
  book.workbook_head = "<workbookPr date1904=\"1\"/>";
  CHECK(row_of(number("A1", "1", "44887"), book) == std::vector<std::string>{"2026-11-23"});
}

TEST_CASE("of a formula the stored value is taken, with a warning that names the cell and an error value") {
  const std::string rows =
      "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><f>\"a\"&amp;\"b\"</f><v>ab</v></c><c r=\"B1\"><f>1+1</f></c>"
      "<c r=\"C1\" t=\"e\"><f>#REF!+1</f><v>#REF!</v></c><c r=\"D1\"><f>2*2</f><v>4</v></c></row></sheetData>";
  const auto workbook = read_xlsx(make_xlsx({{{"s", rows}}}));
  REQUIRE(workbook);
  CHECK(workbook->sheets[0].rows[0].cells == std::vector<std::string>{"ab", "", "#REF!", "4"});
  std::vector<std::string> warned;
  for (const Error& warning : workbook->warnings) {
    CHECK(warning.code == ErrorCode::xlsform_note_formula);
    warned.push_back(warning.detail);
  }
  CHECK(warned == std::vector<std::string>{"s!A1", "s!B1", "s!C1 #REF!", "s!D1"});
}

TEST_CASE("merged cells have their text in the first, hidden rows, columns and sheets are read like others") {
  const std::string rows = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1\">" +
                           inline_cell("A1", "một") + "<c r=\"B1\"/>" + inline_cell("C1", "ba") +
                           "</row><row r=\"4\" hidden=\"1\">" + inline_cell("B4", "ẩn") +
                           "</row></sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>";
  const auto workbook = read_xlsx(make_xlsx({{{"s", rows, "state=\"hidden\""}, {"trống", "<sheetData/>"}}}));
  REQUIRE(workbook);
  REQUIRE(workbook->sheets.size() == 2);
  const auto& sheet = workbook->sheets[0];
  REQUIRE(sheet.rows.size() == 2);
  CHECK(sheet.rows[0].cells == std::vector<std::string>{"một", "", "ba"});
  CHECK(sheet.rows[1].number == 4);
  CHECK(sheet.rows[1].cells == std::vector<std::string>{"", "ẩn"});
  CHECK(workbook->sheets[1].rows.empty());
}

TEST_CASE("cells and rows without a place follow the one before") {
  const std::string rows =
      "<sheetData><row><c t=\"inlineStr\"><is><t>a</t></is></c>" + inline_cell("D1", "d") +
      "<c t=\"inlineStr\"><is><t>e</t></is></c></row><row><c t=\"inlineStr\"><is><t>f</t></is></c></row></sheetData>";
  const auto workbook = read_xlsx(make_xlsx({{{"s", rows}}}));
  REQUIRE(workbook);
  CHECK(workbook->sheets[0].rows[0].cells == std::vector<std::string>{"a", "", "", "d", "e"});
  CHECK(workbook->sheets[0].rows[1].number == 2);
}

TEST_CASE("a small archive that unpacks to very much is refused before it does") {
  Xlsx book{{kSurvey}};
  book.sheets[0].content = "<sheetData>" + std::string(40U << 20U, ' ') + "</sheetData>";
  const std::string bomb = make_xlsx(book);
  CHECK(bomb.size() < (100U << 10U));
  const Error error = refusal(bomb);
  CHECK(error.code == ErrorCode::xlsform_too_large);
  CHECK(error.detail == "xl/worksheets/sheet1.xml");
}

TEST_CASE("parts that each unpack to little are refused once they are too much together") {
  Xlsx book;
  for (std::size_t i = 0; i < 100; ++i) {
    book.sheets.push_back({"s" + std::to_string(i), "<sheetData>" + std::string(1000U << 10U, ' ') + "</sheetData>"});
  }
  const std::string bytes = make_xlsx(book);
  CHECK(bytes.size() < (300U << 10U));
  CHECK(refusal(bytes).code == ErrorCode::xlsform_too_large);
}

TEST_CASE("markup whose tree would take very much memory is refused before it is read") {
  std::string cells;
  std::string noise;  // So that the archive is not refused for how well it packs.
  std::uint32_t state = 1;
  while (noise.size() < (160U << 10U)) {
    state = state * 1664525 + 1013904223;
    noise += static_cast<char>('a' + state / (1U << 24U) % 26);
  }
  while (cells.size() < (17U << 20U)) cells += "<c/>";
  Xlsx book{{{"s", "<!--" + noise + "--><sheetData><row>" + cells + "</row></sheetData>"}}};
  const Error error = refusal(make_xlsx(book));
  CHECK(error.code == ErrorCode::xlsform_too_large);
  CHECK(error.detail == "xl/worksheets/sheet1.xml");
}

TEST_CASE("one long text that very many cells share is refused before it is copied for all") {
  Xlsx book;
  book.shared_strings = "<si><t>" + std::string(60'000, 'x') + "</t></si>";
  std::string rows;
  for (int i = 0; i < 2'000; ++i) rows += "<row><c t=\"s\"><v>0</v></c></row>";
  book.sheets = {{"s", "<sheetData>" + rows + "</sheetData>"}};
  const Error error = refusal(make_xlsx(book));
  CHECK(error.code == ErrorCode::xlsform_too_large);
  CHECK(error.detail.starts_with("s!A1"));
}

TEST_CASE("too many sheets, relations, entries or columns are told") {
  Xlsx book;
  for (std::size_t i = 0; i <= xlsform::kMaxSheets; ++i) book.sheets.push_back({"s" + std::to_string(i), ""});
  CHECK(refusal(make_xlsx(book)).code == ErrorCode::xlsform_too_large);

  auto parts = xlsx_parts({{kSurvey}});
  for (ZipPart& part : parts) {
    if (part.name != "xl/_rels/workbook.xml.rels") continue;
    std::string many;
    for (int i = 0; i < 2'001; ++i) many += "<Relationship/>";
    part.bytes.insert(part.bytes.find("<Relationship "), many);
  }
  CHECK(refusal(make_zip(parts)).code == ErrorCode::xlsform_too_large);

  parts = xlsx_parts({{kSurvey}});
  for (int i = 0; i < 2'001; ++i) parts.push_back({"x" + std::to_string(i), "", false});
  CHECK(refusal(make_zip(parts)).code == ErrorCode::xlsform_too_large);

  const Error wide =
      refusal(make_xlsx({{{"s", "<sheetData><row r=\"1\">" + inline_cell("XFD1", "x") + "</row></sheetData>"}}}));
  CHECK(wide.code == ErrorCode::xlsform_too_large);
  CHECK(wide.detail == "s!XFD1");
}

TEST_CASE("an archive cut short at any place is an error, never a crash") {
  const std::string whole = make_xlsx({{kSurvey}});
  REQUIRE(read_xlsx(whole));
  for (std::size_t size = 0; size < whole.size(); size += size < 64 ? 1 : 37) {
    const auto workbook = read_xlsx(std::string_view(whole).substr(0, size));
    REQUIRE_FALSE_MESSAGE(workbook, size);
    CHECK(workbook.error().code == ErrorCode::xlsform_unreadable);
  }
}

TEST_CASE("bytes of an entry that are not what the archive says are an error") {
  std::string bytes = make_xlsx({{kSurvey}});
  bytes[60] = static_cast<char>(bytes[60] ^ 0x55);  // Inside of the first entry's data.
  const Error error = refusal(bytes);
  CHECK(error.code == ErrorCode::xlsform_unreadable);
  CHECK(error.detail == "xl/worksheets/sheet1.xml");
}

TEST_CASE("a file with a password is told from a file of the older format") {
  // Both are compound files; the one with a password has an entry "EncryptedPackage", in UTF-16.
  const std::string container("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  std::string name;
  for (const char c : std::string_view("EncryptedPackage")) name += {c, '\0'};
  CHECK(refusal(container + std::string(1024, '\0') + name).code == ErrorCode::xlsform_encrypted);
  const Error old = refusal(container + std::string(1024, '\0'));
  CHECK(old.code == ErrorCode::xlsform_unreadable);
  CHECK(old.detail == ".xls → .xlsx");

  // And an archive whose entries have one.
  std::string zip = make_xlsx({{kSurvey}});
  const std::size_t entry = zip.find("PK\x01\x02");
  REQUIRE(entry != std::string::npos);
  zip[entry + 8] = static_cast<char>(zip[entry + 8] | 1);
  CHECK(refusal(zip).code == ErrorCode::xlsform_encrypted);
  CHECK(refusal(zip).detail == ".xlsx");
  // An entry may have no name: the message still says what the file is.
  std::string nameless = make_zip({{"", "x"}});
  const std::size_t only = nameless.find("PK\x01\x02");
  nameless[only + 8] = static_cast<char>(nameless[only + 8] | 1);
  CHECK(refusal(nameless).detail == ".xlsx");
}

TEST_CASE("paths that lead out of the archive are refused, and entries with such names are never opened") {
  auto parts = xlsx_parts({{kSurvey}});
  parts.push_back({"../../etc/passwd", "x"});
  parts.push_back({"/etc/passwd", "x"});
  CHECK(read_xlsx(make_zip(parts)));  // Nobody asks for them.
  const auto with_target = [&](const std::string& target) {
    auto changed = xlsx_parts({{kSurvey}});
    for (ZipPart& part : changed) {
      const std::size_t at = part.bytes.find("worksheets/sheet1.xml\"");
      if (part.name == "xl/_rels/workbook.xml.rels") part.bytes.replace(at, 21, target);
    }
    return make_zip(changed);
  };
  CHECK(read_xlsx(with_target("/xl/worksheets/sheet1.xml")));
  CHECK(read_xlsx(with_target("../xl/./worksheets/sheet1.xml")));
  CHECK(refusal(with_target("../../xl/worksheets/sheet1.xml")).code == ErrorCode::xlsform_unreadable);
  CHECK(refusal(with_target("/etc/passwd")).code == ErrorCode::xlsform_unreadable);
  CHECK(refusal(with_target("file:///etc/passwd")).code == ErrorCode::xlsform_unreadable);
  CHECK(refusal(with_target("../")).detail == "xl/_rels/workbook.xml.rels");
  CHECK(refusal(with_target("a\xFF")).detail == "xl/_rels/workbook.xml.rels");  // No UTF-8 in a message.
}

TEST_CASE("what is no workbook is an error that says so") {
  CHECK(refusal("").code == ErrorCode::xlsform_unreadable);
  CHECK(refusal("name,label\n").code == ErrorCode::xlsform_unreadable);
  CHECK(refusal(make_zip({})).code == ErrorCode::xlsform_unreadable);
  CHECK(refusal(make_zip({{"word/document.xml", "<w/>"}})).code == ErrorCode::xlsform_unreadable);
  CHECK(refusal(make_xlsx({{{"s", "<sheetData><row></sheetData>"}}})).code == ErrorCode::xlsform_unreadable);
  CHECK(refusal(make_xlsx({{{"s", "<sheetData><row>" +
                                      inline_cell("A1",
                                                  "a\x01"
                                                  "b") +
                                      "</row></sheetData>"}}}))
            .code == ErrorCode::xlsform_unreadable);
  CHECK(refusal(make_xlsx({{{"s", "<sheetData><row>" +
                                      inline_cell("A1",
                                                  "a\xFF"
                                                  "b") +
                                      "</row></sheetData>"}}}))
            .code == ErrorCode::xlsform_unreadable);
  // Entities of a document type are not known, so none can grow: "&a;" stays the letters that it is.
  Xlsx book{{{"s", "<sheetData><row>" + inline_cell("A1", "&a;") + "</row></sheetData>"}}};
  auto parts = xlsx_parts(book);
  parts[0].bytes.insert(parts[0].bytes.find("<worksheet"), "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\">]>");
  const auto workbook = read_xlsx(make_zip(parts));
  REQUIRE(workbook);
  CHECK(workbook->sheets[0].rows[0].cells == std::vector<std::string>{"&a;"});
}
