#pragma once

namespace motcua::server {

/// The program `motcua`. Returns 0; 1 after an error (printed on standard error); 2 for a command that is none.
int run_program(int argc, char** argv);

}  // namespace motcua::server
