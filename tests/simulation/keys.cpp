#include "keys.hpp"

namespace motcua::simulation {
namespace {

std::size_t after_varint(ByteView bytes, std::size_t at) {
  while (at < bytes.size() && (bytes[at] & std::byte{0x80}) != std::byte{0}) ++at;
  return at + 1;
}

}  // namespace

Key key_of(ByteView operation) {
  const std::size_t number = after_varint(operation, 0) + 2;  // After the format, the kind and the type.
  const std::size_t rest = after_varint(operation, number);
  if (rest > operation.size()) return {};
  Key key(as_text(operation.first(number)));
  key += as_text(operation.subspan(rest));
  return key;
}

bool read_keys(storage::Database& database, const char* sql, Keys& keys) {
  auto query = database.cached(sql);
  if (!query) return false;
  for (;;) {
    const auto row = (*query)->step();
    if (!row) return false;
    if (!*row) return true;
    keys.insert(key_of((*query)->blob(0)));
  }
}

}  // namespace motcua::simulation
