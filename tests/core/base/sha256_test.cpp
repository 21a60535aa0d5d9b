#include "motcua/base/sha256.hpp"

#include <doctest/doctest.h>

#include "motcua/base/bytes.hpp"

using namespace motcua;

TEST_CASE("a digest of parts is that of the whole") {
  const Bytes data =
      to_bytes("Một Cửa một cửa liên thông, nhận và trả kết quả trong ngày làm việc hôm nay và mai sau.");
  for (std::size_t cut = 0; cut <= data.size(); cut += 7) {
    Sha256 digest;
    digest.add(ByteView(data).first(cut));
    digest.add(ByteView(data).subspan(cut));
    CHECK(digest.finish() == sha256(data));
    CHECK(digest.finish() == sha256({}));  // It begins anew.
  }
}
