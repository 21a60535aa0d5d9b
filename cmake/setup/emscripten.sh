# Sourced by ./dev. $CACHE/emscripten/root is the folder of an Emscripten that needs no environment variable.
# shellcheck shell=bash

emcc_is_new_enough() {
  have emcc || return 1
  local version
  version=$(emcc -dumpversion 2>/dev/null) || return 1
  [ "$(printf '%s\n' 3.1.50 "${version%%-*}" | sort -V | head -n 1)" = 3.1.50 ]
}

setup_emscripten() {
  if emcc_is_new_enough; then
    step emscripten "Emscripten: the one on PATH" link_emscripten "$(command -v emcc)"
  else
    step emscripten "Emscripten 3.1.69: fetch 240 MB, unpack 1.6 GB" unpack_emscripten 3.1.69
  fi
}

link_emscripten() { ln -s "$(em-config EMSCRIPTEN_ROOT)" root; }

# Debian 13's packages, unpacked beside the system. Binaryen wants Debian 13's libc: its tools are started by the
# unpacked dynamic linker, so that they run on Debian 12 too. Emscripten itself is scripts, and uses the system's LLVM 19.
unpack_emscripten() {
  local package tool linker
  mkdir debs runtime
  (cd debs && fetch_packages trixie emscripten binaryen libc6 libstdc++6 libgcc-s1 node-acorn)
  dpkg -x debs/emscripten_*.deb .
  for package in debs/binaryen_*.deb debs/lib*.deb debs/node-acorn_*.deb; do dpkg -x "$package" runtime; done
  rm -rf debs
  ln -s usr/share/emscripten root
  mkdir root/node_modules
  mv runtime/usr/share/nodejs/acorn root/node_modules/

  mkdir -p binaryen/bin
  linker=$(cd runtime && find usr -name 'ld-linux-*' | head -n 1)
  for tool in runtime/usr/bin/wasm*; do
    # shellcheck disable=SC2016 # the wrapper expands them
    printf '#!/bin/sh\nr=${0%%/*}/../../runtime\nexec "$r/%s" --library-path "$(echo "$r"/usr/lib/*-linux-gnu)" "$r/usr/bin/%s" "$@"\n' \
      "$linker" "$(basename "$tool")" >"binaryen/bin/$(basename "$tool")"
  done
  chmod +x binaryen/bin/*

  cat >root/.emscripten <<CONF
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$CACHE/emscripten/binaryen'
NODE_JS = '$(command -v node)'
FROZEN_CACHE = True
CONF
}
