#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/printable.hpp"
#include "office/files.hpp"

namespace motcua::server {

/// One line on standard output, written out at once: a reader at the other end of a pipe waits for it.
void print_line(std::string_view line);

/// For people, so `printable`: some of what it tells may have come from strangers, a name, a reason, a file's heading.
template <class... Values>
void say(const Options& options, Text id, const Values&... values) {
  print_line(printable(text(id, options.language, values...)));
}

/// The product of a command: into the file of --out, and says so; else as it is on standard output.
[[nodiscard]] Status hand_out(const Options& options, std::string_view content);

/// The same on standard error: beside the data on standard output, not in it.
void print_note(std::string_view line);

template <class... Values>
void note(const Options& options, Text id, const Values&... values) {
  print_note(printable(text(id, options.language, values...)));
}

/// Tells on standard error how far long work is: at its beginning and its end never, between every few seconds.
class Progress {
 public:
  explicit Progress(const Options& options) : options_(options), next_(Clock::now() + kPause) {}
  /// `what` takes one value: the part that is done, in percent.
  void tell(Text what, std::int64_t done, std::int64_t total);

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kPause{3};
  const Options& options_;
  Clock::time_point next_;
};

}  // namespace motcua::server
