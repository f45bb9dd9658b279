"""The fields of a mapping, taken out one by one; whatever is missing, unknown or of the wrong kind is noted.

A field that cannot be used gives a stand-in of the right type, so that reading goes on; ``doubted`` tells which ones
do, so that everything else can still be looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ..condition import Number, Value
from ..errors import did_you_mean, nearest
from ..source import Citation
from . import decode
from .nodes import Mapping, Node, Refused, Scalar, Sequence
from .problems import Problems
from .text import Spot

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """Something that was read, and where each part of it stands."""

    name: str
    value: T
    spot: Spot
    """Its id."""
    node: Node
    doubted: set[str] = field(default_factory=set)
    """The keys that have a problem, already told, or might be what a problem is about; nothing is measured by them."""

    def trusts(self, *keys: str) -> bool:
        """Whether all of these keys say what was meant, as far as is known."""
        return self.doubted.isdisjoint(keys)

    def at(self, *path: str | int) -> Node:
        """The place of a part, or of the nearest thing around it that was written."""
        return place(self.node, *path)

    def node_at(self, key: str) -> Node | None:
        """What was written at a key, if anything was."""
        return self.node.entries.get(key) if isinstance(self.node, Mapping) else None

    def at_key(self, *path: str | int) -> Spot:
        """The place of a key itself."""
        return place_of_key(self.node, *path)

    def member(self, key: str, word: str) -> Spot:
        """Where a word stands in a list; found by the word, since a list with problems has lost members."""
        around = place(self.node, key)
        items = around.items if isinstance(around, Sequence) else []
        return next((item for item in items if isinstance(item, Scalar) and item.value == word), around)


def place(node: Node, *path: str | int) -> Node:
    """The node at the end of a path, or the last one on the way that exists."""
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            node = node.entries[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node


def place_of_key(node: Node, *path: str | int) -> Spot:
    """The key at the end of a path, or the mapping that lacks it."""
    *above, key = path
    around = place(node, *above)
    return around.keys.get(str(key), around) if isinstance(around, Mapping) else around


class Fields:
    """One mapping with a fixed set of keys."""

    def __init__(
        self, node: Node, problems: Problems, what: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> None:
        self._problems = problems
        self.node = node
        self.doubted: set[str] = set()
        """The keys whose values are only stand-ins, that stand twice, or that may be missing where one is misspelt."""
        found = decode.mapping(node, problems, f"{what} with the keys {', '.join(required)}")
        self._entries = found.entries if found is not None else {}
        if found is None:
            self.doubted.update(required + optional)
        else:
            self._check_keys(found, what, required, optional)

    def _check_keys(self, node: Mapping, what: str, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
        known = required + optional
        unknown = {key: spot for key, spot in node.keys.items() if key not in known}
        for key, spot in unknown.items():
            near = did_you_mean(key, known)
            hint = "" if near else f"known keys: {', '.join(known)}"
            self._problems.add(spot, f"unknown key {decode.shown(key)} in {what}{near}", hint)
        # A key that is only misspelt is not missing as well.
        meant = {nearest(key, known) for key in unknown}
        missing = [key for key in required if key not in node.entries and key not in meant]
        if node.damaged:
            self._problems.meet_again()
        elif missing:
            self._problems.add(node, f"{what} lacks {', '.join(missing)}")
        # A key that cannot be read may stand for any that is not there.
        absent = known if unknown or node.damaged else missing
        self.doubted.update(key for key in absent if key not in node.entries)
        self.doubted.update(node.doubled)

    def trusts(self, *keys: str) -> bool:
        """Whether all of these keys say what was meant, as far as is known."""
        return self.doubted.isdisjoint(keys)

    def read(self, key: str, reader: Callable[[Node, Problems], U]) -> U | None:
        """What a reader makes of a value; None if it is not there. With any problem in it the key is doubted."""
        node = self._entries.get(key)
        if node is None:
            return None
        before = len(self._problems)
        value = reader(node, self._problems)
        if len(self._problems) > before:
            self.doubted.add(key)
        return value

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def node_at(self, key: str) -> Node | None:
        return self._entries.get(key)

    def spot(self, key: str) -> Spot:
        """Where a value stands; the whole mapping if it is not there."""
        return self._entries.get(key, self.node)

    def key_spot(self, *path: str) -> Spot:
        """Where the last key of a path stands."""
        return place_of_key(self.node, *path)

    def id_as_stem(self, stem: str | None, of: str = "file") -> str:
        """The id, which must be the name of its file or folder; that name after a problem."""
        name = self.identifier("id")
        if name and stem is not None and decode.is_id(stem) and name != stem:
            hint = f"or rename the {of} after its id, {name}"
            self._problems.add(self.spot("id"), f"the id must be {stem!r}, as its {of} is named", hint)
            self.doubted.add("id")
        return name or stem or ""

    def _take(self, key: str, read: Callable[[Node, Problems], T | None], stand_in: T) -> T:
        value = self.read(key, read)
        return stand_in if value is None else value

    def text(self, key: str) -> str:
        return self._take(key, decode.text, "")

    def text_or_null(self, key: str) -> str | None:
        node = self._entries.get(key)
        if isinstance(node, Scalar) and node.value is None:
            return None
        return self.text(key)

    def identifier(self, key: str) -> str:
        return self._take(key, decode.identifier, "")

    def date(self, key: str) -> str:
        return self._take(key, decode.iso_date, "")

    def boolean(self, key: str) -> bool:
        return self._take(key, decode.boolean, False)

    def number(self, key: str) -> Number:
        stand_in: Number = 0
        return self._take(key, decode.number, stand_in)

    def whole_number(self, key: str) -> int:
        return self._take(key, decode.whole_number, 0)

    def one_of(self, key: str, options: Map[str, T]) -> T:
        """What one of a few words stands for; the first of them after a problem."""
        word = self._take(key, lambda node, problems: decode.one_of(node, problems, options), next(iter(options)))
        return options[word]

    def texts(self, key: str, may_be_empty: bool = False) -> tuple[str, ...]:
        return self._list(key, decode.text, "a list of texts", may_be_empty)

    def identifiers(self, key: str, expected: str) -> tuple[str, ...]:
        return self._list(key, decode.identifier, expected)

    def citations(self, key: str, may_be_empty: bool = False) -> tuple[Citation, ...]:
        return self._list(key, decode.citation, "a list of sources", may_be_empty)

    def _list(
        self, key: str, read: Callable[[Node, Problems], T | None], expected: str, may_be_empty: bool = False
    ) -> tuple[T, ...]:
        def members(node: Node, problems: Problems) -> tuple[T, ...]:
            values: list[T] = []
            for item in decode.items(node, problems, expected, may_be_empty):
                value = read(item, problems)
                if value is None:
                    continue
                if value in values:
                    problems.add(item, f"{decode.shown(str(value))} is listed twice")
                values.append(value)
            return tuple(values)

        return self.read(key, members) or ()

    def scalars(self, key: str, expected: str) -> dict[str, Value]:
        """Fact names with a value each."""
        return self.read(key, lambda node, problems: scalars(node, problems, expected)) or {}

    def by_id(self, key: str, expected: str) -> dict[str, Node]:
        """Ids with whatever stands at each."""
        return self.read(key, lambda node, problems: by_id(node, problems, expected)) or {}


def by_id(
    node: Node,
    problems: Problems,
    expected: str,
    allowed: Callable[[str], bool] = decode.is_id,
    rule: str = decode.ID_RULE,
) -> dict[str, Node]:
    """The entries of a mapping whose keys an author chooses."""
    found = decode.mapping(node, problems, expected)
    if found is None:
        return {}
    for key, spot in found.keys.items():
        if not allowed(key):
            problems.add(spot, f"not an id: {decode.shown(key)}", rule)
    if found.damaged:
        problems.meet_again()
    return found.entries


def scalars(node: Node, problems: Problems, expected: str) -> dict[str, Value]:
    """A mapping of names to plain values, none of them null."""
    values: dict[str, Value] = {}
    for name, item in by_id(node, problems, expected).items():
        value = decode.scalar(item, problems, "a plain value")
        if isinstance(value, Refused):
            continue
        if value is None:
            problems.add(item, "null says nothing here", "leave a fact out that is unknown")
            continue
        values[name] = value
    return values
