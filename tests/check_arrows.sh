#!/bin/sh
# Fails when a folder of the program includes one that it may not know: the arrows between the folders point one way.
#
#   sh tests/check_arrows.sh          this checkout
#   sh tests/check_arrows.sh FOLDER   another tree
set -eu
cd "${1:-$(dirname "$0")/..}"

# What each folder may include of ours, besides itself.
allowed_in() {
  case "$1" in
    config | schema | daemon/model | daemon/http) ;;
    daemon/learn | daemon/exec) echo daemon/model ;;
    daemon/store) echo schema daemon/model ;;
    daemon/service) echo config daemon/model ;;
    daemon/report) echo schema daemon/model ;;
    daemon/sync) echo config daemon/model daemon/learn daemon/exec daemon/http daemon/store ;;
    daemon/cli) echo config schema daemon/model daemon/learn daemon/exec daemon/http daemon/store daemon/service \
      daemon/report daemon/sync ;;
    daemon) echo daemon/cli ;;
    *) return 1 ;;
  esac
}

# config, schema or daemon/NAME, also for a file deeper down.
folder_of() {
  case "$1" in
    daemon/*/*) echo "$1" | cut -d / -f 1-2 ;;
    *) echo "${1%%/*}" ;;
  esac
}

# Prints FILE:LINE:PATH for every include of a file of ours.
includes() {
  find config schema daemon -name '*.[ch]pp*' | sort | xargs grep -HnE '^[[:space:]]*#[[:space:]]*include' |
    sed -nE 's,^([^:]+:[0-9]+:)[^"<]*["<]((config|schema|daemon|tests|\.\.?)/[^">]*)[">].*,\1\2,p'
}

found="$(includes)"
if [ -z "$found" ]; then
  echo "check_arrows.sh: no include of ours found in $PWD; this checks nothing." >&2
  exit 1
fi

wrong="$(
  echo "$found" | while IFS=: read -r file line included; do
    from="$(folder_of "$file")"
    to="$(folder_of "$included")"
    [ "$from" != "$to" ] || continue
    if ! allowed="$(allowed_in "$from")"; then
      echo "$file:$line: $from is not known to check_arrows.sh; say there what it may include."
      continue
    fi
    case " $allowed " in
      *" $to "*) ;;
      *) echo "$file:$line: $from may not include $included; of ours it may include: ${allowed:-nothing}." ;;
    esac
  done
)"

if [ -n "$wrong" ]; then
  echo "$wrong"
  exit 1
fi
echo "$(echo "$found" | wc -l) includes of ours, all along the arrows."
