#include "answer_types.hpp"

#include <limits>

#include "forms_support.hpp"

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::testing;

namespace {

/// The answer as it is stored, or "(refused)".
std::string stored(DataType type, std::string_view answer) {
  const auto text = clean_answer(type, answer);
  REQUIRE(text.has_value());
  return check_type(type, *text) ? *text : "(refused)";
}

constexpr const char* kRefused = "(refused)";

}  // namespace

TEST_CASE("whole numbers: signs and zeros in front are dropped, 64 bits") {
  CHECK(stored(DataType::integer, " 12 ") == "12");
  CHECK(stored(DataType::integer, "+007") == "7");
  CHECK(stored(DataType::integer, "-0") == "0");
  CHECK(stored(DataType::integer, "-15") == "-15");
  CHECK(stored(DataType::integer, "15000000000") == "15000000000");
  CHECK(stored(DataType::integer, "") == "");
  for (const char* wrong : {"1.5", "1e3", "12a", "-", "+", "1 000", "99999999999999999999", "١"}) {
    CAPTURE(wrong);
    CHECK(stored(DataType::integer, wrong) == kRefused);
  }
}

TEST_CASE("decimals keep their digits") {
  CHECK(stored(DataType::decimal, "12.50") == "12.50");
  CHECK(stored(DataType::decimal, "+.5") == "0.5");
  CHECK(stored(DataType::decimal, "-12.") == "-12");
  CHECK(stored(DataType::decimal, "0.1000000000000000055") == "0.1000000000000000055");
  for (const char* wrong : {".", "1.2.3", "1e3", "NaN", "Infinity", "12,5", "--1"}) {
    CAPTURE(wrong);
    CHECK(stored(DataType::decimal, wrong) == kRefused);
  }
  CHECK(stored(DataType::decimal, std::string(400, '9')) == kRefused);
}

TEST_CASE("booleans are true, false, 1 and 0") {
  for (const char* right : {"true", "false", "1", "0"}) CHECK(stored(DataType::boolean, right) == right);
  for (const char* wrong : {"yes", "TRUE", "2"}) CHECK(stored(DataType::boolean, wrong) == kRefused);
}

TEST_CASE("dates are days that the calendar has") {
  CHECK(stored(DataType::date, "2024-02-29") == "2024-02-29");
  CHECK(stored(DataType::date, "2024-02-29T08:00:00+07:00") == "2024-02-29");
  for (const char* wrong : {"2023-02-29", "29/02/2024", "2024-2-9", "2024-02-29T25:00:00",
                            "2024-02-29 "
                            " x"}) {
    CAPTURE(wrong);
    CHECK(stored(DataType::date, wrong) == kRefused);
  }
}

TEST_CASE("times of day: seconds are added, an offset stays as it was") {
  CHECK(stored(DataType::time, "08:30") == "08:30:00");
  CHECK(stored(DataType::time, "08:30+07:00") == "08:30:00+07:00");
  CHECK(stored(DataType::time, "22:02:00.000-07:00") == "22:02:00.000-07:00");
  CHECK(stored(DataType::time, "22:02:00Z") == "22:02:00Z");
  for (const char* wrong : {"24:00:00", "22:60:00", "22:02:61", "22", "8:30", "22:02:00+25:00", "22:02:00+7",
                            "22:02:00.Z", "22:02:00 Z", "noon"}) {
    CAPTURE(wrong);
    CHECK(stored(DataType::time, wrong) == kRefused);
  }
}

TEST_CASE("dates with time always carry an offset") {
  CHECK(stored(DataType::date_time, "2026-11-23T08:30") == "2026-11-23T08:30:00+07:00");
  CHECK(stored(DataType::date_time, "2026-11-23 08:30:05.5Z") == "2026-11-23T08:30:05.5Z");
  for (const char* wrong : {"2026-11-23", "2026-11-31T08:30:00", "2026-11-23T8:30", "08:30"}) {
    CAPTURE(wrong);
    CHECK(stored(DataType::date_time, wrong) == kRefused);
  }
}

TEST_CASE("a point has a latitude and a longitude that exist, and perhaps altitude and accuracy") {
  CHECK(stored(DataType::geopoint, "21.0285  105.8542") == "21.0285 105.8542");
  CHECK(stored(DataType::geopoint, "21.0285 105.8542 -3.5 4.2") == "21.0285 105.8542 -3.5 4.2");
  CHECK(stored(DataType::geopoint, "1.0E-5 0") == "1.0E-5 0");
  for (const char* wrong : {"21", "91 0", "0 181", "1 2 3 4 5", "a b", "1,2", "1 2 2026-11-23", "NaN 1"}) {
    CAPTURE(wrong);
    CHECK(stored(DataType::geopoint, wrong) == kRefused);
  }
}

