#!/bin/sh
# Shows that the Debian package does what systemd/README.md says: installs it into a bare Debian 12, boots that with a
# real systemd as its first process, and plays a service's life: an untouched sample, a start, syncs with the simulator,
# readers, reloads, an outage, kill -9, a stuck process, a stop, a boot, an upgrade, a removal, a purge.
#
#   sh tests/package_test.sh PACKAGE.deb SIMULATOR
#
# PACKAGE.deb is what `cpack -G DEB` made, SIMULATOR is build/tests/trainsync-simulator. Needs root, mmdebstrap,
# systemd-nspawn (package systemd-container) and a machine that may mount and make namespaces. Where one of these is
# missing it says so and ends with exit code 77. The mounts and the processes live in namespaces of their own, which end
# with this script.
set -eu

[ $# -eq 2 ] || { echo "package_test.sh: say which package and which simulator." >&2; exit 2; }
package="$(realpath "$1")"
simulator="$(realpath "$2")"
cd -P "$(dirname "$0")/.."
# shellcheck source=tests/tree.sh
. tests/tree.sh

unit=trainsync.service
config=/etc/trainsync/trainsync.toml
secrets=/etc/trainsync/credentials
state=/var/lib/trainsync
database=$state/training.db
learn_secret='Kq7+/=%&: of the simulator'
exec_key=exec_live_7Hq2mPzX4kT9wBvN1cR8sJdL5fGyA3eU6oIhQxWt
folder=
nspawn=
leader=

main() {
  skip_where_it_cannot_work
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' HUP TERM
  folder="$(mktemp -d "${TMPDIR:-/tmp}/trainsync-package.XXXXXX")"
  chmod 755 "$folder"
  tree="$folder/tree"
  unpack_tree bookworm-systemd "$tree" systemd systemd-sysv dbus
  furnish

  without_systemd
  boot
  installed
  untouched_sample
  first_start
  readers 'while it runs'
  one_writer
  sync_on_demand
  examples_of_the_manual
  good_reload
  bad_reload
  outage
  killed
  stuck
  stopped
  started_by_a_boot
  upgraded
  no_secret_in_the_journal
  removed_and_purged
  begun_by_root
  echo "== The package does what it should: $checks checks."
}

# --- The life of the service, a step a function ---

without_systemd() {
  step 'Installed and purged where no systemd runs'
  in_chroot apt-get --quiet --yes update >"$folder/apt.log" 2>&1 || {
    tail -n 30 "$folder/apt.log" >&2
    skip 'apt could not fetch its lists; its words stand above.'
  }
  fetch_promtool
  in_chroot apt-get --quiet --yes install /opt/test/first.deb >"$folder/apt.log" 2>&1 ||
    fail "The package could not be installed." "$folder/apt.log"
  is 'the exit code of --version' 0 "$(code_of in_chroot trainsync --version)"
  is "the group of $state" trainsync "$(in_chroot stat -c %G $state)"
  in_chroot apt-get --quiet --yes purge trainsync >"$folder/apt.log" 2>&1 ||
    fail "The package could not be purged." "$folder/apt.log"
  is 'what a purge leaves in /etc' '' "$(find "$tree/etc" -name '*trainsync*' ! -path '*/apt/*')"
  is 'what a purge leaves in /var/lib' '' "$(find "$tree/var/lib" -maxdepth 1 -name 'trainsync*')"
}

installed() {
  step 'Installed under systemd'
  install_package first
  is 'enabled' disabled "$(inside systemctl is-enabled $unit || true)"
  is 'running' inactive "$(inside systemctl is-active $unit || true)"
  is "who may do what with $state" '750 trainsync:trainsync' "$(inside stat -c '%a %U:%G' $state)"
  is "who may do what with $secrets" '700 root:root' "$(inside stat -c '%a %U:%G' $secrets)"
  is "who may do what with $config" '644 root:root' "$(inside stat -c '%a %U:%G' $config)"
  is "what systemd objects to in the unit" '' "$(inside systemd-analyze verify --man=no $unit 2>&1)"
  is_true 'there are manual pages' \
    inside sh -c 'ls /usr/share/man/man1/trainsync.1.gz /usr/share/man/man5/trainsync.toml.5.gz >/dev/null'
  for verb in $(inside trainsync --help | awk '/^Subcommands:/ { on = 1; next } /^[^ ]/ { on = 0 } on && /^  [a-z]/ { print $1 }'); do
    is_true "the manual page knows $verb" manual_names "$verb"
    is "completion of $verb" "$verb" "$(offered trainsync "$verb")"
  done
  is 'completion of an option' --source "$(offered trainsync sync --so)"
  is 'completion of a source' 'exec learn' "$(offered trainsync sync --source '')"
}

untouched_sample() {
  step 'Started with the untouched sample'
  is 'the exit code of systemctl' 1 "$(code_of inside systemctl start $unit)"
  is 'the exit code of the service' 2 "$(show ExecMainStatus)"
  is 'its state' failed "$(show ActiveState)"
  is_true 'it says that the secret for Learn is missing' journal_has learn-api-secret
  is_true 'it says that the secret for Exec is missing' journal_has exec-api-key
  is 'restarts' 0 "$(show NRestarts)"
}

first_start() {
  step 'Filled in, enabled and started'
  inside usermod --append --groups trainsync reader
  put_secrets
  configure
  start_simulator
  inside systemctl enable --now trainsync 2>/dev/null || fail_with_journal 'The service did not start.'
  is 'its state' active "$(show ActiveState)"
  is_true 'STATUS says something' status_has '[a-z]'
  eventually 'all is fresh' all_is fresh 7
  eventually 'STATUS says when it next polls' status_has 'next at'
  is "who may do what with $database" '640 trainsync:trainsync' "$(inside stat -c '%a %U:%G' $database)"
  rows="$(query 'SELECT count(*) FROM enrolments')"
  is_true 'there are enrolments' test "$rows" -gt 900
  is_true 'systemctl says so too' inside systemctl status trainsync --no-pager >/dev/null
  echo "   STATUS: $(show StatusText)"
}

# readers WHEN: as another user of the group, and not as one outside of it.
readers() {
  step "Read by others $1"
  is 'rows that a member of the group sees' "$rows" \
    "$(inside runuser -u reader -- sqlite3 -readonly $database 'SELECT count(*) FROM enrolments' 2>&1)"
  is 'rows that a member of the group sees without -readonly' "$rows" \
    "$(inside runuser -u reader -- sqlite3 $database 'SELECT count(*) FROM enrolments' 2>&1)"
  is_true 'a member of the group cannot change it' \
    refuses runuser -u reader -- sqlite3 $database 'DELETE FROM enrolments'
  is_true 'a stranger sees nothing' \
    refuses runuser -u stranger -- sqlite3 -readonly $database 'SELECT count(*) FROM enrolments'
}

one_writer() {
  step 'A second writer'
  is 'the exit code of trainsync sync' 4 \
    "$(code_of inside env CREDENTIALS_DIRECTORY=$secrets trainsync sync)"
  is_true 'it says which process writes' grep -q "process $(show MainPID)" "$folder/said"
  is_true 'the service goes on' passes_again
}

sync_on_demand() {
  step 'SIGUSR1: everything is due now'
  eventually 'it is idle' is_idle
  asked="$(stamp)"
  ask_for_all
  eventually 'all is read again' passed_since "$asked"
  eventually 'all is fresh' all_is fresh 7
}

examples_of_the_manual() {
  step "The manual's examples"
  zcat "$tree/usr/share/man/man1/trainsync.1.gz" | awk '
    /^\.SH/ { of_examples = /EXAMPLES/ }
    /^\.nf/ && of_examples { on = 1; command = ""; next }
    /^\.fi/ && on { on = 0; print command }
    on { sub(/\\e$/, ""); gsub(/\\/, ""); command = command $0 " " }' >"$folder/examples"
  is 'how many there are' 3 "$(wc -l <"$folder/examples")"
  while IFS= read -r example; do
    is "the exit code of: $example" 0 "$(code_of inside sh -c "cd /tmp && $example" </dev/null)"
  done <"$folder/examples"
}

good_reload() {
  step 'Reloaded with a good configuration'
  before="$(show MainPID)"
  # As systemd/README.md says for Prometheus' node exporter.
  inside sh -c '
    mkdir -p /var/lib/prometheus/node-exporter /etc/systemd/system/trainsync.service.d
    printf "[Service]\nReadWritePaths=/var/lib/prometheus/node-exporter\n" >/etc/systemd/system/trainsync.service.d/metrics.conf
    echo "a+ /var/lib/prometheus/node-exporter - - - - u:trainsync:rwx" >/etc/tmpfiles.d/trainsync-metrics.conf
    systemd-tmpfiles --create trainsync-metrics.conf && systemctl daemon-reload && systemctl restart trainsync'
  is_true 'it started again' test "$(show MainPID)" != "$before"
  before="$(show MainPID)"
  configure "$metrics" 'level = "debug"'
  is 'the exit code of systemctl reload' 0 "$(code_of inside systemctl reload $unit)"
  is_true 'it syncs' passes_again
  eventually 'lines of the new level' journal_has . -p 7..7
  eventually 'STATUS says when it next polls' status_has 'next at'
  eventually 'the metrics' inside test -s /var/lib/prometheus/node-exporter/trainsync.prom
  is_true 'all may read the metrics' \
    inside runuser -u stranger -- cat /var/lib/prometheus/node-exporter/trainsync.prom >"$folder/metrics"
  is 'what promtool objects to in the metrics' '' \
    "$(in_chroot /opt/test/promtool check metrics 2>&1 <"$folder/metrics" || echo "exit code $?")"
  is 'the process' "$before" "$(show MainPID)"
  is_true 'all is fresh' all_is fresh 7
}

bad_reload() {
  step 'Reloaded with a bad configuration'
  before="$(show MainPID)"
  inside sh -c "printf '\n[learn_]\npol_interval = 7\n' >>$config"
  inside systemctl reload $unit || true
  line="$(inside grep -n 'learn_' $config | cut -d: -f1)"
  eventually 'the log names the line' journal_has "trainsync.toml:$line" -p 4
  is_true 'it syncs with the old configuration' passes_again
  is 'the process' "$before" "$(show MainPID)"
  is 'its state' active "$(show ActiveState)"
  is_true 'all is fresh' all_is fresh 7
  configure "$metrics"
  inside systemctl reload $unit
}

outage() {
  step 'The platforms are away, and come back'
  before="$(show MainPID)"
  inside systemctl stop simulator
  ask_for_all
  eventually 'sync_health says so' any_is failing
  is 'its state' active "$(show ActiveState)"
  echo "   STATUS: $(show StatusText)"
  start_simulator
  is_true 'it recovers' passes_again
  eventually 'all is fresh' all_is fresh 7
  is 'the process' "$before" "$(show MainPID)"
}

killed() {
  step 'kill -9'
  before="$(show NRestarts)"
  ask_for_all
  inside systemctl kill --kill-whom=main --signal KILL $unit
  eventually 'it is gone' is_state auto-restart
  readers 'after a kill'
  eventually 'it comes back' is_state running
  is 'restarts' $((before + 1)) "$(show NRestarts)"
  is_true 'it syncs' passes_again
  eventually 'all is fresh' all_is fresh 7
  is 'rows' "$rows" "$(query 'SELECT count(*) FROM enrolments')"
  is 'the file' ok "$(query 'PRAGMA integrity_check')"
}

stuck() {
  step 'Stuck: the watchdog'
  is 'what the unit sets' 1min "$(show WatchdogUSec)"
  inside sh -c 'printf "[Service]\nWatchdogSec=3s\n" >/etc/systemd/system/trainsync.service.d/watchdog.conf
    systemctl daemon-reload && systemctl restart trainsync'
  sleep 8
  is 'restarts of one that is well' 0 "$(show NRestarts)"
  inside systemctl kill --kill-whom=main --signal STOP $unit
  eventually 'it is ended' is_state auto-restart
  is 'why' watchdog "$(show Result)"
  eventually 'it comes back' is_state running
  is_true 'it syncs' passes_again
  eventually 'all is fresh' all_is fresh 7
  inside sh -c 'rm /etc/systemd/system/trainsync.service.d/watchdog.conf; systemctl daemon-reload; systemctl restart trainsync'
}

stopped() {
  step 'Stopped'
  ask_for_all
  began="$(date +%s)"
  inside systemctl stop $unit
  is_true 'within 5 s' test $(($(date +%s) - began)) -le 5
  is 'how it ended' 'success exited 0' \
    "$(show Result) $(show ExecMainCode | sed 's/^1$/exited/') $(show ExecMainStatus)"
  readers 'after a stop'
  is 'the file' ok "$(query 'PRAGMA integrity_check')"
  is_true 'nothing is failing' refuses_any failing
}

started_by_a_boot() {
  step 'Started by a boot'
  power_off
  boot
  start_simulator
  eventually 'it runs' is_state running
  is_true 'it syncs' passes_again
  eventually 'all is fresh' all_is fresh 7
  eventually 'STATUS says when it next polls' status_has 'next at'
}

upgraded() {
  step 'Upgraded'
  before="$(show MainPID)"
  inside sh -c "echo '# edited' >>$config"
  install_package second
  # shellcheck disable=SC2016 # dpkg-query expands it
  is 'the version' "$version+next" "$(inside dpkg-query --show --showformat '${Version}' trainsync)"
  eventually 'it runs' is_state running
  is_true 'as a new process' test "$(show MainPID)" != "$before"
  is 'enabled' enabled "$(inside systemctl is-enabled $unit || true)"
  is_true 'the configuration is as it was edited' inside grep -q '^# edited' $config
  is_true 'it syncs' passes_again
  eventually 'all is fresh' all_is fresh 7
  is 'rows' "$rows" "$(query 'SELECT count(*) FROM enrolments')"
}

no_secret_in_the_journal() {
  step 'No secret in the journal'
  inside journalctl --no-pager --output=verbose >"$folder/journal"
  is 'lines with a secret' 0 "$(grep -cF -e "$learn_secret" -e "$exec_key" "$folder/journal" || true)"
}

removed_and_purged() {
  step 'Removed'
  apt remove
  is 'running' inactive "$(inside systemctl is-active $unit || true)"
  is_true 'the configuration stays' inside test -f $config
  is_true 'the secrets stay' inside test -f $secrets/exec-api-key
  is 'rows' "$rows" "$(query 'SELECT count(*) FROM enrolments')"

  step 'Installed again, as it was'
  install_package second
  inside systemctl start $unit
  is_true 'it syncs' passes_again
  is 'enabled' enabled "$(inside systemctl is-enabled $unit || true)"

  step 'Purged'
  apt purge
  is 'what is left in /etc' '' "$(inside find /etc/trainsync /etc/systemd/system -name '*trainsync.[st]*' ! -name '*.d' 2>/dev/null)"
  is_true 'the secrets are gone' refuses test -e $secrets
  is 'rows' "$rows" "$(query 'SELECT count(*) FROM enrolments')"

  step 'Purged with the data'
  install_package second
  is 'enabled' disabled "$(inside systemctl is-enabled $unit || true)"
  apt purge TRAINSYNC_PURGE_DATA=yes
  is_true "$state is gone" refuses test -e $state
}

begun_by_root() {
  step 'The first sync by root, then the service'
  install_package second
  put_secrets
  configure
  is "the exit code of root's sync" 0 "$(code_of inside env CREDENTIALS_DIRECTORY=$secrets trainsync sync)"
  is 'whose the files are' trainsync:trainsync "$(inside sh -c "stat -c %U:%G $database*" | sort -u)"
  inside systemctl start $unit
  is_true 'the service syncs' passes_again
  eventually 'all is fresh' all_is fresh 7
  inside systemctl stop $unit
}

# --- What the steps are made of ---

metrics='[metrics]
textfile = "/var/lib/prometheus/node-exporter/trainsync.prom"'

# configure [LINES [LINES OF LOG]]
configure() {
  inside sh -c "cat >$config" <<TOML
${1:-}

[log]
${2:-}

[learn]
base_url = "http://127.0.0.1:18080/rest/v1"
tenant_id = "eu-west-2_AbcdEfghI"
api_secret = { credential = "learn-api-secret" }

[exec]
base_url = "http://127.0.0.1:18080/rest/v1"
api_key = { credential = "exec-api-key" }
TOML
}

put_secrets() {
  inside sh -c "umask 077; printf '%s\n' '$learn_secret' >$secrets/learn-api-secret; printf '%s\n' '$exec_key' >$secrets/exec-api-key"
}

start_simulator() {
  inside systemd-run --quiet --collect --unit simulator --setenv LD_LIBRARY_PATH=/opt/test/lib \
    /opt/test/trainsync-simulator --port 18080 --seed 7 --as-of 2026-11-01T12:00:00Z --assignments 3 \
    --enrolments 250 --exec 230 --run-for 3600 --ready-file /run/simulator-ready \
    --learn-secret-file $secrets/learn-api-secret --exec-key-file $secrets/exec-api-key
  eventually 'the simulator is ready' inside test -s /run/simulator-ready
  inside rm /run/simulator-ready
}

# code_of COMMAND...: its exit code; what it says is in the file `said`.
code_of() {
  "$@" >"$folder/said" 2>&1 && echo 0 || echo $?
}

show() {
  inside systemctl show --value --property "$1" $unit
}

status_has() {
  show StatusText | grep -q -- "$1"
}

is_state() {
  [ "$(show SubState)" = "$1" ]
}

query() {
  inside sqlite3 -readonly $database "$1"
}

# all_is STATE STREAMS: so many streams, all in this state.
all_is() {
  [ "$(query "SELECT group_concat(DISTINCT state) || ' ' || count(*) FROM sync_health" 2>/dev/null)" = "$1 $2" ]
}

any_is() {
  [ "$(query "SELECT count(*) FROM sync_health WHERE state = '$1'")" -gt 0 ]
}

refuses_any() {
  ! any_is "$1"
}

# refuses COMMAND...: it fails, inside.
refuses() {
  ! inside "$@" >/dev/null 2>&1
}

ask_for_all() {
  inside systemctl kill --kill-whom=main --signal USR1 $unit
}

# After SIGUSR1, all lists that are polled are read again, to their end.
passes_again() {
  asked="$(stamp)"
  ask_for_all
  within 60 passed_since "$asked"
}

is_idle() {
  ! status_has 'polling\|reading'
}

stamp() {
  query "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
}

passed_since() {
  [ "$(query "SELECT count(*) FROM sync_health
               WHERE (stream = 'enrolments' OR source = 'exec')
                 AND coalesce(last_whole_at, '') < '$1'")" = 0 ]
}

# journal_has PATTERN [OPTION...]: in what the service said since the step began.
journal_has() {
  pattern="$1"
  shift
  inside journalctl --quiet --no-pager --unit $unit --output cat --since "@$step_began" "$@" | grep -q -- "$pattern"
}

manual_names() {
  # shellcheck disable=SC1003 # a backslash
  zcat "$tree/usr/share/man/man1/trainsync.1.gz" | tr -d '\\' | grep -Eq "^\.BR? \"?$1"
}

# offered WORD...: what bash would offer for the last of them.
offered() {
  # shellcheck disable=SC2016 # the inner shell expands its own
  inside bash -c '
    . /usr/share/bash-completion/completions/trainsync
    compopt() { :; }
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _trainsync && printf "%s\n" "${COMPREPLY[@]}" | sort | paste -s -d " "' bash "$@"
}

install_package() {
  inside env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes -o Dpkg::Options::=--force-confold \
    install "/opt/test/$1.deb" >"$folder/apt.log" 2>&1 || fail "apt could not install the package." "$folder/apt.log"
}

# apt remove|purge [NAME=VALUE]
apt() {
  verb="$1"
  shift
  inside env DEBIAN_FRONTEND=noninteractive "$@" apt-get --quiet --yes "$verb" trainsync >"$folder/apt.log" 2>&1 ||
    fail "apt could not $verb the package." "$folder/apt.log"
}

# --- The tree ---

skip_where_it_cannot_work() {
  [ "$(id -u)" -eq 0 ] || skip "only root can boot a tree."
  for tool in mmdebstrap systemd-nspawn unshare nsenter dpkg-deb; do
    command -v "$tool" >/dev/null || skip "$tool is missing. sh tests/setup.sh package installs it."
  done
  unshare --mount --propagation private --pid --fork sh -c "$mounts" >/dev/null 2>&1 ||
    skip "this machine does not let root mount a cgroup tree in a namespace."
}

# Prometheus' checker of metrics, without Prometheus.
fetch_promtool() {
  # shellcheck disable=SC2016 # the inner shell expands its own
  in_chroot sh -c 'cd /opt/test && apt-get --quiet download prometheus && dpkg-deb --fsys-tarfile prometheus_*.deb |
    tar --extract --file - --strip-components 3 ./usr/bin/promtool && rm prometheus_*.deb' >"$folder/apt.log" 2>&1 ||
    fail 'promtool could not be fetched.' "$folder/apt.log"
}

# In a namespace: the cgroup tree as a later systemd wants it.
mounts='mount -t tmpfs tmpfs /run && { umount -R /sys/fs/cgroup || :; } && mount -t cgroup2 cgroup2 /sys/fs/cgroup'
cgroup="/sys/fs/cgroup/trainsync-test-$$"

# Into the tree: the package, a later one, the simulator with its libraries, a reader and a stranger.
furnish() {
  mkdir -p "$tree/opt/test/lib"
  tr -d - </proc/sys/kernel/random/uuid >"$tree/etc/machine-id"
  cp "$package" "$tree/opt/test/first.deb"
  version="$(dpkg-deb --field "$package" Version)"
  dpkg-deb --raw-extract "$package" "$folder/later"
  sed -i "s/^Version: .*/Version: $version+next/" "$folder/later/DEBIAN/control"
  echo '# A later sample says more.' >>"$folder/later$config"
  dpkg-deb --root-owner-group --build "$folder/later" "$tree/opt/test/second.deb" >/dev/null
  cp "$simulator" "$tree/opt/test/trainsync-simulator"
  ldd "$simulator" | awk '$2 == "=>" { print $3 }' | grep -Ev '/lib(c|m)\.so' |
    xargs -I '{}' cp --dereference '{}' "$tree/opt/test/lib/"
  chroot "$tree" sh -c 'useradd reader && useradd stranger'
}

in_chroot() {
  # shellcheck disable=SC2016 # the inner shell expands its own
  unshare --mount --propagation private --pid --fork --kill-child sh -c '
    tree="$1"
    shift
    mount --rbind /dev "$tree/dev" && mount -t proc proc "$tree/proc" || exit 1
    chroot "$tree" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
      ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} "$@"
    exit $?
  ' sh "$tree" "$@"
}

