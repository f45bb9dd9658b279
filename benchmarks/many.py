"""Rules and people by chance, as many as are asked for, and the same rules by hand for Polars.

Sixty facts: 48 boolean ones, of which few are true, 7 numbers, 5 choices. The rules are about nine comparisons long, up
to three levels deep, and none of them speaks of a benign person. That is harder than most real rules.
"""

from __future__ import annotations

import operator
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from typing import assert_never

import numpy as np
import polars as pl
import pyarrow as pa

from sciatica_rules import Rules
from sciatica_rules.atoms import literals
from sciatica_rules.condition import All, Always, Any, Compare, Condition, IsTrue, Not, OneOf, Operator, Value
from sciatica_rules.generated import is_met
from sciatica_rules.intervention import Intervention
from sciatica_rules.outcome import Effect, NextStep
from sciatica_rules.pack import Pack
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import AnsweredBy, Fact, FactGroup, FactType, Vocabulary, Worse

INTERVENTION = "exercise"
DEGREES = ("none", "mild", "moderate", "severe", "critical")
SHARES = (0.9, 0.04, 0.03, 0.02, 0.01)
TRUE = 0.04
LEAST, GREATEST = 0, 100

ANSWERS = tuple(f"b{number}" for number in range(48))
COUNTS = tuple(f"n{number}" for number in range(0, 7, 2))
LEVELS = tuple(f"n{number}" for number in range(1, 7, 2))
KINDS = tuple(f"e{number}" for number in range(5))
BENIGN: dict[str, Value] = {
    **dict.fromkeys(ANSWERS, False),
    **dict.fromkeys((*COUNTS, *LEVELS), 50),
    **dict.fromkeys(KINDS, "none"),
}


def many_rules(count: int, seed: int = 2) -> Rules:
    """So many rules over the sixty facts."""
    vocabulary = Vocabulary((FactGroup("all", "All", tuple(map(_fact, BENIGN))),))
    chance = random.Random(seed)
    rules: dict[str, Rule] = {}
    while len(rules) < count:
        when = _condition(chance, 3)
        if not _holds(when, vocabulary):
            effect = Effect.BLOCKED if chance.random() < 0.35 else Effect.CONSULT_DOCTOR
            name = f"r{len(rules)}"
            rules[name] = Rule(
                name, "all", "all", name, (INTERVENTION,), when, effect, name, (), (), next_step=NextStep.DOCTOR
            )
    place = Intervention(INTERVENTION, INTERVENTION, frozenset({INTERVENTION}), ())
    pack = Pack("all", True, "All", "1.0.0", "2026-01-01", "draft", {}, (), ())
    return Rules(RuleSet(vocabulary, {}, {}, {}, {INTERVENTION: place}, rules, (pack,)))


def _fact(name: str) -> Fact:
    kind = {"b": FactType.BOOLEAN, "e": FactType.CHOICE}.get(name[0])
    type_ = kind or (FactType.INTEGER if name in COUNTS else FactType.DECIMAL)
    limits = (None, None) if kind else (LEAST, GREATEST)
    choices = {degree: degree for degree in DEGREES} if type_ is FactType.CHOICE else {}
    return Fact(
        name, "all", type_, name, Worse.DEPENDS, True, AnsweredBy.EITHER, None, choices, None, "", limits[0], limits[1]
    )


def _condition(chance: random.Random, depth: int) -> Condition:
    kind = chance.random()
    if not depth or kind < 0.25:
        return _leaf(chance)
    if kind < 0.35:
        return Not(_condition(chance, depth - 1))
    parts = tuple(_condition(chance, depth - 1) for _ in range(chance.choice((2, 2, 3, 4))))
    return All(parts) if kind < 0.75 else Any(parts)


def _leaf(chance: random.Random) -> Condition:
    kind = chance.random()
    if kind < 0.76:
        return IsTrue(chance.choice(ANSWERS))
    if kind >= 0.90:
        return OneOf(chance.choice(KINDS), tuple(sorted(chance.sample(DEGREES[1:], chance.randrange(1, 4)))))
    name, compared = chance.choice((*COUNTS, *LEVELS)), chance.choice(list(Operator))
    rising = compared in {Operator.AT_LEAST, Operator.ABOVE}
    number = chance.randrange(60, 98) if rising else chance.randrange(2, 40)
    return Compare(name, compared, number if name in COUNTS else number + Decimal("0.5"))


