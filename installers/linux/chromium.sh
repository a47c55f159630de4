#!/bin/sh
# Makes sure that there is a Chromium for the demo and the tests: the system's own, else Debian's package.
set -eu
for program in chromium chromium-browser; do
  if command -v "$program" >/dev/null 2>&1; then exit 0; fi
done
as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
  echo "Installing Chromium from Debian's packages..."
  export DEBIAN_FRONTEND=noninteractive
  if $as_root apt-get update -qq && $as_root apt-get install -y -qq chromium >/dev/null; then exit 0; fi
fi
echo "Primum's demo and tests need Chromium: install it (on Debian: sudo apt install chromium) and try again." >&2
exit 1
