"""What a second rule set changes for people, proved over all of them, and what it says in other words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from ..ruleset import RuleSet
from .boxes import TooLargeError
from .cover import BUDGET
from .edits import Edit, edits
from .pair import Pair
from .shifts import Comparison, Direction, Result, Shift, compare


@dataclass(frozen=True, slots=True)
class Difference:
    """How one rule set differs from another."""

    interventions: Mapping[str, Comparison]
    """For each intervention of either, how it fares."""
    shifts: tuple[Shift, ...]
    """Each change of what people are told once, what is looser first."""
    edits: tuple[Edit, ...]
    """Each thing that is written otherwise."""

    @property
    def is_equivalent(self) -> bool:
        """Whether nobody is told anything else by a decision, as far as it is compared."""
        return all(found is Comparison.EQUIVALENT for found in self.interventions.values())

    @property
    def not_proved(self) -> tuple[str, ...]:
        """The interventions of which something was not settled within the budget."""
        return tuple(name for name, found in self.interventions.items() if found is Comparison.NOT_PROVED)

    @property
    def not_compared(self) -> tuple[str, ...]:
        """The interventions that only one of the two has: new, gone or called otherwise."""
        alone = {Comparison.ADDED, Comparison.REMOVED}
        return tuple(name for name, found in self.interventions.items() if found in alone)

    @property
    def beyond_proof(self) -> tuple[Edit, ...]:
        """What was changed that could make a decision looser, and that no proof covers."""
        return tuple(edit for edit in self.edits if edit.beyond_proof)

    @property
    def is_looser(self) -> bool:
        """Whether anybody at all is told something looser."""
        return any(shift.direction is Direction.LOOSER for shift in self.shifts)

    @property
    def may_be_looser(self) -> bool:
        """Whether it is not proved that nobody is told anything looser."""
        return self.is_looser or bool(self.not_proved or self.not_compared or self.beyond_proof)


def diff(old: RuleSet, new: RuleSet, budget: int = BUDGET) -> Difference:
    """Compare two rule sets. ``budget`` is the number of search steps that one question may take."""
    found = dict.fromkeys(new.interventions, Comparison.EQUIVALENT if old is new else Comparison.NOT_PROVED)
    found |= {name: Comparison.ADDED for name in new.interventions if name not in old.interventions}
    found |= {name: Comparison.REMOVED for name in old.interventions if name not in new.interventions}
    results: list[Result] = []
    if old is not new:
        with suppress(TooLargeError):
            results += compare(Pair.of(old, new, budget))
    found |= {name: result.comparison for result in results for name in result.interventions}
    return Difference(found, _merged(results), tuple(edits(old, new)))


def _merged(results: Iterable[Result]) -> tuple[Shift, ...]:
    """Each change of the same rules in the same direction once, with the person whose decision changes the most."""
    merged: dict[tuple[Direction, tuple[str, ...]], Shift] = {}
    for shift in (shift for result in results for shift in result.shifts):
        told = merged.setdefault((shift.direction, shift.rules), shift)
        if told is not shift:
            further = max(told, shift, key=lambda each: each.person.distance)
            merged[shift.direction, shift.rules] = replace(
                further,
                causes=tuple(dict.fromkeys((*told.causes, *shift.causes))),
                interventions=(*told.interventions, *shift.interventions),
            )
    return tuple(sorted(merged.values(), key=lambda each: each.direction is not Direction.LOOSER))
