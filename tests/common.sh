# shellcheck shell=sh
# Sourced by demo.sh, run.sh and .ci/run: what they share. Everything here works in the checkout's root.

say() {
  echo "== $*"
}

# Children: each is started in a session of its own, so that it and whatever it started can be ended together,
# and none outlives the script, however that ends. INT and TERM end the script at once, also amid a build.
children=

start_child() {
  setsid "$@" &
  child=$!
  children="$children $child"
}

# Runs a command as a child and waits for it; returns its exit code.
run_child() {
  others="$children"
  start_child "$@"
  status=0
  wait "$child" || status=$?
  children="$others"
  return "$status"
}

end_children() {
  for child in $children; do
    kill -TERM "-$child" 2>/dev/null || kill -TERM "$child" 2>/dev/null || continue
    wait "$child" 2>/dev/null || true
  done
  children=
}

trap end_children EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# fresh_if_unusable FOLDER: prints --fresh, CMake's option to forget an earlier configuration, when the one in FOLDER
# is of another place or another generator, or its compiler was refused.
fresh_if_unusable() {
  [ -f "$1/CMakeCache.txt" ] || return 0
  for line in "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" CMAKE_GENERATOR:INTERNAL=Ninja \
    TRAINSYNC_COMPILER_IS_RIGHT:INTERNAL=TRUE; do
    grep -Fqx "$line" "$1/CMakeCache.txt" || { echo --fresh; return; }
  done
}

# Lets ccache find what an earlier build made, also from another build folder or another clone.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
