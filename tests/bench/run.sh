#!/bin/sh
# Measures how fast trainsync is, as ratios to a floor that is measured in the same run, and judges them by limits.
#
#   sh tests/bench/run.sh quick          10,000 rows; a few minutes
#   sh tests/bench/run.sh                up to 1,000,000 rows; best on a machine that does nothing else
#   sh tests/bench/run.sh rows NUMBER    one backfill of that many rows, such as 5000000, and nothing else
#
# Builds into build-bench/ first. BENCH_BUILD names the folder of an optimised build to measure instead, TMPDIR where
# the files go: about 3.5 KB a row, twice. Ends with 1 where a limit is not met.
set -eu
cd -P "$(dirname "$0")/../.."
. tests/common.sh

mode="${1:-full}"
per_assignment=1000
repeats=3
build="${BENCH_BUILD:-build-bench}"
work="$(mktemp -d)"
trap 'end_children; rm -rf "$work"' EXIT
server=
failed=0

main() {
  case "$mode" in
    quick) repeats=3 ;;
    full) ;;
    rows) rows="${2:?how many rows}" ;;
    *) echo "run.sh: no mode '$mode'; there are quick, rows NUMBER, and none." >&2; exit 2 ;;
  esac
  [ -n "${BENCH_BUILD:-}" ] || build_all
  quiet="$(is_quiet)"
  printf '%-62s %9s %7s\n' figure measured limit
  case "$mode" in
    rows) one_backfill "$rows" ;;
    quick) compare 10000 && rest 10000 ;;
    full)
      compare 10000
      base="$cpu_a_row"
      repeats=1
      compare 100000
      memory="$rss"
      compare 1000000
      judge "CPU a row, 1,000,000 rows over 10,000" "$(ratio "$cpu_a_row" "$base")" 1.3
      judge "memory, 1,000,000 rows over 100,000" "$(ratio "$rss" "$memory")" 1.1
      rest 1000000
      ;;
  esac
  exit "$failed"
}

build_all() {
  say "Building in $build/."
  run_child cmake -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo >"$work/cmake.log"
  run_child cmake --build "$build" --target trainsync trainsync-bench-server trainsync-bench-floor \
    trainsync-bench-measure >"$work/build.log"
}

# Prints yes where two processors or more have next to nothing to do for two seconds.
is_quiet() {
  before="$(head -n 1 /proc/stat)"
  sleep 2
  { echo "$before"; head -n 1 /proc/stat; } |
    awk -v cores="$(nproc)" '{ for (i = 2; i <= NF; i++) all[NR] += $i; idle[NR] = $5 + $6 }
      END { if (cores >= 2 && idle[2] - idle[1] > 0.9 * (all[2] - all[1])) print "yes" }'
}

# compare ROWS: floor, cold backfill and unchanged round, in turns; leaves $cpu_a_row and $rss behind.
compare() {
  for turn in $(seq "$repeats"); do
    "$build/tests/trainsync-bench-floor" "$work/floor.db" "$1" "$per_assignment" >"$work/floor.$turn"
    rm -f "$work"/floor.db*
    fresh_sync "$1" 0 4
    backfill "$turn"
    full_round run "$work/same.$turn"
  done
  full_round pages "$work/pages" "$work/t.db"
  floor_cpu="$(median floor 1)" floor_wall="$(median floor 2)"
  cold_cpu="$(median cold 1)"
  rss="$(median cold 3)"
  cpu_a_row="$(ratio "$cold_cpu" "$1")"
  note "$1 rows: floor, CPU in microseconds a row" "$(micro "$floor_cpu" "$1")"
  note "$1 rows: cold backfill, CPU in microseconds a row" "$(micro "$cold_cpu" "$1")"
  judge "$1 rows: cold backfill over floor, CPU" "$(ratio "$cold_cpu" "$floor_cpu")" 1.4
  judge_wall "$1 rows: cold backfill over floor, wall time" "$(ratio "$(median cold 2)" "$floor_wall")" 0.8
  judge "$1 rows: unchanged full round over cold backfill, CPU" "$(ratio "$(median same 1)" "$cold_cpu")" 0.5
  judge "$1 rows: pages of training tables written by it" "$(cut -d ' ' -f 4 "$work/pages")" 0
  judge "$1 rows: memory in MB" "$(ratio "$rss" 1000)" 64
  note "$1 rows: the file, in bytes a row" "$(ratio "$(stat --format=%s "$work/t.db")" "$1")"
}

# full_round run OUT, or full_round pages OUT FILE: as trainsync-bench-measure says. The reader that counts pages makes
# the round slower, so that one is not timed.
full_round() {
  "$build/tests/trainsync-bench-measure" "$@" "$build/trainsync" --config "$work/t.toml" sync --full >"$work/out" 2>&1 ||
    give_up
}

