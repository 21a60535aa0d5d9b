# Sourced by ./dev. Where things are kept, and how a step of the set-up runs once, whole, with its output in a log.
# shellcheck shell=bash

CACHE="${MOTCUA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/motcua}"
export MOTCUA_CACHE="$CACHE"
# What one checkout compiled serves the next one, wherever it lies; not where headers are precompiled (cmake/rooms.cmake).
export CCACHE_BASEDIR="$TOP" CCACHE_NOHASHDIR=1
# Without these two ccache does not take part where headers are precompiled (its manual, "Precompiled headers").
export CCACHE_SLOPPINESS=pch_defines,time_macros
JOBS="${JOBS:-$(nproc)}"
# Each checkout has logs of its own: two that build or test at once do not read each other's.
LOGS=$TOP/build/logs

say() { printf '%s\n' "$*"; }
die() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND…: runs it as root, by sudo where needed.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    die "this needs root and there is no sudo: $*"
  fi
}

# logged NAME TEXT COMMAND…: runs the command with its output in a log, and says how long it took.
logged() {
  local name=$1 text=$2 log=$LOGS/$1.log started=$SECONDS status
  shift 2
  mkdir -p "$LOGS"
  printf '  %-62s' "$text"
  # Not as a condition: bash would ignore errors inside the command.
  set +e
  (set -e && "$@") >"$log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" != 0 ]; then
    printf 'failed after %s s\n\n' $((SECONDS - started))
    tail -n 30 "$log" | sed 's/^/    /'
    die "the step '$name' failed; the whole log is $log"
  fi
  printf '%4s s\n' $((SECONDS - started))
  grep '^note: ' "$log" | sed 's/^/    /' || true
}

# step FOLDER TEXT FUNCTION [PIN…]: once for each set of pins, and again when the function's own text changes, calls
# FUNCTION with an empty temporary folder, which then becomes $CACHE/FOLDER. An interrupted step leaves nothing behind.
step() {
  local folder=$1 text=$2 build=$3 name pin
  shift 3
  name=${folder//\//-}
  pin=$(printf '%s ' "$(declare -f "$build" | cksum)" "$@")
  if [ -d "$CACHE/$folder" ] && [ "$(cat "$CACHE/stamps/$name" 2>/dev/null)" = "$pin" ]; then return 0; fi
  mkdir -p "$CACHE/stamps" "$(dirname "$CACHE/$folder")"
  rm -rf "$CACHE/stamps/$name" "$CACHE/tmp/$name"
  mkdir -p "$CACHE/tmp/$name"
  logged "$name" "$text" run_step "$build" "$CACHE/tmp/$name"
  rm -rf "${CACHE:?}/$folder"
  mv "$CACHE/tmp/$name" "$CACHE/$folder"
  printf '%s' "$pin" >"$CACHE/stamps/$name"
}

run_step() {
  local build=$1 folder=$2
  cd "$folder"
  "$build" "$folder"
}
