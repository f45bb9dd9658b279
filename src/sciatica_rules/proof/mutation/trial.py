"""Does anything notice? Mutants are held against examples and cases; the others are proved the same, or survive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Protocol

from ...examples import check_example
from ...location import Location
from ...rule import Example
from ...ruleset import RuleSet
from ..boxes import TooLargeError
from ..cover import BUDGET, OutOfBudgetError
from .missing_case import Decisions, MissingCase
from .missing_example import missing_example
from .mutant import Mutant


class Fate(str, Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SAME = "same"
    """Proved to be the same for everybody."""
    SURVIVED = "survived"
    NOT_PROVED = "not_proved"
    """Nothing noticed it, and the search for somebody who would ended before an answer was found."""

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant and what became of it."""

    mutant: Mutant
    fate: Fate
    by: Location | None = None
    """The example or case that noticed."""
    missing: Example | MissingCase | None = None
    """What would have noticed."""


class Cases(Protocol):
    """Cases to hold mutants against; a library does not know where they stand."""

    def broken_by(self, mutant: Mutant, *, sessions: bool) -> Location | None:
        """A case that does not come out any more: one about a single decision, or else one about a session."""
        ...


class NoCases:
    """There are none."""

    def broken_by(self, _mutant: Mutant, *, sessions: bool) -> Location | None:  # noqa: ARG002
        """Nothing notices anything."""
        return None


class Trial:
    """Mutants of one rule set, one after the other."""

    def __init__(self, ruleset: RuleSet, cases: Cases | None = None, budget: int = BUDGET) -> None:
        self.ruleset, self.cases, self.budget = ruleset, cases or NoCases(), budget

    def each(self, mutants: Sequence[Mutant]) -> Iterator[Tried]:
        """What becomes of each of them."""
        return map(self.of, mutants)

    def of(self, mutant: Mutant) -> Tried:
        """What becomes of one; sessions take the longest and are asked last."""
        noticed = self._example(mutant) or self.cases.broken_by(mutant, sessions=False)
        if noticed is not None:
            return Tried(mutant, Fate.KILLED, noticed)
        fate, missing = Fate.NOT_PROVED, None
        try:
            missing = self._missing(mutant)
            fate = Fate.SAME if missing is None else Fate.SURVIVED
        except (OutOfBudgetError, TooLargeError):
            pass
        if fate is not Fate.SAME:
            noticed = self.cases.broken_by(mutant, sessions=True)
        return Tried(mutant, fate, None, missing) if noticed is None else Tried(mutant, Fate.KILLED, noticed)

    def _example(self, mutant: Mutant) -> Location | None:
        if mutant.rule is None or not mutant.seen_by_examples:
            return None
        asked = mutant.parameters_of(self.ruleset)
        failures = (check_example(asked, mutant.rule, example) for example in mutant.rule.examples)
        return next((failure.location or Location("") for failure in failures if failure is not None), None)

    def _missing(self, mutant: Mutant) -> Example | MissingCase | None:
        if mutant.seen_by_examples:
            return missing_example(self.ruleset, mutant, self.budget)
        return self._decisions.missing_case(mutant)

    @cached_property
    def _decisions(self) -> Decisions:
        return Decisions(self.ruleset, self.budget)
