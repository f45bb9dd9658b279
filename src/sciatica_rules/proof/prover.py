"""Asks whether something happens to anybody, and shows the simplest person it happens to.

The search finds any person. Before anyone sees them, every answer that can be typical is made typical, and the
reference evaluator screens them: it must agree, or the prover has a bug and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..evidence import establish
from ..origin import Origin
from ..outcome import Outcome
from ..reference import outcome as screened
from ..rule import Rule
from ..ruleset import RuleSet
from .boxes import Box, without
from .cover import BUDGET, Point
from .finding import Counterexample
from .group import DEMANDS, Group
from .simplest import Bad, simplest
from .witness import NOW, ProverError, answered, profile, readable, stale, unusual
from .world import World


class Prover:
    """Questions about one rule set, and about variants of it with the same facts."""

    def __init__(
        self, ruleset: RuleSet, variants: Mapping[str, Sequence[RuleSet]] | None = None, budget: int = BUDGET
    ) -> None:
        self.ruleset = ruleset
        self.variants: Mapping[str, Sequence[RuleSet]] = variants or {}
        """The same rule set with other values of its parameters, under a name."""
        self.world = World.of(ruleset, (each for several in self.variants.values() for each in several), budget)
        self.pool = self.world.pool
        self.position = self.world.boxes.position
        self._allowed: dict[Group, bool] = {}

    def somebody(self, boxes: Iterable[Box], cover: int, group: Group, fixed: int = -1) -> Point | None:
        """A person in one of the boxes and in none of the cover. Raises OutOfBudgetError."""
        return self.pool.escape(boxes, cover, self.world.typical(group.intervention), fixed)

    def loosened_by(self, fact: int, here: int, there: int, group: Group, boxes: int) -> Point | None:
        """A person in one of the boxes who leaves them all as one fact goes from one cell to another.

        Neither before nor after do any answers contradict each other. Raises OutOfBudgetError.
        """
        after = self.pool.at(boxes, fact, there)
        before = self.pool.at(boxes, fact, here) & ~after
        contradictory = self.world.contradictory
        cover = after | self.pool.at(contradictory, fact, here) | self.pool.at(contradictory, fact, there)
        found = self.somebody((without(box, fact) for box in self.pool.members(before)), cover, group, fact)
        return None if found is None else self.changed(found, fact, here)

    def consistent(self, point: Point) -> bool:
        """Whether no answers of a person contradict each other."""
        return not self.pool.holds(self.world.contradictory, point)

    def outcome(self, point: Point, group: Group) -> Outcome:
        """The outcome, by the boxes."""
        for demand in DEMANDS:
            if self.pool.holds(group.at_least(demand), point):
                return demand
        return Outcome.ALLOWED

    def is_ever_allowed(self, group: Group) -> bool:
        """Whether anybody without contradictions is allowed these interventions. Raises OutOfBudgetError."""
        if group not in self._allowed:
            cover = group.at_least(Outcome.CONSULT_DOCTOR) | self.world.contradictory
            self._allowed[group] = self.somebody([{}], cover, group) is not None
        return self._allowed[group]

    def simplest(self, point: Point, group: Group, bad: Bad, keep: int = -1) -> Point:
        """The same, with every answer made typical that can be. Raises ProverError if the point is not bad at all."""
        if not bad(point):
            raise ProverError("a search ended at a person to whom it does not happen")
        return simplest(point, self.world.typical(group.intervention), self.world.linked, bad, keep)

    def demanded_only_of(self, one: Point, other: Point, group: Group) -> tuple[Rule, ...]:
        """The rules that object to one person and not to the other."""
        holds = self.pool.holds
        return tuple(
            each.rule for each in group.objecting if holds(each.may_apply, one) and not holds(each.may_apply, other)
        )

    def counterexample(
        self, point: Point, group: Group, then: str = "", ruleset: RuleSet | None = None
    ) -> Counterexample:
        """The person, screened by the reference evaluator. Raises ProverError if it sees another outcome."""
        world, name = self.world, group.intervention
        values = readable(world, point, name)
        outcome = screened(ruleset or self.ruleset, profile(world, point, values), name, NOW)
        answers = answered(world, values)
        if outcome is not self.outcome(point, group):
            raise ProverError(f"the reference evaluator disagrees about {name}: {outcome} for {answers}")
        different = unusual(world, point, values, name)
        return Counterexample(name, different, answers, stale(world, point), outcome, then)

    def confirm_consistent(self, point: Point, intervention: str) -> None:
        """Raises ProverError if the reference evaluator finds a contradiction in a person."""
        told = profile(self.world, point, readable(self.world, point, intervention))
        findings = establish(told, self.ruleset, frozenset(self.world.scales), NOW)
        if any(finding.origin is Origin.CONFLICT for finding in findings.values()):
            raise ProverError(f"the reference evaluator sees a contradiction in {told.answers}")

    def changed(self, point: Point, fact: int, cell: int) -> Point:
        """The same person with another answer to one question."""
        return [*point[:fact], cell, *point[fact + 1 :]]
