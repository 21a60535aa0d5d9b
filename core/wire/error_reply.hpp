#pragma once
#include "motcua/wire/message.hpp"

namespace motcua::wire {

/// Body of an `error` frame.
struct ErrorReply {
  Error error;
};

template <class Archive>
void serialize(Archive& archive, ErrorReply& reply) {
  SentError sent{reply.error};
  record(archive, field(1, sent));
}

}  // namespace motcua::wire
