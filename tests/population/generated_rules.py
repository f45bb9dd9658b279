"""Rule sets of any size, made by chance: harder than real ones, since their thresholds rarely coincide."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from sciatica_rules.atoms import literals
from sciatica_rules.condition import All, Any, Compare, Condition, IsTrue, Not, OneOf, Operator, Value
from sciatica_rules.generated import is_met
from sciatica_rules.outcome import Effect
from sciatica_rules.rule import Rule
from sciatica_rules.ruleset import RuleSet
from sciatica_rules.vocabulary import Fact, FactType
from tests import building

LEVELS = {"none": "None.", "mild": "Mild.", "moderate": "Moderate.", "severe": "Severe."}
EFFECTS = [Effect.BLOCKED, Effect.BLOCKED, Effect.CONSULT_DOCTOR]


COUNT = {"type": FactType.INTEGER, "minimum": 0, "maximum": 100}
SIZE = {"type": FactType.DECIMAL, "minimum": 0, "maximum": Decimal("99.5")}
WORD = {"type": FactType.CHOICE, "choices": LEVELS}

FACTS: dict[str, Fact] = {
    each.name: each
    for each in (
        *(building.fact(f"b{number}") for number in range(40)),
        *(building.fact(f"d{number}", when_unknown=number % 2 == 0) for number in range(4)),
        *(building.fact(f"n{number}", **(COUNT if number % 2 else SIZE)) for number in range(6)),
        building.fact("n6", when_unknown=1, **COUNT),
        building.fact("n7", when_unknown=Decimal("37.5"), **SIZE),
        *(building.fact(f"c{number}", **WORD) for number in range(4)),
        building.fact("c4", when_unknown="none", **WORD),
        *(building.fact(f"e{number}") for number in range(3)),
    )
}
_USUAL: dict[FactType, Value] = {
    FactType.BOOLEAN: False,
    FactType.INTEGER: 50,
    FactType.DECIMAL: 50,
    FactType.CHOICE: "none",
}
BENIGN: dict[str, Value] = {name: _USUAL[fact.type] for name, fact in FACTS.items()}


def generated_rules(count: int, seed: int = 2) -> RuleSet:
    """This many rules over 60 facts, of which some have defaults and some are derived; none concerns ``BENIGN``."""
    chance = random.Random(seed)
    facts = _facts(chance)
    rules: list[Rule] = []
    while len(rules) < count:
        when = _condition(chance, facts, depth=3)
        if not _holds(when):
            rules.append(building.rule(f"r{len(rules)}", when, chance.choice(EFFECTS)))
    return building.ruleset(facts, rules)


def _holds(condition: Condition) -> bool:
    """Of the benign person."""
    match condition:
        case All(parts):
            return all(map(_holds, parts))
        case Any(parts):
            return any(map(_holds, parts))
        case Not(part):
            return not _holds(part)
        case IsTrue() | OneOf() | Compare():
            return is_met(literals(condition, FACTS[condition.fact])[0], BENIGN[condition.fact])
        case _:
            raise TypeError(condition)


def _facts(chance: random.Random) -> list[Fact]:
    """The facts, with derivations, of which none makes a benign person anything else."""
    plain = [fact for fact in FACTS.values() if fact.when_unknown is None and not fact.name.startswith("e")]
    derived = []
    for name, way in (("e0", "implied_by"), ("e1", "implied_by"), ("e2", "defined_by")):
        when = _condition(chance, plain, depth=1)
        while _holds(when):
            when = _condition(chance, plain, depth=1)
        derived.append(building.fact(name, **{way: when}))
    return [*(fact for name, fact in FACTS.items() if not name.startswith("e")), *derived]


def _condition(chance: random.Random, facts: Sequence[Fact], depth: int) -> Condition:
    draw = chance.random()
    if depth == 0 or draw < 0.25:
        return _leaf(chance, chance.choice(facts))
    if draw < 0.35:
        return Not(_condition(chance, facts, depth - 1))
    parts = tuple(_condition(chance, facts, depth - 1) for _ in range(chance.choice([2, 2, 3, 4])))
    return All(parts) if draw < 0.75 else Any(parts)


def _leaf(chance: random.Random, fact: Fact) -> Condition:
    match fact.type:
        case FactType.BOOLEAN:
            return IsTrue(fact.name)
        case FactType.CHOICE:
            return OneOf(fact.name, tuple(chance.sample(sorted(LEVELS), chance.randint(1, 3))))
        case FactType.INTEGER if chance.random() < 0.3:
            return OneOf(fact.name, (chance.randrange(101),))
        case _:
            return Compare(fact.name, chance.choice(list(Operator)), chance.randrange(0, 100))
