"""The questions of ``sat.py``, put to z3 with numbers as numbers. Only the benchmark uses it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any as Anything

import z3  # type: ignore[import-not-found,import-untyped,unused-ignore]

from sciatica_rules.condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf
from sciatica_rules.outcome import Effect, Outcome
from sciatica_rules.ruleset import BoundRule, RuleSet
from sciatica_rules.vocabulary import FactType
from tests.oracle import COMPARE
from tests.proof.sat import Known


class Smt:
    """One rule set for z3: for each fact whether it is answered, and what."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset, self.solver = ruleset, z3.Solver()
        self.answered: dict[str, Anything] = {}
        self.value: dict[str, Anything] = {}
        self.memo: dict[Anything, Anything] = {}
        sorts = {
            FactType.BOOLEAN: z3.Bool,
            FactType.INTEGER: z3.Int,
            FactType.DECIMAL: z3.Real,
            FactType.CHOICE: z3.Int,
        }
        for fact in ruleset.vocabulary.facts.values():
            self.answered[fact.name] = z3.Bool(f"{fact.name}?")
            value = self.value[fact.name] = sorts[fact.type](fact.name)
            if fact.type is FactType.CHOICE:
                self.solver.add(value >= 0, value < len(fact.choices))
            elif fact.type is not FactType.BOOLEAN:
                self.solver.add(value >= self.number(fact.minimum), value <= self.number(fact.maximum))

    @staticmethod
    def number(value: Anything) -> Anything:
        return z3.RealVal(str(value)) if not isinstance(value, int) else value

    def negation(self, formula: Anything) -> Anything:
        return z3.Not(formula)

    def somebody(self, *parts: Anything) -> bool:
        self.solver.push()
        self.solver.add(*parts)
        found = self.solver.check() == z3.sat
        self.solver.pop()
        return bool(found)

    def evidence(self, condition: Condition, known: Known, *, against: bool = False) -> Anything:
        match condition:
            case Always():
                return z3.BoolVal(not against)
            case Not(part):
                return self.evidence(part, known, against=not against)
            case All(parts) | Any(parts):
                found = [self.evidence(part, known, against=against) for part in parts]
                return z3.Or(found) if isinstance(condition, Any) is not against else z3.And(found)
            case IsTrue(fact):
                return self.fact(fact, known, against=against)
            case OneOf() | Compare():
                holds = self.meets(condition, known)
                told = known[condition.fact] is not None if condition.fact in known else self.answered[condition.fact]
                return z3.And(told, z3.Not(holds) if against else holds)

    def meets(self, leaf: OneOf | Compare, known: Known) -> Anything:
        fact = self.ruleset.vocabulary.facts[leaf.fact]
        if leaf.fact in known:
            value = known[leaf.fact]
            if isinstance(leaf, OneOf):
                return z3.BoolVal(value in leaf.values)
            return z3.BoolVal(value is not None and COMPARE[leaf.operator.value](value, leaf.threshold))
        variable = self.value[leaf.fact]
        if isinstance(leaf, OneOf):
            words = list(fact.choices)
            return z3.Or([variable == (words.index(str(value)) if words else value) for value in leaf.values])
        return COMPARE[leaf.operator.value](variable, self.number(leaf.threshold))

    def fact(self, name: str, known: Known, *, against: bool) -> Anything:
        key = (name, against, tuple(known.items()))
        if key not in self.memo:
            if name in known:
                own = z3.BoolVal(known[name] is (not against))
            else:
                value = self.value[name]
                own = z3.And(self.answered[name], z3.Not(value) if against else value)
            implied_by, defined_by = self.ruleset.derivations.get(name, (None, None))
            speaking = [defined_by] if against else [implied_by, defined_by]
            derived = [self.evidence(each, known, against=against) for each in speaking if each is not None]
            self.memo[key] = z3.Or([own, *derived])
        return self.memo[key]

    def consistent(self, known: Known) -> Anything:
        key = ("consistent", tuple(known.items()))
        if key not in self.memo:
            self.memo[key] = z3.And(
                [
                    z3.Not(z3.And(self.fact(name, known, against=False), self.fact(name, known, against=True)))
                    for name in self.ruleset.derivations
                ]
            )
        return self.memo[key]

    def demands(self, rules: Iterable[BoundRule], outcome: Outcome, known: Known) -> Anything:
        several = list(rules)
        key = (tuple((bound.rule.id, bound.when) for bound in several), outcome, tuple(known.items()))
        if key not in self.memo:
            if outcome is Outcome.BLOCKED:
                parts = [self.evidence(each.when, known) for each in several if each.rule.effect is Effect.BLOCKED]
            else:
                parts = [z3.Not(self.evidence(each.when, known, against=True)) for each in several]
            self.memo[key] = z3.Or(parts)
        return self.memo[key]
