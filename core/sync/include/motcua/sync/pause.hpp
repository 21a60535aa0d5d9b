#pragma once
#include <cstdint>

#include "motcua/base/ports.hpp"

namespace motcua::sync {

/// A time in which nothing is asked. It is over at once when the clock is set back behind its beginning: a clock that
/// was a year ahead must not make it last that year.
class Pause {
 public:
  Pause(Instant begin, std::int64_t ms) : begin_(begin), ms_(ms) {}
  [[nodiscard]] Instant end(Instant now) const { return now < begin_ ? now : Instant{begin_.ms + ms_}; }
  [[nodiscard]] bool over(Instant now) const { return end(now) <= now; }

 private:
  Instant begin_;
  std::int64_t ms_;
};

}  // namespace motcua::sync
