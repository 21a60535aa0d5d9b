#include "motcua/records/attachment.hpp"

#include <doctest/doctest.h>

using namespace motcua;
using namespace motcua::records;

namespace {

Attachment example() { return {sha256(as_bytes("ảnh")), 4321, "image/jpeg", "Ảnh giấy hẹn 1.JPG"}; }

}  // namespace

TEST_CASE("what is told about a file comes back as it was written") {
  CHECK(parse_attachment(to_text(example())) == example());
  Attachment unnamed = example();
  unnamed.original_name.clear();
  CHECK(parse_attachment(to_text(unnamed)) == unnamed);
}

TEST_CASE("words that tell of no file are refused") {
  const std::string digest = to_hex(sha256({}));
  CHECK(parse_attachment(digest + " 0 text/plain"));
  for (const std::string& wrong :
       {std::string(), std::string("x 1 text/plain"), digest.substr(2) + " 1 text/plain", digest + " -1 text/plain",
        digest + " 1x text/plain", digest + "  text/plain", digest + " 1", digest + " 1 text", digest + " 1 text/",
        digest + " 1 text/pl;ain", digest + " 104857601 text/plain", digest + " 99999999999999999999 text/plain",
        digest + " 1 text/plain \xFF", digest + " 1 text/plain " + std::string(256, 'a')}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_attachment(wrong));
  }
}

TEST_CASE("a file is called by its time and the extension of its kind") {
  const Instant when{1'731'900'000'123};
  CHECK(attachment_name(when, "image/jpeg", "IMG_1.HEIC") == "1731900000123.jpg");
  CHECK(attachment_name(when, "application/x-unheard", "Đơn xin.DOCX") == "1731900000123.docx");
  CHECK(attachment_name(when, "application/x-unheard", "không đuôi") == "1731900000123.bin");
  CHECK(attachment_name(when, "application/x-unheard", "a.../../etc") == "1731900000123.bin");
}

TEST_CASE("a name that could lead out of a folder is none") {
  for (const char* wrong : {"", ".", "..", ".hidden", "a/b", "a\\b", "a b", "ả.jpg"}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_attachment_name(wrong));
    CHECK_FALSE(attachment_of_field(attachment_field(wrong)));
  }
  CHECK_FALSE(is_attachment_name(std::string(101, 'a')));
  CHECK(attachment_of_field("@file:1731900000123.jpg") == "1731900000123.jpg");
  CHECK_FALSE(attachment_of_field("/data/photo"));
}
