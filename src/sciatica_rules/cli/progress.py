"""How far a long command has come, for a person who waits at a terminal; a pipe or a log sees nothing of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
from rich.progress import ProgressColumn as Column
from rich.text import Text

from .page import wants_colour

T = TypeVar("T")


def watched(items: Iterable[T], total: int, doing: str) -> Iterator[T]:
    """The items as they come, with a bar on the error stream that goes away at the end."""
    if not sys.stderr.isatty():
        yield from items
        return
    with _progress(TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar:
        yield from bar.track(items, total=total)


@contextmanager
def counted(total: int, doing: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Call what this gives with how far it is, of the total, and with how many people that makes."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _people: None
        return
    with _progress(TextColumn(doing), BarColumn(None), _People(), TimeRemainingColumn(compact=True)) as bar:
        task = bar.add_task("", total=total, people=0)
        yield lambda done, people: bar.update(task, completed=done, people=people)


def _progress(*columns: Column) -> Progress:
    console = Console(file=sys.stderr, force_terminal=True, no_color=not wants_colour(sys.stderr))
    return Progress(*columns, console=console, transient=True)


class _People(Column):
    """How many people are done, and how many in a second."""

    def render(self, task: Task) -> Text:
        people = task.fields["people"]
        rate = people / task.elapsed if task.elapsed else 0
        return Text(f"{people:,} people, {rate:,.0f}/s")
