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