def _holds(condition: Condition, vocabulary: Vocabulary) -> bool:
    """Of a benign person."""
    match condition:
        case All(parts):
            return all(_holds(part, vocabulary) for part in parts)
        case Any(parts):
            return any(_holds(part, vocabulary) for part in parts)
        case Not(part):
            return not _holds(part, vocabulary)
        case Always():
            return True
        case IsTrue(name) | OneOf(name) | Compare(name):
            return is_met(literals(condition, vocabulary.facts[name])[0], BENIGN[name])
        case _:
            assert_never(condition)


def comparisons(condition: Condition) -> int:
    """How many comparisons a condition makes."""
    match condition:
        case All(parts) | Any(parts):
            return sum(map(comparisons, parts))
        case Not(part):
            return comparisons(part)
        case _:
            return 1


def many_people(rows: int, unknown: float = 0.1, seed: int = 7) -> pa.Table:
    """So many people, a column for each fact."""
    chance = np.random.default_rng(seed)
    columns: dict[str, pa.Array] = {}
    for name in BENIGN:
        missing = chance.random(rows, dtype=np.float32) < unknown
        if name in ANSWERS:
            columns[name] = pa.array(chance.random(rows, dtype=np.float32) < TRUE, mask=missing)
        elif name in COUNTS:
            columns[name] = pa.array(chance.integers(18, 95, rows, dtype=np.int32), mask=missing)
        elif name in LEVELS:
            columns[name] = pa.array(np.round(chance.random(rows) * 80 + 15, 1), mask=missing)
        else:
            places = pa.array(chance.choice(len(DEGREES), rows, p=SHARES).astype(np.int8), mask=missing)
            columns[name] = pa.DictionaryArray.from_arrays(places, pa.array(DEGREES))
    return pa.table(columns)


# The same by hand

Join = Callable[[Sequence[pl.Expr]], pl.Expr]


def by_hand(rules: Rules, every: Join, some: Join) -> pl.Expr:
    """The outcome as one would write it for Polars, whose *and*, *or* and *not* know nulls as the rules do."""
    bound = rules.ruleset.bound(INTERVENTION).objecting
    tests = [_by_hand(rule.when, every, some) for rule in bound]
    stops = [test for test, rule in zip(tests, bound, strict=True) if rule.rule.effect is Effect.BLOCKED]
    blocked = some(stops).fill_null(False)
    in_doubt = some(tests).fill_null(True)
    outcome = pl.when(blocked).then(pl.lit(2, pl.Int8)).when(in_doubt).then(pl.lit(1, pl.Int8))
    return outcome.otherwise(pl.lit(0, pl.Int8)).alias("outcome")


def _by_hand(condition: Condition, every: Join, some: Join) -> pl.Expr:
    match condition:
        case All(parts):
            return every([_by_hand(part, every, some) for part in parts])
        case Any(parts):
            return some([_by_hand(part, every, some) for part in parts])
        case Not(part):
            return ~_by_hand(part, every, some)
        case Always():
            return pl.lit(True)
        case IsTrue(name):
            return pl.col(name)
        case OneOf(name, values):
            return pl.col(name).is_in(list(values))
        case Compare(name, compared, number):
            limit = number if isinstance(number, int) else float(number)
            return _COMPARE[compared](pl.col(name), limit)
        case _:
            assert_never(condition)


_COMPARE: dict[Operator, Callable[[pl.Expr, float], pl.Expr]] = {
    Operator.AT_LEAST: operator.ge,
    Operator.ABOVE: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.BELOW: operator.lt,
}


def _in_pairs(join: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Join:
    """As a tree, so that no plan gets too deep."""

    def joined(parts: Sequence[pl.Expr]) -> pl.Expr:
        pairs = list(parts)
        while len(pairs) > 1:
            pairs = [reduce(join, pairs[at : at + 2]) for at in range(0, len(pairs), 2)]
        return pairs[0]

    return joined


WAYS: dict[str, tuple[Join, Join]] = {
    "horizontal": (pl.all_horizontal, pl.any_horizontal),
    "operators": (_in_pairs(operator.and_), _in_pairs(operator.or_)),
}
"""Two ways to write it; which is faster depends on the version."""
