#include <doctest/doctest.h>

#include "motcua/base/text.hpp"

using namespace motcua;

namespace {

const std::string kComposed = "Tạo hồ sơ Đất đai";
// The same with every diacritic as a combining character; "ạ" and "ồ" need several, "Đ" has no such form.
const std::string kDecomposed = "Ta\u0323o ho\u0302\u0300 so\u031B Đa\u0302\u0301t đai";

}  // namespace

TEST_CASE("text typed in decomposed form is stored composed") {
  CHECK(kComposed != kDecomposed);
  CHECK(to_nfc(kDecomposed) == kComposed);
  CHECK(to_nfc(kComposed) == kComposed);
}

TEST_CASE("characters that are taken for composed at a glance are so by Unicode's data") {
  const auto written = [](unsigned code_point) {
    const auto byte = [](unsigned value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    const char last = byte(0x80U | (code_point & 0x3FU));
    if (code_point < 0x80) return std::string{byte(code_point)};
    if (code_point < 0x800) return std::string{byte(0xC0U | code_point >> 6U), last};
    return std::string{byte(0xE0U | code_point >> 12U), byte(0x80U | (code_point >> 6U & 0x3FU)), last};
  };
  const std::string other = "村";  // No such character: beside it every text is looked at closely.
  for (unsigned code_point = 1; code_point < 0x2060; ++code_point) {
    const auto alone = to_nfc(written(code_point));
    const auto beside = to_nfc(written(code_point) + other);
    REQUIRE(alone.has_value());
    INFO("U+", code_point);
    CHECK(*alone + other == beside);
  }
}

TEST_CASE("folded text is found without diacritics, in any case and form") {
  CHECK(fold(kComposed) == "tao ho so dat dai");
  CHECK(fold(kDecomposed) == fold(kComposed));
  CHECK(fold("  HỒ\t\n SƠ  ") == "ho so");
  CHECK(fold("Nguyễn Thị Ưởng") == "nguyen thi uong");
  CHECK(fold("đĐ") == "dd");
  CHECK(fold("") == "");
}

TEST_CASE("what is not UTF-8 is refused, not repaired") {
  for (const std::string& bad : {std::string("\xC3\x28"), std::string("\xED\xA0\x80"), std::string("\xF4\x90\x80\x80"),
                                 std::string("\xC0\x80"), std::string("a\0b", 3), std::string("\xE1\xBA")}) {
    CHECK_FALSE(is_valid_utf8(bad));
    CHECK_FALSE(to_nfc(bad));
  }
  CHECK(fold("\xC3\x28") == "");
  CHECK(is_valid_utf8("𠊛 ồ"));
}

TEST_CASE("trimming and splitting keep what stands between") {
  CHECK(trim(" \t a b \r\n") == "a b");
  CHECK(trim("  ") == "");
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
}
