"""People made up by chance for any rule set: mostly benign or mostly not, with gaps, NaN and values that may not be."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, FactType

Row = dict[str, Any]

TYPES = {
    FactType.BOOLEAN: pa.bool_(),
    FactType.INTEGER: pa.int64(),
    FactType.DECIMAL: pa.float64(),
    FactType.CHOICE: pa.string(),
}


def random_rows(
    ruleset: RuleSet, count: int, benign: Mapping[str, Any], seed: int = 5, *, invalid: bool = True
) -> list[Row]:
    """So many people around a benign one; unless ``invalid``, all that stands there may stand there."""
    chance = random.Random(seed)
    facts = list(ruleset.vocabulary.facts.values())
    return [dict(_row(chance, facts, benign, invalid=invalid)) for _ in range(count)]


def _row(
    chance: random.Random, facts: Sequence[Fact], benign: Mapping[str, Any], *, invalid: bool
) -> Iterator[tuple[str, Any]]:
    unusual, unknown = chance.choice([0.0, 0.03, 0.3]), chance.choice([0.0, 0.05, 0.3])
    wrong = chance.choice([0.0, 0.0, 0.03]) if invalid else 0.0
    for fact in facts:
        draw = chance.random()
        if draw < unknown:
            yield fact.name, math.nan if fact.type is FactType.DECIMAL and chance.random() < 0.5 else None
        elif draw < unknown + wrong and fact.type is not FactType.BOOLEAN:
            yield fact.name, chance.choice(_WRONG[fact.type])
        elif chance.random() < unusual:
            yield fact.name, _value(chance, fact)
        elif fact.name in benign:
            value = benign[fact.name]
            yield fact.name, float(value) if fact.type is FactType.DECIMAL else value


_WRONG: Mapping[FactType, Sequence[Any]] = {
    FactType.INTEGER: [-1, -(2**40), 2**62],
    FactType.DECIMAL: [-0.5, math.inf, -math.inf, 1e300],
    FactType.CHOICE: ["", "None", "something else"],
}


def _value(chance: random.Random, fact: Fact) -> Any:
    least, most = float(fact.minimum or 0), float(fact.maximum or 0)
    match fact.type:
        case FactType.BOOLEAN:
            return chance.random() < 0.5
        case FactType.INTEGER:
            return chance.randint(int(least), int(most))
        case FactType.DECIMAL:
            return chance.choice([least, most, round(chance.uniform(least, most), 1), float(chance.randint(int(least), int(most)))])
        case FactType.CHOICE:
            return chance.choice(list(fact.choices))


def table(ruleset: RuleSet, rows: Sequence[Row]) -> pa.Table:
    """These people in Arrow, each with a number."""
    facts = ruleset.vocabulary.facts.values()
    columns = {"person": pa.array(range(len(rows)), pa.int64())}
    for fact in facts:
        columns[fact.name] = pa.array([row.get(fact.name) for row in rows], TYPES[fact.type])
    return pa.table(columns)
