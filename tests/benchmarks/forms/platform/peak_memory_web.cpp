#include <emscripten/em_js.h>

#include "peak_memory.hpp"

EM_JS(double, node_peak_memory, (void), { return process.resourceUsage().maxRSS / 1024; })

namespace motcua::bench {

double peak_memory_mb() { return node_peak_memory(); }

}  // namespace motcua::bench
