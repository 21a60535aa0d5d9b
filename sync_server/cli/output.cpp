#include "cli/output.hpp"

#include <cstdio>

namespace motcua::server {

void print_line(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

void Progress::tell(Text what, std::int64_t done, std::int64_t total) {
  const auto now = Clock::now();
  if (now < next_ || total <= 0) return;
  next_ = now + kPause;
  std::fputs((text(what, options_.language, done * 100 / total) + "\n").c_str(), stderr);
}

}  // namespace motcua::server
