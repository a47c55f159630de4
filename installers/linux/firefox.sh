#!/bin/sh
# Brings what the tests in Firefox need, where it can be had: the system's own, else Debian's packages. Without it they
# are skipped, and say so: this never fails.
set -eu
need=""
command -v firefox-esr >/dev/null 2>&1 || command -v firefox >/dev/null 2>&1 || need="firefox-esr"
command -v Xvfb >/dev/null 2>&1 || need="$need xvfb"
command -v xclip >/dev/null 2>&1 || need="$need xclip"
command -v openssl >/dev/null 2>&1 || need="$need openssl"
if [ -z "$need" ]; then exit 0; fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
  echo "Installing$(printf ' %s' $need) from Debian's packages..."
  export DEBIAN_FRONTEND=noninteractive
  if $as_root apt-get update -qq && $as_root apt-get install -y -qq $need >/dev/null; then exit 0; fi
fi
echo "The tests in Firefox are skipped: they need$(printf ' %s' $need) (on Debian: sudo apt install$(printf ' %s' $need))." >&2
