#!/bin/sh
# Shows trainsync at work without any account: builds it, starts a simulator of both platforms on this machine, syncs
# a made-up company into training.db in the checkout's root, and shows what can be read there.
#
#   sh tests/demo.sh
#
# On a bare Debian 12 it first installs what is needed (root or sudo). Can be run again: the company is the same one,
# so nothing is new then. Everything of the demo but training.db is in build/demo/.
set -eu
cd -P "$(dirname "$0")/.."
. tests/common.sh

demo=build/demo
database="$PWD/training.db"
tenant=eu-west-2_DemoCompy
short_item='substr(item, 1, 20) AS item'   # so that rows fit 80 columns

main() {
  refuse_foreign_database
  sh tests/setup.sh
  build
  prepare
  start_simulator
  write_config
  sync_once
  show_views
  say_how_to_go_on
}

build() {
  say "Building trainsync and the simulator in build/."
  # shellcheck disable=SC2046 # no option, or one
  run_child cmake -B build -G Ninja -DTRAINSYNC_TESTS=ON $(fresh_if_unusable build) >"$(log_of configure)" ||
    fail "CMake could not configure the build." "$(log_of configure)"
  run_child cmake --build build --target trainsync trainsync-simulator
}

# The demo knows its own training.db by inode and time of birth, and touches no other.
identity() {
  stat --format='%i %W' "$database"
}

remember_database() {
  [ ! -f "$database" ] || identity >"$demo/made"
}

demo_made_database() {
  [ -f "$demo/made" ] && [ -f "$database" ] && [ "$(cat "$demo/made")" = "$(identity)" ]
}

refuse_foreign_database() {
  [ ! -e "$database" ] || demo_made_database ||
    fail "$database is there, and this demo did not make it (or build/ is gone). Move it away, and run this again."
}

prepare() {
  (
    umask 077
    mkdir -p "$demo"
    [ -s "$demo/learn-secret" ] || random_word 32 >"$demo/learn-secret"
    [ -s "$demo/as-of" ] || date -u +%Y-%m-%dT%H:%M:%SZ >"$demo/as-of"
    [ -s "$demo/exec-key" ] || printf 'exec_live_%s' "$(random_word 40)" >"$demo/exec-key"
  )
}

random_word() {
  head -c 4096 /dev/urandom | tr -dc 'A-Za-z0-9' | head -c "$1"
}

# A source in training.db is pinned to its address, so a later run asks for the port that the first one was given.
start_simulator() {
  port=0
  if demo_made_database && [ -s "$demo/port" ]; then
    port="$(cat "$demo/port")"
  fi
  say "Starting the simulator on this machine's loopback."
  if ! simulator_is_ready "$port"; then
    [ "$port" != 0 ] || fail "The simulator did not start." "$(log_of simulator)"
    say "Port $port, which the last demo used, is taken: removing that demo's training.db, and beginning afresh."
    rm -f "$database" "$database-wal" "$database-shm"
    simulator_is_ready 0 || fail "The simulator did not start." "$(log_of simulator)"
  fi
  port="$(cat "$demo/ready")"
  echo "$port" >"$demo/port"
}

simulator_is_ready() {
  rm -f "$demo/ready"
  start_child build/tests/trainsync-simulator --port "$1" --seed 7 --assignments 3 --enrolments 250 --exec 230 \
    --as-of "$(cat "$demo/as-of")" --tenant "$tenant" --learn-secret-file "$demo/learn-secret" --exec-key-file "$demo/exec-key" \
    --ready-file "$demo/ready" --run-for 600 >"$(log_of simulator)" 2>&1
  for _ in $(seq 100); do
    [ ! -s "$demo/ready" ] || return 0
    kill -0 "$child" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

write_config() {
  cat >"$demo/trainsync.toml" <<END
[database]
path = "$database"

[learn]
base_url = "http://127.0.0.1:$port/rest/v1"
tenant_id = "$tenant"
api_secret = { file = "$PWD/$demo/learn-secret" }

[exec]
base_url = "http://127.0.0.1:$port/rest/v1"
api_key = { file = "$PWD/$demo/exec-key" }
END
}

sync_once() {
  set -- build/trainsync --config "$demo/trainsync.toml" sync
  say "Syncing: $*"
  trap 'end_children; remember_database' EXIT
  status=0
  run_child "$@" || status=$?
  remember_database
  [ "$status" -eq 0 ] || fail "The sync ended with exit code $status: what went wrong stands above."
}

show_views() {
  say "All of it is now in $database. A few rows of each view:"
  show enrolment_overview "source, person, $short_item, status, date(due_at) AS due"
  show overdue_now "person, $short_item, days_overdue, says_who" 'ORDER BY days_overdue DESC'
  show completion_by_item "$short_item, enrolments, completed, overdue, completed_percent"
  show person_progress 'person, enrolments, completed, overdue, on_learn, on_exec' \
    'ORDER BY min(on_learn, on_exec) DESC'
  show due_soon "person, $short_item, days_left, status" 'ORDER BY days_left'
  show status_history "person, $short_item, status, date(valid_from) AS since, date(valid_to) AS until"
  show sync_health 'source, stream, state, last_whole_at'
  show unmatched_people 'person, source, reason'
}

# show VIEW COLUMNS [ORDER]
show() {
  printf '\n%s\n' "$1"
  rows="$(sqlite3 -readonly -box "$database" "SELECT $2 FROM $1 ${3:-} LIMIT 3")"
  echo "${rows:-(no rows)}"
}

say_how_to_go_on() {
  cat <<END

== To look around:         sqlite3 -readonly -box $database
   To keep your own data:  1. cp config/trainsync.toml my.toml
                           2. fill it in, with a database path of its own; it says how each secret is given
                           3. build/trainsync --config my.toml sync
   The simulator is stopped. To undo the demo: rm -r build/demo training.db*
END
}

log_of() {
  mkdir -p "$demo"
  echo "$demo/$1.log"
}

# fail SENTENCE [LOG]
fail() {
  [ $# -lt 2 ] || tail -n 20 "$2" >&2
  echo "demo.sh: $1" >&2
  exit 1
}

main
