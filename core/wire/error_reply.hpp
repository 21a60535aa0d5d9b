#pragma once
#include "motcua/wire/message.hpp"

namespace motcua::wire {

/// Body of an `error` frame.
struct ErrorReply {
  std::uint16_t code = 0;  ///< Line of the error table; a newer peer may send one that this build does not know.
  std::string detail;
};

template <class Archive>
void serialize(Archive& archive, ErrorReply& reply) {
  record(archive, field(1, reply.code), field(2, reply.detail));
}

}  // namespace motcua::wire
