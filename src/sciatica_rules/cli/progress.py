"""How far a long command has come, for a person who waits at a terminal; a pipe or a log sees nothing of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .page import wants_colour

T = TypeVar("T")


def watched(items: Iterable[T], total: int, doing: str) -> Iterator[T]:
    """The items as they come, with a bar on the error stream that goes away at the end."""
    if not sys.stderr.isatty():
        yield from items
        return
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr, force_terminal=True, no_color=not wants_colour(sys.stderr))
    with Progress(*columns, console=console, transient=True) as bar:
        yield from bar.track(items, total=total)
