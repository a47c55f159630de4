#!/bin/sh
# Takes Primum off a Mac: sudo "/Library/Application Support/Primum/uninstall.sh"
set -eu
"/Library/Application Support/Primum/primum" uninstall --system
rm -rf "/Library/Application Support/Primum"
pkgutil --forget org.primum.companion >/dev/null
