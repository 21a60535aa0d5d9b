# Sourced by ./dev. Library sources, what is built of them once, and npm packages.
# shellcheck shell=bash

setup_sources() {
  step src/imgui "Dear ImGui 1.92 source" source_imgui
  step src/sqlite "SQLite 3.53 source: amalgamation" source_sqlite
  step src/pugixml "pugixml source" source_pugixml
  step src/utf8proc "utf8proc source" source_utf8proc
  step src/mbedtls "Mbed TLS source: its digests" source_mbedtls
}

source_imgui() { take_source imgui 1.92.2b+ds-1; }
source_pugixml() { take_source pugixml 1.13-0.2; }
source_utf8proc() { take_source utf8proc 2.11.3-2; }
source_mbedtls() { take_source mbedtls 3.6.6-0.1~deb13u1; }

source_sqlite() {
  fetch_source sqlite3 3.53.4-2 tree
  (cd tree && CC=clang-19 ./configure && make sqlite3.c)
  mv tree/sqlite3.c tree/sqlite3.h tree/sqlite3ext.h .
  rm -rf tree
}

# take_source NAME VERSION: the source tree becomes the contents of the current folder.
take_source() {
  fetch_source "$1" "$2" tree
  cp -a tree/. .
  rm -rf tree
}

# --- native --------------------------------------------------------------------------------------------------------
DROGON_VERSION=1.9.13+ds-2
TRANTOR_VERSION=1.5.28+ds-2

setup_drogon() {
  step native "Drogon 1.9, built with clang-19: 4 minutes" build_drogon_plain "$(drogon_pin)"
}
setup_drogon_tsan() {
  step native-tsan "Drogon 1.9 for ThreadSanitizer: 4 minutes" build_drogon_tsan "$(drogon_pin)"
}
drogon_pin() { echo $DROGON_VERSION $TRANTOR_VERSION "$(declare -f build_drogon | cksum)"; }
build_drogon_plain() { build_drogon "-O2"; }
build_drogon_tsan() { build_drogon "-O1 -g -fsanitize=thread"; }

# Drogon's own parts that we use: HTTP server and client. No database layer, no examples, no command-line tool.
build_drogon() {
  local prefix=$PWD flags=$1 common
  mkdir work
  fetch_source trantor $TRANTOR_VERSION work/trantor
  fetch_source drogon $DROGON_VERSION work/drogon
  common=(-G Ninja -Wno-dev -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_BUILD_TYPE=Release
    -DCMAKE_CXX_STANDARD=20 "-DCMAKE_CXX_FLAGS_RELEASE=$flags -DNDEBUG" -DBUILD_SHARED_LIBS=OFF
    -DCMAKE_INSTALL_PREFIX="$CACHE/native" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_POSITION_INDEPENDENT_CODE=OFF)
  cmake -S work/trantor -B work/trantor-build "${common[@]}" -DBUILD_TESTING=OFF -DTRANTOR_USE_TLS=openssl
  nice -n 5 cmake --build work/trantor-build -j "$JOBS"
  cmake --install work/trantor-build --prefix "$prefix"
  cmake -S work/drogon -B work/drogon-build "${common[@]}" -DBUILD_TESTING=OFF -DBUILD_ORM=OFF -DBUILD_CTL=OFF \
    -DBUILD_EXAMPLES=OFF -DBUILD_BROTLI=ON -DBUILD_YAML_CONFIG=OFF -DUSE_SUBMODULE=OFF \
    -DCMAKE_DISABLE_FIND_PACKAGE_Hiredis=ON
  nice -n 5 cmake --build work/drogon-build -j "$JOBS"
  cmake --install work/drogon-build --prefix "$prefix"
  rm -rf work
}

# --- web -----------------------------------------------------------------------------------------------------------
SODIUM_VERSION=1.0.18-1+deb13u1

setup_web() {
  step web "libsodium for WebAssembly, header-only libraries" build_web $SODIUM_VERSION
  step web-json "JSON headers for WebAssembly" copy_json
}

copy_json() { cp -RL /usr/include/nlohmann .; }

# libsodium is compiled as it lies there, with the flags that its code is written for: its `configure` runs emcc some
# hundred times, for three minutes, to find out that WebAssembly has none of what it asks for.
build_web() {
  local name root=$CACHE/emscripten/root headers=work/src/libsodium/include
  fetch_source libsodium $SODIUM_VERSION work
  cp work/builds/msvc/version.h $headers/sodium/
  mkdir include lib objects
  cp -R $headers/sodium.h $headers/sodium include/
  find work/src/libsodium -name '*.c' | sort | awk '{ print $0, "objects/" NR ".o" }' |
    xargs -P "$JOBS" -n 2 sh -c '"$0/emcc" -Os -fno-strict-aliasing -fwrapv -fvisibility=hidden -DCONFIGURED=1 \
      -DNATIVE_LITTLE_ENDIAN=1 -Iinclude -Iinclude/sodium -c "$1" -o "$2" || exit 255' "$root"
  "$root/emar" rcs lib/libsodium.a objects/*.o
  rm -rf work objects include/sodium/private
  for name in cereal doctest fmt; do cp -RL "/usr/include/$name" include/; done
}

# --- npm -----------------------------------------------------------------------------------------------------------
setup_npm() {
  step npm "npm packages: fonts, Hanoi's units, bundler, test and benchmark tools" install_npm "$(cat cmake/npm/*.json | cksum)"
  [ "$(readlink node_modules 2>/dev/null)" = "$CACHE/npm/node_modules" ] || ln -sfn "$CACHE/npm/node_modules" node_modules
}

install_npm() {
  cp "$TOP"/cmake/npm/package.json "$TOP"/cmake/npm/package-lock.json .
  npm ci --ignore-scripts --no-audit --no-fund
}
