# Compile through ccache where it is installed. Included before project(), so that it holds for every target.
find_program(MOTCUA_CCACHE ccache)
if(MOTCUA_CCACHE)
  if(CMAKE_TOOLCHAIN_FILE MATCHES "web")
    # emcc itself runs the wrapped compiler, so that ccache sees clang and not a script.
    set(launcher ${CMAKE_COMMAND} -E env EM_COMPILER_WRAPPER=${MOTCUA_CCACHE})
  else()
    set(launcher ${MOTCUA_CCACHE})
  endif()
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  unset(launcher)
endif()
