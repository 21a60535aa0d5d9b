// The entry point that all test programs share. Both names are defined as doctest's first half, which makes the one of
// the other, may be precompiled.
#define DOCTEST_CONFIG_IMPLEMENT
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
