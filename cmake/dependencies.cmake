# Third-party libraries as third_party::… targets, under the same names natively and on web.
#
# Sources that are compiled here, the same for both:  sqlite3  imgui  pugixml  utf8proc  mbedtls
# Header-only:                                        fmt  cereal  doctest  nlohmann_json  cli11 and spdlog (native)
# Prebuilt by `./dev setup` or by Debian:             sodium  drogon (native)
#
# SQLite: rooms link third_party::sqlite3_api (the header). The program that is linked chooses the implementation:
# third_party::sqlite3 (the usual unix file system; tests under Node have it too) or, in the browser module,
# third_party::sqlite3_browser, which needs a VFS of ours (SQLITE_OS_OTHER).
#
# On web nothing of /usr/include is ever on the include path: headers are copied to MOTCUA_CACHE/web/include.
set(MOTCUA_SOURCES ${MOTCUA_CACHE}/src)
if(NOT EXISTS ${MOTCUA_SOURCES}/sqlite/sqlite3.c)
  message(FATAL_ERROR "No library sources in ${MOTCUA_SOURCES}: run ./dev setup first.")
endif()
find_package(Threads REQUIRED)

# third_party_sources(NAME files…): a static library of someone else's code, compiled without our warnings; on web, all but
# SQLite for size.
function(third_party_sources name)
  add_library(third_party_${name} STATIC ${ARGN})
  add_library(third_party::${name} ALIAS third_party_${name})
  if(EMSCRIPTEN AND NOT name MATCHES sqlite)
    target_compile_options(third_party_${name} PRIVATE -Oz)
  endif()
  target_compile_options(third_party_${name} PRIVATE -w)
  set_target_properties(third_party_${name} PROPERTIES CXX_CLANG_TIDY "" EXPORT_COMPILE_COMMANDS OFF)
endfunction()

# third_party_headers(NAME): an interface target. On web it has the include folder of copied headers.
function(third_party_headers name)
  add_library(third_party_${name} INTERFACE)
  add_library(third_party::${name} ALIAS third_party_${name})
  if(EMSCRIPTEN)
    target_include_directories(third_party_${name} SYSTEM INTERFACE ${MOTCUA_CACHE}/web/include)
  endif()
endfunction()

# --- SQLite ----------------------------------------------------------------------------------------------------------
add_library(third_party_sqlite3_api INTERFACE)
add_library(third_party::sqlite3_api ALIAS third_party_sqlite3_api)
target_include_directories(third_party_sqlite3_api SYSTEM INTERFACE ${MOTCUA_SOURCES}/sqlite)

function(third_party_sqlite name)
  third_party_sources(${name} ${MOTCUA_SOURCES}/sqlite/sqlite3.c)
  target_link_libraries(third_party_${name} PUBLIC third_party::sqlite3_api)
  target_compile_definitions(third_party_${name} PRIVATE
    SQLITE_DQS=0 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_TEMP_STORE=3 SQLITE_USE_ALLOCA
    SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE SQLITE_OMIT_LOAD_EXTENSION SQLITE_OMIT_JSON
    SQLITE_THREADSAFE=$<IF:$<BOOL:${EMSCRIPTEN}>,0,2> ${ARGN})
endfunction()

third_party_sqlite(sqlite3)
if(EMSCRIPTEN)
  third_party_sqlite(sqlite3_browser SQLITE_OS_OTHER=1)
else()
  target_link_libraries(third_party_sqlite3 PUBLIC Threads::Threads)
endif()

# --- Dear ImGui: the core; drawing is by the OpenGL ES 3 backend in the browser, by nothing in native tests -----------
set(imgui ${MOTCUA_SOURCES}/imgui)
third_party_sources(imgui ${imgui}/imgui.cpp ${imgui}/imgui_draw.cpp ${imgui}/imgui_tables.cpp ${imgui}/imgui_widgets.cpp)
target_include_directories(third_party_imgui SYSTEM PUBLIC ${imgui})
target_compile_definitions(third_party_imgui PUBLIC
  IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_OBSOLETE_FUNCTIONS
  $<$<BOOL:${EMSCRIPTEN}>:IMGUI_DISABLE_DEFAULT_FONT>)
if(EMSCRIPTEN)
  third_party_sources(imgui_gl3 ${imgui}/backends/imgui_impl_opengl3.cpp)
  target_include_directories(third_party_imgui_gl3 SYSTEM PUBLIC ${imgui}/backends)
  target_compile_definitions(third_party_imgui_gl3 PUBLIC IMGUI_IMPL_OPENGL_ES3)
  target_link_libraries(third_party_imgui_gl3 PUBLIC third_party::imgui)
endif()

