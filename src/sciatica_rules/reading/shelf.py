"""Everything that was read, by kind and id, before anything is checked across files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ..errors import did_you_mean
from ..intervention import Intervention
from ..invariant import Invariant
from ..pack import Pack
from ..parameter import Parameter
from ..rule import Rule
from ..source import Source, Statement
from ..vocabulary import Fact, FactGroup
from .decode import shown
from .fields import Read
from .problems import Problems
from .text import Spot

T = TypeVar("T")

_MOST_HINTS = 50


@dataclass
class Shelf(Generic[T]):
    """All things of one kind, by id, the first one that was read under each."""

    noun: str
    home: str = ""
    """Where things of this kind are declared, for whoever names one that does not exist."""
    items: dict[str, Read[T]] = field(default_factory=dict)
    complete: bool = True
    """False where a file that may hold more of them could not be read, so that no name can be called unknown."""
    _near: dict[str, str] = field(default_factory=dict)
    _origins: dict[str, int] = field(default_factory=dict)

    def add(self, read: Read[T], folder: int, problems: Problems) -> None:
        """Put one more on the shelf; ``folder`` counts the folders of rules that are loaded together."""
        name = read.name
        if not name:
            return
        if name not in self.items:
            self.items[name], self._origins[name] = read, folder
            return
        first = self.items[name].spot.location
        if self._origins[name] == folder:
            problems.add(read.spot, f"a second {self.noun} called {shown(name)}", f"the first one stands at {first}")
        else:
            hint = f"it stands at {first}; another folder may add to it but never redefine it"
            problems.add(read.spot, f"{self.noun} {shown(name)} is already defined", hint)

    def values(self) -> dict[str, T]:
        """The things themselves, by id."""
        return {name: read.value for name, read in self.items.items()}

    def trusted(self, name: str, *keys: str) -> T | None:
        """The thing itself, if it exists and nothing is known to be wrong with these keys of it."""
        read = self.items.get(name)
        return read.value if read is not None and read.trusts(*keys) else None

    def all_trust(self, *keys: str) -> bool:
        """Whether everything of this kind was read, and nothing is known to be wrong with these keys of any."""
        return self.complete and all(read.trusts(*keys) for read in self.items.values())

    def require(self, name: str, spot: Spot, problems: Problems) -> None:
        """Note a name that nothing on the shelf has."""
        if name in self.items or not self.complete:
            return
        # A name that is wrong is often wrong in many places, and the search is slow.
        if name not in self._near and len(self._near) < _MOST_HINTS:
            self._near[name] = did_you_mean(name, self.items)
        near = self._near.get(name, "")
        home = "" if near or not self.home else f"{self.noun}s are declared in {self.home}"
        problems.add(spot, f"unknown {self.noun} {shown(name)}{near}", home)


@dataclass
class Library:
    """All shelves, and which packs were taken."""

    groups: Shelf[FactGroup] = field(default_factory=lambda: Shelf("group"))
    facts: Shelf[Fact] = field(default_factory=lambda: Shelf("fact", "vocabulary/<group>.yaml"))
    parameters: Shelf[Parameter] = field(default_factory=lambda: Shelf("parameter", "parameters.yaml"))
    sources: Shelf[Source] = field(default_factory=lambda: Shelf("source", "sources.yaml, your own as well"))
    statements: Shelf[Statement] = field(default_factory=lambda: Shelf("statement", "statements.yaml of their pack"))
    interventions: Shelf[Intervention] = field(
        default_factory=lambda: Shelf("intervention", "interventions/<folder>/<id>.yaml")
    )
    invariants: Shelf[Invariant] = field(default_factory=lambda: Shelf("invariant"))
    rules: Shelf[Rule] = field(default_factory=lambda: Shelf("rule"))
    packs: Shelf[Pack] = field(default_factory=lambda: Shelf("pack"))
    statement_packs: dict[str, str] = field(default_factory=dict)
    """For each statement, the pack that lists it: the key under which it is cited."""
    without_rule: list[Read[str]] = field(default_factory=list)
    """Statements that are said to carry no decision."""
    loaded: list[str] = field(default_factory=list)
    """The base, then the packs."""
    left_out: list[str] = field(default_factory=list)
