"""`python -m primum`."""

from primum.cli import main

raise SystemExit(main())
