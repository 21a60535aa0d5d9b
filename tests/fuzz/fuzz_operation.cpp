// Any bytes as an operation: refused, or of one form only, and merged twice as once.
#include <cstdint>

#include "motcua/records/store.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace motcua;
  const ByteView bytes(reinterpret_cast<const std::byte*>(data), size);
  DeviceId device;
  device.value[0] = std::byte{1};
  const auto operation = records::decode_operation(device, bytes);
  if (!operation) {
    if (operation.error().code == ErrorCode::unknown) __builtin_trap();
    return 0;
  }
  if (records::encode_operation(*operation) != Bytes(bytes.begin(), bytes.end())) __builtin_trap();
  records::EntityState state;
  std::vector<records::HistoryEntry> history;
  const records::SequencedOperation sequenced{1, operation->hlc, records::kPublicScope, *operation};
  records::merge(state, sequenced, history);
  const records::EntityState once = state;
  records::merge(state, sequenced, history);
  if (state != once || !history.empty()) __builtin_trap();
  return 0;
}
