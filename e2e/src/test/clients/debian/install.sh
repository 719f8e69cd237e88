#!/bin/sh
# Fetches the programs that this machine does not have, out of Debian 12's packages, into this folder.
set -e
PATH=$PATH:/usr/sbin

missing=
command -v nginx || missing=nginx
command -v haproxy || missing="$missing haproxy liblua5.3-0 libopentracing-c-wrapper0 libopentracing1"
command -v promtool || missing="$missing prometheus"
# Always from here: the tests ask for it by its place.
missing="$missing busybox"

# A new machine has no lists of packages yet, and old lists name files that are gone.
# shellcheck disable=SC2086  # several words
apt-get download $missing || { apt-get update && apt-get download $missing; }
for package in *.deb; do
  dpkg -x "$package" .
done