boot() {
  # shellcheck disable=SC2016 # the inner shell expands its own
  unshare --mount --propagation private sh -c "$mounts"' && mkdir -p "$2" && echo 0 >"$2/cgroup.procs" || exit 1
    exec systemd-nspawn --quiet --directory "$1" --boot --register=no --keep-unit --private-network \
      --resolv-conf=off --timezone=off --link-journal=no --machine trainsync-test' sh "$tree" "$cgroup" \
    </dev/null >"$folder/console.log" 2>&1 &
  nspawn=$!
  within 60 has_leader || { cat "$folder/console.log" >&2; skip "the tree did not boot; systemd-nspawn's words stand above."; }
  within 60 is_booted || { cat "$folder/console.log" >&2; skip "the tree did not boot; its console's words stand above."; }
}

# The tree's first process: the child of nspawn that is the first of a PID namespace.
has_leader() {
  # shellcheck disable=SC2013 # words are meant
  for leader in $(cat "/proc/$nspawn/task/$nspawn/children" 2>/dev/null); do
    grep -Eq '^NSpid:.*[[:space:]]1$' "/proc/$leader/status" 2>/dev/null && return 0
  done
  leader=
  return 1
}

is_booted() {
  inside systemctl is-system-running 2>/dev/null | grep -Eq 'running|degraded'
}

