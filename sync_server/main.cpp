#include "cli/program.hpp"

int main(int argc, char** argv) { return motcua::server::run_program(argc, argv); }
