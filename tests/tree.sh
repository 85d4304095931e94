# shellcheck shell=sh
# Sourced by bare_tree.sh and package_test.sh: makes a bare Debian 12 in a folder. Needs root and mmdebstrap, and a
# function fail, which says a sentence and ends the script.

# unpack_tree NAME FOLDER [PACKAGE...]: a bare Debian 12, and these packages, in FOLDER, which must not be there yet. It is
# kept as a tarball of that NAME in ${TMPDIR:-/tmp} for a week.
unpack_tree() {
  cache="${TMPDIR:-/tmp}/trainsync-$1-$(dpkg --print-architecture).tar"
  unpacked="$2"
  shift 2
  [ -n "$(find "$cache" -mtime -7 2>/dev/null)" ] || make_tarball "$(dirname "$unpacked")" "$@"
  mkdir "$unpacked"
  tar --extract --file "$cache" --directory "$unpacked" --numeric-owner --exclude './dev/*'
  cp --dereference --remove-destination /etc/resolv.conf /etc/hosts "$unpacked/etc/"
}

# make_tarball SCRATCH [PACKAGE...]
make_tarball() {
  echo "== Making a bare Debian 12, kept as $cache."
  scratch="$1"
  shift
  apt_options >"$scratch/apt.conf"
  sources >"$scratch/sources.list"
  ! grep -q 'https:' "$scratch/sources.list" || set -- ca-certificates "$@"
  include="$(echo "$*" | tr ' ' ',')"
  # The list is read from standard input; an empty one means mmdebstrap's own choice of mirror.
  set -- --quiet --variant=minbase --format=tar --aptopt="$scratch/apt.conf" ${include:+"--include=$include"} \
    bookworm "$cache.new"
  [ ! -s "$scratch/sources.list" ] || set -- "$@" "$scratch/sources.list"
  mmdebstrap "$@" || fail "mmdebstrap could not make the tree."
  mv "$cache.new" "$cache"
}

# The Debian mirrors that this machine's apt uses, if it has any for Debian 12.
sources() {
  apt-get indextargets --format "deb \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" 'Created-By: Packages' 'Origin: Debian' |
    grep ' bookworm' | sort --unique || true
}

# How this machine's apt reaches them: proxies, and what it puts up with.
apt_options() {
  apt-config dump | grep -E '^Acquire::((http|https)(::|[[:space:]])|Check-)' || true
}
