# Sourced by ./dev. Runs test programs one by one, adds up what they counted, and prints one closing line.
# shellcheck shell=bash

PASSED=0
FAILED=0
declare -A CORE_COUNT=()

cmd_test() {
  local what="${1:-} ${2:-}"
  setup
  case "$what" in
    " " | "--quick ")
      test_native
      test_web
      compare_core_counts
      if [ "$what" = " " ]; then
        test_sanitized asan
        test_sanitized tsan
      fi
      test_e2e
      ;;
    "--asan ") test_sanitized asan ;;
    "--tsan ") test_sanitized tsan ;;
    "--only native") test_native ;;
    "--only web") test_web ;;
    "--only e2e") test_e2e ;;
    *) die "unknown: test $*" ;;
  esac
  say ""
  say "$PASSED passed, $FAILED failed"
  [ "$FAILED" = 0 ] && [ "$PASSED" != 0 ]
}

test_native() {
  build native
  run_suites native
}

test_web() {
  build web
  run_suites web
}

# Under a sanitizer the same tests run; any report fails the test program.
test_sanitized() {
  if [ "$1" = tsan ] && [ -e sync_server/CMakeLists.txt ]; then (flock 9 && setup_drogon_tsan) 9>"$CACHE/lock"; fi
  export ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS="halt_on_error=1 suppressions=$TOP/tests/support/tsan.supp"
  configure "$1"
  # Threads are in the server only: core and ui have none, so ThreadSanitizer has nothing to see in their own tests.
  if [ "$1" = tsan ]; then
    build tsan server_tests
    run_suite tsan server_tests
    return
  fi
  # shellcheck disable=SC2046 # one word a target
  build "$1" $(suites "$1" | grep '_tests$')
  run_suites "$1"
}

# The tests of a build folder, as CTest knows them: doctest programs, NAME_tests, and commands of the program itself.
suites() {
  ctest --test-dir "build/$1" -N | sed -n 's/^ *Test *#[0-9]*: //p'
}

run_suites() {
  local preset=$1 suite
  for suite in $(suites "$preset"); do run_suite "$preset" "$suite"; done
}

# Runs one test through CTest, which knows how to start it, and reads doctest's closing lines. A command is one test.
run_suite() {
  local preset=$1 suite=$2 log=$LOGS/test-$1-$2.log passed failed
  mkdir -p "$LOGS"
  local status=0
  ctest --test-dir "build/$preset" -R "^$suite\$" -V >"$log" 2>&1 || status=$?
  case "$suite" in
    *_tests) passed=$(doctest_count passed "$log") failed=$(doctest_count failed "$log") ;;
    *) passed=$((status == 0)) failed=$((status != 0)) ;;
  esac
  # A crash, a sanitizer's report or a program that counted nothing is a failure, whatever was counted before.
  if [ "$status" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  if [ "$passed" = 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  report "$preset" "$suite" "$passed" "$failed" "$log"
  case "$suite" in core_* | conformance_*) CORE_COUNT[$preset]=$((${CORE_COUNT[$preset]:-0} + passed + failed)) ;; esac
}

doctest_count() {
  local count
  count=$(sed -n "s/.*\[doctest\] test cases: .*| *\([0-9][0-9]*\) $1.*/\1/p" "$2" | tail -n 1)
  echo "${count:-0}"
}

report() {
  local preset=$1 suite=$2 passed=$3 failed=$4 log=$5
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
  printf '  %-7s %-24s %5s passed %3s failed\n' "$preset" "$suite" "$passed" "$failed"
  if [ "$failed" != 0 ]; then
    sed 's/^[0-9]*: //' "$log" | tail -n 60 | sed 's/^/    | /'
    say "    the whole log: $log"
  fi
}

# The same core tests run natively and as WebAssembly: as many here as there.
compare_core_counts() {
  say "core tests: ${CORE_COUNT[native]:-0} native, ${CORE_COUNT[web]:-0} WebAssembly"
  if [ "${CORE_COUNT[native]:-0}" != "${CORE_COUNT[web]:-0}" ]; then
    say "the two counts differ: some test does not run on both"
    FAILED=$((FAILED + 1))
  fi
}

# tests/e2e/run.mjs closes with a line "N passed, N failed".
test_e2e() {
  [ -e tests/e2e/run.mjs ] || return 0
  build native motcua
  build web
  local log=$LOGS/test-e2e.log status=0 line passed failed
  mkdir -p "$LOGS"
  node tests/e2e/run.mjs 2>&1 | tee "$log" | sed -u 's/^\([0-9]* passed, [0-9]* failed\)$/  \1/' || status=$?
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
  read -r passed _ failed _ <<<"${line:-0 passed, 1 failed}"
  if [ "$status" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
  printf '  %-7s %-24s %5s passed %3s failed\n' e2e chromium "$passed" "$failed"
}
