#include "motcua/base/hlc.hpp"

#include <algorithm>

namespace motcua {

Hlc HlcClock::tick() {
  // Adding one spills from the counter into the milliseconds, which keeps the order.
  last_ = std::max(Hlc::at(clock_.now()), Hlc{last_.value + 1});
  return last_;
}

void HlcClock::see(Hlc other) { last_ = std::max(last_, other); }

}  // namespace motcua
