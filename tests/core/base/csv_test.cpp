#include <doctest/doctest.h>

#include "motcua/base/csv.hpp"

using namespace motcua;
using Cells = std::vector<std::string>;

TEST_CASE("quoted cells may hold separators, quotes and line ends") {
  const auto rows = parse_csv("a,\"b,1\"\r\n\"say \"\"xin chào\"\"\",\"two\nlines\"\r\n");
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK(rows->at(0).cells == Cells{"a", "b,1"});
  CHECK(rows->at(1).cells == Cells{"say \"xin chào\"", "two\nlines"});
}

TEST_CASE("a spreadsheet's file is read: byte-order mark, semicolons, empty lines, no last line end") {
  const auto rows = parse_csv("\xEF\xBB\xBFmã;tên\n\n1;\n2;b");
  REQUIRE(rows);
  REQUIRE(rows->size() == 3);
  CHECK(rows->at(0).cells == Cells{"mã", "tên"});
  CHECK(rows->at(1).cells == Cells{"1", ""});
  CHECK(rows->at(1).line == 3);
  CHECK(rows->at(2).cells == Cells{"2", "b"});
}

TEST_CASE("rows after a cell of several lines still know their line") {
  const auto rows = parse_csv("a,\"1\n2\n3\"\nb,c\n");
  REQUIRE(rows);
  CHECK(rows->at(1).line == 4);
}

TEST_CASE("a quote that is never closed is named by its line") {
  const auto rows = parse_csv("a,b\nc,\"d\ne,f\n");
  REQUIRE_FALSE(rows);
  CHECK(rows.error().code == ErrorCode::csv_row);
  CHECK(rows.error().detail.find("line 2") != std::string::npos);
}

TEST_CASE("a file that is not UTF-8 is refused") { CHECK(parse_csv("t\xEAn\n").error().code == ErrorCode::csv_row); }

TEST_CASE("what is written is read back the same") {
  const Cells cells{"a", "", "b,c", "d;e", "say \"x\"", "two\r\nlines", "-5", "+84.5"};
  std::string text;
  append_csv_row(text, cells);
  CHECK(parse_csv(text)->at(0).cells == cells);
}

TEST_CASE("a cell that a spreadsheet would run is made harmless; a number is left alone") {
  for (const auto& [cell, written] : {std::pair<const char*, const char*>{"=1+1", "'=1+1"},
                                      {"@SUM", "'@SUM"},
                                      {"-2+3", "'-2+3"},
                                      {"+cmd", "'+cmd"},
                                      {"\t=1", "'\t'=1"},
                                      {"\n=1", "\"'\n'=1\""},
                                      {"\rx", "\"'\rx\""},
                                      {"-5", "-5"},
                                      {"+84.5", "+84.5"},
                                      {"a=b", "a=b"}}) {
    std::string out;
    append_csv_cell(out, cell);
    CHECK(out == written);
  }
}

TEST_CASE("a cell that a spreadsheet would cut at a semicolon, tab or line end is harmless in each part") {
  for (const auto& [cell, written] : {std::pair<const char*, const char*>{"x;=cmd", "\"x;'=cmd\""},
                                      {"x;+1+1;@SUM", "\"x;'+1+1;'@SUM\""},
                                      {"x\r\n=cmd", "\"x\r\n'=cmd\""},
                                      {"x\r-2+3", "\"x\r'-2+3\""},
                                      {"=a;=b", "\"'=a;'=b\""},
                                      {"x;\"=1+1;y", "\"x;'\"\"=1+1;y\""},
                                      {"x;;=1", "\"x;;'=1\""},
                                      {"x;=", "\"x;'=\""},
                                      {"x\n- một\n- hai", "\"x\n'- một\n'- hai\""},
                                      {"1;-5;+84912345678", "\"1;-5;+84912345678\""},
                                      {"21.0 105.8;21.1 105.9", "\"21.0 105.8;21.1 105.9\""},
                                      {"x; =cmd", "\"x; =cmd\""},
                                      {"x;", "\"x;\""}}) {
    std::string out;
    append_csv_cell(out, cell);
    CHECK(out == written);
  }
}
