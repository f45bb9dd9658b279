"""Text for one width: wrapped, indented, without trailing spaces, and coloured only for a person at a terminal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from itertools import zip_longest
from typing import TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

USUAL_WIDTH, WIDEST, NARROWEST = 80, 100, 40

Part = str | tuple[str, str]
"""A piece of a line: plain, or with the name of a style."""

PLAIN, BOLD, DIM = "", "bold", "dim"
GOOD, CARE, BAD = "bold green", "bold yellow", "bold red"


class Page:
    """Where a command writes what people read."""

    def __init__(self, stream: TextIO) -> None:
        coloured = self.coloured = wants_colour(stream)
        self.width = _width(stream)
        self._empty = True
        self._console = Console(
            file=stream,
            width=self.width,
            force_terminal=coloured,
            color_system="auto" if coloured else None,
            markup=False,
            highlight=False,
            emoji=False,
            legacy_windows=False,
        )

    def line(self, *parts: Part, indent: int = 0, bullet: str = "") -> None:
        """One paragraph, wrapped; what follows its first line stands below the text, not below the bullet."""
        first, rest = " " * indent + bullet, " " * (indent + len(bullet))
        for number, wrapped in enumerate(self._wrap(parts, self.width - len(rest))):
            self._put(Text(rest if number else first) + wrapped)

    def unbroken(self, part: Part, indent: int = 0) -> None:
        """A line that is never wrapped, such as an address to copy."""
        self._put(Text(" " * indent) + Text.assemble(part))

    def blank(self) -> None:
        """An empty line, save at the very top."""
        if not self._empty:
            self._put(Text(""))

    def heading(self, *parts: Part) -> None:
        """An empty line and the heading of what follows."""
        self.blank()
        self.line(*((part, BOLD) if isinstance(part, str) else part for part in parts))

    def bar(self, style: str = PLAIN) -> None:
        """A line from edge to edge."""
        self._put(Text("=" * self.width, style))

    def row(self, cells: Sequence[str | Text], widths: Sequence[int], style: str = PLAIN, indent: int = 2) -> None:
        """One row of a table, each cell wrapped in its column; two spaces stand between columns."""
        wrapped = [
            self._wrap([cell], width) if isinstance(cell, str) else list(cell.wrap(self._console, width))
            for cell, width in zip(cells, widths, strict=True)
        ]
        for line in zip_longest(*wrapped, fillvalue=Text("")):
            row = Text(" " * indent, style)
            for cell, width in zip(line, widths, strict=True):
                row.append_text(cell)
                row.append(" " * (width - cell.cell_len + 2))
            self._put(row)

    def _wrap(self, parts: Sequence[Part], width: int) -> list[Text]:
        return list(Text.assemble(*parts).wrap(self._console, max(width, 1))) or [Text("")]

    def _put(self, text: Text) -> None:
        self._empty = False
        text.rstrip()
        self._console.print(text, no_wrap=True, overflow="ignore", crop=False, style=Style.null())


def wants_colour(stream: TextIO) -> bool:
    """Colour is for a person at a terminal who has not refused it (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _width(stream: TextIO) -> int:
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return max(int(given), NARROWEST)
    if stream.isatty():
        return max(min(shutil.get_terminal_size().columns, WIDEST), NARROWEST)
    return USUAL_WIDTH
