#include "cli/passwords.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "motcua/base/ports.hpp"
#include "office/secrets.hpp"

namespace motcua::server {
namespace {

Result<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line)) return fail(ErrorCode::invalid_argument, "password");
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

// The terminal does not show what is typed while this lives.
class Silence {
 public:
  Silence() {
    known_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!known_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    if (known_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_{};
  bool known_ = false;
};

Result<std::string> ask(const std::string& prompt) {
  const Silence silence;
  std::fputs(prompt.c_str(), stderr);
  auto line = read_line();
  std::fputc('\n', stderr);
  return line;
}

}  // namespace

Result<NewPassword> new_password(const Options& options, const std::string& user) {
  NewPassword out;
  std::string password;
  if (options.password_stdin) {
    MOTCUA_TRY_ASSIGN(password, read_line());
  } else if (::isatty(STDIN_FILENO) == 1) {
    MOTCUA_TRY_ASSIGN(password, ask(text(Text::ask_password, options.language, user)));
    MOTCUA_TRY_ASSIGN(const auto again, ask(std::string(text(Text::ask_password_again, options.language))));
    if (again != password)
      return fail(ErrorCode::invalid_argument, std::string(text(Text::passwords_differ, options.language)));
  } else {
    out.generated = make_password(system_random());
    password = out.generated;
  }
  MOTCUA_TRY_ASSIGN(out.hash, hash_password(password));
  return out;
}

}  // namespace motcua::server
