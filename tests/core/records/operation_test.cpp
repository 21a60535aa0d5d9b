#include <doctest/doctest.h>

#include "motcua/records/operation.hpp"

using namespace motcua;
using namespace motcua::records;

namespace {

Operation example() {
  Operation operation;
  operation.device.value[0] = std::byte{1};
  operation.seq = 3;
  operation.hlc = {0x0102030405060708};
  operation.entity.value[15] = std::byte{2};
  operation.definition = {"sipas", "2023-1"};
  operation.fields = {{"/data/c1/q1", "5", {}}, {"/data/c1/q2", std::nullopt, {7}}, {"@status", "final", {}}};
  return operation;
}

ErrorCode refusal(const Operation& operation) {
  const auto decoded = decode_operation(operation.device, encode_operation(operation));
  return decoded ? ErrorCode::unknown : decoded.error().code;
}

}  // namespace

TEST_CASE("an operation has the bytes that its format says") {
  CHECK(to_hex(encode_operation(example())) ==
        "01"
        "01"
        "01"
        "03"
        "0807060504030201"
        "00000000000000000000000000000002"
        "057369706173"
        "06323032332d31"
        "03"
        "0100"
        "0b2f646174612f63312f7131"
        "0135"
        "020a"
        "0132"
        "0700000000000000"
        "0100"
        "0740737461747573"
        "0566696e616c");
}

TEST_CASE("an operation comes back as it was written") {
  CHECK(decode_operation(example().device, encode_operation(example())) == example());
}

TEST_CASE("an operation cut at any byte is refused") {
  const Bytes whole = encode_operation(example());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(decode_operation({}, ByteView(whole).first(size)));
  }
}

TEST_CASE("the order of the fields in memory does not change the bytes") {
  Operation turned = example();
  std::swap(turned.fields[0], turned.fields[2]);
  CHECK(encode_operation(turned) == encode_operation(example()));
}

TEST_CASE("two changes of one field are malformed") {
  Operation twice = example();
  twice.fields.push_back(twice.fields[0]);
  CHECK(refusal(twice) == ErrorCode::frame_malformed);
}

TEST_CASE("a field name that is too long, or no text, is malformed") {
  Operation operation = example();
  operation.fields[0].field.assign(kMaxFieldName + 1, 'x');
  CHECK(refusal(operation) == ErrorCode::frame_malformed);
  operation.fields[0].field = "\xC3\x28";
  CHECK(refusal(operation) == ErrorCode::frame_malformed);
}

TEST_CASE("an answer may be any bytes") {
  Operation operation = example();
  operation.fields[0].value = std::string("\0\xFF", 2);
  CHECK(decode_operation(operation.device, encode_operation(operation)) == operation);
}

TEST_CASE("more fields than the limit are malformed") {
  Operation operation = example();
  operation.fields.clear();
  for (std::size_t i = 0; i <= kMaxFields; ++i)
    operation.fields.push_back({std::to_string(100'000 + i), std::nullopt, {}});
  CHECK(refusal(operation) == ErrorCode::frame_malformed);
}

TEST_CASE("what a newer format appends is kept and written back; in this format it is malformed") {
  Operation newer = example();
  newer.unknown = to_bytes("later");
  CHECK(refusal(newer) == ErrorCode::frame_malformed);
  newer.format = 2;
  const auto decoded = decode_operation(newer.device, encode_operation(newer));
  REQUIRE(decoded);
  CHECK(*decoded == newer);
}

TEST_CASE("a kind that this build does not know is decoded but not understood") {
  Operation operation = example();
  operation.kind = static_cast<OperationKind>(99);
  const auto decoded = decode_operation(operation.device, encode_operation(operation));
  REQUIRE(decoded);
  CHECK_FALSE(is_understood(*decoded));
  CHECK(is_understood(example()));
}

TEST_CASE("the hash chain depends on what came before, on the device and on the content") {
  const Bytes bytes = encode_operation(example());
  const Hash link = chain_hash({}, example().device, bytes);
  CHECK(link != chain_hash(link, example().device, bytes));
  CHECK(link != chain_hash({}, {}, bytes));
  CHECK(link != chain_hash({}, example().device, ByteView(bytes).first(bytes.size() - 1)));
}
