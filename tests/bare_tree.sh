#!/bin/sh
# Runs a command in a clean clone of this checkout's last commit, inside a bare Debian 12 that is made for it and
# removed afterwards: no compiler, no cmake, nothing of this machine's but its kernel, its network and its mirrors.
#
#   sh tests/bare_tree.sh 'sh tests/demo.sh'
#
# Needs root, mmdebstrap and git. The bare tree is kept as a tarball in ${TMPDIR:-/tmp} for a week. Returns the
# command's exit code. The mounts and the processes live in namespaces of their own, which end with this script.
set -eu

cd -P "$(dirname "$0")/.."
# shellcheck source=tests/tree.sh
. tests/tree.sh

home=/root/trainsync
runner=
folder=

main() {
  [ $# -eq 1 ] || fail "say which command to run, as one word: sh tests/bare_tree.sh 'sh tests/demo.sh'"
  [ "$(id -u)" -eq 0 ] || fail "only root can make a tree and mount into it."
  for tool in mmdebstrap git; do
    command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install $tool"
  done
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' HUP TERM
  folder="$(mktemp -d "${TMPDIR:-/tmp}/trainsync-tree.XXXXXX")"
  chmod 755 "$folder"
  tree="$folder/tree"

  unpack_tree bookworm "$tree"
  clone
  run "$1"
}

clone() {
  git clone --quiet --no-hardlinks "$PWD" "$tree$home"
  echo "== A clean clone of $(git log -1 --format='%h, "%s",') in a bare Debian 12."
  if [ -n "$(git status --porcelain)" ]; then
    echo "   What is not committed is not in it."
  fi
}

run() {
  echo "== Running: $1"
  # shellcheck disable=SC2016 # the inner shell expands its own
  unshare --mount --propagation private --pid --fork --kill-child sh -c '
    tree="$1" command="$2" home="$3"
    mount --rbind /dev "$tree/dev" && mount -t proc proc "$tree/proc" || exit 1
    chroot "$tree" env -i HOME=/root TERM="${TERM:-dumb}" PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} \
      env --chdir="$home" sh -c "$command"
    exit $?
  ' sh "$tree" "$1" "$home" &
  runner=$!
  wait "$runner"
}

clean_up() {
  if [ -n "$runner" ]; then
    kill -KILL "$runner" 2>/dev/null || true
    wait "$runner" 2>/dev/null || true
  fi
  if [ -n "$folder" ]; then
    rm -rf --one-file-system "$folder"
  fi
}

fail() {
  echo "bare_tree.sh: $1" >&2
  exit 2
}

main "$@"
