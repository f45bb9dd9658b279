"""From text to a tree of nodes that know where they stand. Nothing is ever constructed by the YAML library.

The two loaders of PyYAML (one in C, one in Python) must never give different answers. A file that the fast one reads
without any problem is taken; every problem is worded and placed by the Python one, whichever was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any, Final, Literal

import yaml

from ..condition import Value
from ..errors import FileProblem
from ..location import Location
from .expressions import SYMBOLS
from .malformed import malformed
from .scalars import Ambiguous, read_plain
from .text import SourceText, Spot, read_text

Loader = Literal["c", "pure"]

MAX_DEPTH, MAX_SCALAR, MAX_KEY = 20, 4_000, 64

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_AFTER_KEY = re.compile(r" *:(?= |$)")
_BLOCK_HEADER = re.compile(r"[|>]-? *$")
_QUESTION_MARK = ("text with a question mark must be quoted here", "or stand outside of [ ] and { }")
_EXPLICIT_KEY = re.compile(r"\? *$")


class Refused(Enum):
    """The value of a scalar that was already reported."""

    REFUSED = "refused"


REFUSED: Final = Refused.REFUSED


@dataclass(slots=True)
class Scalar(Spot):
    """A word, a number, true, false, null or text."""

    value: Value | Refused | None
    quoted: bool


@dataclass(slots=True)
class Sequence(Spot):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping(Spot):
    """Keys with values, in the order in which they were written."""

    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    """Where each key stands."""
    damaged: bool = False
    """Whether a key was refused, so that nothing can be said about what is missing."""
    doubled: set[str] = field(default_factory=set)
    """The keys that stand twice, so that it is not known which value was meant; the first is kept."""


Node = Scalar | Sequence | Mapping


def read_nodes(path: str, data: bytes, loader: Loader | None = None) -> tuple[Node | None, list[FileProblem]]:
    """The tree of one YAML file and everything that is wrong with its text; no tree if it is not well formed."""
    file = read_text(path, data)
    if isinstance(file, list):
        return None, file
    if not any(line.strip() and not line.lstrip().startswith("#") for line in file.lines):
        return None, [FileProblem(Location(path), "the file is empty")]
    chosen = _loader_class(loader)
    node, problems = _parse(file, chosen)
    if problems and chosen is not yaml.SafeLoader:
        retold = _parse(file, yaml.SafeLoader)
        return retold if retold[1] else (node, problems)
    return node, problems


def _loader_class(loader: Loader | None) -> Any:
    if loader == "pure":
        return yaml.SafeLoader
    fast = getattr(yaml, "CSafeLoader", None)
    if fast is None and loader == "c":
        raise ValueError("PyYAML was built without its C loader")
    return fast or yaml.SafeLoader


def _parse(file: SourceText, loader: Any) -> tuple[Node | None, list[FileProblem]]:
    reader = loader(file.text)
    builder = _Builder(file, reader.get_event)
    try:
        return builder.document(), builder.problems
    except _StopReading:
        return None, builder.problems
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        spot = Spot(file, line, column, line, column + 1)
        at_question_mark = line < len(file.lines) and file.lines[line][column : column + 1] == "?"
        said = _QUESTION_MARK if at_question_mark else malformed(str(getattr(error, "problem", "")))
        return None, [spot.problem(*said)]
    finally:
        reader.dispose()


class _StopReading(Exception):
    """The rest of the file would only repeat a problem, or cost too much."""


class _Builder:
    """Puts the events of a YAML reader together to nodes and notes what this format does not allow."""

    def __init__(self, file: SourceText, next_event: Callable[[], Any]) -> None:
        self.file, self.next_event = file, next_event
        self.problems: list[FileProblem] = []
        self.flows = 0
        """How many [ and { are open."""

    def document(self) -> Node:
        self.next_event()
        self.next_event()
        node = self._node(self.next_event(), 1)
        # Reads on to the end: text after the document must be noticed.
        while type(self.next_event()) is not yaml.StreamEndEvent:
            pass
        return node

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None:
            self._stop(event, "anchors and aliases are not part of this format", "write the value out in full")
        if event.tag is not None:
            self._stop(event, "tags are not part of this format", "take it out; quote text that starts with '!'")
        if depth > MAX_DEPTH:
            self._stop(event, f"nested deeper than {MAX_DEPTH} levels", "")
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        self.flows += bool(event.flow_style)
        start, next_event = event.start_mark, self.next_event
        node: Sequence | Mapping
        if kind is yaml.SequenceStartEvent:
            node = Sequence(self.file, start.line, start.column, start.line + 1, 0)
            while type(inner := next_event()) is not yaml.SequenceEndEvent:
                node.items.append(self._node(inner, depth + 1))
        else:
            node = Mapping(self.file, start.line, start.column, start.line + 1, 0)
            while type(inner := next_event()) is not yaml.MappingEndEvent:
                key, inner = self._key(inner), next_event()
                if key.value is REFUSED and _is_nothing(inner):
                    node.damaged = True
                else:
                    self._enter(node, key, self._node(inner, depth + 1))
        # The readers disagree about where a block ends, so only [...] and {...} are marked to their end.
        if event.flow_style:
            self.flows -= 1
            node.end_line, node.end_column = inner.end_mark.line, inner.end_mark.column
        return node

    def _scalar(self, event: Any) -> Scalar:
        start, end, text = event.start_mark, event.end_mark, event.value
        # A plain scalar has the style None in one loader and '' in the other.
        quoted = bool(event.style)
        if quoted and event.style in "|>":
            scalar = Scalar(self.file, start.line, start.column, start.line + 1, 0, text, quoted)
            if not _BLOCK_HEADER.match(self.file.lines[start.line], start.column):
                self._refuse(
                    scalar, "nothing else may stand on the line of a '|' or '>'", "write >- and the text below"
                )
        else:
            scalar = Scalar(self.file, start.line, start.column, end.line, end.column, text, quoted)
        if len(text) > MAX_SCALAR:
            self._refuse(scalar, f"text of more than {MAX_SCALAR} characters", "say it in fewer words")
        if not quoted:
            # The C loader takes it, the other one does not.
            if "?" in text and self.flows:
                self._refuse(scalar, *_QUESTION_MARK)
                return scalar
            try:
                scalar.value = read_plain(text)
            except Ambiguous as ambiguous:
                self._refuse(scalar, ambiguous.message, ambiguous.hint)
        return scalar

    def _key(self, event: Any) -> Scalar:
        if type(event) is not yaml.ScalarEvent or event.anchor is not None or event.tag is not None:
            self._stop(event, "a key must be a plain word", "")
        start, end, word = event.start_mark, event.end_mark, event.value
        key = Scalar(self.file, start.line, start.column, end.line, end.column, word, bool(event.style))
        line = self.file.lines[key.line]
        refusal = _key_refusal(word)
        if word in SYMBOLS:
            self._refuse(key, f"an operator is a word, not {word}", f"did you mean {SYMBOLS[word]!r}?")
        elif key.quoted:
            self._refuse(key, "a key must stand without quotes", "")
        elif refusal is not None:
            self._refuse(key, *refusal)
        elif not _AFTER_KEY.match(line, key.end_column) or _EXPLICIT_KEY.search(line, 0, key.column):
            self._refuse(key, "a key must be followed by a colon, a space and its value", "")
        return key

    def _enter(self, mapping: Mapping, key: Scalar, value: Node) -> None:
        if not isinstance(key.value, str):
            mapping.damaged = True
            return
        first = mapping.keys.setdefault(key.value, key)
        if first is key:
            mapping.entries[key.value] = value
        else:
            mapping.doubled.add(key.value)
            self.problems.append(key.problem("duplicate key", f"it already stands in line {first.line + 1}"))

    def _refuse(self, scalar: Scalar, message: str, hint: str) -> None:
        scalar.value = REFUSED
        self.problems.append(scalar.problem(message, hint))

    def _stop(self, event: Any, message: str, hint: str) -> None:
        start, end = event.start_mark, event.end_mark
        self.problems.append(Spot(self.file, start.line, start.column, end.line, end.column).problem(message, hint))
        raise _StopReading


def _is_nothing(event: Any) -> bool:
    """Whether a value is missing that a refused key lacks anyway."""
    return type(event) is yaml.ScalarEvent and not event.value and not event.style


@lru_cache(maxsize=4096)
def _key_refusal(word: str) -> tuple[str, str] | None:
    """Message and hint, if a word must not be a key."""
    if not _KEY.fullmatch(word):
        odd = dict.fromkeys(f"U+{ord(character):04X}" for character in word if not character.isascii())
        hint = f"look-alike letters: {', '.join(odd)}" if odd else ""
        return "a key may hold only the letters a to z, digits, '_' and '-'", hint
    if len(word) > MAX_KEY:
        return f"a key of more than {MAX_KEY} characters", ""
    try:
        means_itself = isinstance(read_plain(word), str)
    except Ambiguous:
        means_itself = False
    return None if means_itself else ("a key that YAML readers disagree about", "take another word")
