#!/bin/sh
# Builds the fuzz targets in build-fuzz/ and runs each for a while, two at a time; ends with 1 on a finding, and names
# the input that shows it.
#
#   sh tests/fuzz.sh                        half a minute each
#   sh tests/fuzz.sh SECONDS [TARGET...]    longer, or only these of tests/fuzz/*.cpp
#
# What was learnt stays in build-fuzz/corpus/, so the next run goes on from there. A finding belongs into
# tests/fuzz/corpus/TARGET/, where every test run plays it.
set -eu
cd -P "$(dirname "$0")/.."
. tests/common.sh

seconds="${1:-30}"
[ $# -eq 0 ] || shift
targets="${*:-$(find tests/fuzz/corpus -mindepth 1 -maxdepth 1 -type d -exec basename {} \; | sort)}"

sh tests/setup.sh sanitizers
say "Building the fuzz targets in build-fuzz/."
# shellcheck disable=SC2046 # no option, or one
run_child cmake --preset fuzz $(fresh_if_unusable build-fuzz)
run_child cmake --build --preset fuzz

mkdir -p build-fuzz/findings
for target in $targets; do
  mkdir -p "build-fuzz/corpus/$target"
done

say "Running each target for $seconds seconds: $(echo "$targets" | tr '\n' ' ')"
# shellcheck disable=SC2016,SC2086 # the inner shell expands; one word a target
run_child sh -c 'limit="$1"; shift; printf "%s\n" "$@" | xargs -P 2 -I TARGET sh tests/fuzz/run_one.sh TARGET "$limit"' \
  sh "$seconds" $targets
say "No findings."
