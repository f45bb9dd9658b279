"""Every fact that may be asked, and which facts are evidence for which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from functools import cached_property

from .condition import Condition, Number, Value, facts_read
from .frozen import FrozenDict, freeze
from .location import Location


class FactType(str, Enum):
    """What kind of value a fact holds."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"

    def __str__(self) -> str:
        return self.value


NUMBERS = frozenset({FactType.INTEGER, FactType.DECIMAL})


class Worse(str, Enum):
    """In which direction a fact can only tighten a decision."""

    TRUE = "true"
    FALSE = "false"
    HIGHER = "higher"
    LOWER = "lower"
    DEPENDS = "depends"

    def __str__(self) -> str:
        return self.value


class AnsweredBy(str, Enum):
    """Who can tell."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    EITHER = "either"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be asked about a person: one questionnaire item, one dataframe column."""

    name: str
    group: str
    type: FactType
    question: str
    worse_when: Worse
    mutable: bool
    answered_by: AnsweredBy
    typical: Value | None = None
    """A benign value for readable examples; None where a benign profile has no value at all."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """For a choice: each value with its meaning in plain words."""
    denied: str | None = None
    """For a choice: the value that "the patient denies it" stands for."""
    unit: str = ""
    """UCUM unit of a number."""
    minimum: Number | None = None
    maximum: Number | None = None
    valid_for: timedelta | None = None
    """How long an answer stays good; None if it does not age."""
    implied_by: Condition | None = None
    """Evidence for *true* wherever this holds; says nothing otherwise."""
    defined_by: Condition | None = None
    """Evidence for *true* where this holds, for *false* where it does not."""
    when_unknown: Value | None = None
    """Taken where there is no evidence at all, and shown as an assumption."""
    momentary: bool = False
    """An event: it counts for one observation of a session."""
    clearance: bool = False
    """A doctor's clearance: it never covers what appears after it was given."""
    note: str = ""
    location: Location | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        freeze(self, "choices")

    @property
    def derivations(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in (self.implied_by, self.defined_by) if condition is not None)

    @property
    def worse_answer(self) -> bool | None:
        """For a boolean fact, the answer that can only tighten a decision; None where there is no such answer."""
        return {Worse.TRUE: True, Worse.FALSE: False}.get(self.worse_when)

    @property
    def deniable(self) -> Value | None:
        """What "the patient denies it" means for this fact; None if a denial never answers it."""
        if self.type is FactType.CHOICE:
            return self.denied
        if self.type is FactType.BOOLEAN and self.worse_when is Worse.TRUE and not self.clearance:
            return False
        return None


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts that are asked together, on one screen."""

    name: str
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All facts of a rule set, in the order in which their groups and files list them."""

    groups: tuple[FactGroup, ...]

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return FrozenDict({fact.name: fact for group in self.groups for fact in group.facts})

    @cached_property
    def group_names(self) -> tuple[str, ...]:
        """The groups, in the order of asking."""
        return tuple(group.name for group in self.groups)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each fact stands in the order of asking."""
        return FrozenDict({name: position for position, name in enumerate(self.facts)})

    @cached_property
    def in_dependency_order(self) -> tuple[Fact, ...]:
        """Each fact after all those that its derivations read. Raises ValueError naming a circle."""
        ordered: dict[str, Fact] = {}
        for name in self.facts:
            self._place(name, ordered, ())
        return tuple(ordered.values())

    def _place(self, name: str, ordered: dict[str, Fact], path: tuple[str, ...]) -> None:
        if name in ordered:
            return
        if name in path:
            raise ValueError(" -> ".join((*path[path.index(name) :], name)))
        fact = self.facts[name]
        for beneath in sorted(self.read_directly(fact)):
            self._place(beneath, ordered, (*path, name))
        ordered[name] = fact

    @staticmethod
    def read_directly(fact: Fact) -> frozenset[str]:
        """The facts that the derivations of one fact read."""
        return frozenset().union(*(facts_read(condition) for condition in fact.derivations))

    @cached_property
    def beneath(self) -> Mapping[str, frozenset[str]]:
        """For each fact, all facts that its derivations read, directly or through others."""
        found: dict[str, frozenset[str]] = {}
        for fact in self.in_dependency_order:
            direct = self.read_directly(fact)
            found[fact.name] = direct.union(*(found[name] for name in direct))
        return FrozenDict(found)

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """These facts and all facts beneath them."""
        asked = frozenset(names)
        return asked.union(*(self.beneath[name] for name in asked))
