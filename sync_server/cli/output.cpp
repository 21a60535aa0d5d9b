#include "cli/output.hpp"

#include <cstdio>

namespace motcua::server {

void print_line(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

Status hand_out(const Options& options, std::string_view content) {
  if (!options.out.empty()) {
    MOTCUA_TRY(write_whole_file(options.out, content));
    say(options, Text::export_done, options.out);
    return {};
  }
  const bool written =
      std::fwrite(content.data(), 1, content.size(), stdout) == content.size() && std::fflush(stdout) == 0;
  if (!written) return fail(ErrorCode::file_write, "stdout");
  return {};
}

void print_note(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fputc('\n', stderr);
}

void Progress::tell(Text what, std::int64_t done, std::int64_t total) {
  const auto now = Clock::now();
  if (now < next_ || total <= 0) return;
  next_ = now + kPause;
  std::fputs((text(what, options_.language, done * 100 / total) + "\n").c_str(), stderr);
}

}  // namespace motcua::server
