"""From bytes to text that every reader shows and reads in the same way, or to the reasons why it is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from ..errors import FileProblem
from ..location import Location

MAX_BYTES = 256 * 1024

_LONGEST_LINE_SHOWN = 300
_MOST_PROBLEMS = 100
"""A file full of tabs is not worth one report for each of them."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_DOCUMENT_MARK = re.compile(r"^(?:---|\.\.\.)(?=\s|\Z)", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"})
_NO_CHARACTERS = (0xFFFE, 0xFFFF)
"""The last two code points of each plane."""
_DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)
"""Letters and marks without a visible shape, which no category gives away, and code points that are no characters."""


class SourceText:
    """One text file, kept so that a problem can show the line it stands on."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass(slots=True)
class Spot:
    """A stretch of a file. Lines and columns count from 0, as the YAML readers count them."""

    file: SourceText
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def location(self) -> Location:
        return Location(self.file.path, self.line + 1, self.column + 1)

    def problem(self, message: str, hint: str = "") -> FileProblem:
        """What is wrong here, with the line shown and the stretch marked."""
        line = self.file.lines[self.line] if self.line < len(self.file.lines) else ""
        end = self.end_column if self.end_line == self.line else len(line.rstrip())
        shown = _drawable(line.rstrip()) if len(line) <= _LONGEST_LINE_SHOWN else ""
        return FileProblem(self.location, message, hint, shown, max(1, end - self.column))


def read_text(path: str, data: bytes) -> SourceText | list[FileProblem]:
    """The text of a file, or everything that keeps it from being plain text."""
    if len(data) > MAX_BYTES:
        return [FileProblem(Location(path), f"the file is larger than {MAX_BYTES // 1024} KiB")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return [_not_utf8(path, data, error.start)]
    # A checkout on Windows may end its lines with CR LF; that changes no line and no column.
    file = SourceText(path, text.replace("\r\n", "\n"))
    problems = list(islice(_refusals(file), _MOST_PROBLEMS))
    return problems or file


def _refusals(file: SourceText) -> Iterator[FileProblem]:
    if file.text.startswith("\ufeff"):
        yield _at(file, 0).problem("the file starts with a byte order mark", "save it as UTF-8 without BOM")
        return
    for found in _CONTROL.finditer(file.text):
        yield _at(file, found.start()).problem(*_control(found[0]))
    if not file.text.isascii():
        for found in _BEYOND_ASCII.finditer(file.text):
            if _is_hidden(found[0]):
                name = unicodedata.name(found[0], "a character without a name")
                message = f"invisible or misleading character U+{ord(found[0]):04X} ({name})"
                yield _at(file, found.start()).problem(message, "take it out; a space is U+0020")
        yield from _not_composed(file)
    for found in _DIRECTIVE.finditer(file.text):
        yield _at(file, found.start()).problem("directives are not part of this format", "take the line out")
    for found in _DOCUMENT_MARK.finditer(file.text):
        message = "a file holds one document, without marks for its start and end"
        yield _at(file, found.start(), len(found[0])).problem(message, "take the line out")


def _control(character: str) -> tuple[str, str]:
    if character == "\t":
        return "tab character", "indent with two spaces"
    if character == "\r":
        return "carriage return that ends no line", "end lines with LF, or with CR LF throughout"
    return f"control character U+{ord(character):04X}", "take it out"


def _is_hidden(character: str) -> bool:
    return (
        ord(character) % 0x10000 in _NO_CHARACTERS
        or unicodedata.category(character) in _HIDDEN_CATEGORIES
        or _DRAWN_AS_NOTHING.match(character) is not None
    )


def _not_composed(file: SourceText) -> Iterator[FileProblem]:
    """Text that looks the same must be the same, or two ids could differ unseen."""
    for number, line in enumerate(file.lines):
        if not unicodedata.is_normalized("NFC", line):
            composed = unicodedata.normalize("NFC", line)
            column = next((i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b), 0)
            spot = Spot(file, number, column, number, column + 1)
            yield spot.problem("text that is not in Unicode normal form NFC", "save it in composed form (NFC)")


def _at(file: SourceText, offset: int, width: int = 1) -> Spot:
    line = file.text.count("\n", 0, offset)
    column = offset - (file.text.rfind("\n", 0, offset) + 1)
    return Spot(file, line, column, line, column + width)


def _drawable(line: str) -> str:
    """The line with a stand-in for whatever would not be drawn, or would move what follows."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if _CONTROL.match(c) or (not c.isascii() and _is_hidden(c)) else c for c in line
    )


def _not_utf8(path: str, data: bytes, offset: int) -> FileProblem:
    before = data[:offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
    return FileProblem(Location(path, line, column), "the file is not UTF-8 text", "save it as UTF-8")