one_backfill() {
  repeats=1
  fresh_sync "$1" 0 4
  backfill 1
  note "$1 rows: cold backfill, CPU in microseconds a row" "$(micro "$(median cold 1)" "$1")"
  judge "$1 rows: memory in MB" "$(ratio "$(median cold 3)" 1000)" 64
  note "$1 rows: the file, in bytes a row" "$(ratio "$(stat --format=%s "$work/t.db")" "$1")"
}

# rest ROWS: what is left to measure on the file of that many rows that the last comparison left.
rest() {
  repeats=5
  for turn in $(seq "$repeats"); do
    "$build/tests/trainsync-bench-measure" ready "$work/ready.$turn" \
      "$build/trainsync" --config "$work/t.toml" run >"$work/out" 2>&1
  done
  judge_wall "$1 rows: start to READY, in ms" "$(ratio "$(median ready 2)" 0.001)" 100
  for turn in $(seq "$repeats"); do
    "$build/tests/trainsync-bench-measure" run "$work/status.$turn" \
      "$build/trainsync" --config "$work/t.toml" status >"$work/out" 2>&1 || true
  done
  judge_wall "$1 rows: status, in ms" "$(ratio "$(median status 2)" 0.001)" 50
  waiting_requests
}

# Assignments with little in them, three requests each, on a server that takes 50 ms an answer. Before them their list
# is read, page after page.
waiting_requests() {
  repeats=1
  per_assignment=20
  for concurrency in 4 16; do
    fresh_sync "$((4000 * concurrency))" 50 "$concurrency"
    backfill 1
    stop_server
    rate="$(awk '{ print $1 / $2 }' "$work/port.enrolments")"
    judge_wall "enrolments' requests a second, of $concurrency / 50 ms" "$(ratio "$rate" "$((concurrency * 20))")" 0.9 least
    rate="$(ratio "$(awk '$1 == "learn" { print $7 }' "$work/out")" "$(median cold 2)")"
    note "all requests of that sync, of $concurrency / 50 ms" "$(ratio "$rate" "$((concurrency * 20))")"
  done
}

# fresh_sync ROWS LATENCY_MS CONCURRENCY: a server, and no file yet. A file stays with its server's address, so the
# server runs until the next one.
fresh_sync() {
  stop_server
  start_server "$1" "$2"
  rm -f "$work"/t.db*
  write_config "$3"
}

start_server() {
  rm -f "$work/port"
  start_child "$build/tests/trainsync-bench-server" "$work/port" "$1" "$per_assignment" "$2"
  server="$child"
  until [ -s "$work/port" ]; do sleep 0.05; done
}

stop_server() {
  [ -n "$server" ] || return 0
  kill -TERM "-$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}

write_config() {
  (umask 077 && printf secret >"$work/secret")
  cat >"$work/t.toml" <<END
[database]
path = "$work/t.db"

[learn]
base_url = "http://127.0.0.1:$(cat "$work/port")/rest/v1"
tenant_id = "made-up"
api_secret = { file = "$work/secret" }
concurrency = $1
requests_per_minute = 1000000
requests_per_day = 100000000
END
}

backfill() {
  "$build/tests/trainsync-bench-measure" run "$work/cold.$1" \
    "$build/trainsync" --config "$work/t.toml" sync >"$work/out" 2>&1 || give_up
}

give_up() {
  tail -n 20 "$work/out" >&2
  echo "run.sh: the sync failed; what it said stands above." >&2
  exit 1
}

# median NAME COLUMN: of what was measured under that name, turn by turn.
median() {
  for turn in $(seq "$repeats"); do
    cut -d ' ' -f "$2" "$work/$1.$turn"
  done | sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

ratio() {
  awk "BEGIN { printf \"%.6g\", $1 / $2 }"
}

micro() {
  awk "BEGIN { printf \"%.4g\", 1e6 * $1 / $2 }"
}

note() {
  printf '%-62s %9.4g\n' "$1" "$2"
}

# judge FIGURE MEASURED LIMIT [least]: no more than the limit, or no less.
judge() {
  compare='<='
  [ "${4:-}" != least ] || compare='>='
  if awk -v measured="$2" -v limit="$3" "BEGIN { exit !(measured $compare limit) }"; then
    verdict=ok
  else
    verdict=MISSED failed=1
  fi
  printf '%-62s %9.4g %7s  %s\n' "$1" "$2" "$3" "$verdict"
}

# Wall time says nothing where others use the processors, or there is only one.
judge_wall() {
  if [ "$quiet" = yes ]; then
    judge "$@"
  else
    note "$1 (busy machine)" "$2"
  fi
}

main "$@"
