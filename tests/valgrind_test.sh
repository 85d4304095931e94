#!/bin/sh
# Plays random histories under valgrind: weeks of syncs, kills and failures each, in virtual time. It sees what the
# sanitizers do not, such as values in the libraries that were never set, and what is lost.
#
#   sh tests/valgrind_test.sh PROPERTY_TEST
#
# Needs valgrind (sh tests/setup.sh extras); without it that is said, and the exit code is 77.
set -eu

command -v valgrind >/dev/null || {
  echo "valgrind_test.sh: skipped: valgrind is not installed: sh tests/setup.sh extras"
  exit 77
}
# Debian 12's valgrind cannot read clang's debug information, so it gets a copy without.
program="$(mktemp)"
trap 'rm -f "$program"' EXIT
objcopy --strip-debug "$1" "$program"

TRAINSYNC_HISTORIES="${TRAINSYNC_HISTORIES:-16}" valgrind --quiet --error-exitcode=1 --leak-check=full \
  --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect "$program" \
  --gtest_filter='Shard/Histories.*'