# --- XML, Unicode ----------------------------------------------------------------------------------------------------
third_party_sources(pugixml ${MOTCUA_SOURCES}/pugixml/src/pugixml.cpp)
target_include_directories(third_party_pugixml SYSTEM PUBLIC ${MOTCUA_SOURCES}/pugixml/src)
target_compile_definitions(third_party_pugixml PUBLIC PUGIXML_NO_XPATH PUGIXML_NO_EXCEPTIONS PUGIXML_NO_STL)

third_party_sources(utf8proc ${MOTCUA_SOURCES}/utf8proc/utf8proc.c)
target_include_directories(third_party_utf8proc SYSTEM PUBLIC ${MOTCUA_SOURCES}/utf8proc)
target_compile_definitions(third_party_utf8proc PUBLIC UTF8PROC_STATIC)

# --- Mbed TLS: only its digests, which libsodium has not (forms may ask for MD5, SHA-1 and SHA-384) -------------------
set(mbedtls ${MOTCUA_SOURCES}/mbedtls)
set(mbedtls_config ${CMAKE_BINARY_DIR}/mbedtls_digests.h)
file(CONFIGURE OUTPUT ${mbedtls_config} CONTENT "#define MBEDTLS_MD5_C\n#define MBEDTLS_SHA1_C\n\
#define MBEDTLS_SHA224_C\n#define MBEDTLS_SHA256_C\n#define MBEDTLS_SHA384_C\n#define MBEDTLS_SHA512_C\n")
third_party_sources(mbedtls ${mbedtls}/library/md5.c ${mbedtls}/library/sha1.c ${mbedtls}/library/sha256.c
  ${mbedtls}/library/sha512.c ${mbedtls}/library/platform_util.c)
target_include_directories(third_party_mbedtls SYSTEM PUBLIC ${mbedtls}/include)
target_compile_definitions(third_party_mbedtls PUBLIC MBEDTLS_CONFIG_FILE="${mbedtls_config}")

# --- Header-only -----------------------------------------------------------------------------------------------------
third_party_headers(fmt)
target_compile_definitions(third_party_fmt INTERFACE FMT_HEADER_ONLY=1)
third_party_headers(cereal)
third_party_headers(doctest)
third_party_headers(nlohmann_json)
if(EMSCRIPTEN)
  target_include_directories(third_party_nlohmann_json SYSTEM INTERFACE ${MOTCUA_CACHE}/web-json)
endif()

# --- libsodium -------------------------------------------------------------------------------------------------------
if(EMSCRIPTEN)
  set(sodium_library ${MOTCUA_CACHE}/web/lib/libsodium.a)
  set(sodium_headers ${MOTCUA_CACHE}/web/include)
else()
  find_library(sodium_library libsodium.a REQUIRED)
  find_path(sodium_headers sodium.h REQUIRED)
endif()
add_library(third_party_sodium INTERFACE)
add_library(third_party::sodium ALIAS third_party_sodium)
target_include_directories(third_party_sodium SYSTEM INTERFACE ${sodium_headers})
target_compile_definitions(third_party_sodium INTERFACE SODIUM_STATIC)
target_link_libraries(third_party_sodium INTERFACE ${sodium_library})

# --- Native only: command line, logs, HTTP -----------------------------------------------------------------------------
if(NOT EMSCRIPTEN)
  third_party_headers(cli11)
  third_party_headers(spdlog)
  target_compile_definitions(third_party_spdlog INTERFACE SPDLOG_FMT_EXTERNAL)
  target_link_libraries(third_party_spdlog INTERFACE third_party::fmt Threads::Threads)

  # Under ThreadSanitizer Drogon must be instrumented too, or its own locking is invisible and looks like races.
  if(MOTCUA_SANITIZE STREQUAL "thread")
    set(drogon_prefix ${MOTCUA_CACHE}/native-tsan)
  else()
    set(drogon_prefix ${MOTCUA_CACHE}/native)
  endif()
  list(PREPEND CMAKE_PREFIX_PATH ${drogon_prefix})
  find_package(Drogon CONFIG QUIET PATHS ${drogon_prefix} NO_DEFAULT_PATH)
  if(NOT Drogon_FOUND)
    message(FATAL_ERROR "No Drogon in ${drogon_prefix}: run ./dev setup (for the preset tsan: ./dev test --tsan).")
  endif()
  add_library(third_party_drogon INTERFACE)
  add_library(third_party::drogon ALIAS third_party_drogon)
  target_link_libraries(third_party_drogon INTERFACE Drogon::Drogon)

  # minizip reads .xlsx files: a zip library over zlib.
  find_library(minizip_library libminizip.a REQUIRED)
  find_path(minizip_headers minizip/unzip.h REQUIRED)
  add_library(third_party_minizip INTERFACE)
  add_library(third_party::minizip ALIAS third_party_minizip)
  target_include_directories(third_party_minizip SYSTEM INTERFACE ${minizip_headers})
  target_link_libraries(third_party_minizip INTERFACE ${minizip_library} z)
endif()
