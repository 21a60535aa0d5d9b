#pragma once
#include <cstdint>

#include "services.hpp"

namespace motcua::ui {

/// A value read from the database, read again once something was written to it: for what is too much to read at every
/// event, as `Cached` does.
template <class T>
class Kept {
 public:
  template <class Read>
  const T& get(const Services& services, Read read) {
    // Of this connection, which is the only one. A count that cannot be read tells nothing: then it is read again.
    const auto counted = services.database.query_integer("SELECT total_changes()");
    const std::int64_t changes = counted && *counted ? **counted : -1;
    if (changes < 0 || changes_ != changes) {
      value_ = read();
      changes_ = changes;
    }
    return value_;
  }

 private:
  T value_{};
  std::int64_t changes_ = -1;
};

}  // namespace motcua::ui
