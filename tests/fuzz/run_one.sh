#!/bin/sh
# Runs one target that tests/fuzz.sh has built: TARGET SECONDS. Says how many inputs it tried, or what was found.
set -eu
target="$1"
log="build-fuzz/$target.log"
status=0
"build-fuzz/fuzz_$target" -max_total_time="$2" -max_len=8192 -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
  -dict="tests/fuzz/dictionaries/$target.dict" -artifact_prefix="build-fuzz/findings/$target-" \
  "build-fuzz/corpus/$target" "tests/fuzz/corpus/$target" >"$log" 2>&1 || status=$?
if [ "$status" -ne 0 ]; then
  grep -E 'This does not hold|ERROR|SUMMARY|runtime error' "$log" >&2 || tail -n 20 "$log" >&2
  echo "$target: a finding, in $(sed -n 's/.*Test unit written to //p' "$log"); all that is known of it stands in $log." >&2
  exit 1
fi
echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, no finding."