TEST_CASE("a trace has two points or more and does not end where it begins") {
  CHECK(stored(DataType::geotrace, "1 2; 3 4 0 0;") == "1 2;3 4 0 0");
  CHECK(stored(DataType::geotrace, "1 2") == kRefused);
  CHECK(stored(DataType::geotrace, "1 2;3 4;1.0 2.00 5 6") == kRefused);
  CHECK(stored(DataType::geotrace, "1 2;;3 4") == kRefused);
}

TEST_CASE("a shape is closed, by us if need be") {
  CHECK(stored(DataType::geoshape, "1 2;3 4;5 6;1 2") == "1 2;3 4;5 6;1 2");
  CHECK(stored(DataType::geoshape, "1 2 0 0;3 4 0 0;5 6 0 0") == "1 2 0 0;3 4 0 0;5 6 0 0;1 2 0 0");
  CHECK(stored(DataType::geoshape, "1 2;3 4") == kRefused);
}

TEST_CASE("a file is a name without folders") {
  CHECK(stored(DataType::binary, "ảnh 1.jpg") == "ảnh 1.jpg");
  CHECK(stored(DataType::binary, "jr://images/a.png") == "jr://images/a.png");
  for (const char* wrong : {"../a.jpg", "a/b.jpg", "a\\b.jpg", "..", "file:///etc/passwd"}) {
    CAPTURE(wrong);
    CHECK(stored(DataType::binary, wrong) == kRefused);
  }
}

TEST_CASE("text is kept, but NFC and without control characters") {
  CHECK(stored(DataType::string, " a\r\nb\x01 ") == " a\nb ");
  CHECK(stored(DataType::string, "Ha\xCC\x80") == "Hà");
  CHECK(stored(DataType::barcode, " 007 ") == " 007 ");
  CHECK(clean_answer(DataType::string, "\xFF").error().code == ErrorCode::answer_type);
}

TEST_CASE("calculated values are stored as their types store them") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  CHECK(computed_text(DataType::integer, 3.99) == "3");
  CHECK(computed_text(DataType::integer, -3.99) == "-3");
  CHECK(computed_text(DataType::integer, std::string("7.5")) == "7");
  CHECK(computed_text(DataType::integer, true) == "1");
  CHECK(computed_text(DataType::integer, std::string("abc")) == "");
  CHECK(computed_text(DataType::decimal, 0.1) == "0.1");
  CHECK(computed_text(DataType::decimal, std::string("45.670")) == "45.670");
  CHECK(computed_text(DataType::decimal, kInfinity) == "");
  CHECK(computed_text(DataType::string, kInfinity) == "Infinity");
  CHECK(computed_text(DataType::string, std::numeric_limits<double>::quiet_NaN()) == "");
  CHECK(computed_text(DataType::boolean, false) == "false");
  CHECK(computed_text(DataType::date, std::string("2026-11-23T08:30:00+07:00")) == "2026-11-23");
  CHECK(computed_text(DataType::date, 20'000.0) == "2024-10-04");
  CHECK(computed_text(DataType::date_time, 20'000.0) == "2024-10-04T07:00:00.000+07:00");
  CHECK(computed_text(DataType::date, 1e300) == "");
}

TEST_CASE("a date and a number of days is a date") {
  Filling f(form_xml(
      "<a>2026-11-23</a><b/>",
      R"x(<bind nodeset="/data/a" type="date"/><bind nodeset="/data/b" type="date" calculate="/data/a + 7"/>)x",
      R"x(<input ref="/data/a"/>)x"));
  CHECK(f.value("/data/b") == "2026-11-30");
}

TEST_CASE("defaults are what their types store, or blank") {
  Filling f(form_xml(
      "<d>1999-11-23T23:30:05</d><i> 3.5 </i><t>25:00:00</t><g>1 2</g><s> a </s>",
      R"x(<bind nodeset="/data/d" type="date"/><bind nodeset="/data/i" type="int"/><bind nodeset="/data/t" type="time"/><bind nodeset="/data/g" type="geopoint"/>)x",
      ""));
  CHECK(f.value("/data/d") == "1999-11-23");
  CHECK(f.value("/data/i") == "3");
  CHECK(f.value("/data/t") == "");
  CHECK(f.value("/data/g") == "1 2");
  CHECK(f.value("/data/s") == " a ");
}
