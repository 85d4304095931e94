#!/bin/sh
# Opens the pages that `trainsync report` writes in a headless Chromium, as wide as a phone, a tablet and a desktop, in the
# dark and as for paper: that they render, overflow nowhere, can be read, and ask the network nothing. One page is of a
# file with 1,000,000 enrolments, which must take seconds and little memory.
#
#   sh tests/report_test.sh PROGRAM
#
# Needs chromium (sh tests/setup.sh extras) and sqlite3; where one is missing it says so and ends with exit code 77.
# Keeps the pages where KEEP names a folder.
set -eu

program="$(realpath "$1")"
cd -P "$(dirname "$0")/.."
rows=${TRAINSYNC_REPORT_ROWS:-1000000}
most_kilobytes=262144   # of virtual memory, while the file is several times as large
most_seconds=60         # a machine of its own needs 3; a busy one gets this
folder=
failures=0

main() {
  chromium="$(command -v chromium || command -v chromium-browser || command -v google-chrome)" ||
    skip "chromium is not installed: sh tests/setup.sh extras"
  command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
  folder="$(mktemp -d "${TMPDIR:-/tmp}/trainsync-report.XXXXXX")"
  trap 'rm -rf "$folder"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' HUP TERM

  browse --dump-dom 'data:text/html,<p>it%20draws</p>' | grep -q 'it draws' ||
    skip "this machine does not let $chromium run: $(tail -n 3 "$folder/browser.log")"
  empty_file
  awkward_file
  faults_are_found
  large_file
  [ "$failures" -eq 0 ] || { echo "report_test.sh: $failures of the looks at a page found faults." >&2; exit 1; }
  echo "All pages are as they should be."
}

skip() {
  echo "report_test.sh: SKIPPED: $1" >&2
  exit 77
}

empty_file() {
  make_file empty /dev/null
  report empty
  look empty 320
}

awkward_file() {
  make_file awkward tests/report/awkward.sql
  report awkward --names
  for width in 320 768 1280; do look awkward "$width"; done
  look awkward 1280 dark
  look awkward 680 print
  on_paper awkward
}

large_file() {
  make_file large tests/report/large.sql
  began=$(date +%s)
  (ulimit -v "$most_kilobytes" && report large)
  took=$(($(date +%s) - began))
  echo "The report on $rows enrolments took ${took} s; the page has $(wc -c <"$folder/large.html") bytes."
  [ "$took" -le "$most_seconds" ] || fault "it took $took s"
  [ "$(wc -c <"$folder/large.html")" -lt 200000 ] || fault "the page grows with the file"
  grep -q 'And [0-9,]* more items' "$folder/large.html" || fault "it does not say how many items are left out"
  for width in 320 768 1280; do look large "$width"; done
  look large 320 dark
  on_paper large
}

# This test sees what is wrong: each look at a page that was spoiled must find a fault.
faults_are_found() {
  spoil 's|<h2|<div style="width:2000px">wide</div><h2|'
  must_find 'the page is 20'
  spoil 's|<h2|<img src="http://evil.example/x.png"><h2|'
  must_find 'it asks for http://evil.example/x.png'
  must_find 'the browser asked for http://evil.example/x.png'
  spoil 's|<main>.*|</body></html>|'
  must_find 'sections are missing'
  spoil 's|--quiet: #55616e|--quiet: #b0b6bc|'
  must_find 'a contrast of'
  spoil 's|role="img"||'
  must_find 'no role'
}

spoil() {
  sed "$1" "$folder/awkward.html" >"$folder/spoilt.html"
  look_at spoilt 768 light
}

must_find() {
  grep -qF "$1" "$folder/found" || fault "a spoilt page passes; it should say: $1"
}

