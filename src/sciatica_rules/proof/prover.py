"""Asks whether something happens to anybody, and shows the simplest person it happens to.

The search finds any person. Before anyone sees them, every answer that can be typical is made typical, and the
reference evaluator screens them: it must agree, or the prover has a bug and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from ..condition import Value
from ..errors import SciaticaRulesError
from ..evidence import establish
from ..origin import Origin
from ..outcome import Outcome
from ..profile import Profile
from ..reference import outcome as screened
from ..rule import Rule
from ..ruleset import RuleSet
from ..vocabulary import Fact
from .boxes import Box, without
from .cover import BUDGET, Point
from .finding import Counterexample
from .group import DEMANDS, Group
from .simplest import Bad, simplest
from .world import World, usual

NOW = datetime(2000, 1, 2, tzinfo=UTC)
_AFTERWARDS = NOW + timedelta(days=1)


class ProverError(SciaticaRulesError):
    """A bug of the prover: the reference evaluator does not confirm what it found."""


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
        self.names = tuple(self.world.scales)
        self.position = self.world.boxes.position
        self._typical: dict[str, Point] = {}
        self._allowed: dict[Group, bool] = {}

    def typical(self, intervention: str) -> Point:
        """The benign profile of an intervention."""
        if intervention not in self._typical:
            self._typical[intervention] = self.world.typical(intervention)
        return self._typical[intervention]

    def somebody(self, boxes: Iterable[Box], cover: int, group: Group, fixed: int = -1) -> Point | None:
        """A person in one of the boxes and in none of the cover. Raises OutOfBudgetError."""
        return self.pool.escape(boxes, cover, self.typical(group.intervention), fixed)

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
        return simplest(point, self.typical(group.intervention), self.world.linked, bad, keep)

    def demanded_only_of(self, one: Point, other: Point, group: Group) -> tuple[Rule, ...]:
        """The rules that object to one person and not to the other."""
        holds = self.pool.holds
        return tuple(
            each.rule for each in group.objecting if holds(each.may_apply, one) and not holds(each.may_apply, other)
        )

    def profile(self, point: Point, intervention: str) -> tuple[Profile, tuple[str, ...]]:
        """A person as the evaluator reads them, with the facts whose answer is too old."""
        own = self.ruleset.interventions[intervention].typical
        answers: dict[str, Value] = {}
        stale = []
        for cell, scale in zip(point, self.world.scales.values(), strict=True):
            fact = scale.fact
            if cell < scale.size:
                answers[fact.name] = scale.readable(cell, usual(fact, own))
            elif fact.when_unknown is not None:
                stale.append(fact.name)
        return profile_of(answers, [self.ruleset.vocabulary.facts[name] for name in stale]), tuple(stale)

    def counterexample(
        self, point: Point, group: Group, then: str = "", ruleset: RuleSet | None = None
    ) -> Counterexample:
        """The person, screened by the reference evaluator. Raises ProverError if it sees another outcome."""
        name = group.intervention
        profile, stale = self.profile(point, name)
        outcome = screened(ruleset or self.ruleset, profile, name, NOW)
        if outcome is not self.outcome(point, group):
            raise ProverError(f"the reference evaluator disagrees about {name}: {outcome} for {profile.answers}")
        typical = self.typical(name)
        unusual = {
            fact: profile.answers[fact] if fact in profile.answers and fact not in stale else None
            for number, fact in enumerate(self.names)
            if point[number] != typical[number]
        }
        answers = {fact: value for fact, value in profile.answers.items() if fact not in stale}
        return Counterexample(name, unusual, answers, stale, outcome, then)

    def confirm_consistent(self, point: Point, intervention: str, ruleset: RuleSet | None = None) -> None:
        """Raises ProverError if the reference evaluator finds a contradiction in a person."""
        read = ruleset or self.ruleset
        profile, _ = self.profile(point, intervention)
        findings = establish(profile, read, frozenset(read.vocabulary.facts), NOW)
        if any(finding.origin is Origin.CONFLICT for finding in findings.values()):
            raise ProverError(f"the reference evaluator sees a contradiction in {profile.answers}")

    def changed(self, point: Point, fact: int, cell: int) -> Point:
        """The same person with another answer to one question."""
        return [*point[:fact], cell, *point[fact + 1 :]]


def profile_of(answers: Mapping[str, Value], stale: Iterable[Fact]) -> Profile:
    """A person with these answers, and with answers that do not count where one would be assumed otherwise."""
    dated = {fact.name: _dated(fact) for fact in stale}
    return Profile({**answers, **dated}, dict.fromkeys(dated, _AFTERWARDS))


def _dated(fact: Fact) -> Value:
    """A value that does not count with a later date, as one does that can only tighten a decision."""
    value = fact.when_unknown if fact.worse_answer is None else not fact.worse_answer
    return False if value is None else value
