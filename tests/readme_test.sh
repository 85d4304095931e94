#!/bin/sh
# Does what README.md tells people to do: runs its blocks of shell and of SQL, in order, in a folder of its own, on files
# that are synced with the simulator.
#
#   sh tests/readme_test.sh BUILD_FOLDER
#
# Above a block may stand a comment, which readers do not see:
#   <!-- checked by: FILE -->   it cannot run here: each of its lines stands in FILE, a test that runs it
#   <!-- by hand -->            it can be tried by hand only
#   <!-- ends with: CODE -->    it ends with this exit code, not 0
#   <!-- may find nothing -->   the SQL may answer no row
set -eu

[ $# -eq 1 ] || { echo "readme_test.sh: say in which folder the build is." >&2; exit 2; }
program="$(realpath "$1")"
cd -P "$(dirname "$0")/.."
root="$PWD"
folder="$(mktemp -d "${TMPDIR:-/tmp}/trainsync-readme.XXXXXX")"
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

learn_secret='Kq7+/=%&: of the simulator'
exec_key=exec_live_7Hq2mPzX4kT9wBvN1cR8sJdL5fGyA3eU6oIhQxWt
simulator=
by_hand=0

main() {
  cd "$folder"
  umask 022
  furnish
  start_simulator
  write_demo_config
  build/trainsync --config build/demo/trainsync.toml sync >said 2>&1 || fail "The first sync failed." said
  extract "$root/README.md"
  count=0
  while IFS='|' read -r line kind note <&3; do
    count=$((count + 1))
    play "$line" "$kind" "$note" "block$line"
  done 3<blocks
  [ "$count" -ge 40 ] || fail "Only $count blocks were found; this checks too little."
  echo "$count blocks of the README do what they say; $by_hand of them only by hand."
}

# As after the README's first steps: the checkout, with the program built in build/.
furnish() {
  mkdir -p build/demo
  ln -s "$program/trainsync" build/trainsync
  for name in config schema systemd tests; do ln -s "$root/$name" "$name"; done
  (umask 077 && printf '%s' "$learn_secret" >simulated-learn-secret && printf '%s' "$exec_key" >simulated-exec-key)
}

start_simulator() {
  "$program/tests/trainsync-simulator" --seed 7 --assignments 3 --enrolments 250 --exec 230 --run-for 900 \
    --learn-secret-file simulated-learn-secret --exec-key-file simulated-exec-key --ready-file "$folder/ready" \
    >simulator.log 2>&1 &
  simulator=$!
  for _ in $(seq 600); do
    [ ! -s ready ] || break
    sleep 0.1
  done
  [ -s ready ] || fail "The simulator did not start." simulator.log
  url="http://127.0.0.1:$(cat ready)/rest/v1"
}

# As sh tests/demo.sh writes it.
write_demo_config() {
  cat >build/demo/trainsync.toml <<END
[database]
path = "$folder/training.db"

[learn]
base_url = "$url"
tenant_id = "eu-west-2_AbcdEfghI"
api_secret = { file = "$folder/simulated-learn-secret" }

[exec]
base_url = "$url"
api_key = { file = "$folder/simulated-exec-key" }
END
}

# Each block into a file of its own, named after its line, and "line|kind|note" into the file `blocks`.
extract() {
  awk '
    /^```/ && inside { close("block" line); inside = 0; next }
    /^```/ { inside = 1; line = NR; print NR "|" substr($0, 4) "|" note >"blocks"; printf "" >("block" line); note = ""; next }
    inside { print >("block" line); next }
    /^    / && blank { print NR >"unfenced" }
    { note = /^<!-- .* -->$/ ? substr($0, 6, length($0) - 9) : ""; blank = !NF }' "$1"
  [ ! -s unfenced ] || fail "The block in line $(cat unfenced) is not fenced."
}

# play LINE KIND NOTE FILE
play() {
  case "$2" in
    sh) play_shell "$@" ;;
    sql) play_sql "$@" ;;
    text | toml | cron) ;;
    python) play_python "$@" ;;
    *) fail "README.md:$1: this test does not know what to do with a block of '$2'." ;;
  esac
}

play_shell() {
  wanted=0
  case "$3" in
    'checked by: '*) stands_in "$1" "${3#checked by: }" "$4" && return ;;
    'by hand') by_hand=$((by_hand + 1)) && return ;;
    'ends with: '*) wanted="${3#ends with: }" ;;
  esac
  ! grep -q 'my.toml' "$4" || [ -e data ] || [ ! -e my.toml ] || edit_my_toml
  got=0
  { ! grep -q 'read -r' "$4" || printf '%s\n%s\n' "$learn_secret" "$exec_key"; } | bash -e "$4" >said 2>&1 || got=$?
  [ "$got" -eq "$wanted" ] || fail "README.md:$1: ended with $got instead of $wanted; what it said stands above." said
}

# stands_in LINE FILE BLOCK
stands_in() {
  while IFS= read -r command; do
    grep -qF -- "${command#sudo }" "$root/$2" || fail "README.md:$1: $2 does not have: $command"
  done <"$3"
}

play_sql() {
  sqlite3 -readonly -batch -bail -header training.db <"$4" >said 2>&1 || fail "README.md:$1: SQLite refuses it." said
  [ "$3" = 'may find nothing' ] || [ "$(wc -l <said)" -gt 1 ] || fail "README.md:$1: it finds nothing."
}

play_python() {
  if python3 -c 'import pandas' 2>/dev/null; then
    python3 "$4" >said 2>&1 || fail "README.md:$1: Python refuses it." said
  else
    by_hand=$((by_hand + 1))
  fi
}

# What the text tells people to do with an editor.
edit_my_toml() {
  mkdir data
  sed -i -e "s|^#path = .*|path = \"$folder/data/training.db\"|" \
    -e "/^region = /d" -e "s|^#base_url = .*|base_url = \"$url\"|" \
    -e "s|^api_secret = .*|api_secret = { file = \"$folder/learn-api-secret\" }|" \
    -e "s|^api_key = .*|api_key = { file = \"$folder/exec-api-key\" }|" my.toml
}

clean_up() {
  [ -z "$simulator" ] || kill "$simulator" 2>/dev/null || true
  rm -rf "$folder"
}

# fail SENTENCE [FILE]
fail() {
  [ $# -lt 2 ] || tail -n 30 "$2" >&2
  echo "readme_test.sh: $1" >&2
  exit 1
}

main
