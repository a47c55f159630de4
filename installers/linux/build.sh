#!/bin/sh
# Builds dist/primum-VERSION-linux-ARCH.tar.gz and, where dpkg-deb is, dist/primum_VERSION_ARCH.deb.
# Both hold the folder that PyInstaller made in dist/primum: Python and the models inside, nothing needed outside
# but glibc.
set -eu
cd "$(dirname "$0")/../.."
bundle=dist/primum
[ -x "$bundle/primum-host" ] || { echo "Build the bundle first: make bundle" >&2; exit 1; }
version=$("$bundle/primum" --version | cut -d' ' -f2)
machine=$(uname -m)
# the same bundle gives the same bytes
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct 2>/dev/null || echo 0)}"
export SOURCE_DATE_EPOCH
tidy="--sort=name --owner=0 --group=0 --numeric-owner --mtime=@$SOURCE_DATE_EPOCH"

stage=build/linux
rm -rf "$stage"
mkdir -p "$stage/deb/opt" "$stage/deb/usr/bin" "$stage/deb/DEBIAN" "$stage/deb/usr/share/doc/primum"
cp -a "$bundle" "$stage/deb/opt/primum"

tarball="dist/primum-$version-linux-$machine.tar.gz"
cp installers/linux/README "$stage/deb/opt/primum/README"
# shellcheck disable=SC2086
tar $tidy -C "$stage/deb/opt" -cf - primum | gzip -n > "$tarball"
echo "$tarball"

command -v dpkg-deb >/dev/null || { echo "No dpkg-deb here: no .deb." >&2; exit 0; }
architecture=$(dpkg --print-architecture)
ln -s /opt/primum/primum "$stage/deb/usr/bin/primum"
cp LICENSE "$stage/deb/usr/share/doc/primum/copyright"
size=$(du -sk "$stage/deb/opt" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
  installers/linux/control > "$stage/deb/DEBIAN/control"
install -m 755 installers/linux/postinst installers/linux/prerm "$stage/deb/DEBIAN/"
chmod -R u+rwX,go+rX,go-w "$stage/deb"
deb="dist/primum_${version}_$architecture.deb"
dpkg-deb --root-owner-group "-Z${DEB_COMPRESSION:-xz}" --build "$stage/deb" "$deb" >/dev/null
rm -rf "$stage"
echo "$deb"
