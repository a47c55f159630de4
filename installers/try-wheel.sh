#!/bin/sh
# Installs the wheel with uv and with pipx, each into a place of its own, and asks the companion that came of it.
set -eu
cd "$(dirname "$0")/.."
wheel=$(ls -t dist/primum-*.whl | head -1)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir -p "$place/home/.config/chromium" "$place/home/.mozilla/firefox"
UV_TOOL_DIR="$place/uv" UV_TOOL_BIN_DIR="$place/bin-uv" \
  build/tools/bin/uv tool install --quiet --constraints constraints.txt "$wheel"
PIPX_HOME="$place/pipx" PIPX_BIN_DIR="$place/bin-pipx" \
  build/tools/bin/pipx install --quiet --pip-args "--constraint $PWD/constraints.txt" "$wheel" >/dev/null
for tool in uv pipx; do
  primum() { env -i HOME="$place/home" PATH=/nowhere "$place/bin-$tool/primum" "$@"; }
  primum check-text "Tél. de la patiente : 06 12 34 56 78." | grep -q "06 12 34 56 78"
  primum install >/dev/null
  primum doctor >/dev/null || { primum doctor; exit 1; }
  primum uninstall >/dev/null
  left=$(find "$place/home" -name 'primum*')
  [ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
  echo "$wheel: installed with $tool, answered, uninstalled without a trace"
done
