# motcua_room(NAME [SMALL] [NOTHROW] [DEPENDS room…] [THIRD_PARTY lib…] [THIRD_PARTY_PUBLIC lib…])
#   The static library motcua_NAME, used as motcua::NAME, from all *.cpp of the calling folder and its subfolders.
#   Its door is include/: other rooms see only that. The folder itself is on the room's own include path.
#   SMALL              on web its size counts more than its speed: a fifth less code
#   NOTHROW            nothing in it throws, catches, or is passed by an exception: on web, code that would clean up after
#                      one is left out, another fifth. What cannot be thrown there ends the program.
#   DEPENDS            rooms whose headers this room's headers may show:  motcua::x, public
#   THIRD_PARTY        libraries used inside only:                        third_party::x, private
#   THIRD_PARTY_PUBLIC libraries that this room's headers show:           third_party::x, public
#   Files in a subfolder platform/ are chosen by suffix: x_native.cpp or x_web.cpp.
#
# motcua_test(NAME FOLDER folder [DEPENDS room…] [THIRD_PARTY lib…] [ARGUMENTS arg…])
#   The doctest program NAME from all *.cpp of the folder, registered with CTest under the same name. On web it runs
#   under Node with the real file system, so that tests may write temporary files. Tests may include the private
#   headers of the rooms that they DEPEND on first. Test data: MOTCUA_SOURCE_DIR is the checkout's path.

if(EMSCRIPTEN)
  set(MOTCUA_OTHER_PLATFORM "_native.cpp")
else()
  set(MOTCUA_OTHER_PLATFORM "_web.cpp")
endif()

function(motcua_sources out folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/platform/[^/]*${MOTCUA_OTHER_PLATFORM}$")
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# What the standard library costs most to parse is parsed once for all rooms, and once for all tests. The web build and
# ThreadSanitizer's, which between them compile every file of those, do without: there a missing #include shows.
set(MOTCUA_PRECOMPILED
  <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <cstdio> <cstdlib> <deque> <fstream> <functional>
  <iostream> <map> <memory> <mutex> <optional> <set> <span> <string> <string_view> <tuple> <unordered_map> <unordered_set>
  <utility> <variant> <vector>)

# motcua_precompile(TARGET FROM [header…]): FROM is the target whose precompiled headers are taken; the target itself
# makes them, with the further headers.
function(motcua_precompile target from)
  if(EMSCRIPTEN OR MOTCUA_SANITIZE STREQUAL "thread")
    return()
  endif()
  if(target STREQUAL from)
    target_precompile_headers(${target} PRIVATE ${MOTCUA_PRECOMPILED} ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${from})
  endif()
  # ccache finds the same bytes again only without the time in them. A precompiled header names the files that it was
  # made of, so that of another checkout is not to be taken: the name makes the difference.
  target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  target_compile_definitions(${target} PRIVATE MOTCUA_PRECOMPILED_IN="${PROJECT_BINARY_DIR}")
endfunction()

function(motcua_link target visibility prefix)
  foreach(name IN LISTS ARGN)
    if(TARGET ${prefix}::${name})
      target_link_libraries(${target} ${visibility} ${prefix}::${name})
    else()
      message(FATAL_ERROR "${target} asks for ${prefix}::${name}, which is not there, or not above it in the arrows.")
    endif()
  endforeach()
endfunction()

function(motcua_room name)
  cmake_parse_arguments(ROOM "SMALL;NOTHROW" "" "DEPENDS;THIRD_PARTY;THIRD_PARTY_PUBLIC" ${ARGN})
  motcua_sources(sources ${CMAKE_CURRENT_SOURCE_DIR})
  add_library(motcua_${name} STATIC ${sources})
  add_library(motcua::${name} ALIAS motcua_${name})
  target_include_directories(motcua_${name} PUBLIC include PRIVATE .)
  set_target_properties(motcua_${name} PROPERTIES MOTCUA_ROOM_FOLDER ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(motcua_${name} PRIVATE motcua_warnings)
  if(EMSCRIPTEN)
    target_compile_options(motcua_${name} PRIVATE $<$<BOOL:${ROOM_SMALL}>:-Oz> $<$<BOOL:${ROOM_NOTHROW}>:-fno-exceptions>)
  endif()
  motcua_precompile(motcua_${name} motcua_base)
  motcua_link(motcua_${name} PUBLIC motcua ${ROOM_DEPENDS})
  motcua_link(motcua_${name} PUBLIC third_party ${ROOM_THIRD_PARTY_PUBLIC})
  motcua_link(motcua_${name} PRIVATE third_party ${ROOM_THIRD_PARTY})
endfunction()

function(motcua_test name)
  cmake_parse_arguments(TEST "" "FOLDER" "DEPENDS;THIRD_PARTY;ARGUMENTS" ${ARGN})
  motcua_sources(sources ${TEST_FOLDER})
  add_executable(${name} ${sources})
  motcua_precompile(${name} motcua_doctest_main)
  target_include_directories(${name} PRIVATE ${TEST_FOLDER} ${PROJECT_SOURCE_DIR}/tests/support)
  target_compile_definitions(${name} PRIVATE MOTCUA_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  motcua_link(${name} PRIVATE motcua ${TEST_DEPENDS})
  motcua_link(${name} PRIVATE third_party sqlite3 ${TEST_THIRD_PARTY})
  target_link_libraries(${name} PRIVATE motcua_doctest_main motcua_warnings)
  foreach(room IN LISTS TEST_DEPENDS)
    get_target_property(folder motcua_${room} MOTCUA_ROOM_FOLDER)
    target_include_directories(${name} PRIVATE ${folder})
  endforeach()
  if(NOT EMSCRIPTEN)
    target_compile_options(${name} PRIVATE -O0)  # Compiling a test takes longer than running it.
  else()
    # What is compiled is what the app has. It is not optimised once more when it is linked, which takes minutes in all:
    # what that does to the app only the end-to-end tests run.
    target_link_options(${name} PRIVATE -O0 -sASSERTIONS=0
      -sENVIRONMENT=node -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH=1 -sEXIT_RUNTIME=1 -sSTACK_SIZE=1MB)
  endif()
  add_test(NAME ${name} COMMAND ${name} --no-colors=true ${TEST_ARGUMENTS})
endfunction()
