# Sourced by ./dev. Builds and runs the fuzzers of tests/fuzz. What they find and learn is in build/fuzz/NAME/.
# shellcheck shell=bash

cmd_fuzz() {
  [ $# -ge 1 ] || die "which one? all, or one of: $(fuzzers)"
  local names=$1 seconds=${2:-60} name failed=0
  setup
  [ "$names" != all ] || names=$(fuzzers)
  # shellcheck disable=SC2086 # one word a target
  build fuzz $names
  for name in $names; do
    fuzz_one "$name" "$seconds" || failed=1
  done
  return $failed
}

fuzzers() { sed -n 's/^motcua_fuzzer(\([a-z0-9_]*\).*/\1/p' tests/fuzz/CMakeLists.txt | tr '\n' ' '; }
fuzzer_max_len() { sed -n "s/^motcua_fuzzer($1 .*MAX_LEN \([0-9]*\).*/\1/p" tests/fuzz/CMakeLists.txt; }

fuzzer_rss() {
  local rss
  rss=$(sed -n "s/^motcua_fuzzer($1 .*RSS \([0-9]*\).*/\1/p" tests/fuzz/CMakeLists.txt)
  echo "${rss:-512}"
}

# The corpus grows from run to run; the seeds of the checkout are only read. An input that crashes, hangs for 10 s or
# takes too much memory is kept in found/: run the program with that file as its argument to see it again.
fuzz_one() {
  local name=$1 seconds=$2 home=build/fuzz/$1 status=0 runs
  local arguments=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb="$(fuzzer_rss "$name")" -max_len="$(fuzzer_max_len "$name")"
    -print_final_stats=1 -artifact_prefix="$home/found/")
  [ ! -e "tests/fuzz/$name.dict" ] || arguments+=(-dict="tests/fuzz/$name.dict")
  mkdir -p "$home/corpus" "$home/found"
  ASAN_OPTIONS=quarantine_size_mb=32:detect_stack_use_after_return=0 UBSAN_OPTIONS=print_stacktrace=1 \
    "build/fuzz/tests/fuzz/$name" "${arguments[@]}" "$home/corpus" "tests/fuzz/seeds/${name#fuzz_}" \
    >"$home/log.txt" 2>&1 || status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$home/log.txt")
  if [ "$status" = 0 ]; then
    say "$name: $seconds s, ${runs:-0} inputs, nothing found"
    return 0
  fi
  tail -n 40 "$home/log.txt" | sed 's/^/    | /'
  say "$name: an input that fails is in $home/found/; the whole log is $home/log.txt"
  return 1
}
