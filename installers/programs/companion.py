"""The program `primum-host` of a bundle, which browsers start."""

from primum.cli import host

host()
