# Compiles for WebAssembly with the Emscripten that `./dev setup` found or unpacked; no environment variable is needed.
include(${CMAKE_CURRENT_LIST_DIR}/cache.cmake)
if(NOT EXISTS ${MOTCUA_CACHE}/emscripten/root/cmake/Modules/Platform/Emscripten.cmake)
  message(FATAL_ERROR "No Emscripten in ${MOTCUA_CACHE}/emscripten: run ./dev setup first.")
endif()
set(CMAKE_CROSSCOMPILING_EMULATOR node)
include(${MOTCUA_CACHE}/emscripten/root/cmake/Modules/Platform/Emscripten.cmake)
