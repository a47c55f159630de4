#!/bin/sh
# Makes sure that there is a Chromium for the demo and the tests: the system's own, else Debian's package.
set -eu
for program in chromium chromium-browser; do
  found=$(command -v "$program" 2>/dev/null) || continue
  # a snap's Chromium cannot start a program outside its box; Ubuntu's chromium-browser is a script that calls it
  case "$(readlink -f "$found")" in */snap/* | */snap) continue ;; esac
  if head -c 4096 "$found" | grep -q "/snap/bin"; then continue; fi
  exit 0
done
as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
  echo "Installing Chromium from Debian's packages..."
  export DEBIAN_FRONTEND=noninteractive
  if $as_root apt-get update -qq && $as_root apt-get install -y -qq chromium >/dev/null && ! [ -e /snap/bin/chromium ]; then exit 0; fi
fi
echo "Primum's demo and tests need Chromium: install it (on Debian: sudo apt install chromium; not a snap) and try again." >&2
exit 1
