#!/bin/sh
# Prints the manual page trainsync.toml(5), made from what `trainsync config` says.
#
#   sh systemd/toml_manual.sh build/trainsync
set -eu

reference="$("$1" config)"
cat <<'PAGE'
.TH TRAINSYNC.TOML 5 "" "trainsync" "trainsync"
.SH NAME
trainsync.toml \- configuration of trainsync
.SH SYNOPSIS
.I /etc/trainsync/trainsync.toml
.SH DESCRIPTION
The service reads it again at
.BR "systemctl reload trainsync" .
A file with a mistake is not taken; every mistake is reported at once, with its line.
.PP
.nf
PAGE
printf '%s\n' "$reference" | sed "s/\\\\/\\\\e/g; s/-/\\\\-/g; s/'/\\\\(aq/g" | awk '
  /^\[/ { sub(/  +/, ": "); print ".fi"; print ".SH", $0; print ".nf"; next }
  /^  [a-z]/ { print ".B \"  " $1 "\""; next }
  { print "\\&" $0 }'
cat <<'PAGE'
.fi
.SH SEE ALSO
.BR trainsync (1)
PAGE
