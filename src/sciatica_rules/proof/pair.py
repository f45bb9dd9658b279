"""Two rule sets over the same cells, so that they can be asked about the same people, also where their facts differ.

A person answers any facts of either. Each rule set is told what it knows to ask, and not the rest. Of a fact that both
know, only values are compared that both accept; one with another type in each, or without a value in common, counts as
two facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..condition import Leaf, Value
from ..decide import judge
from ..evidence import establish
from ..outcome import Hold, NextStep, Outcome
from ..ruleset import HELD_FOR, RuleSet
from ..vocabulary import Fact, FactType
from .boxes import Boxes
from .cells import Scale, always_known, scales
from .cover import BUDGET, Point, Pool
from .group import LEVELS, Group
from .witness import NOW, ProverError, Values, answered, profile, readable, unusual
from .world import World, comparisons

Scales = dict[str, Scale]


@dataclass(frozen=True, slots=True)
class Told:
    """What one rule set tells a person, as far as it is compared."""

    outcome: Outcome
    next_step: NextStep
    hold: Hold = Hold.NONE
    """What a session is held for from then on."""

    def __str__(self) -> str:
        step = "" if self.next_step is NextStep.NONE else f", next step {self.next_step}"
        held = "" if self.hold is Hold.NONE else f", a session is held for {self.hold}"
        return f"{self.outcome}{step}{held}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the two rule sets tell different things. The reference evaluator has screened them with both."""

    intervention: str
    unusual: Mapping[str, Value | None]
    """What differs from the typical profile of the intervention; None where the fact is not answered."""
    answers: Mapping[str, Value]
    """The whole profile. Each rule set is told the facts that it knows."""
    stale: tuple[str, ...]
    """Facts whose answer is too old, so that nothing is assumed in its place."""
    before: Told
    after: Told

    @property
    def is_ever_allowed(self) -> bool:
        """Whether either rule set allows it."""
        return Outcome.ALLOWED in {self.before.outcome, self.after.outcome}

    @property
    def distance(self) -> tuple[int, int, int]:
        """How far apart the two decisions are: by outcome, then by next step, then by hold."""
        one, other = self.before, self.after
        steps, holds = one.next_step.rank - other.next_step.rank, one.hold.rank - other.hold.rank
        return abs(one.outcome.rank - other.outcome.rank), abs(steps), abs(holds)


@dataclass(eq=False)
class Pair:
    """The world of each rule set, with cells, positions of facts and the pool in common."""

    before: World
    after: World

    @classmethod
    def of(cls, old: RuleSet, new: RuleSet, budget: int = BUDGET) -> Pair:
        """Both over cells that are fine enough for either."""
        before, after = _cells(old, new)
        pool = Pool(after.values(), budget)
        first = World(old, before, pool, Boxes(before, old.derivations))
        if before == after:
            return cls(first, first.beside(new))
        return cls(first, World(new, after, pool, Boxes(after, new.derivations)))

    @property
    def pool(self) -> Pool:
        """All boxes of both."""
        return self.before.pool

    @cached_property
    def contradictory(self) -> int:
        """Where answers contradict each other for either."""
        return self.before.contradictory | self.after.contradictory

    @cached_property
    def linked(self) -> list[list[int]]:
        """For each derived fact of either, itself and all facts beneath it."""
        return [*self.before.linked, *self.after.linked]

    def told(self, group: Group, point: Point) -> Told:
        """What a group of one of the two tells a person, by the boxes."""
        demanded = [level for level in LEVELS if self.pool.holds(group.at_least(level), point)]
        outcome = next((level for level in demanded if isinstance(level, Outcome)), Outcome.ALLOWED)
        waiting = NextStep.NONE if outcome is Outcome.ALLOWED else NextStep.ANSWER
        step = next((level for level in demanded if isinstance(level, NextStep)), waiting)
        return Told(outcome, step, next((level for level in demanded if isinstance(level, Hold)), Hold.NONE))

    def person(self, point: Point, before: Group, after: Group) -> Person:
        """The person, screened by the reference evaluator with both. Raises ProverError if it sees anything else."""
        intervention = after.intervention
        values = readable(self.after, point, intervention)
        return Person(
            intervention=intervention,
            unusual=unusual(self.after, point, values, intervention),
            answers=answered(self.after, values),
            stale=tuple(self._stale(point)),
            before=self._replayed(self.before, before, point, values),
            after=self._replayed(self.after, after, point, values),
        )

    def _stale(self, point: Point) -> Iterator[str]:
        """The facts without an answer that counts, of which either would assume something otherwise."""
        both = zip(self.before.scales.values(), self.after.scales.items(), point, strict=True)
        return (name for old, (name, new), cell in both if (old.stale | new.stale) >> cell & 1)

    def _replayed(self, world: World, group: Group, point: Point, values: Values) -> Told:
        bound = world.ruleset.bound(group.intervention)
        findings = establish(profile(world, point, values), world.ruleset, bound.reads, NOW)
        judgement = judge(bound, findings)
        holds = [each.rule.hold for each in judgement.applying]
        # Nothing is known to be over while answers contradict each other.
        not_over = bound.objecting if judgement.conflicts else (*judgement.applying, *judgement.undetermined)
        if any(each.keeps_a_hold for each in not_over):
            holds += [each for each in Hold if each.value == findings[HELD_FOR].value]
        hold = max(holds, default=Hold.NONE)
        told = Told(judgement.outcome, judgement.next_step, hold)
        if told != self.told(group, point):
            raise ProverError(f"the reference evaluator disagrees about {bound.intervention.id}: {told}")
        return told