power_off() {
  inside systemctl poweroff || true
  wait "$nspawn" || true
  nspawn=
  leader=
}

inside() {
  nsenter --target "$leader" --all env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

clean_up() {
  if [ -n "$leader" ]; then
    kill -KILL "$leader" 2>/dev/null || true
  fi
  if [ -n "$nspawn" ]; then
    kill -TERM "$nspawn" 2>/dev/null || true
    wait "$nspawn" 2>/dev/null || true
  fi
  # shellcheck disable=SC2016 # the inner shell expands its own
  unshare --mount --propagation private sh -c "$mounts"' && [ ! -d "$1" ] || find "$1" -depth -type d -exec rmdir {} +' \
    sh "$cgroup" 2>/dev/null || true
  if [ -n "$folder" ]; then
    rm -rf --one-file-system "$folder"
  fi
}

# --- What is said ---

checks=0

step() {
  echo "== $1"
  step_began="$(date +%s)"
}

# is WHAT WANTED GOT
is() {
  [ "$2" = "$3" ] || fail_with_journal "$1: wanted '$2', got '$3'."
  checks=$((checks + 1))
}

# is_true WHAT COMMAND...
is_true() {
  what="$1"
  shift
  "$@" || fail_with_journal "Not true: $what."
  checks=$((checks + 1))
}

# eventually WHAT COMMAND...
eventually() {
  what="$1"
  shift
  within 60 "$@" || fail_with_journal "Not within a minute: $what."
  checks=$((checks + 1))
}

# within SECONDS COMMAND...
within() {
  end=$(($(date +%s) + $1))
  shift
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 0.1
  done
}

skip() {
  cat >&2 <<END

**********************************************************************************************
SKIPPED: the package was not tried under systemd: $1
**********************************************************************************************

END
  exit 77
}

fail_with_journal() {
  if [ -n "$leader" ]; then
    inside systemctl status --no-pager --lines 0 $unit >&2 || true
    inside journalctl --quiet --no-pager --lines 30 --output short-monotonic --unit $unit >&2 || true
    query 'SELECT source, stream, state, last_whole_at, what_to_do FROM sync_health' >&2 || true
  fi
  fail "$1"
}

# fail SENTENCE [LOG]
fail() {
  [ $# -lt 2 ] || tail -n 30 "$2" >&2
  echo "package_test.sh: $1" >&2
  exit 1
}

main
