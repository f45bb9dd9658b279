"""What a second rule set changes for people, proved over all of them, and what it says in other words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """For each intervention that both have, how it fares."""
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
    def beyond_proof(self) -> tuple[Edit, ...]:
        """What was changed that matters over a session, or as time goes by, and that no proof covers."""
        return tuple(edit for edit in self.edits if edit.beyond_proof)

    @property
    def is_looser(self) -> bool:
        """Whether anybody at all is told something looser."""
        return any(shift.direction is Direction.LOOSER for shift in self.shifts)

    @property
    def may_be_looser(self) -> bool:
        """Whether it is not proved that nobody is told anything looser."""
        return self.is_looser or bool(self.not_proved or self.beyond_proof)


def diff(old: RuleSet, new: RuleSet, budget: int = BUDGET) -> Difference:
    """Compare two rule sets. ``budget`` is the number of search steps that one question may take."""
    written = tuple(edits(old, new))
    if old is new:
        return Difference(dict.fromkeys(new.interventions, Comparison.EQUIVALENT), (), written)
    try:
        results = list(compare(Pair.of(old, new, budget)))
    except TooLargeError:
        common = [name for name in new.interventions if name in old.interventions]
        return Difference(dict.fromkeys(common, Comparison.NOT_PROVED), (), written)
    found = {name: result.comparison for result in results for name in result.interventions}
    return Difference({name: found[name] for name in new.interventions if name in found}, _merged(results), written)


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
