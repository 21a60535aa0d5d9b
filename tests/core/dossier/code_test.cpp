#include <doctest/doctest.h>

#include "motcua/dossier/dossier.hpp"

using namespace motcua;
using namespace motcua::dossier;

TEST_CASE("a dossier code is found however it was typed") {
  const std::string stored = "H26.50.05.13-261008-0975";
  for (const char* typed : {"H26.50.05.13-261008-0975", " h26.50.05.13-261008-0975 ", "H26.50.05.13 - 261008 - 0975",
                            "h26.50.05.13–261008—0975",
                            "H26.50.05.13\xE2\x88\x92"
                            "261008\xC2\xAD"
                            "0975",
                            "H26.50.05.13-\xE2\x80\x8B"
                            "261008-0975\xEF\xBB\xBF",
                            "\tH26.50.05.13-261008-0975\r\n"}) {
    CAPTURE(typed);
    CHECK(normalise_code(typed) == stored);
  }
}

TEST_CASE("letters outside ASCII are composed and put in upper case") {
  CHECK(normalise_code("hồ-1") == "HỒ-1");
  CHECK(normalise_code("ho\xCC\x82\xCC\x80-1") == "HỒ-1");
  CHECK(normalise_code("đ1") == "Đ1");
}

TEST_CASE("what cannot be a dossier code is refused") {
  for (const std::string& typed : {std::string(), std::string("   "), std::string("\xE2\x80\x8B"),
                                   std::string("A\x01"
                                               "B"),
                                   std::string("\xFF\xFE"), std::string(65, 'A'), std::string(5000, ' ')}) {
    CAPTURE(typed.size());
    const auto code = normalise_code(typed);
    REQUIRE(!code);
    CHECK(code.error().code == ErrorCode::invalid_argument);
  }
  CHECK(normalise_code(std::string(64, 'a')) == std::string(64, 'A'));
}

TEST_CASE("a lookup code is letters and digits only") {
  CHECK(normalise_lookup_code("k7m2-9qxd") == "K7M29QXD");
  CHECK(normalise_lookup_code(" 12 34 ") == "1234");
  CHECK(!normalise_lookup_code(""));
  CHECK(!normalise_lookup_code("--"));
  CHECK(!normalise_lookup_code("AB_C"));
  CHECK(!normalise_lookup_code("ẤB"));
}

TEST_CASE("the link of a receipt holds both codes, whatever characters they have") {
  CHECK(receipt_link("H26.18-231101-0001", "K7M29QXD") == "#/d/H26.18-231101-0001/K7M29QXD");
  CHECK(receipt_link("A/B#Đ", "X") == "#/d/A%2FB%23%C4%90/X");
}
