#!/bin/sh
# Installs the .deb with dpkg into a root of its own, asks the companion in it, removes it, and looks for leftovers.
# Nothing of the system that it runs on is touched; it needs no rights beyond dpkg's own.
set -eu
cd "$(dirname "$0")/../.."
deb=$(ls -t dist/primum_*.deb | head -1)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/etc/opt" "$root/home"
# the C library is there: the machine's own
sed -n '/^Package: libc6$/,/^$/p' /var/lib/dpkg/status > "$root/var/lib/dpkg/status"
in_root() { dpkg --root="$root" --force-not-root --force-script-chrootless --log=/dev/null "$@" >/dev/null; }
manifests() { find "$root/etc" "$root/usr/lib" -name primum.companion.json 2>/dev/null | sort; }

in_root --install "$deb"
[ "$(manifests | wc -l)" -eq 5 ] || { echo "expected five manifests, found: $(manifests)" >&2; exit 1; }
grep -q '"path": "/opt/primum/primum-host"' $(manifests)
env -i HOME="$root/home" PATH=/nowhere "$root/opt/primum/primum" check-text "Tél. de la patiente : 06 12 34 56 78." |
  grep -q "06 12 34 56 78"
mkdir -p "$root/home/.config/chromium" "$root/home/.mozilla/firefox"
env -i HOME="$root/home" PATH=/nowhere "$root/opt/primum/primum" install >/dev/null
env -i HOME="$root/home" PATH=/nowhere "$root/opt/primum/primum" doctor
env -i HOME="$root/home" PATH=/nowhere "$root/opt/primum/primum" uninstall >/dev/null
in_root --install "$deb"   # an upgrade to itself
[ "$(manifests | wc -l)" -eq 5 ]
in_root --remove primum
left=$(find "$root" -path "$root/var/lib/dpkg" -prune -o -iname '*primum*' -print)
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
[ -d "$root/etc/opt" ]
echo "$deb: installed, answered, removed without a trace"