# make_file NAME SQL: a file as the program makes it, filled by SQL.
make_file() {
  {
    cat schema/migrations/*.sql schema/views.sql
    echo "PRAGMA application_id = $((0x54724e53)); PRAGMA user_version = $(ls schema/migrations/*.sql | wc -l);"
    echo "CREATE TEMP TABLE size (rows, items); INSERT INTO size VALUES ($rows, 5000);"
    cat "$2"
  } | sqlite3 -bail "$folder/$1.db" >/dev/null
}

# report NAME [OPTION]
report() {
  cat >"$folder/$1.toml" <<END
[database]
path = "$folder/$1.db"
[exec]
base_url = "http://127.0.0.1:9/rest/v1"
api_key = { env = "NOT_NEEDED" }
END
  "$program" --config "$folder/$1.toml" report ${2:+"$2"} "$folder/$1.html"
  [ -z "${KEEP:-}" ] || cp "$folder/$1.html" "$KEEP/"
}

# look NAME WIDTH [dark|print]
look() {
  look_at "$1" "$2" "${3:-light}"
  [ ! -s "$folder/found" ] || fault "$1 at $2 pixels, ${3:-light}: $(cat "$folder/found")"
}

# Leaves what is wrong in $folder/found. The copy that is looked at has no policy against scripts and requests, so that
# one which the policy would stop is seen.
look_at() {
  scheme='s|^||'
  case "$3" in
    dark) scheme='s|@media screen and (prefers-color-scheme: dark)|@media all|' ;;
    print) scheme='s|@media print|@media all|; s|@media not print|@media not all|' ;;
  esac
  {
    sed -e '/Content-Security-Policy/d' -e "$scheme" "$folder/$1.html"
    echo "<script>window.measures_print = $([ "$3" = print ] && echo true || echo false);"
    cat tests/report/measure.js
    echo "</script>"
  } >"$folder/copy.html"
  # A frame is as narrow as asked; a window is not.
  cat >"$folder/frame.html" <<END
<script>addEventListener("message", (event) => { document.querySelector("pre").textContent = event.data; });</script>
<iframe src="copy.html" style="border:0;width:$2px;height:2000px"></iframe>
<pre></pre>
END
  rm -f "$folder/requests.json"
  browse --log-net-log="$folder/requests.json" --dump-dom >"$folder/dom.html" \
    "file://$folder/frame.html" || true
  {
    grep -q "^measured" "$folder/dom.html" || echo "it was not rendered"
    grep -qE "(>|^)width $2\$" "$folder/dom.html" || echo "the window is not $2 pixels wide"
    sed -n 's|^fault: ||p' "$folder/dom.html"
    asked_for
  } >"$folder/found"
}

# All that the browser wanted from a network, but for what it always wants for itself.
asked_for() {
  [ -s "$folder/requests.json" ] || echo "there is no log of requests"
  grep -oE '"url":"[^"]+' "$folder/requests.json" | cut -c 8- | grep -vE '^(file|data|chrome|about):' |
    grep -vE '^https?://(update\.googleapis|accounts\.google|clients[0-9]*\.google|optimizationguide-pa\.googleapis|redirector\.gvt1|edgedl\.me\.gvt1|android\.clients\.google|content-autofill\.googleapis|safebrowsing\.googleapis|www\.google)\.com[/:]' |
    sort -u | sed 's|^|the browser asked for |'
}

on_paper() {
  browse --print-to-pdf="$folder/$1.pdf" --no-pdf-header-footer "file://$folder/$1.html" || true
  pages="$(grep -acE '/Type ?/Page$|/Type ?/Page[^s]' "$folder/$1.pdf" || true)"
  [ "${pages:-0}" -ge 2 ] && [ "${pages:-0}" -le 20 ] || fault "$1 has $pages pages on paper"
  [ -z "${KEEP:-}" ] || cp "$folder/$1.pdf" "$KEEP/"
}

# No name is ever resolved, so nothing leaves this machine. The pages are our own, so Chromium's sandbox, which many
# containers do not allow, is not needed.
browse() {
  timeout 120 "$chromium" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars \
    --user-data-dir="$folder/profile" --no-first-run --disable-background-networking --disable-component-update \
    --disable-sync --disable-extensions --disable-default-apps --host-resolver-rules='MAP * ~NOTFOUND' "$@" \
    2>"$folder/browser.log"
}

fault() {
  echo "FAULT: $1" >&2
  failures=$((failures + 1))
}

main
