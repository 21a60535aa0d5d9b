#include "motcua/base/ids.hpp"

namespace motcua {

std::string to_uuid_text(ByteView sixteen_bytes) {
  std::string out = to_hex(sixteen_bytes);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) out.insert(at, 1, '-');
  return out;
}

}  // namespace motcua
