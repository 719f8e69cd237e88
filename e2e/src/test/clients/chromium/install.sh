#!/bin/sh
# Fetches what Chromium and its driver need and this machine does not have, out of Debian's packages, into this folder.
set -e

missing() {
  apt-get install --simulate --no-install-recommends --assume-yes chromium chromium-driver fonts-roboto-unhinted |
    sed -n 's/^Inst \([^ ]*\).*/\1/p'
}

# A new machine has no lists of packages yet, and old lists name files that are gone.
wanted=$(missing) || { apt-get update && wanted=$(missing); }
if [ -n "$wanted" ]; then
  # shellcheck disable=SC2046,SC2086  # several words
  apt-get download $wanted || { apt-get update && apt-get download $(missing); }
  for package in *.deb; do
    dpkg -x "$package" .
    rm "$package"
  done
fi

home=$(pwd)
cat > fonts.conf <<END
<?xml version="1.0"?>
<fontconfig><dir>$home/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>$home/fonts-cache</cachedir>
<alias><family>system-ui</family><prefer><family>Roboto</family></prefer></alias>
<alias><family>sans-serif</family><prefer><family>Roboto</family></prefer></alias></fontconfig>
END
