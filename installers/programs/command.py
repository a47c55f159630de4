"""The program `primum` of a bundle."""

from primum.cli import main

raise SystemExit(main())
