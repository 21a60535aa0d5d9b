#include "process_use.hpp"

#include <emscripten/em_js.h>

EM_JS(double, node_peak_memory, (void), { return process.resourceUsage().maxRSS / 1024; })
EM_JS(double, node_processor_ms, (void), {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
})

namespace motcua::bench {

double peak_memory_mb() { return node_peak_memory(); }
double processor_ms() { return node_processor_ms(); }

}  // namespace motcua::bench
