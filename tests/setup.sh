#!/bin/sh
# Installs what trainsync is built with from Debian 12's packages, and nothing that is there already.
#
#   sh tests/setup.sh              what the program, the simulator and the tests need
#   sh tests/setup.sh sanitizers   that, and what the builds with sanitizers need
#   sh tests/setup.sh package      that, and what judges and tries the Debian package
#   sh tests/setup.sh extras       that, and what some tests are skipped without: the browser in which the report is
#                                  tried, and valgrind; 150 MB more to fetch
#
# Needs root, or sudo. Touches apt only when a package is missing.
set -eu

packages='
  ca-certificates ccache clang-19 cmake dpkg-dev file make ninja-build sqlite3
  libboost1.81-dev libboost-url1.81-dev libcli11-dev libspdlog-dev libsqlite3-dev libsqlitecpp-dev libssl-dev
  libtomlplusplus-dev libxlsxwriter-dev nlohmann-json3-dev zlib1g-dev
  libbenchmark-dev libgmock-dev libgtest-dev'
case "${1:-}" in
  sanitizers)
    # llvm-19 has the symbolizer that turns addresses in a report into file names and lines.
    packages="$packages libclang-rt-19-dev llvm-19"
    ;;
  # valgrind needs the symbols of the C library.
  extras) packages="$packages chromium valgrind libc6-dbg" ;;
  package) packages="$packages lintian mmdebstrap systemd systemd-container" ;;
esac

main() {
  if ! is_debian_12; then
    go_on_without_packages
    return
  fi
  missing="$(missing_packages)"
  if [ -z "$missing" ]; then
    echo "== All needed packages are installed."
    return
  fi
  choose_root
  echo "== Installing from Debian's packages:"
  echo "$missing" | fmt -w 78 | sed 's/^/   /'
  install_packages
}

is_debian_12() {
  [ "$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}")" = 'debian 12' ]
}

# Elsewhere the packages have other names, so only the tools are looked for; CMake looks for the libraries.
go_on_without_packages() {
  echo "== This is not Debian 12, so nothing is installed; going on with the tools that are there."
  for tool in cmake ninja sqlite3; do
    command -v "$tool" >/dev/null || fail "$tool is not installed. Install it, and run this again."
  done
}

missing_packages() {
  for package in $packages; do
    status="$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" || status=
    [ "$status" = installed ] || echo "$package"
  done | sort | tr '\n' ' '
}

choose_root() {
  if [ "$(id -u)" -eq 0 ]; then
    as_root=
  elif command -v sudo >/dev/null; then
    as_root=sudo
  else
    fail "These packages are missing, and installing them needs root or sudo: $missing"
  fi
}

install_packages() {
  log="$(mktemp)"
  trap 'rm -f "$log"' EXIT
  if apt_knows_all; then
    apt_install && return
    echo "== That failed, maybe for an old list of packages; fetching a new one and trying again."
  else
    echo "== Fetching the list of packages first."
  fi
  if apt_update && apt_install; then
    return
  fi
  tail -n 20 "$log" >&2
  fail "apt could not install the packages: its own words stand above."
}

apt_knows_all() {
  for package in $missing; do
    apt-cache show "$package" >/dev/null 2>&1 || return 1
  done
}

apt_update() {
  # apt counts a mirror that it cannot reach as a warning, unless told otherwise.
  apt_get update --error-on=any
}

# A package that stands in the way is never removed: the person whose machine it is decides that.
apt_install() {
  # shellcheck disable=SC2086 # one word a package
  apt_get install --yes --no-install-recommends --no-remove $missing
}

apt_get() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get --quiet -o DPkg::Lock::Timeout=120 "$@" \
    </dev/null >"$log" 2>&1
}

fail() {
  echo "setup.sh: $1" >&2
  exit 1
}

main