def _cells(old: RuleSet, new: RuleSet) -> tuple[Scales, Scales]:
    """The cells of every fact of either, in one order, as each of the two meets them."""
    was, now = old.vocabulary.facts, new.vocabulary.facts
    common = {name: both for name in now if name in was and (both := _in_common(was[name], now[name])) is not None}
    old_leaves, new_leaves = list(comparisons(old, ())), list(comparisons(new, ()))
    shared = scales(
        {name: each for name, (_, each) in common.items()},
        [leaf for leaf in (*old_leaves, *new_leaves) if leaf.fact in common],
    )
    only_old, only_new = _others(was, old_leaves, common), _others(now, new_leaves, common)
    before: Scales = {}
    after: Scales = {}
    for name in now:
        if name in common:
            one, other = common[name]
            lack = not always_known(one) and not always_known(other)
            split = one.when_unknown != other.when_unknown
            before[name] = replace(shared[name], fact=one, can_lack=lack, is_split=split)
            after[name] = replace(shared[name], can_lack=lack, is_split=split)
        else:
            before[_apart(name, "as now", was)] = after[name] = only_new[name]
    for name, scale in only_old.items():
        before[name] = after[_apart(name, "as before", now)] = scale
    return before, after


def _others(facts: Mapping[str, Fact], leaves: Iterable[Leaf], common: Mapping[str, object]) -> Scales:
    rest = {name: fact for name, fact in facts.items() if name not in common}
    return scales(rest, [leaf for leaf in leaves if leaf.fact in rest])


def _apart(name: str, when: str, taken: Mapping[str, Fact]) -> str:
    """A name for a fact that the other rule set does not know, or knows as something else."""
    return f"{name} ({when})" if name in taken else name


def _in_common(old: Fact, new: Fact) -> tuple[Fact, Fact] | None:
    """A fact as each has it, over the values that both accept; None if there are none."""
    if old.type is not new.type:
        return None
    if new.type is FactType.CHOICE:
        choices = {word: meaning for word, meaning in new.choices.items() if word in old.choices}
        return (replace(old, choices=choices), replace(new, choices=choices)) if choices else None
    lowest = [each.minimum for each in (old, new) if each.minimum is not None]
    highest = [each.maximum for each in (old, new) if each.maximum is not None]
    low, high = max(lowest, default=None), min(highest, default=None)
    if low is not None and high is not None and low > high:
        return None
    return replace(old, minimum=low, maximum=high), replace(new, minimum=low, maximum=high)
