#!/bin/sh
# Builds everything and runs all tests; ends with CTest's summary.
#
#   sh tests/run.sh            optimised, into build/
#   sh tests/run.sh PRESET     as a preset of CMakePresets.json says: ci, asan or tsan
#
# On a bare Debian 12 it first installs what is needed (root or sudo). Can be run again: only what changed is rebuilt.
set -eu
cd -P "$(dirname "$0")/.."
. tests/common.sh

preset="${1:-default}"
case "$preset" in
  default | ci) folder=build extra= ;;
  asan | tsan) folder="build-$preset" extra=sanitizers ;;
  *)
    echo "run.sh: no preset '$preset' with tests; there are default, ci, asan and tsan." >&2
    exit 2
    ;;
esac

sh tests/setup.sh $extra

say "Building everything in $folder/ (preset $preset)."
# shellcheck disable=SC2046 # no option, or one
run_child cmake --preset "$preset" $(fresh_if_unusable "$folder")
run_child cmake --build --preset "$preset"

say "Running all tests."
run_child ctest --preset "$preset" --no-tests=error --parallel "$(nproc)"
