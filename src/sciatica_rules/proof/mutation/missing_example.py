"""Whom does a changed condition treat otherwise, and which example of the rule would show it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...condition import Value
from ...examples import check_example
from ...outcome import Verdict
from ...rule import Example
from ...ruleset import RuleSet
from ..cover import BUDGET, Point
from ..group import RuleBoxes
from ..simplest import simplest
from ..witness import ProverError
from ..world import World, too_old
from .mutant import Mutant


def missing_example(ruleset: RuleSet, mutant: Mutant, budget: int = BUDGET) -> Example | None:
    """The shortest example that holds for the original and not for the mutant; None where both are proved the same.

    Asked about every profile without answers that are too old to count, first about those without contradictions.
    Raises OutOfBudgetError and TooLargeError.
    """
    asked = mutant.parameters_of(ruleset)
    both = {name: rule for name, rule in (("original", mutant.original), ("mutant", mutant.rule)) if rule is not None}
    search = _Search(World.of(replace(asked, rules=both, invariants=()), budget=budget))
    found = search.anybody()
    return None if found is None else _confirmed(asked, mutant, *found)


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for somebody in a world of two rules that should be one."""

    world: World

    def anybody(self) -> tuple[str, dict[str, Value]] | None:
        """An intervention, and the fewest answers of which the two rules make something else."""
        pool = self.world.pool
        stale = too_old(self.world)
        for outside in (stale | self.world.contradictory, stale):
            for intervention, one, other in self._pairs():
                for boxes, cover in _differences(one, other):
                    found = pool.escape(pool.members(boxes & ~cover), cover | outside, self._nothing())
                    if found is not None:
                        return intervention, self._fewest(found, boxes, cover | outside)
        return None

    def _pairs(self) -> Iterator[tuple[str, RuleBoxes, RuleBoxes]]:
        """The two rules with their numbers, once for each way in which an intervention meets them."""
        met = set()
        for intervention in self.world.ruleset.interventions.values():
            pair = self.world.rules(intervention)
            if pair and pair not in met:
                met.add(pair)
                one, other = pair
                yield intervention.id, one, other

    def _nothing(self) -> Point:
        """Somebody who answers nothing."""
        scales = self.world.scales.values()
        return [
            scale.size if scale.fact.when_unknown is None else scale.cell(scale.fact.when_unknown) for scale in scales
        ]

    def _fewest(self, found: Point, boxes: int, cover: int) -> dict[str, Value]:
        pool, nothing = self.world.pool, self._nothing()

        def bad(point: Point) -> bool:
            return pool.holds(boxes, point) and not pool.holds(cover, point)

        point = simplest(found, nothing, self.world.linked, bad)
        return {
            scale.fact.name: scale.readable(cell, scale.usual(None))
            for cell, none, scale in zip(point, nothing, self.world.scales.values(), strict=True)
            if cell != none
        }


def _differences(one: RuleBoxes, other: RuleBoxes) -> Iterator[tuple[int, int]]:
    """Where the verdicts differ, as boxes outside of others: first where one rule applies and the other does not."""
    possible, possible_too = one.applies | one.may_apply, other.applies | other.may_apply
    yield one.applies, possible_too
    yield other.applies, possible
    yield one.applies, other.applies
    yield other.applies, one.applies
    yield possible, possible_too
    yield possible_too, possible


def _confirmed(ruleset: RuleSet, mutant: Mutant, intervention: str, given: dict[str, Value]) -> Example:
    """The example, run on both; for one intervention only where it must be. Raises ProverError."""
    for about in (None, intervention):
        for verdict in Verdict:
            example = Example(given, verdict, about)
            if check_example(ruleset, mutant.original, example) is None and _is_seen(ruleset, mutant, example):
                return example
    raise ProverError(f"the reference evaluator sees no difference between {mutant.original.id} and its mutant")


def _is_seen(ruleset: RuleSet, mutant: Mutant, example: Example) -> bool:
    return mutant.rule is not None and check_example(ruleset, mutant.rule, example) is not None
