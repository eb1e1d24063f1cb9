"""``python -m mandategraph``."""

from __future__ import annotations

import sys

from mandategraph.cli import main

if __name__ == "__main__":
    sys.exit(main())
