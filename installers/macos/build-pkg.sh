#!/bin/sh
# Builds dist/primum-VERSION-macos-ARCH.pkg out of dist/primum, the folder that PyInstaller made.
# With IDENTITY_APP and IDENTITY_PKG (names of Developer ID certificates) it is signed; without them it is not, and
# macOS will ask the user to allow it. It is not notarised: whoever has an account at Apple does that before publishing.
set -eu
cd "$(dirname "$0")/../.."
bundle=dist/primum
[ -x "$bundle/primum-host" ] || { echo "Build the bundle first: make bundle" >&2; exit 1; }
version=$("$bundle/primum" --version | cut -d' ' -f2)
stage=build/macos
rm -rf "$stage"
mkdir -p "$stage/root/Library/Application Support/Primum"
cp -R "$bundle/" "$stage/root/Library/Application Support/Primum/"
install -m 755 installers/macos/uninstall.sh "$stage/root/Library/Application Support/Primum/"

if [ -n "${IDENTITY_APP:-}" ]; then
  # libraries first, programs last: each signature covers what lies inside
  find "$stage/root" -type f \( -name '*.dylib' -o -name '*.so' \) -exec \
    codesign --force --options runtime --timestamp --sign "$IDENTITY_APP" {} +
  for program in primum primum-host; do
    codesign --force --options runtime --timestamp --sign "$IDENTITY_APP" \
      "$stage/root/Library/Application Support/Primum/$program"
  done
fi

pkgbuild --root "$stage/root" --scripts installers/macos/scripts --identifier org.primum.companion \
  --version "$version" --install-location / "$stage/companion.pkg"
target="dist/primum-$version-macos-$(uname -m).pkg"
productbuild --package "$stage/companion.pkg" ${IDENTITY_PKG:+--sign "$IDENTITY_PKG"} "$target"
rm -rf "$stage"
echo "$target"
