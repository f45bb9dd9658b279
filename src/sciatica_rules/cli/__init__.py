"""The command line. It needs the extra ``cli``; without it, one sentence says what to install."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from ..errors import MissingExtraError

NEEDED = ("typer", "rich")


def run() -> int:
    """What the console script calls. Returns the exit code; see ``exits`` for what each means."""
    if any(find_spec(package) is None for package in NEEDED):
        print(MissingExtraError("sciatica-rules", "cli"), file=sys.stderr)
        return 2
    from .main import main

    return main()
