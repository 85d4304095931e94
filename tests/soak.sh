#!/bin/sh
# Runs the daemon for an hour against the simulator, with all that can happen to it at random: changes, failing
# requests, reloads, restarts, kills, long readers, locks, a failing disk, backups put in the file's place. In the end
# the file must equal the simulator, be sound, and what the daemon took (memory, open files, WAL) must not have grown.
#
#   sh tests/soak.sh                  an hour
#   sh tests/soak.sh SECONDS          so long
#   sh tests/soak.sh SECONDS SEED     with the same choices as the run that said this seed
#
# On a bare Debian 12 it first installs what is needed (root or sudo). Ends with 0 where all held.
set -eu
cd -P "$(dirname "$0")/.."
. tests/common.sh

sh tests/setup.sh
say "Building trainsync and the soak in build/."
# shellcheck disable=SC2046 # no option, or one
run_child cmake --preset default $(fresh_if_unusable build)
run_child cmake --build build --target trainsync trainsync-soak
say "Soaking."
run_child build/tests/trainsync-soak "${1:-3600}" ${2:+"$2"}
