"""How to answer so that a rule applies, does not apply or stays undetermined, and only just.

A condition is followed from the top: of what must hold together every part is aimed at, of alternatives one. ``Choose``
says which; a strategy lets hypothesis choose, and always taking the first gives one person without any chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import TypeVar, assert_never

from ..condition import All, Always, Any, Compare, Condition, IsTrue, Leaf, Not, OneOf, Value
from ..decide import verdict
from ..evidence import establish, evaluate, stated
from ..origin import Origin
from ..outcome import Verdict
from ..profile import Profile
from ..ruleset import BoundRule, RuleSet
from .answers import Answers, without_contradictions
from .points import points

T = TypeVar("T")

Choose = Callable[[int], int]
"""Of so many possibilities, the number of one."""

Way = Mapping[str, tuple[Value, ...]]
"""For each fact, the values that it may take, the one nearest to the boundary first."""

MOST_WAYS = 16
MOST_TRIES = 64
AT_THE_BOUNDARY = 3
"""How many of the values nearest to a threshold are on it."""


def the_first(_many: int) -> int:
    """Choose without chance."""
    return 0


@dataclass(frozen=True, slots=True)
class Target:
    """One rule as one intervention meets it."""

    bound: BoundRule
    intervention: str


@dataclass(frozen=True, eq=False)
class Aim:
    """Finds answers that reach a verdict, in one rule set."""

    ruleset: RuleSet
    never_drop: frozenset[str] = frozenset()
    """Facts that somebody else answers."""

    @cached_property
    def points(self) -> Mapping[str, tuple[Value, ...]]:
        return points(self.ruleset)

    def targets(self, intervention: str | None = None, rule: str | None = None) -> list[Target]:
        """Every rule, for the first intervention with which it has these numbers."""
        found: dict[tuple[str, Condition], Target] = {}
        for name in self.ruleset.interventions if intervention is None else (intervention,):
            for target in self.concerning(name):
                if rule in {None, target.bound.rule.id}:
                    found.setdefault((target.bound.rule.id, target.bound.when), target)
        return list(found.values())

    def concerning(self, intervention: str) -> list[Target]:
        """Every rule that concerns an intervention."""
        bound = self.ruleset.bound(intervention)
        return [Target(rule, intervention) for rule in (*bound.objecting, *bound.precautions)]

    def at(self, target: Target, wanted: Verdict, base: Answers, choose: Choose = the_first) -> Answers:
        """The base with as few changes as it takes to reach a verdict; the last try, where that is not possible."""
        tried = dict(base)
        for tried in islice(self._tries(target.bound.when, wanted, base, choose), MOST_TRIES):
            if self.verdict(target.bound, tried) is wanted:
                break
        return tried

    def each_way(self, target: Target, wanted: Verdict, base: Answers) -> Iterator[Answers]:
        """The base with as few changes as it takes, in several ways that each reach a verdict."""
        found: list[Answers] = []
        for tried in islice(self._tries(target.bound.when, wanted, base, the_first), MOST_TRIES):
            if tried not in found and self.verdict(target.bound, tried) is wanted:
                found.append(tried)
                yield tried

    def verdict(self, bound: BoundRule, answers: Mapping[str, Value]) -> Verdict:
        """What these answers make of a rule."""
        wanted = self.ruleset.vocabulary.closure(bound.reads)
        return verdict(bound, establish(Profile(answers), self.ruleset, wanted, None))

    def _tries(self, when: Condition, wanted: Verdict, base: Answers, choose: Choose) -> Iterator[Answers]:
        match wanted:
            case Verdict.APPLIES:
                for way in self.ways(when, True, choose):
                    yield from self._follow(way, base, choose)
            case Verdict.DOES_NOT_APPLY:
                for way in self._barely_false(when, choose):
                    yield from self._follow(way, base, choose)
            case Verdict.UNDETERMINED:
                for way in chain(islice(self.ways(when, True, choose), MOST_WAYS), self._barely_false(when, choose)):
                    yield from self._with_a_gap(way, base, choose)

    def _barely_false(self, when: Condition, choose: Choose) -> Iterator[Way]:
        """Each way to make a condition false, over a person for whom it is true."""
        near = next(iter(self.ways(when, True, choose)), {})
        for way in self.ways(when, False, choose):
            yield {**{name: values for name, values in near.items() if name not in way}, **way}

    def _with_a_gap(self, way: Way, base: Answers, choose: Choose) -> Iterator[Answers]:
        """Without the answer to one fact, or to anything that is evidence for it."""
        picked = self._pick(way, choose)
        for name in rotated(list(way), choose):
            gone = self.ruleset.vocabulary.closure((name,)) - self.never_drop
            left = {other: value for other, value in {**base, **picked}.items() if other not in gone}
            yield self._settle(left, frozenset(way))

    def _follow(self, way: Way, base: Answers, choose: Choose) -> Iterator[Answers]:
        """With the facts that the rule names answered, or with those beneath them."""
        for each in rotated([way, self._beneath(way, choose)], choose):
            yield self._settle({**base, **self._pick(each, choose)}, frozenset(each))

    def _pick(self, way: Way, choose: Choose) -> Answers:
        free = {name: values for name, values in way.items() if name not in self.never_drop}
        return {name: values[choose(min(len(values), AT_THE_BOUNDARY))] for name, values in free.items()}

    def _settle(self, answers: Answers, keep: frozenset[str]) -> Answers:
        return without_contradictions(self.ruleset, answers, keep, self.never_drop)

    def _beneath(self, way: Way, choose: Choose) -> Way:
        """The same, each derived fact by way of what it is derived from, as far as that is possible."""
        found = dict(way)
        for fact in reversed(self.ruleset.vocabulary.in_dependency_order):
            if fact.name in found and fact.name in self.ruleset.derivations:
                merged = next(iter(self._evidence(fact.name, found, choose)), None)
                found = dict(merged) if merged is not None else found
        return found

    def _evidence(self, name: str, way: Way, choose: Choose) -> Iterator[Way]:
        """What is evidence for the first of the values that a derived fact may take, beside the rest of a way."""
        implied_by, defined_by = self.ruleset.derivations[name]
        wanted = way[name][0] is True
        rest = {other: values for other, values in way.items() if other != name}
        for condition in rotated([implied_by, defined_by], choose):
            if condition is not None and (wanted or condition is defined_by):
                for evidence in self.ways(condition, wanted, choose):
                    yield from merge(rest, evidence)

    def ways(self, condition: Condition, wanted: bool, choose: Choose) -> Iterator[Way]:
        """Every way to answer so that a bound condition is true, or false."""
        match condition:
            case Always():
                if wanted:
                    yield {}
            case IsTrue() | OneOf() | Compare():
                values = self._values(condition, wanted)
                if values:
                    yield {condition.fact: values}
            case Not(part):
                yield from self.ways(part, not wanted, choose)
            case All(parts) | Any(parts):
                if isinstance(condition, All) is wanted:
                    yield from self._together(parts, wanted, choose)
                else:
                    for part in rotated(parts, choose):
                        yield from self.ways(part, wanted, choose)
            case _:
                assert_never(condition)

    def _together(self, parts: Sequence[Condition], wanted: bool, choose: Choose) -> Iterator[Way]:
        if not parts:
            yield {}
            return
        for first in self.ways(parts[0], wanted, choose):
            for rest in self._together(parts[1:], wanted, choose):
                yield from merge(first, rest)

    def _values(self, leaf: Leaf, wanted: bool) -> tuple[Value, ...]:
        """The values of a fact for which a comparison comes out as wanted, the nearest to where it changes first."""
        found = self._worked_out.get((leaf, wanted))
        if found is None:
            tried = self.points[leaf.fact]
            right = [self._holds(leaf, value) is wanted for value in tried]
            wrong = [place for place, holds in enumerate(right) if not holds]
            places = [place for place, holds in enumerate(right) if holds]
            places.sort(key=lambda place: min((abs(place - other) for other in wrong), default=place))
            found = self._worked_out[leaf, wanted] = tuple(tried[place] for place in places)
        return found

    @cached_property
    def _worked_out(self) -> dict[tuple[Leaf, bool], tuple[Value, ...]]:
        return {}

    def _holds(self, leaf: Leaf, value: Value) -> bool:
        fact = self.ruleset.vocabulary.facts[leaf.fact]
        return evaluate(leaf, {fact.name: stated(fact, value, Origin.ANSWERED)}).evidence_for

    def contradict(self, answers: Answers, choose: Choose, about: frozenset[str] = frozenset()) -> Answers | None:
        """The answers with a contradiction about one derived fact, of ``about`` if possible; None if none can be."""
        derived = [name for name in self.ruleset.derivations if name not in self.never_drop]
        for name in rotated([name for name in derived if name in about] or derived, choose):
            for told in rotated([False, True], choose):
                for evidence in islice(self._evidence(name, {name: (not told,)}, choose), MOST_WAYS):
                    if self.never_drop.isdisjoint(evidence):
                        return {**answers, **self._pick(evidence, choose), name: told}
        return None


def merge(one: Way, other: Way) -> Iterator[Way]:
    """Both ways at once; nothing, if a fact would need two values."""
    merged = dict(one)
    for name, values in other.items():
        both = tuple(value for value in merged[name] if value in values) if name in merged else values
        if not both:
            return
        merged[name] = both
    yield merged


def rotated(items: Sequence[T], choose: Choose) -> Iterator[T]:
    """The items, beginning with the one that is chosen."""
    if items:
        start = choose(len(items)) if len(items) > 1 else 0
        yield from (*items[start:], *items[:start])
