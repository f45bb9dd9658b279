"""Documents cited by number, so that a long title stands only once."""

from __future__ import annotations

from collections.abc import Iterable

from ...decision import SourceNote
from ..page import DIM, Page
from .words import document


class Footnotes:
    """Gives each document a number when it is first cited."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._notes: list[SourceNote] = []
        self._by_statement: set[str] = set()

    def cite(self, sources: Iterable[SourceNote]) -> str:
        """Such as ``[1] EX-C-03, EX-C-07; [2]``."""
        places: dict[int, list[str]] = {}
        for source in sources:
            where = places.setdefault(self._number(source), [])
            if source.statement:
                where.append(source.statement)
                self._by_statement.add(source.key)
        cited = [(f"[{number}]", ", ".join(where)) for number, where in places.items()]
        return "".join(f"{number} {where}; " if where else f"{number} " for number, where in cited).rstrip("; ")

    def _number(self, source: SourceNote) -> int:
        if source.key not in self._numbers:
            self._numbers[source.key] = len(self._notes) + 1
            self._notes.append(source)
        return self._numbers[source.key]

    def show(self, page: Page) -> None:
        """The documents that were cited, in the order of their numbers."""
        if not self._notes:
            return
        page.heading("Sources")
        for number, note in enumerate(self._notes, 1):
            bullet = f"[{number}] "
            codes = " The codes are its numbered statements." if note.key in self._by_statement else ""
            page.line(document(note) + codes, indent=2, bullet=bullet)
            if note.link:
                page.unbroken((note.link, DIM), indent=2 + len(bullet))
