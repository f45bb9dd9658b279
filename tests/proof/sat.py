"""The prover's questions for a SAT solver, in another encoding: values in place of cells, formulas in place of boxes.

Needs python-sat, which nothing but these tests uses. It shares no code with ``sciatica_rules.proof``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any as Anything

from pysat.solvers import Solver  # type: ignore[import-not-found,import-untyped,unused-ignore]

from sciatica_rules.condition import All, Always, Any, Compare, Condition, IsTrue, Leaf, Not, OneOf, leaves
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.ruleset import BoundRule, RuleSet
from sciatica_rules.vocabulary import Fact, FactType
from tests.oracle import COMPARE

Known = Mapping[str, Anything]
"""Facts with a fixed answer; None for no answer that counts."""


class Sat:
    """One rule set as propositional logic. A formula is a literal of the solver."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.solver = Solver(name="cadical153")
        self.true = 1
        self.solver.add_clause([1])
        self.last = 1
        self.names: dict[frozenset[int], int] = {}
        self.values = {fact.name: list(values(fact, ruleset)) for fact in ruleset.vocabulary.facts.values()}
        self.variables = {name: [self.fresh() for _ in found] for name, found in self.values.items()}
        for several in self.variables.values():
            self.solver.add_clause(several)
            for number, one in enumerate(several):
                for other in several[:number]:
                    self.solver.add_clause([-one, -other])
        self.memo: dict[Anything, int] = {}

    def fresh(self) -> int:
        self.last += 1
        return self.last

    def either(self, parts: Iterable[int]) -> int:
        distinct = frozenset(parts) - {-self.true}
        if self.true in distinct:
            return self.true
        if not distinct:
            return -self.true
        if len(distinct) == 1:
            return next(iter(distinct))
        if distinct not in self.names:
            name = self.names[distinct] = self.fresh()
            self.solver.add_clause([-name, *distinct])
            for part in distinct:
                self.solver.add_clause([name, -part])
        return self.names[distinct]

    def all(self, parts: Iterable[int]) -> int:
        return -self.either(-part for part in parts)

    def negation(self, formula: int) -> int:
        return -formula

    def somebody(self, *parts: int) -> bool:
        return bool(self.solver.solve(assumptions=list(parts)))

    def evidence(self, condition: Condition, known: Known, *, against: bool = False) -> int:
        """That there is evidence for a condition, or against it."""
        match condition:
            case Always():
                return -self.true if against else self.true
            case Not(part):
                return self.evidence(part, known, against=not against)
            case All(parts) | Any(parts):
                found = [self.evidence(part, known, against=against) for part in parts]
                return self.either(found) if isinstance(condition, Any) is not against else self.all(found)
            case IsTrue(fact):
                return self.fact(fact, known, against=against)
            case OneOf() | Compare():
                return self.meets(condition, known, against=against)

    def meets(self, leaf: OneOf | Compare, known: Known, *, against: bool) -> int:
        def right(value: Anything) -> bool:
            return value is not None and holds(leaf, value) is not against

        if leaf.fact in known:
            return self.true if right(known[leaf.fact]) else -self.true
        pairs = zip(self.values[leaf.fact], self.variables[leaf.fact], strict=True)
        return self.either(variable for value, variable in pairs if right(value))

    def fact(self, name: str, known: Known, *, against: bool) -> int:
        """That there is evidence for a boolean fact, or against it."""
        key = (name, against, tuple(known.items()))
        if key not in self.memo:
            if name in known:
                own = self.true if known[name] is (not against) else -self.true
            else:
                own = self.variables[name][self.values[name].index(not against)]
            implied_by, defined_by = self.ruleset.derivations.get(name, (None, None))
            speaking = [defined_by] if against else [implied_by, defined_by]
            derived = [self.evidence(each, known, against=against) for each in speaking if each is not None]
            self.memo[key] = self.either([own, *derived])
        return self.memo[key]

    def consistent(self, known: Known, facts: Iterable[str] | None = None) -> int:
        """That no fact has evidence both ways."""
        names = [name for name in self.ruleset.derivations if facts is None or name in facts]
        both = (
            self.all([self.fact(name, known, against=False), self.fact(name, known, against=True)]) for name in names
        )
        return -self.either(both)

    def demands(self, rules: Iterable[BoundRule], outcome: Outcome, known: Known) -> int:
        """That the outcome is at least this, contradictions left aside."""
        key = (tuple((bound.rule.id, bound.when) for bound in rules), outcome, tuple(known.items()))
        if key not in self.memo:
            if outcome is Outcome.BLOCKED:
                parts = [self.evidence(each.when, known) for each in rules if each.rule.effect is Effect.BLOCKED]
            else:
                parts = [-self.evidence(each.when, known, against=True) for each in rules]
            self.memo[key] = self.either(parts)
        return self.memo[key]


def holds(leaf: OneOf | Compare, value: Anything) -> bool:
    if isinstance(leaf, OneOf):
        return value in leaf.values
    return bool(COMPARE[leaf.operator.value](value, leaf.threshold))


def values(fact: Fact, ruleset: RuleSet) -> Iterator[Anything]:
    """A value at each number that the fact is ever compared with, one between each two of them, and no answer."""
    yield None
    if fact.type is FactType.BOOLEAN:
        yield from (False, True)
    elif fact.type is FactType.CHOICE:
        yield from fact.choices
    else:
        low, high = Decimal(fact.minimum or 0), Decimal(fact.maximum or 0)
        points = {low, high}
        for leaf in bound_leaves(ruleset):
            if leaf.fact == fact.name:
                numbers = (
                    leaf.values if isinstance(leaf, OneOf) else [leaf.threshold] if isinstance(leaf, Compare) else []
                )
                points |= {Decimal(number) for number in numbers if low <= Decimal(number) <= high}
        whole = fact.type is FactType.INTEGER
        for point in sorted(points):
            if not whole or point == int(point):
                yield int(point) if whole else point
        for below, above in pairwise(sorted(points)):
            if not whole:
                yield (below + above) / 2
            else:
                yield from range(int(below) + 1, min(int(below) + 3, int(above + 1)))
    return


def bound_leaves(ruleset: RuleSet) -> Iterator[Leaf]:
    for name in ruleset.interventions:
        bound = ruleset.bound(name)
        for each in (*bound.objecting, *bound.precautions):
            yield from leaves(each.when)
    for derivations in ruleset.derivations.values():
        for condition in derivations:
            if condition is not None:
                yield from leaves(condition)
